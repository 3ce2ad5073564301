// A telephone number in one canonical form, so that one person has one token.
// docs/formats/identifiers.md, section 3. Personal: cannot be printed; masked() shows the last two
// digits.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace buuan {

class PhoneNumber {
public:
    /// Mobile, landline; spaces, dots, hyphens, brackets and +84 are understood. The error is a
    /// stable reason: phone_length, phone_prefix, phone_obsolete (an 11-digit mobile number of
    /// before 2018), phone_hotline.
    static Result<PhoneNumber, std::string> parse(std::string_view typed);

    [[nodiscard]] const std::string& reveal() const { return digits_; }
    [[nodiscard]] std::string_view last_four() const {
        return std::string_view(digits_).substr(digits_.size() - 4);
    }
    [[nodiscard]] std::string masked() const;
    /// Ten equal digits and other made-up ones: worth a second look, never refused.
    [[nodiscard]] bool looks_made_up() const;
    friend bool operator==(const PhoneNumber&, const PhoneNumber&) = default;
    friend std::ostream& operator<<(std::ostream&, const PhoneNumber&) = delete;

private:
    explicit PhoneNumber(std::string digits) : digits_(std::move(digits)) {}
    std::string digits_;
};

}  // namespace buuan
