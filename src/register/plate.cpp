#include "register/plate.hpp"

namespace buuan::register_ {
namespace {

bool is_digit(char c) {
    return '0' <= c && c <= '9';
}
bool is_letter(char c) {
    return 'A' <= c && c <= 'Z';
}

/// Upper case, without what is only painted between: "27c 123.45" is "27C12345".
std::optional<std::string> bare(std::string_view typed) {
    constexpr std::size_t bytes_max = 20;
    if (typed.size() > bytes_max) return std::nullopt;
    std::string text;
    for (const char c : typed) {
        if (c == ' ' || c == '.') continue;
        text += 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return text;
}

bool is_number(std::string_view text) {
    if (text.size() != 4 && text.size() != 5) return false;
    for (const char c : text) {
        if (!is_digit(c)) return false;
    }
    return true;
}

/// What follows the series, without the hyphen that may stand before it.
std::string_view number_after(std::string_view text, std::size_t series_ends) {
    text.remove_prefix(series_ends);
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    return text;
}

std::optional<PlateNumber> car(std::string_view text) {
    std::size_t ends = 2;
    while (ends < text.size() && ends < 4 && is_letter(text[ends])) ++ends;
    const auto number = number_after(text, ends);
    if (ends == 2 || !is_number(number)) return std::nullopt;
    return PlateNumber{std::string(text.substr(0, ends)) + "-" + std::string(number)};
}

std::optional<PlateNumber> motorcycle(std::string_view text) {
    const std::size_t begins = text.size() > 2 && text[2] == '-' ? 3 : 2;
    const std::size_t ends = begins + 2;
    if (text.size() < ends || !is_letter(text[begins])) return std::nullopt;
    if (!is_letter(text[begins + 1]) && !is_digit(text[begins + 1])) return std::nullopt;
    const auto number = number_after(text, ends);
    if (!is_number(number)) return std::nullopt;
    return PlateNumber{std::string(text.substr(0, 2)) + "-" + std::string(text.substr(begins, 2)) +
                       "-" + std::string(number)};
}

}  // namespace

std::optional<PlateNumber> PlateNumber::parse(std::string_view typed) {
    const auto text = bare(typed);
    if (!text || text->size() < 2 || !is_digit((*text)[0]) || !is_digit((*text)[1]))
        return std::nullopt;
    if (auto found = car(*text)) return found;
    return motorcycle(*text);
}

}  // namespace buuan::register_
