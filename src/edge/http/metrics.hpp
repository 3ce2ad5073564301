// Counters and durations by route template and status, as Prometheus reads them (text format
// 0.0.4). Never a path, a name or a value.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace buuan::http {

class Metrics {
public:
    void request(const std::string& route, int status, std::int64_t ms);
    void set(const std::string& gauge, std::int64_t value);
    [[nodiscard]] std::string text() const;

private:
    static constexpr std::int64_t bounds_ms[] = {1, 2, 5, 10, 20, 50, 100, 250, 500, 1000, 5000};
    struct Series {
        std::uint64_t count{};
        std::int64_t sum_ms{};
        std::uint64_t within[std::size(bounds_ms)]{};
    };
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, int>, Series> requests_;
    std::map<std::string, std::int64_t> gauges_;
};

}  // namespace buuan::http
