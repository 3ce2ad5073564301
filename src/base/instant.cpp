#include "base/instant.hpp"

#include <chrono>

namespace buuan {
namespace {

constexpr std::int64_t ms_per_day = 86'400'000;
constexpr std::int64_t viet_nam_offset_ms = 7 * 3'600'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

std::chrono::year_month_day date_of(std::int32_t number) {
    return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{number}}};
}

/// `value` with zeros before it, up to `width`.
std::string padded(std::int64_t value, std::size_t width) {
    const std::string text = std::to_string(value);
    return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

/// `count` digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

std::optional<Day> Day::of_date(int year, int month, int day_of_month) {
    if (year < 1900 || year > 9999 || month < 1 || month > 12 || day_of_month < 1)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day_of_month)}};
    if (!date.ok()) return std::nullopt;
    return Day{static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
}

std::optional<Day> Day::parse(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    return of_date(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
}

Day Day::of(Instant at) {
    return {static_cast<std::int32_t>(floor_div(at.ms + viet_nam_offset_ms, ms_per_day))};
}

std::string Day::text() const {
    return padded(year(), 4) + '-' + padded(month(), 2) + '-' + padded(day_of_month(), 2);
}

Instant Day::start() const {
    return {number * ms_per_day - viet_nam_offset_ms};
}
Instant Day::end() const {
    return {(number + 1) * ms_per_day - viet_nam_offset_ms};
}
int Day::year() const {
    return static_cast<int>(date_of(number).year());
}
int Day::month() const {
    return static_cast<int>(static_cast<unsigned>(date_of(number).month()));
}
int Day::day_of_month() const {
    return static_cast<int>(static_cast<unsigned>(date_of(number).day()));
}

Day Day::plus_months(int months) const {
    auto date = date_of(number) + std::chrono::months{months};
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    return {static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
}

std::string Instant::text() const {
    const std::int64_t day = floor_div(ms, ms_per_day);
    const std::int64_t rest = ms - day * ms_per_day;
    return Day{static_cast<std::int32_t>(day)}.text() + 'T' + padded(rest / 3'600'000, 2) + ':' +
           padded(rest / 60'000 % 60, 2) + ':' + padded(rest / 1000 % 60, 2) + '.' +
           padded(rest % 1000, 3) + 'Z';
}

std::optional<Instant> Instant::parse(std::string_view text) {
    if (text.size() != 24 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        text[19] != '.' || text[23] != 'Z') {
        return std::nullopt;
    }
    const auto date = Day::parse(text.substr(0, 10));
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    const int milli = digits(text, 20, 3);
    if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
        milli < 0) {
        return std::nullopt;
    }
    return Instant{date->number * ms_per_day + ((hour * 60LL + minute) * 60 + second) * 1000 +
                   milli};
}

}  // namespace buuan
