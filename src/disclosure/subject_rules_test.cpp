#include "disclosure/subject_rules.hpp"

#include <gtest/gtest.h>

#include "adapters/rules/rules.hpp"

namespace buuan::disclosure {
namespace {

Day day(const char* text) {
    return Day::parse(text).value();
}

SubjectRules rules() {
    return read_subject_rules(embedded_rules()).value();
}

/// The rules with one piece of one file changed.
Result<SubjectRules> with(const std::string& path, const std::string& from, const std::string& to) {
    std::vector<RuleFile> files = embedded_rules();
    for (RuleFile& file : files) {
        if (file.path != path) continue;
        const std::size_t at = file.text.find(from);
        EXPECT_NE(at, std::string::npos);
        file.text.replace(at, from.size(), to);
    }
    return read_subject_rules(files);
}

TEST(subject_rules, two_working_days_step_over_weekends_and_holidays) {
    const auto answer_by = [](const char* received) {
        return clocks_of(rules(), Ask::access, day(received), false, false).answer_by;
    };
    EXPECT_EQ(answer_by("2026-11-24"), day("2026-11-26"));  // a Tuesday
    EXPECT_EQ(answer_by("2026-11-26"), day("2026-11-30"));  // Thursday, over the weekend
    EXPECT_EQ(answer_by("2026-11-28"), day("2026-12-01"));  // came on a Saturday
    // Friday before Tết: Monday to Friday are off.
    EXPECT_EQ(answer_by("2026-02-13"), day("2026-02-24"));
    EXPECT_EQ(answer_by("2026-04-29"), day("2026-05-05"));  // 30 April, 1 May, a weekend
    EXPECT_EQ(answer_by("2026-12-31"), day("2027-01-05"));  // 1 January is a Friday
}

TEST(subject_rules, a_saturday_that_is_worked_counts) {
    // 26 April 2025 was worked for 2 May.
    EXPECT_EQ(rules().calendar.after(day("2025-04-25"), 1), day("2025-04-26"));
    EXPECT_EQ(rules().calendar.after(day("2025-04-29"), 1), day("2025-05-05"));
}

TEST(subject_rules, every_day_of_thirty_years_has_its_nth_working_day_after_it) {
    const WorkCalendar calendar = rules().calendar;
    for (Day from = day("2020-01-01"); from < day("2050-01-01"); from = from.plus_days(1)) {
        const Day second = calendar.after(from, 2);
        int between = 0;
        for (Day each = from.plus_days(1); each <= second; each = each.plus_days(1))
            between += calendar.is_working_day(each) ? 1 : 0;
        ASSERT_EQ(between, 2) << from.text();
        ASSERT_TRUE(calendar.is_working_day(second)) << from.text();
    }
}

TEST(subject_rules, what_is_asked_decides_how_long_there_is) {
    const Day received = day("2026-11-24");
    const auto due = [&](Ask ask, bool third_party, bool extended) {
        return clocks_of(rules(), ask, received, third_party, extended).due.number -
               received.number;
    };
    EXPECT_EQ(due(Ask::access, false, false), 10);
    EXPECT_EQ(due(Ask::correct, true, false), 15);
    EXPECT_EQ(due(Ask::provide, true, true), 25);
    EXPECT_EQ(due(Ask::object, false, false), 15);
    EXPECT_EQ(due(Ask::restrict, true, true), 35);
    EXPECT_EQ(due(Ask::withdraw, false, true), 30);
    EXPECT_EQ(due(Ask::erase, false, false), 20);
    EXPECT_EQ(due(Ask::erase, true, true), 50);
}

TEST(subject_rules, damaged_files_are_refused_by_name) {
    const auto refused = [](const char* path, const char* from, const char* to) {
        const auto read = with(path, from, to);
        return !read.ok() && read.error().kind == FaultKind::invalid &&
               read.error().what.starts_with(path);
    };
    EXPECT_TRUE(refused("subject_requests.toml", "kind = \"erase\"", "kind = \"burn\""));
    EXPECT_TRUE(refused("subject_requests.toml", "kind = \"erase\"", "kind = \"access\""));
    EXPECT_TRUE(refused("subject_requests.toml", "days = 20", "days = 0"));
    EXPECT_TRUE(refused("subject_requests.toml", "days = 20", "days = 40"));
    EXPECT_TRUE(refused("subject_requests.toml", "[[ask]]", "[[ask"));
    EXPECT_TRUE(refused("subject_requests.toml", "code = \"held\"", "code = \"no_data\""));
    EXPECT_TRUE(refused("holidays.toml", "2026-04-27", "2025-04-27"));
    EXPECT_TRUE(refused("holidays.toml", "2026-04-27", "2026-04-30"));
    EXPECT_TRUE(refused("holidays.toml", "2026-04-27", "\"monday\""));
}

}  // namespace
}  // namespace buuan::disclosure
