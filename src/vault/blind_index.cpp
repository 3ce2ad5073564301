#include "vault/blind_index.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "vault/blake.hpp"

namespace buuan::vault {
namespace {

constexpr std::size_t parts_max = 4;  // canonical decomposition after case folding makes at most 4

/// The base letters of one code point in UTF-8, without their marks, in lower case; none for a
/// mark.
struct Folded {
    std::uint8_t size = 0;
    char text[4 * parts_max]{};
};

Folded fold(utf8proc_int32_t letter) {
    utf8proc_int32_t parts[parts_max] = {letter};
    utf8proc_ssize_t count = 1;
    int last_boundary = 0;
    if (letter >= 'A' && letter <= 'Z') {
        parts[0] = letter + 32;
    } else if (letter == 0x110 || letter == 0x111) {
        parts[0] = 'd';
    } else if (letter >= 0x80) {
        count = utf8proc_decompose_char(
            letter, parts, parts_max,
            static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
                                           UTF8PROC_CASEFOLD),
            &last_boundary);
    }
    Folded folded;
    if (letter == 0 || count < 0 || count > static_cast<utf8proc_ssize_t>(parts_max)) return folded;
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
        auto* to = reinterpret_cast<utf8proc_uint8_t*>(folded.text + folded.size);
        folded.size = static_cast<std::uint8_t>(folded.size + utf8proc_encode_char(parts[i], to));
    }
    return folded;
}

/// Those that people here write are asked of the library once.
const Folded& folded_of(utf8proc_int32_t letter) {
    constexpr std::size_t known = 0x2000;  // Vietnamese ends at U+1EF9
    static const auto table = [] {
        std::array<Folded, known> made;
        for (std::size_t i = 0; i < known; ++i) made[i] = fold(static_cast<utf8proc_int32_t>(i));
        return made;
    }();
    static thread_local Folded rare;
    const auto index = static_cast<std::size_t>(letter);
    return index < known ? table[index] : rare = fold(letter);
}

}  // namespace

Token token_of(const Secret& token_class_key, TokenKind kind, std::string_view value) {
    const auto number = static_cast<std::uint8_t>(kind);
    const std::string folded = kind == TokenKind::name ? fold_name(value) : std::string(value);
    Token token;
    keyed_hash(token.bytes, token_class_key.view(), "buuan/token/v1",
               {BytesView(&number, 1), as_bytes(folded)});
    return token;
}

std::string fold_name(std::string_view utf8) {
    std::string out(fold_growth * utf8.size(), '\0');
    out.resize(static_cast<std::size_t>(fold_name(utf8, out.data()) - out.data()));
    return out;
}

char* fold_name(std::string_view utf8, char* const out) {
    char* to = out;
    bool space_due = false;
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    for (const auto* const end = at + utf8.size(); at < end;) {
        utf8proc_int32_t letter = *at;
        const auto used = letter < 0x80 ? 1 : utf8proc_iterate(at, end - at, &letter);
        if (used <= 0) return out;
        at += used;
        if (letter == ' ' || letter == '\t' || letter == 0xa0) {
            space_due = to != out;
            continue;
        }
        const Folded& folded = folded_of(letter);
        if (folded.size == 0) continue;
        if (space_due) *to++ = ' ';
        space_due = false;
        // Most are one byte, for which a call would cost more than the copy.
        *to = folded.text[0];
        to = folded.size == 1 ? to + 1 : std::copy_n(folded.text, folded.size, to);
    }
    return to;
}

}  // namespace buuan::vault
