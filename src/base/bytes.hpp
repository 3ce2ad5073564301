// Bytes, digests and secrets, and the text forms we use for them. Promises: a Secret is wiped when
// it dies and cannot be printed or copied by accident; decoding accepts exactly what encoding makes
// (no padding variants, no upper-case hex).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace buuan {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

/// A SHA-256 or BLAKE2b-256 value.
struct Digest {
    std::array<std::uint8_t, 32> bytes{};
    friend auto operator<=>(const Digest&, const Digest&) = default;
    [[nodiscard]] std::string text() const;  // 64 lower-case hex digits
    static std::optional<Digest> parse(std::string_view hex);
};

/// A key or other secret of N bytes. Moves leave zeros behind; the destructor wipes.
template <std::size_t N>
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::span<const std::uint8_t, N> from) {
        std::memcpy(bytes_.data(), from.data(), N);
    }
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    SecretBytes(SecretBytes&& other) noexcept : bytes_(other.bytes_) { other.wipe(); }
    SecretBytes& operator=(SecretBytes&& other) noexcept {
        if (this != &other) {
            bytes_ = other.bytes_;
            other.wipe();
        }
        return *this;
    }
    ~SecretBytes() { wipe(); }

    /// A second copy is a decision, so it has a name.
    [[nodiscard]] SecretBytes duplicate() const { return SecretBytes(view()); }
    [[nodiscard]] std::span<const std::uint8_t, N> view() const { return bytes_; }
    [[nodiscard]] std::span<std::uint8_t, N> fill() { return bytes_; }
    void wipe() noexcept;

private:
    std::array<std::uint8_t, N> bytes_{};
};
using Secret = SecretBytes<32>;

void wipe(void* data, std::size_t size) noexcept;

template <std::size_t N>
void SecretBytes<N>::wipe() noexcept {
    buuan::wipe(bytes_.data(), N);
}

Digest sha256(BytesView data);
/// SHA-256 over the parts one after another, without joining them.
Digest sha256(std::initializer_list<BytesView> parts);

std::string to_hex(BytesView data);
std::optional<Bytes> from_hex(std::string_view text);
std::string to_base64(BytesView data);  // RFC 4648 section 4, with padding
std::optional<Bytes> from_base64(std::string_view text);
/// Crockford base32 without padding, upper case, plus one check symbol over the bytes (mod 37,
/// Crockford). `from` accepts lower case, hyphens, and O/I/L for 0/1/1, since people type receipt
/// codes.
std::string to_crockford(BytesView data);
std::optional<Bytes> from_crockford(std::string_view text);

/// Compares without telling by its time where the difference is; lengths are not secret.
bool equal_in_constant_time(BytesView a, BytesView b);

inline BytesView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes copy_of(BytesView view) {
    return {view.begin(), view.end()};
}

}  // namespace buuan
