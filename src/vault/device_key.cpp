#include "vault/device_key.hpp"

#include <algorithm>
#include <array>

#include "base/openssl.hpp"

namespace buuan::vault {
namespace {

using openssl::Owned;
using openssl::owned;

/// A SubjectPublicKeyInfo of P-256 with an uncompressed point has these bytes before the point; so
/// a key has one form, and no other curve gets as far as the parser.
constexpr std::array<std::uint8_t, 27> before_point = {
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
    0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
constexpr std::size_t key_bytes = 91;

/// nullptr where it is no such key, or its point is not on the curve.
Owned<EVP_PKEY> parse(BytesView public_key) {
    if (public_key.size() != key_bytes ||
        !std::equal(before_point.begin(), before_point.end(), public_key.begin()))
        return nullptr;
    const unsigned char* at = public_key.data();
    return Owned<EVP_PKEY>(d2i_PUBKEY(nullptr, &at, key_bytes));
}

}  // namespace

bool is_device_key(BytesView public_key) {
    return parse(public_key) != nullptr;
}

bool device_signed(BytesView public_key, std::string_view text, BytesView signature) {
    const auto key = parse(public_key);
    if (key == nullptr || signature.size() != device_signature_bytes) return false;
    // OpenSSL takes the DER form only.
    const auto pair = owned(ECDSA_SIG_new());
    BIGNUM* r = BN_bin2bn(signature.data(), 32, nullptr);
    BIGNUM* s = BN_bin2bn(signature.data() + 32, 32, nullptr);
    CHECK(r != nullptr && s != nullptr);
    CHECK(ECDSA_SIG_set0(pair.get(), r, s) == 1);
    unsigned char* encoded = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &encoded);
    const Owned<unsigned char> der(encoded);
    CHECK(size > 0);
    const auto context = owned(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), der.get(), static_cast<std::size_t>(size),
                            as_bytes(text).data(), text.size()) == 1;
}

}  // namespace buuan::vault
