// Sealing to a public key: RFC 9180 (HPKE), base mode, one shot, and of its suites exactly one,
// which every browser can do with WebCrypto: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
// For what a counter accepts off line (docs/formats/queue.md). Promises: a point that is not on the
// curve opens nothing; whatever is changed in what was sealed, in its info or in what is bound to
// it makes it unreadable; keys and shared secrets are wiped. Not for: authentication. Whoever has
// the public key can seal.
#pragma once

#include <array>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"

namespace buuan::vault {

inline constexpr std::size_t hpke_point_bytes = 65;  // 0x04 ‖ x ‖ y
inline constexpr std::size_t hpke_tag_bytes = 16;
using HpkePoint = std::array<std::uint8_t, hpke_point_bytes>;

/// The key of one who opens.
class HpkeKey {
public:
    /// DeriveKeyPair of RFC 9180, section 7.1.3: the same from the same.
    static HpkeKey derive(const Secret& from);

    [[nodiscard]] const HpkePoint& public_key() const { return public_; }
    /// `sealed` is the encapsulated key (65 bytes) and the ciphertext. corrupt where it does not
    /// open with this key, this info and what is bound to it.
    [[nodiscard]] Result<Bytes> open(BytesView sealed, std::string_view info,
                                     BytesView bound) const;

private:
    friend Result<Bytes> hpke_seal(BytesView, const HpkePoint&, std::string_view, BytesView,
                                   Entropy&);
    HpkeKey() = default;
    Secret private_;
    HpkePoint public_{};
};

/// Seals for the holder of `to`, with a fresh key of 32 bytes of randomness. invalid where `to` is
/// no point of the curve.
Result<Bytes> hpke_seal(BytesView plain, const HpkePoint& to, std::string_view info,
                        BytesView bound, Entropy& entropy);

}  // namespace buuan::vault
