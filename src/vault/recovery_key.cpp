#include "vault/recovery_key.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/json.hpp"
#include "vault/blake.hpp"

namespace buuan::vault {
namespace {

struct RecoveryNote {
    std::uint32_t version = 1;
    std::string public_half;
    std::uint32_t needed{};
    std::uint32_t shares{};
    Instant made;
    std::string proof;
};
BOOST_DESCRIBE_STRUCT(RecoveryNote, (), (version, public_half, needed, shares, made, proof))

std::array<std::uint8_t, 32> proof_of(const Secret& root, BytesView public_half) {
    std::array<std::uint8_t, 32> proof;
    keyed_hash(proof, root.view(), "buuan/recovery-proof/v1", {public_half});
    return proof;
}

/// The nonce of crypto_box_seal: BLAKE2b over both public keys.
std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce_of(const std::uint8_t* ephemeral,
                                                         const std::uint8_t* recipient) {
    std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce;
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, nonce.size());
    crypto_generichash_update(&state, ephemeral, crypto_box_PUBLICKEYBYTES);
    crypto_generichash_update(&state, recipient, crypto_box_PUBLICKEYBYTES);
    crypto_generichash_final(&state, nonce.data(), nonce.size());
    return nonce;
}

}  // namespace

SplitId RecoveryKey::id() const {
    const Digest digest = sha256({as_bytes("buuan/recovery-key/v1"), public_half});
    SplitId id;
    std::copy_n(digest.bytes.begin(), id.size(), id.begin());
    return id;
}

std::array<std::uint8_t, 32> recovery_public_of(const Secret& secret) {
    std::array<std::uint8_t, 32> out;
    CHECK(crypto_scalarmult_base(out.data(), secret.view().data()) == 0);
    return out;
}

Result<std::optional<RecoveryKey>> read_recovery_key(Files& files, const Secret& root) {
    const auto there = files.exists(recovery_path);
    if (!there.ok()) return there.error();
    if (!there.value()) return std::optional<RecoveryKey>();
    const auto text = read_file(files, recovery_path, 4096);
    if (!text.ok()) return text.error();
    const Fault damaged{FaultKind::corrupt,
                        "keys/recovery.json is damaged, or not of this root key"};
    const auto note = json::read<RecoveryNote>(as_text(text.value()));
    if (!note.ok() || note.value().version != 1) return damaged;
    const auto half = from_hex(note.value().public_half);
    const auto proof = from_hex(note.value().proof);
    if (!half || half->size() != 32 || !proof ||
        !equal_in_constant_time(*proof, proof_of(root, *half)) || note.value().needed < 2 ||
        note.value().needed > note.value().shares || note.value().shares > shares_max)
        return damaged;
    RecoveryKey key{{}, note.value().needed, note.value().shares, note.value().made};
    std::copy(half->begin(), half->end(), key.public_half.begin());
    return std::optional(key);
}

Result<Done> write_recovery_key(Files& files, const RecoveryKey& key, const Secret& root,
                                std::string_view path) {
    const RecoveryNote note{1,          to_hex(key.public_half),
                            key.needed, key.shares,
                            key.made,   to_hex(proof_of(root, key.public_half))};
    return replace_file(files, path, as_bytes(json::write(note) + "\n"));
}

Result<Bytes> seal_to(const std::array<std::uint8_t, 32>& public_half, const Secret& secret,
                      Entropy& entropy) {
    Secret ephemeral;
    entropy.fill(ephemeral.fill());
    const auto ephemeral_public = recovery_public_of(ephemeral);
    Bytes sealed(crypto_box_SEALBYTES + secret.view().size());
    std::copy(ephemeral_public.begin(), ephemeral_public.end(), sealed.begin());
    const auto nonce = nonce_of(ephemeral_public.data(), public_half.data());
    if (crypto_box_easy(sealed.data() + crypto_box_PUBLICKEYBYTES, secret.view().data(),
                        secret.view().size(), nonce.data(), public_half.data(),
                        ephemeral.view().data()) != 0)
        return Fault{FaultKind::invalid, "the recovery key's public half is none"};
    return sealed;
}

Result<Secret> open_with(const Secret& recovery_secret, BytesView sealed) {
    Secret secret;
    const auto public_half = recovery_public_of(recovery_secret);
    if (sealed.size() != crypto_box_SEALBYTES + secret.view().size() ||
        crypto_box_seal_open(secret.fill().data(), sealed.data(), sealed.size(), public_half.data(),
                             recovery_secret.view().data()) != 0)
        return Fault{FaultKind::denied, "it is sealed to another recovery key, or damaged"};
    return secret;
}

}  // namespace buuan::vault
