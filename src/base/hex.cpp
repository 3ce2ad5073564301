// Hex digits and the text of digests; apart from the rest of bytes.hpp, since it needs no library
// and the browser's engine has it too.
#include "base/bytes.hpp"

namespace buuan {
namespace {

int value_of_hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace

std::string Digest::text() const {
    return to_hex(bytes);
}

std::optional<Digest> Digest::parse(std::string_view hex) {
    const auto decoded = from_hex(hex);
    if (!decoded || decoded->size() != 32) return std::nullopt;
    Digest digest;
    std::memcpy(digest.bytes.data(), decoded->data(), 32);
    return digest;
}

std::string to_hex(BytesView data) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(data.size() * 2);
    for (const std::uint8_t byte : data) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes data;
    data.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = value_of_hex(text[i]);
        const int low = value_of_hex(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        data.push_back(static_cast<std::uint8_t>(high << 4 | low));
    }
    return data;
}

}  // namespace buuan
