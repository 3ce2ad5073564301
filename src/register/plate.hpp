// The number plate of a road vehicle in one form, so that one vehicle has one row however it is
// typed: a car's "27C-12345", a motorcycle's "27-B1-12345". docs/formats/identifiers.md, section 9.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace buuan::register_ {

struct PlateNumber {
    std::string value;
    /// As it is painted, with or without its dot, blanks and hyphens. Without a hyphen behind the
    /// place's two digits a plate that could be either is taken for a car's.
    static std::optional<PlateNumber> parse(std::string_view typed);
    [[nodiscard]] const std::string& text() const { return value; }
    friend auto operator<=>(const PlateNumber&, const PlateNumber&) = default;
};

}  // namespace buuan::register_
