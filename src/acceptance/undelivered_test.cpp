#include "acceptance/undelivered.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "acceptance/world_test.hpp"
#include "adapters/rules/rules.hpp"

namespace buuan::acceptance {
namespace {

using testing_world::day;

const UndeliveredRules& clocks() {
    static const UndeliveredRules read = read_undelivered_rules(embedded_rules()).value();
    return read;
}

Notice told(Day on) {
    const Instant at = on.start() + 9 * 3'600'000;
    return {at, at};
}

UndeliveredClock clock_with(Day accepted, const std::vector<Notice>& notices,
                            const WorkCalendar& calendar = {}) {
    return clock_of(clocks(), accepted, accepted, notices, calendar).value();
}

TEST(undelivered, six_months_are_calendar_months_and_the_last_day_belongs_to_them) {
    EXPECT_EQ(clock_with(day("2026-05-24"), {}).unclaimed_from, day("2026-11-25"));
    EXPECT_EQ(clock_with(day("2026-08-31"), {}).unclaimed_from, day("2027-03-01"));
    EXPECT_EQ(clock_with(day("2026-05-24"), {}).settled_from(day("2026-11-30")), day("2027-03-01"));
}

TEST(undelivered, the_second_notice_counts_from_the_second_working_day_after_the_first) {
    const Day thursday = day("2026-11-26");
    EXPECT_EQ(clock_with(thursday, {told(thursday)}).next_notice_from, day("2026-11-30"));
    for (const auto& [second, counted] : {std::pair{"2026-11-27", 1},
                                          {"2026-11-29", 1},  // a Sunday
                                          {"2026-11-30", 2}}) {
        const auto clock = clock_with(thursday, {told(day(second)), told(thursday)});
        EXPECT_EQ(clock.notices_counted, counted) << second;
        EXPECT_EQ(clock.told_enough(), counted == 2) << second;
    }
    WorkCalendar holiday;
    holiday.off.insert(day("2026-11-27"));
    EXPECT_EQ(
        clock_with(thursday, {told(thursday), told(day("2026-11-30"))}, holiday).notices_counted,
        1);
}

TEST(undelivered, days_are_not_made_up_afterwards) {
    const Day told_on = day("2026-11-02");
    Notice late = told(told_on);
    late.seen = late.at + 8 * 86'400'000LL;
    const auto clock = clock_with(told_on, {late, told(day("2026-11-09"))});
    EXPECT_EQ(clock.notices_counted, 1);  // both count from within two working days
}

TEST(undelivered, rules_without_a_length_are_not_read) {
    for (const char* line : {"notices = 2", "notice_working_days = 2", "unclaimed_months = 6",
                             "public_notice_months = 3", "since = 2011-01-01"}) {
        std::vector<RuleFile> files = embedded_rules();
        const auto file = std::find_if(files.begin(), files.end(), [](const RuleFile& each) {
            return each.path == "undelivered.toml";
        });
        ASSERT_NE(file, files.end());
        file->text.erase(file->text.find(line), std::string_view(line).size());
        EXPECT_FALSE(read_undelivered_rules(files).ok()) << line;
    }
    EXPECT_FALSE(read_undelivered_rules({}).ok());
    EXPECT_FALSE(clock_of(clocks(), day("2010-12-31"), day("2010-12-31"), {}, {}));
}

TEST(undelivered, notices_that_count_are_two_working_days_apart_and_no_other_is_left_out) {
    std::mt19937 random(7);
    const Day accepted = day("2026-11-24");
    const WorkCalendar calendar;
    for (int turn = 0; turn < 2000; ++turn) {
        std::vector<Day> days;
        for (std::size_t left = random() % 8; left > 0; --left)
            days.push_back(accepted.plus_days(static_cast<int>(random() % 20)));
        std::vector<Notice> notices;
        for (const Day each : days) notices.push_back(told(each));
        std::sort(days.begin(), days.end());
        int counted = 0;
        std::optional<Day> last;
        for (const Day each : days) {
            int worked = 0;  // working days behind the last one that counts, up to this one
            for (Day at = last.value_or(each); at < each; at = at.plus_days(1))
                worked += calendar.is_working_day(at.plus_days(1)) ? 1 : 0;
            if (last && worked < 2) continue;
            last = each;
            ++counted;
        }
        const auto clock = clock_with(accepted, notices, calendar);
        ASSERT_EQ(clock.notices_counted, counted) << turn;
        ASSERT_EQ(clock.told_enough(), counted >= 2) << turn;
    }
}

}  // namespace
}  // namespace buuan::acceptance
