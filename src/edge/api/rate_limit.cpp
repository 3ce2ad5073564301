#include "edge/api/rate_limit.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace buuan::api {

bool RateLimit::take(std::string_view what, const std::string& peer, Instant now) {
    const std::scoped_lock lock(mutex_);
    if (const std::int64_t minute = now.ms / 60'000; minute != minute_) {
        minute_ = minute;
        taken_.clear();
    }
    return ++taken_[std::string(what) + ' ' + network_of(peer)] <= per_minute_;
}

std::string network_of(const std::string& address) {
    constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    in6_addr bytes{};
    const std::string without_zone = address.substr(0, address.find('%'));
    if (::inet_pton(AF_INET6, without_zone.c_str(), &bytes) != 1) return address;
    // An IPv4 address as a socket for both families shows it: all of those would share one half.
    if (std::equal(mapped.begin(), mapped.end(), std::begin(bytes.s6_addr))) return address;
    std::fill(std::begin(bytes.s6_addr) + 8, std::end(bytes.s6_addr), std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET6, &bytes, text.data(), text.size());
    return std::string(text.data()) + "/64";
}

}  // namespace buuan::api
