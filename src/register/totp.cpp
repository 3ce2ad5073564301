#include "register/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/check.hpp"

namespace buuan::register_ {

namespace {
constexpr std::int64_t step_ms = 30'000;
}

std::string totp_code(BytesView secret, std::int64_t step) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    CHECK(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
               counter.size(), mac.data(), &length) != nullptr);
    // RFC 4226, section 5.3: four bytes from where the last nibble says.
    const std::size_t at = mac[length - 1] & 0x0fU;
    const std::uint32_t number = (static_cast<std::uint32_t>(mac[at] & 0x7fU) << 24) |
                                 (static_cast<std::uint32_t>(mac[at + 1]) << 16) |
                                 (static_cast<std::uint32_t>(mac[at + 2]) << 8) | mac[at + 3];
    std::string digits = std::to_string(number % 1'000'000);
    return std::string(6 - digits.size(), '0') + digits;
}

std::optional<std::int64_t> totp_step(BytesView secret, std::string_view code, Instant now,
                                      std::int64_t last) {
    const std::int64_t here = now.ms / step_ms;
    std::optional<std::int64_t> found;
    for (std::int64_t step = here - 1; step <= here + 1; ++step) {
        const std::string right = totp_code(secret, step);
        if (equal_in_constant_time(as_bytes(right), as_bytes(code)) && step > last) found = step;
    }
    return found;
}

std::string to_base32(BytesView bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const std::uint8_t byte : bytes) {
        bits = (bits << 8) | byte;
        for (count += 8; count >= 5; count -= 5) out += letters[(bits >> (count - 5)) & 31U];
    }
    if (count > 0) out += letters[(bits << (5 - count)) & 31U];
    return out;
}

}  // namespace buuan::register_
