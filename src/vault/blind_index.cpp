#include "vault/blind_index.hpp"

#include <utf8proc.h>

#include "vault/blake.hpp"

namespace buuan::vault {
namespace {

/// The base letter of one code point without its marks, in lower case; 0 for a mark.
utf8proc_int32_t fold(utf8proc_int32_t letter) {
    if (letter == 0x110 || letter == 0x111) return 'd';
    utf8proc_int32_t parts[8];
    int last_boundary = 0;
    const auto count = utf8proc_decompose_char(letter, parts, 8,
                                               static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD), &last_boundary);
    return count >= 1 ? parts[0] : 0;
}

}  // namespace

Token token_of(const Secret& token_class_key, TokenKind kind, std::string_view value) {
    const auto number = static_cast<std::uint8_t>(kind);
    const std::string folded = kind == TokenKind::name ? fold_name(value) : std::string(value);
    Token token;
    keyed_hash(token.bytes, token_class_key.view(), "buuan/token/v1", {BytesView(&number, 1), as_bytes(folded)});
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
        const auto folded = letter < 0x80 ? (letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) : fold(letter);
        if (folded == 0) continue;
        if (space_due) out += ' ';
        space_due = false;
        utf8proc_uint8_t encoded[4];
        const auto size = utf8proc_encode_char(folded, encoded);
        out.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(size));
    }
    return out;
}

}  // namespace buuan::vault
