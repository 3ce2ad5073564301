#include "vault/passphrase.hpp"

#include <sodium.h>

namespace buuan::vault {

Stretch Stretch::make(StretchCost cost, Entropy& entropy) {
    const bool moderate = cost == StretchCost::moderate;
    return {to_hex(entropy.bytes<crypto_pwhash_SALTBYTES>()),
            moderate ? crypto_pwhash_OPSLIMIT_MODERATE : crypto_pwhash_OPSLIMIT_MIN,
            moderate ? crypto_pwhash_MEMLIMIT_MODERATE : crypto_pwhash_MEMLIMIT_MIN};
}

Result<Secret> Stretch::key(std::string_view passphrase) const {
    const auto bytes = from_hex(salt);
    if (!bytes || bytes->size() != crypto_pwhash_SALTBYTES ||
        memory_bytes > (std::uint64_t{4} << 30) || passes > 100)
        return Fault{FaultKind::corrupt, "the salt or the costs of the passphrase are damaged"};
    Secret key;
    if (crypto_pwhash(key.fill().data(), 32, passphrase.data(), passphrase.size(), bytes->data(),
                      passes, memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Fault{FaultKind::full, "not enough memory to stretch the passphrase"};
    return key;
}

}  // namespace buuan::vault
