#include "screening/utf8.hpp"

#include <cstdint>

namespace buuan::screening {

std::size_t utf8_size_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    const std::size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (size > text.size() - at) return 0;
    // What the second byte may be rules out overlong forms, surrogates and what lies beyond
    // U+10FFFF.
    const std::uint8_t least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const std::uint8_t most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (byte(1) < least || byte(1) > most) return 0;
    for (std::size_t i = 2; i < size; ++i)
        if ((byte(i) & 0xc0) != 0x80) return 0;
    return size;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = utf8_size_at(text, at);
        if (size == 0) return false;
        at += size;
    }
    return true;
}

}  // namespace buuan::screening
