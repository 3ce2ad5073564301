// How notes, proofs and tile paths are read: lines and numbers, each with exactly one spelling.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace buuan::ledger {

/// The text up to the next line end, taken off `rest` with it; nullopt, and `rest` as it was, when
/// there is no line end.
inline std::optional<std::string_view> take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

/// A decimal number of 1 to 18 digits without leading zeros: more than any log holds, and never an
/// overflow.
inline std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    if (text.empty() || text.size() > 18 || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

}  // namespace buuan::ledger
