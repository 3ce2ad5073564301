#include "vault/hpke.hpp"

#include <gtest/gtest.h>

#include "adapters/posix/system_entropy.hpp"

namespace buuan::vault {
namespace {

SystemEntropy random;

Secret secret(std::string_view hex) {
    const Bytes bytes = from_hex(hex).value();
    return Secret(std::span<const std::uint8_t, 32>(bytes.data(), 32));
}

class Fixed final : public Entropy {
public:
    explicit Fixed(std::string_view hex) : bytes_(from_hex(hex).value()) {}
    void fill(std::span<std::uint8_t> out) override {
        ASSERT_EQ(out.size(), bytes_.size());
        std::copy(bytes_.begin(), bytes_.end(), out.begin());
    }

private:
    Bytes bytes_;
};

HpkeKey a_key() {
    Secret from;
    random.fill(from.fill());
    return HpkeKey::derive(from);
}

bool opens(const HpkeKey& key, BytesView sealed, std::string_view info, std::string_view bound) {
    const auto opened = key.open(sealed, info, as_bytes(bound));
    EXPECT_TRUE(opened.ok() || opened.error().kind == FaultKind::corrupt);
    return opened.ok();
}

// RFC 9180, A.3.1: the same KEM and the same inputs. Its AEAD is AES-128-GCM; the ciphertext here
// is that of AES-256-GCM, computed by a program that gives the RFC's ciphertext where the RFC's
// AEAD is asked of it.
constexpr std::string_view rfc_to =
    "668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550";
constexpr std::string_view rfc_from =
    "4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e";
constexpr std::string_view rfc_encapsulated =
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c09"
    "00be863c403ce65c9bfcb9382657222d18c4";
constexpr std::string_view rfc_info = "Ode on a Grecian Urn";
constexpr std::string_view rfc_bound = "Count-0";
constexpr std::string_view rfc_plain = "Beauty is truth, truth beauty";
constexpr std::string_view ciphertext =
    "518c46e6810fbc55362f7d5995b0f54339d93664ca44e5c74d0f289c4f7983b4781b193de04ad3319f177244de";

TEST(hpke, keys_are_derived_as_the_rfc_derives_them) {
    EXPECT_EQ(
        to_hex(HpkeKey::derive(secret(rfc_to)).public_key()),
        "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c"
        "7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0");
    EXPECT_EQ(to_hex(HpkeKey::derive(secret(rfc_from)).public_key()), rfc_encapsulated);
}

TEST(hpke, sealing_makes_the_known_bytes_and_opens_them) {
    Fixed entropy(rfc_from);
    const HpkeKey to = HpkeKey::derive(secret(rfc_to));
    const auto sealed =
        hpke_seal(as_bytes(rfc_plain), to.public_key(), rfc_info, as_bytes(rfc_bound), entropy);
    ASSERT_TRUE(sealed.ok());
    EXPECT_EQ(to_hex(sealed.value()), std::string(rfc_encapsulated) + std::string(ciphertext));
    const auto opened = to.open(sealed.value(), rfc_info, as_bytes(rfc_bound));
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(as_text(opened.value()), rfc_plain);
}

TEST(hpke, what_was_sealed_opens_at_every_length_and_never_looks_alike) {
    const HpkeKey key = a_key();
    for (const std::size_t size : {0, 1, 15, 16, 17, 4096, 100'000}) {
        Bytes plain(size);
        random.fill(plain);
        const auto one = hpke_seal(plain, key.public_key(), "i", as_bytes("b"), random);
        const auto other = hpke_seal(plain, key.public_key(), "i", as_bytes("b"), random);
        ASSERT_TRUE(one.ok() && other.ok());
        EXPECT_NE(one.value(), other.value());
        const auto opened = key.open(one.value(), "i", as_bytes("b"));
        ASSERT_TRUE(opened.ok()) << size;
        EXPECT_EQ(opened.value(), plain);
    }
}

TEST(hpke, no_changed_byte_and_no_other_key_info_or_bound_text_opens) {
    const HpkeKey key = a_key();
    const Bytes sealed =
        hpke_seal(as_bytes("áo len"), key.public_key(), "i", as_bytes("b"), random).value();
    EXPECT_TRUE(opens(key, sealed, "i", "b"));
    EXPECT_FALSE(opens(key, sealed, "j", "b"));
    EXPECT_FALSE(opens(key, sealed, "i", ""));
    EXPECT_FALSE(opens(a_key(), sealed, "i", "b"));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        Bytes changed = sealed;
        changed[at] ^= 0x01;
        EXPECT_FALSE(opens(key, changed, "i", "b")) << at;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_FALSE(opens(key, BytesView(sealed).first(size), "i", "b")) << size;
}

TEST(hpke, a_point_that_is_none_of_the_curve_is_refused_by_both_sides) {
    const HpkeKey key = a_key();
    const Bytes sealed =
        hpke_seal(as_bytes("áo len"), key.public_key(), "i", as_bytes("b"), random).value();
    HpkePoint off_curve = key.public_key();
    off_curve.back() ^= 0x01;
    HpkePoint zero{};
    zero[0] = 4;
    HpkePoint too_large{};
    too_large.fill(0xff);
    too_large[0] = 4;
    HpkePoint compressed = key.public_key();
    compressed[0] = 2;
    HpkePoint hybrid = key.public_key();
    hybrid[0] = static_cast<std::uint8_t>(6 | (hybrid.back() & 1));
    for (const HpkePoint& point : {off_curve, zero, too_large, compressed, hybrid, HpkePoint{}}) {
        const auto refused = hpke_seal(as_bytes("áo len"), point, "i", as_bytes("b"), random);
        ASSERT_FALSE(refused.ok()) << to_hex(point);
        EXPECT_EQ(refused.error().kind, FaultKind::invalid);
        Bytes forged = sealed;
        std::copy(point.begin(), point.end(), forged.begin());
        EXPECT_FALSE(opens(key, forged, "i", "b")) << to_hex(point);
    }
}

}  // namespace
}  // namespace buuan::vault
