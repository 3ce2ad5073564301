#include "base/item_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace buuan {
namespace {

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool are_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

/// S10's weights, begun again for the ninth digit: our codes have one digit more than S10's.
int own_check_digit(std::string_view nine_digits) {
    constexpr std::array weights = {8, 6, 4, 2, 3, 5, 9, 7, 8};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (nine_digits[i] - '0');
    const int check = 11 - sum % 11;
    return check == 10 ? 0 : check == 11 ? 5 : check;
}

}  // namespace

int s10_check_digit(std::string_view eight_digits) {
    constexpr std::array weights = {8, 6, 4, 2, 3, 5, 9, 7};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (eight_digits[i] - '0');
    const int check = 11 - sum % 11;
    return check == 10 ? 0 : check == 11 ? 5 : check;
}

bool has_s10_shape(std::string_view code) {
    return code.size() == 13 && is_letter(code[0]) && is_letter(code[1]) &&
           are_digits(code.substr(2, 9)) && is_letter(code[11]) && is_letter(code[12]);
}

std::optional<ItemCode> ItemCode::parse(std::string_view typed, std::string_view own_prefix) {
    std::string code;
    for (const char c : typed) {
        if (c == ' ') continue;
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        if ((!is_letter(upper) && !is_digit(upper) && upper != '-') || code.size() == 30)
            return std::nullopt;
        code += upper;
    }
    if (code.size() < 6) return std::nullopt;
    const std::string_view view = code;
    if (has_s10_shape(view) && s10_check_digit(view.substr(2, 8)) != view[10] - '0')
        return std::nullopt;
    const bool ours =
        view.size() == 12 && view.starts_with(own_prefix) && are_digits(view.substr(2));
    if (ours && own_check_digit(view.substr(2, 9)) != view[11] - '0') return std::nullopt;
    return ItemCode{code};
}

ItemCode ItemCode::own(std::string_view prefix, std::uint64_t n) {
    const std::string digits = fmt::format("{:09}", n % 1'000'000'000);
    return ItemCode{fmt::format("{}{}{}", prefix, digits, own_check_digit(digits))};
}

}  // namespace buuan
