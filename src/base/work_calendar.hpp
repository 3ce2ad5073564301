// Working days: what clocks of the law that run in them step over. The days themselves are data
// (rules/holidays.toml). Pure: nothing here knows today's date.
#pragma once

#include <set>

#include "base/instant.hpp"

namespace buuan {

/// Saturdays and Sundays are off but where they are worked instead.
struct WorkCalendar {
    std::set<Day> off;
    std::set<Day> worked;
    [[nodiscard]] bool is_working_day(Day day) const;
    /// The `count`-th working day after `day`.
    [[nodiscard]] Day after(Day day, int count) const;
};

}  // namespace buuan
