#include "base/citizen_number.hpp"

#include <algorithm>

#include "base/provinces.hpp"

namespace buuan {

Result<CitizenNumber, std::string> CitizenNumber::parse(std::string_view typed, Day today) {
    if (typed.size() > 40) return std::string("citizen_number_length");
    std::string digits;
    for (const char c : typed) {
        if (c == ' ' || c == '.' || c == '-') continue;
        if (c < '0' || c > '9') return std::string("citizen_number_digits");
        digits += c;
    }
    if (digits.size() != 12) return std::string("citizen_number_length");
    CitizenNumber number(std::move(digits));
    if (number.birth_year() > today.year()) return std::string("citizen_number_future");
    return number;
}

int CitizenNumber::birth_year() const {
    return 1900 + 100 * ((digits_[3] - '0') / 2) + (digits_[4] - '0') * 10 + (digits_[5] - '0');
}

std::vector<std::string> CitizenNumber::warnings(Day today) const {
    std::vector<std::string> reasons;
    if (province_of_citizen_prefix(std::string_view(digits_).substr(0, 3)) == nullptr)
        reasons.emplace_back("citizen_prefix_unknown");
    if (today.year() - birth_year() > 120) reasons.emplace_back("citizen_age");
    if (std::all_of(digits_.begin() + 6, digits_.end(), [&](char c) { return c == digits_[6]; }))
        reasons.emplace_back("citizen_digits_equal");
    return reasons;
}

}  // namespace buuan
