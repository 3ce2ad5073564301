#include "base/instant.hpp"

#include <gtest/gtest.h>

namespace buuan {
namespace {

Day day(const char* text) {
    return Day::parse(text).value();
}

TEST(day, begins_at_midnight_in_viet_nam) {
    EXPECT_EQ(Day::of(Instant::parse("2026-11-23T16:59:59.999Z").value()), day("2026-11-23"));
    EXPECT_EQ(Day::of(Instant::parse("2026-11-23T17:00:00.000Z").value()), day("2026-11-24"));
    EXPECT_EQ(day("2026-11-24").start().text(), "2026-11-23T17:00:00.000Z");
    EXPECT_EQ(day("2026-11-24").end(), day("2026-11-25").start());
}

TEST(day, counts_three_calendar_months_and_never_ninety_days) {
    EXPECT_EQ(day("2026-11-30").plus_months(3), day("2027-02-28"));
    EXPECT_EQ(day("2027-11-30").plus_months(3), day("2028-02-29"));
    EXPECT_EQ(day("2026-11-24").plus_months(3), day("2027-02-24"));
    EXPECT_EQ(day("2026-12-31").plus_months(12), day("2027-12-31"));
}

TEST(day, refuses_dates_that_are_not) {
    for (const char* text :
         {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "20261101xx", "", "2026-11-31"}) {
        EXPECT_FALSE(Day::parse(text)) << text;
    }
}

TEST(instant, has_one_text_form) {
    for (const char* text :
         {"2026-11-24T03:59:15.123Z", "1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z"}) {
        EXPECT_EQ(Instant::parse(text).value().text(), text);
    }
    for (const char* text : {"2026-11-24T03:59:15Z", "2026-11-24T24:00:00.000Z",
                             "2026-11-24 03:59:15.123Z", "2026-11-24T03:59:15.123+07:00"}) {
        EXPECT_FALSE(Instant::parse(text)) << text;
    }
}

}  // namespace
}  // namespace buuan
