// Wall time, elapsed time, civil days in Viet Nam, and calendar terms. Instants are UTC
// milliseconds; a Day is the civil day in Asia/Ho_Chi_Minh (+07:00 without summer time since 1975),
// whatever zone the server is in (DESIGN.md section 3).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace buuan {

/// Milliseconds since 1970-01-01T00:00:00Z. Text: RFC 3339 with milliseconds and Z,
/// "2026-11-24T03:59:15.123Z".
struct Instant {
    std::int64_t ms{};
    static std::optional<Instant> parse(std::string_view rfc3339_utc);
    [[nodiscard]] std::string text() const;
    friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// Milliseconds of a clock that only goes forward; for measuring, never stored.
struct Monotonic {
    std::int64_t ms{};
    friend auto operator<=>(const Monotonic&, const Monotonic&) = default;
};

/// Days since 1970-01-01 in Viet Nam's civil calendar. Text: "2026-11-24".
struct Day {
    std::int32_t number{};
    static std::optional<Day> parse(std::string_view text);
    static Day of(Instant at);
    static std::optional<Day> of_date(int year, int month, int day_of_month);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] Instant start() const;  // 00:00 of this day in Viet Nam
    [[nodiscard]] Instant end() const;    // 00:00 of the next
    [[nodiscard]] int year() const;
    [[nodiscard]] int month() const;         // 1 to 12
    [[nodiscard]] int day_of_month() const;  // 1 to 31
    /// The same day of the month `months` later; where that month is shorter, its last day (30 Nov
    /// + 3 = 28 or 29 Feb).
    [[nodiscard]] Day plus_months(int months) const;
    [[nodiscard]] Day plus_days(int days) const { return {number + days}; }
    friend auto operator<=>(const Day&, const Day&) = default;
};

inline Instant operator+(Instant at, std::int64_t ms) {
    return {at.ms + ms};
}
inline std::int64_t operator-(Instant a, Instant b) {
    return a.ms - b.ms;
}

}  // namespace buuan
