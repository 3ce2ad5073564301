#include "vault/hpke.hpp"

#include <openssl/hmac.h>
#include <openssl/obj_mac.h>

#include <algorithm>
#include <optional>
#include <span>

#include "base/openssl.hpp"

namespace buuan::vault {
namespace {

constexpr std::size_t nonce_bytes = 12;

constexpr std::array<std::uint8_t, 5> kem_suite = {'K', 'E', 'M', 0x00, 0x10};
constexpr std::array<std::uint8_t, 10> hpke_suite = {'H',  'P',  'K',  'E',  0x00,
                                                     0x10, 0x00, 0x01, 0x00, 0x02};

// ---- the labelled key derivation of RFC 9180, section 4; every output fits one block of SHA-256

Secret hmac(BytesView key, std::initializer_list<BytesView> parts) {
    Bytes input;
    for (const BytesView part : parts) input.insert(input.end(), part.begin(), part.end());
    Secret out;
    CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), input.data(), input.size(),
               out.fill().data(), nullptr) != nullptr);
    wipe(input.data(), input.size());
    return out;
}

constexpr std::string_view version = "HPKE-v1";

Secret extract(BytesView salt, BytesView suite, std::string_view label, BytesView from) {
    constexpr std::array<std::uint8_t, 32> no_salt{};
    return hmac(salt.empty() ? BytesView(no_salt) : salt,
                {as_bytes(version), suite, as_bytes(label), from});
}

void expand(std::span<std::uint8_t> out, const Secret& key, BytesView suite, std::string_view label,
            std::initializer_list<BytesView> info) {
    CHECK(out.size() <= 32);
    Bytes joined;
    for (const BytesView part : info) joined.insert(joined.end(), part.begin(), part.end());
    const std::array<std::uint8_t, 2> size = {0, static_cast<std::uint8_t>(out.size())};
    const std::array<std::uint8_t, 1> first_block = {1};
    const Secret block =
        hmac(key.view(), {size, as_bytes(version), suite, as_bytes(label), joined, first_block});
    std::copy_n(block.view().begin(), out.size(), out.begin());
}

// ---- the curve

using openssl::Owned;
using openssl::owned;

const EC_GROUP* curve() {
    static const Owned<EC_GROUP> p256 = owned(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    return p256.get();
}

Owned<BN_CTX> scratch() {
    return owned(BN_CTX_secure_new());
}

Owned<BIGNUM> scalar_of(const Secret& secret) {
    auto number = owned(BN_secure_new());
    CHECK(BN_bin2bn(secret.view().data(), 32, number.get()) != nullptr);
    BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    return number;
}

bool is_scalar(const BIGNUM* number) {
    return !BN_is_zero(number) && BN_cmp(number, EC_GROUP_get0_order(curve())) < 0;
}

HpkePoint base_times(const BIGNUM* scalar) {
    const auto context = scratch();
    const auto point = owned(EC_POINT_new(curve()));
    CHECK(EC_POINT_mul(curve(), point.get(), scalar, nullptr, nullptr, context.get()) == 1);
    HpkePoint out{};
    CHECK(EC_POINT_point2oct(curve(), point.get(), POINT_CONVERSION_UNCOMPRESSED, out.data(),
                             out.size(), context.get()) == out.size());
    return out;
}

/// x of scalar × point; nothing where the bytes are no point of the curve. OpenSSL checks that, and
/// the curve has no points of small order.
std::optional<Secret> diffie_hellman(const BIGNUM* scalar, BytesView point_bytes) {
    constexpr std::uint8_t uncompressed = 4;
    if (point_bytes.size() != hpke_point_bytes || point_bytes[0] != uncompressed)
        return std::nullopt;
    const auto context = scratch();
    const auto point = owned(EC_POINT_new(curve()));
    if (EC_POINT_oct2point(curve(), point.get(), point_bytes.data(), point_bytes.size(),
                           context.get()) != 1)
        return std::nullopt;
    const auto shared = owned(EC_POINT_new(curve()));
    const auto x = owned(BN_secure_new());
    CHECK(EC_POINT_mul(curve(), shared.get(), nullptr, point.get(), scalar, context.get()) == 1);
    if (EC_POINT_get_affine_coordinates(curve(), shared.get(), x.get(), nullptr, context.get()) !=
        1)
        return std::nullopt;
    Secret out;
    CHECK(BN_bn2binpad(x.get(), out.fill().data(), 32) == 32);
    return out;
}

// ---- from a shared point to what seals

struct MessageKey {
    Secret key;
    std::array<std::uint8_t, nonce_bytes> nonce{};
};

MessageKey message_key(const Secret& shared_point, BytesView encapsulated, const HpkePoint& to,
                       std::string_view info) {
    Secret shared;
    expand(shared.fill(), extract({}, kem_suite, "eae_prk", shared_point.view()), kem_suite,
           "shared_secret", {encapsulated, to});
    const Secret id_hash = extract({}, hpke_suite, "psk_id_hash", {});
    const Secret info_hash = extract({}, hpke_suite, "info_hash", as_bytes(info));
    constexpr std::array<std::uint8_t, 1> base_mode = {0};
    const Secret secret = extract(shared.view(), hpke_suite, "secret", {});
    MessageKey out;
    expand(out.key.fill(), secret, hpke_suite, "key",
           {base_mode, id_hash.view(), info_hash.view()});
    expand(out.nonce, secret, hpke_suite, "base_nonce",
           {base_mode, id_hash.view(), info_hash.view()});
    return out;
}

void encrypt(const MessageKey& with, BytesView plain, BytesView bound, std::uint8_t* out) {
    const auto context = owned(EVP_CIPHER_CTX_new());
    int size = 0;
    CHECK(EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), with.key.view().data(),
                              with.nonce.data(), nullptr) == 1);
    CHECK(bound.empty() || EVP_EncryptUpdate(context.get(), nullptr, &size, bound.data(),
                                             static_cast<int>(bound.size())) == 1);
    CHECK(plain.empty() || EVP_EncryptUpdate(context.get(), out, &size, plain.data(),
                                             static_cast<int>(plain.size())) == 1);
    CHECK(EVP_EncryptFinal_ex(context.get(), out + plain.size(), &size) == 1);
    CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, hpke_tag_bytes,
                              out + plain.size()) == 1);
}

bool decrypt(const MessageKey& with, BytesView sealed, BytesView bound, Bytes& plain) {
    const auto context = owned(EVP_CIPHER_CTX_new());
    plain.resize(sealed.size() - hpke_tag_bytes);
    std::array<std::uint8_t, hpke_tag_bytes> tag;
    std::copy_n(sealed.end() - hpke_tag_bytes, hpke_tag_bytes, tag.begin());
    int size = 0;
    CHECK(EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), with.key.view().data(),
                              with.nonce.data(), nullptr) == 1);
    CHECK(bound.empty() || EVP_DecryptUpdate(context.get(), nullptr, &size, bound.data(),
                                             static_cast<int>(bound.size())) == 1);
    CHECK(plain.empty() || EVP_DecryptUpdate(context.get(), plain.data(), &size, sealed.data(),
                                             static_cast<int>(plain.size())) == 1);
    CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, hpke_tag_bytes, tag.data()) ==
          1);
    std::array<std::uint8_t, hpke_tag_bytes> rest;  // of GCM nothing is left over
    return EVP_DecryptFinal_ex(context.get(), rest.data(), &size) == 1;
}

}  // namespace

HpkeKey HpkeKey::derive(const Secret& from) {
    const Secret candidates = extract({}, kem_suite, "dkp_prk", from.view());
    HpkeKey key;
    // The first of them is a scalar but for one case in 2^32.
    for (std::uint8_t counter = 0;; ++counter) {
        const std::array<std::uint8_t, 1> count = {counter};
        expand(key.private_.fill(), candidates, kem_suite, "candidate", {count});
        const auto scalar = scalar_of(key.private_);
        if (is_scalar(scalar.get())) {
            key.public_ = base_times(scalar.get());
            return key;
        }
        CHECK(counter < 255);
    }
}

Result<Bytes> HpkeKey::open(BytesView sealed, std::string_view info, BytesView bound) const {
    const Fault broken{FaultKind::corrupt, "what was sealed to a public key does not open"};
    if (sealed.size() < hpke_point_bytes + hpke_tag_bytes) return broken;
    const BytesView encapsulated = sealed.first(hpke_point_bytes);
    const auto shared = diffie_hellman(scalar_of(private_).get(), encapsulated);
    if (!shared) return broken;
    Bytes plain;
    if (!decrypt(message_key(*shared, encapsulated, public_, info),
                 sealed.subspan(hpke_point_bytes), bound, plain)) {
        wipe(plain.data(), plain.size());
        return broken;
    }
    return plain;
}

Result<Bytes> hpke_seal(BytesView plain, const HpkePoint& to, std::string_view info,
                        BytesView bound, Entropy& entropy) {
    Secret randomness;
    entropy.fill(randomness.fill());
    const HpkeKey once = HpkeKey::derive(randomness);
    const auto shared = diffie_hellman(scalar_of(once.private_).get(), to);
    if (!shared) return Fault{FaultKind::invalid, "the key to seal to is no point of P-256"};
    Bytes out(hpke_point_bytes + plain.size() + hpke_tag_bytes);
    std::copy(once.public_.begin(), once.public_.end(), out.begin());
    encrypt(message_key(*shared, once.public_, to, info), plain, bound,
            out.data() + hpke_point_bytes);
    return out;
}

}  // namespace buuan::vault
