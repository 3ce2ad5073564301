#include "base/bytes.hpp"

// EVP allocates for every digest, which costs more than hashing a small record; what follows is its
// implementation, on the stack.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <sodium.h>

#include "base/check.hpp"

namespace buuan {
namespace {

constexpr std::string_view crockford_symbols =
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";  // 32 digits, 5 more for the check

/// The number the bytes spell, modulo 37: Crockford's check symbol.
unsigned crockford_check(BytesView data) {
    unsigned rest = 0;
    for (const std::uint8_t byte : data) rest = (rest * 256 + byte) % 37;
    return rest;
}

int value_of_crockford(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const auto at = crockford_symbols.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

void wipe(void* data, std::size_t size) noexcept {
    sodium_memzero(data, size);
}

Digest sha256(BytesView data) {
    return sha256({data});
}

Digest sha256(std::initializer_list<BytesView> parts) {
    SHA256_CTX context;
    CHECK(SHA256_Init(&context) == 1);
    for (const BytesView part : parts)
        CHECK(SHA256_Update(&context, part.data(), part.size()) == 1);
    Digest digest;
    CHECK(SHA256_Final(digest.bytes.data(), &context) == 1);  // and wipes what it buffered
    return digest;
}

std::string to_base64(BytesView data) {
    std::string text(sodium_base64_encoded_len(data.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), data.data(), data.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // its terminating zero
    return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
    Bytes data(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(data.data(), data.size(), text.data(), text.size(), nullptr, &size, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != text.data() + text.size()) {
        return std::nullopt;
    }
    data.resize(size);
    // libsodium 1.0.18 takes any byte from 0x80 on for a '/'.
    if (to_base64(data) != text) return std::nullopt;
    return data;
}

std::string to_crockford(BytesView data) {
    std::string text;
    unsigned bits = 0;
    unsigned held = 0;
    for (const std::uint8_t byte : data) {
        held = (held << 8 | byte) & 0xfff;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += crockford_symbols[held >> bits & 31];
        }
    }
    if (bits > 0) text += crockford_symbols[held << (5 - bits) & 31];
    text += crockford_symbols[crockford_check(data)];
    return text;
}

std::optional<Bytes> from_crockford(std::string_view text) {
    Bytes data;
    unsigned bits = 0;
    unsigned held = 0;
    std::optional<int> check;
    for (const char c : text) {
        if (c == '-' || c == ' ') continue;
        const int value = value_of_crockford(c);
        if (value < 0) return std::nullopt;
        // The last symbol is the check; so each symbol is digested when the next one arrives.
        if (check) {
            if (*check > 31) return std::nullopt;
            held = (held << 5 | static_cast<unsigned>(*check)) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                data.push_back(static_cast<std::uint8_t>(held >> bits));
            }
        }
        check = value;
    }
    const bool padding_is_zero = (held & ((1U << bits) - 1)) == 0;
    if (!check || bits >= 5 || !padding_is_zero ||
        crockford_check(data) != static_cast<unsigned>(*check)) {
        return std::nullopt;
    }
    return data;
}

bool equal_in_constant_time(BytesView a, BytesView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace buuan
