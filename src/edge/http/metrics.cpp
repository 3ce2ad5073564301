#include "edge/http/metrics.hpp"

#include <fmt/format.h>

namespace buuan::http {

void Metrics::request(const std::string& route, int status, std::int64_t ms) {
    const std::scoped_lock lock(mutex_);
    Series& series = requests_[{route.empty() ? "none" : route, status}];
    ++series.count;
    series.sum_ms += ms;
    for (std::size_t i = 0; i < std::size(bounds_ms); ++i)
        series.within[i] += ms <= bounds_ms[i] ? 1 : 0;
}

void Metrics::set(const std::string& gauge, std::int64_t value) {
    const std::scoped_lock lock(mutex_);
    gauges_[gauge] = value;
}

std::string Metrics::text() const {
    const std::scoped_lock lock(mutex_);
    std::string out = "# TYPE buuan_request_seconds histogram\n";
    for (const auto& [name, series] : requests_) {
        const std::string labels =
            fmt::format("route=\"{}\",status=\"{}\"", name.first, name.second);
        for (std::size_t i = 0; i < std::size(bounds_ms); ++i) {
            out += fmt::format("buuan_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels,
                               static_cast<double>(bounds_ms[i]) / 1000, series.within[i]);
        }
        out += fmt::format("buuan_request_seconds_bucket{{{},le=\"+Inf\"}} {}\n", labels,
                           series.count);
        out += fmt::format("buuan_request_seconds_sum{{{}}} {}\n", labels,
                           static_cast<double>(series.sum_ms) / 1000);
        out += fmt::format("buuan_request_seconds_count{{{}}} {}\n", labels, series.count);
    }
    for (const auto& [name, value] : gauges_)
        out += fmt::format("# TYPE {} gauge\n{} {}\n", name, name, value);
    return out;
}

}  // namespace buuan::http
