#include "vault/blind_index.hpp"

#include <utf8proc.h>

#include "vault/blake.hpp"

namespace buuan::vault {
namespace {

constexpr std::size_t parts_max = 8;  // canonical decomposition after case folding makes at most 4

/// The base letters of one code point without their marks, in lower case; none for a mark.
std::size_t fold(utf8proc_int32_t letter, utf8proc_int32_t (&parts)[parts_max]) {
    parts[0] = letter;
    if (letter >= 'A' && letter <= 'Z') parts[0] = letter + 32;
    if (letter == 0x110 || letter == 0x111) parts[0] = 'd';
    if (parts[0] < 0x80) return parts[0] == 0 ? 0 : 1;
    int last_boundary = 0;
    const auto count = utf8proc_decompose_char(
        letter, parts, parts_max,
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD),
        &last_boundary);
    return count > 0 && static_cast<std::size_t>(count) <= parts_max
               ? static_cast<std::size_t>(count)
               : 0;
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
    std::string out;
    bool space_due = false;
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    auto left = static_cast<utf8proc_ssize_t>(utf8.size());
    while (left > 0) {
        utf8proc_int32_t letter = 0;
        const auto used = utf8proc_iterate(at, left, &letter);
        if (used <= 0) return {};
        at += used;
        left -= used;
        if (letter == ' ' || letter == '\t' || letter == 0xa0) {
            space_due = !out.empty();
            continue;
        }
        utf8proc_int32_t parts[parts_max];
        const std::size_t count = fold(letter, parts);
        if (count > 0 && space_due) out += ' ';
        if (count > 0) space_due = false;
        for (std::size_t i = 0; i < count; ++i) {
            utf8proc_uint8_t encoded[4];
            out.append(reinterpret_cast<const char*>(encoded),
                       static_cast<std::size_t>(utf8proc_encode_char(parts[i], encoded)));
        }
    }
    return out;
}

}  // namespace buuan::vault
