#include "base/person_name.hpp"

#include <utf8proc.h>

#include "base/canonical.hpp"

namespace buuan {
namespace {

constexpr std::size_t name_letters_max = 120;

bool is_name_letter(utf8proc_int32_t letter) {
    if (letter == '.' || letter == '-' || letter == '\'') return true;
    switch (utf8proc_category(letter)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
            return true;
        default:
            return false;
    }
}

/// The bytes of the letter that `text` begins with.
std::size_t first_letter_bytes(std::string_view text) {
    utf8proc_int32_t letter = 0;
    const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &letter);
    return used > 0 ? static_cast<std::size_t>(used) : 1;
}

}  // namespace

std::optional<PersonName> PersonName::parse(std::string_view typed) {
    if (typed.size() > 4 * name_letters_max) return std::nullopt;
    const auto normal = to_nfc(typed);
    if (!normal) return std::nullopt;
    std::string name;
    std::size_t letters = 0;
    bool any_letter = false;
    for (std::string_view rest = *normal; !rest.empty();) {
        const std::size_t size = first_letter_bytes(rest);
        utf8proc_int32_t letter = 0;
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                         static_cast<utf8proc_ssize_t>(rest.size()), &letter);
        if (letter == ' ' || letter == '\t' || letter == 0xa0) {
            if (!name.empty() && name.back() != ' ') name += ' ';
        } else if (is_name_letter(letter)) {
            name += rest.substr(0, size);
            any_letter = any_letter || (letter != '.' && letter != '-' && letter != '\'');
            if (++letters > name_letters_max) return std::nullopt;
        } else {
            return std::nullopt;
        }
        rest.remove_prefix(size);
    }
    if (!name.empty() && name.back() == ' ') name.pop_back();
    if (!any_letter) return std::nullopt;
    return PersonName(Personal(std::move(name)));
}

std::string PersonName::masked() const {
    return masked_name(name_.reveal());
}

std::string masked_name(std::string_view name) {
    const auto space = name.find(' ');
    // A single word would be the whole name: only its first letter stays.
    if (space == std::string_view::npos)
        return name.empty() ? std::string()
                            : std::string(name.substr(0, first_letter_bytes(name))) + ".";
    std::string out(name.substr(0, space));
    for (std::size_t at = space; at != std::string_view::npos; at = name.find(' ', at + 1)) {
        const auto word = name.substr(at + 1);
        if (!word.empty()) out += " " + std::string(word.substr(0, first_letter_bytes(word))) + ".";
    }
    return out;
}

}  // namespace buuan
