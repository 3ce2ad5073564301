#include "base/phone.hpp"

#include <algorithm>

namespace buuan {
namespace {

constexpr std::size_t typed_max = 40;

bool is_mobile(std::string_view digits) {
    if (digits.size() != 10 || digits[0] != '0') return false;
    const char group = digits[1];
    const char next = digits[2];
    switch (group) {
        case '3':
            return next >= '2' && next <= '9';
        case '5':
            return next == '2' || next == '5' || next == '6' || next == '8' || next == '9';
        case '7':
            return next == '0' || (next >= '6' && next <= '9');
        case '8':
            return next >= '1' && next <= '9';
        case '9':
            return next != '5';
        default:
            return false;
    }
}

bool is_landline(std::string_view digits) {
    return digits.size() == 11 && digits.starts_with("02");
}

/// Digits only, in national form; empty when something else was typed.
std::string national(std::string_view typed) {
    std::string digits;
    const bool plus = typed.starts_with('+');
    for (const char c : typed.substr(plus ? 1 : 0)) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')') {
            return {};
        }
    }
    if (!plus && digits.starts_with("0084")) return "0" + digits.substr(4);
    const bool country =
        digits.starts_with("84") && (plus || digits.size() == 11 || digits.size() == 12);
    return country ? "0" + digits.substr(2) : digits;
}

}  // namespace

Result<PhoneNumber, std::string> PhoneNumber::parse(std::string_view typed) {
    const std::string digits = typed.size() > typed_max ? std::string() : national(typed);
    if (is_mobile(digits) || is_landline(digits)) return PhoneNumber(digits);
    if (digits.starts_with("1800") || digits.starts_with("1900"))
        return std::string("phone_hotline");
    if (digits.size() == 11 && digits.starts_with("01")) return std::string("phone_obsolete");
    return std::string(digits.size() == 10 && digits[0] == '0' ? "phone_prefix" : "phone_length");
}

std::string PhoneNumber::masked() const {
    return std::string(digits_.size() - 2, '*') + digits_.substr(digits_.size() - 2);
}

bool PhoneNumber::looks_made_up() const {
    const bool one_digit =
        std::all_of(digits_.begin() + 1, digits_.end(), [&](char c) { return c == digits_[1]; });
    return one_digit || digits_.substr(2) == "00000000" || digits_ == "0987654321" ||
           digits_.substr(3) == "1234567";
}

}  // namespace buuan
