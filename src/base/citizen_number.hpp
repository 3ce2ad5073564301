// The personal identification number (số định danh cá nhân, Law 26/2023 Art 12): 12 digits without
// a check digit. What can be checked is its length, that its holder is born, and whether it agrees
// with what else is known. docs/formats/identifiers.md, section 1.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace buuan {

class CitizenNumber {
public:
    /// Spaces, dots and hyphens are dropped. The error is citizen_number_length,
    /// citizen_number_digits or citizen_number_future.
    static Result<CitizenNumber, std::string> parse(std::string_view typed, Day today);

    [[nodiscard]] const std::string& reveal() const { return digits_; }
    [[nodiscard]] std::string_view last_four() const { return std::string_view(digits_).substr(8); }
    [[nodiscard]] std::string masked() const {
        return digits_.substr(0, 3) + "*****" + digits_.substr(8);
    }
    [[nodiscard]] int birth_year() const;
    [[nodiscard]] bool female() const { return (digits_[3] - '0') % 2 == 1; }
    /// Reasons for a second look, never for refusal: citizen_prefix_unknown, citizen_age,
    /// citizen_digits_equal.
    [[nodiscard]] std::vector<std::string> warnings(Day today) const;

    friend bool operator==(const CitizenNumber&, const CitizenNumber&) = default;
    friend std::ostream& operator<<(std::ostream&, const CitizenNumber&) = delete;

private:
    explicit CitizenNumber(std::string digits) : digits_(std::move(digits)) {}
    std::string digits_;
};

}  // namespace buuan
