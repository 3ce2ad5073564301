#include "base/work_calendar.hpp"

namespace buuan {

bool WorkCalendar::is_working_day(Day day) const {
    if (worked.contains(day)) return true;
    const int since_sunday = ((day.number + 4) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
    return since_sunday != 0 && since_sunday != 6 && !off.contains(day);
}

Day WorkCalendar::after(Day day, int count) const {
    while (count > 0) {
        day = day.plus_days(1);
        if (is_working_day(day)) --count;
    }
    return day;
}

}  // namespace buuan
