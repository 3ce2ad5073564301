// A secret split among people, so that any `needed` of them can make it again and fewer learn
// nothing (Shamir 1979, byte by byte over GF(2^8)). A share is a line of text that a person can
// keep on paper; it says which split it belongs to, so that shares of two splits are told apart,
// and carries a check, so that a misread letter is told before anything is combined. Bytes:
// docs/formats/keys.md.
//
// Promise: no branch and no address depends on a bit of the secret or of a share's part.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"

namespace buuan::vault {

inline constexpr unsigned shares_max = 16;

/// Names the secret that was split; shares of two secrets differ in it.
using SplitId = std::array<std::uint8_t, 8>;

struct Share {
    SplitId split{};
    std::uint8_t needed{};
    std::uint8_t index{};  // from 1
    Secret part;

    /// 78 symbols of Crockford base32 in groups of six. Secret: wipe what you make of it.
    [[nodiscard]] std::string text() const;
    /// Forgives lower case, spaces, and O, I, L; nullopt for anything that is not a whole share.
    static std::optional<Share> parse(std::string_view text);
};

/// `count` shares, any `needed` of which combine. 2 ≤ needed ≤ count ≤ shares_max.
std::vector<Share> split(const Secret& secret, const SplitId& id, unsigned needed, unsigned count,
                         Entropy& entropy);

enum class ShareProblem {
    too_few,      // fewer than the split needs
    mixed,        // of two splits
    given_twice,  // one share more than once
};

struct ShareText {
    std::string_view vi;
    std::string_view en;
};
ShareText text_of(ShareProblem problem);

/// Whether it is the secret that was split only its owner can tell (recovery_key.hpp does).
Result<Secret, ShareProblem> combine(std::span<const Share> shares);

}  // namespace buuan::vault
