#include "edge/webhooks/target.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace buuan::webhooks {
namespace {

constexpr std::size_t url_bytes_max = 500;

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_host(std::string_view host) {
    return !host.empty() && host.front() != '.' && host.front() != '-' &&
           std::all_of(host.begin(), host.end(),
                       [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-'; });
}

bool is_port(std::string_view text) {
    std::uint32_t port{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

struct Network {
    std::uint32_t address;
    int bits;
};
// What IANA calls special-purpose (RFC 6890 and its registry), multicast and what is reserved.
constexpr Network not_public_4[] = {
    {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},  {0xa9fe0000, 16},
    {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24}, {0xc0586300, 24}, {0xc0a80000, 16},
    {0xc6120000, 15}, {0xc6336400, 24}, {0xcb007100, 24}, {0xe0000000, 4},  {0xf0000000, 4}};

bool is_public_4(std::uint32_t address) {
    return std::none_of(std::begin(not_public_4), std::end(not_public_4), [&](const Network& each) {
        return (address ^ each.address) >> (32 - each.bits) == 0;
    });
}

/// Only global unicast (2000::/3), without what stands for an IPv4 address or for nobody.
bool is_public_6(const std::array<std::uint8_t, 16>& bytes) {
    const auto word = [&](std::size_t at) {
        return static_cast<std::uint32_t>(bytes[at] << 8 | bytes[at + 1]);
    };
    if (bytes[0] >> 5 != 1) return false;
    if (word(0) == 0x2002) return false;                      // 6to4
    if (word(0) == 0x2001 && word(2) < 0x0200) return false;  // Teredo, ORCHID, benchmarks
    return word(0) != 0x2001 || word(2) != 0x0db8;            // documentation
}

}  // namespace

bool is_target(std::string_view url, bool private_addresses) {
    constexpr std::string_view https = "https://";
    constexpr std::string_view http = "http://";
    if (url.size() > url_bytes_max) return false;
    if (url.starts_with(https))
        url.remove_prefix(https.size());
    else if (private_addresses && url.starts_with(http))
        url.remove_prefix(http.size());
    else
        return false;
    const auto slash = std::min(url.find_first_of("/?"), url.size());
    const std::string_view authority = url.substr(0, slash);
    const auto colon = std::min(authority.find(':'), authority.size());
    if (!is_host(authority.substr(0, colon))) return false;
    if (colon < authority.size() && !is_port(authority.substr(colon + 1))) return false;
    constexpr std::string_view signs = "/?-._~!$&'()*+,;=:@%";
    return std::all_of(url.begin() + static_cast<std::ptrdiff_t>(slash), url.end(), [&](char c) {
        return is_letter_or_digit(c) || signs.find(c) != std::string_view::npos;
    });
}

bool is_public_address(std::string_view address) {
    const std::string text(address);
    in_addr four{};
    if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return is_public_4(ntohl(four.s_addr));
    std::array<std::uint8_t, 16> six{};
    return ::inet_pton(AF_INET6, text.c_str(), six.data()) == 1 && is_public_6(six);
}

}  // namespace buuan::webhooks
