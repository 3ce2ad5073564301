// What strangers may cost us. Everything here is asked before it is known who is asking.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <semaphore>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace buuan::api {

/// Counts what strangers ask, per network and minute.
class RateLimit {
public:
    explicit RateLimit(std::uint32_t per_minute) : per_minute_(per_minute) {}
    /// `what` keeps one kind of question from using up another's share.
    bool take(std::string_view what, const std::string& peer, Instant now);

private:
    const std::uint32_t per_minute_;
    std::mutex mutex_;
    std::int64_t minute_ = 0;
    std::map<std::string, std::uint32_t> taken_;
};

/// Whom an address is counted as. With IPv6 everybody has 2^64 addresses, so what counts is the
/// first half: one customer's network.
std::string network_of(const std::string& address);

/// How many may be at it at once. Stretching a password takes a worker a tenth of a second, one
/// after the other: without a bound the sign-ins of two addresses would take all workers, and no
/// counter could accept anything. Batches likewise: each takes a worker for as long as its body
/// lasts.
class Gate {
public:
    explicit Gate(std::size_t places) : free_(static_cast<std::ptrdiff_t>(places)) {}

    /// One place, given back at the end; `false` when there was none.
    class Place {
    public:
        explicit Place(Gate& gate) : gate_(gate.free_.try_acquire() ? &gate : nullptr) {}
        ~Place() {
            if (gate_ != nullptr) gate_->free_.release();
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        explicit operator bool() const { return gate_ != nullptr; }

    private:
        Gate* gate_;
    };

private:
    std::counting_semaphore<> free_;
};

}  // namespace buuan::api
