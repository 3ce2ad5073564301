// The number or mark of a postal item (số hiệu bưu gửi, LBC Art 9(3)): an S10 identifier of the
// UPU, a code of our own, or an enterprise's own that we take as it is.
// docs/formats/identifiers.md, section 5.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace buuan {

struct ItemCode {
    std::string value;  // upper case, without spaces

    /// `[A-Z0-9-]{6,30}` after dropping spaces; what has the shape of S10 must have its check
    /// digit, and so must ours ("BA" and ten digits for `own_prefix` "BA").
    static std::optional<ItemCode> parse(std::string_view typed, std::string_view own_prefix);
    /// The n-th code of our own: prefix, nine digits, check digit. n < 1,000,000,000.
    static ItemCode own(std::string_view prefix, std::uint64_t n);
    friend bool operator==(const ItemCode&, const ItemCode&) = default;
};

/// UPU S10: weights 8 6 4 2 3 5 9 7 over eight digits; 10 is written 0, 11 is written 5.
int s10_check_digit(std::string_view eight_digits);
bool has_s10_shape(std::string_view code);

}  // namespace buuan
