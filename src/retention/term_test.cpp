#include "retention/term.hpp"

#include <gtest/gtest.h>

#include "adapters/rules/rules.hpp"

namespace buuan::retention {
namespace {

Day day(const char* text) {
    return Day::parse(text).value();
}
const Day today = day("2026-11-26");

Terms terms() {
    return read_terms(embedded_rules(), today).value();
}
const Term& term(DataClass data_class) {
    static const Terms all = terms();
    return all.classes.at(data_class);
}
Day record_free(const char* accepted) {
    return free_from(term(DataClass::record), day(accepted));
}
Day footage_free(const char* recorded) {
    return free_from(term(DataClass::footage), day(recorded));
}

/// A file of terms with one line changed.
Result<Terms> with(const std::string& from, const std::string& to, Day on = today) {
    std::vector<RuleFile> files = embedded_rules();
    for (RuleFile& file : files) {
        if (file.path != "terms.toml") continue;
        const std::size_t at = file.text.find(from);
        EXPECT_NE(at, std::string::npos);
        file.text.replace(at, from.size(), to);
    }
    return read_terms(files, on);
}

TEST(term, three_months_are_calendar_months_and_the_last_day_is_owed_to_its_end) {
    EXPECT_EQ(record_free("2026-11-30"), day("2027-03-01"));  // owed all of 28 February
    EXPECT_EQ(record_free("2027-11-30"), day("2028-03-01"));  // and of 29 February
    EXPECT_EQ(record_free("2027-11-28"), day("2028-02-29"));
    EXPECT_EQ(record_free("2026-12-31"), day("2027-04-01"));  // over the end of the year
    EXPECT_EQ(record_free("2027-05-31"), day("2027-09-01"));
    EXPECT_EQ(record_free("2028-02-29"), day("2028-05-30"));
    // Ninety days would have let it go on 23 October.
    EXPECT_EQ(record_free("2026-07-25"), day("2026-10-26"));
}

TEST(term, holidays_move_no_term) {
    // Tết of 2027 is on 6 February; what was accepted before it goes by the same calendar.
    EXPECT_EQ(record_free("2026-11-05"), day("2027-02-06"));
    EXPECT_EQ(due_on(term(DataClass::record), day("2026-02-05")), day("2027-02-06"));
}

TEST(term, the_latest_three_months_of_footage_look_back_from_each_day) {
    EXPECT_EQ(footage_free("2026-02-27"), day("2026-05-28"));
    // On 29, 30 and 31 May three months back is 28 February still.
    EXPECT_EQ(footage_free("2026-02-28"), day("2026-06-01"));
    EXPECT_EQ(footage_free("2028-02-29"), day("2028-06-01"));
    EXPECT_EQ(footage_free("2026-11-30"), day("2027-03-01"));
    EXPECT_EQ(footage_free("2026-06-30"), day("2026-10-01"));
}

TEST(term, a_key_of_a_week_or_a_quarter_counts_from_its_last_day) {
    const Term& queue = term(DataClass::queue);
    EXPECT_EQ(last_day(queue, day("2026-11-23")), day("2026-11-29"));  // Monday to Sunday
    EXPECT_EQ(due_on(queue, day("2026-11-23")), day("2026-12-30"));
    const Term& staff = term(DataClass::staff);
    EXPECT_EQ(last_day(staff, day("2026-10-01")), day("2026-12-31"));
    EXPECT_EQ(due_on(staff, day("2026-10-01")), day("2029-01-01"));
}

/// Every day from 2024 to 2080: all leap years, ends of months and of years there are.
template <class Each>
void over_days(Each each) {
    for (Day accepted = day("2024-01-01"); accepted < day("2080-12-31");
         accepted = accepted.plus_days(1)) {
        each(accepted);
        if (::testing::Test::HasFailure()) FAIL() << "on " << accepted.text();
    }
}

TEST(term, of_any_day_the_floor_is_three_months_and_no_ceiling_is_nearer_than_fifteen_days) {
    const Terms all = terms();
    over_days([&](Day accepted) {
        const Day free = free_from(all.classes.at(DataClass::record), accepted);
        // The day before, a full three months had not passed yet.
        EXPECT_EQ(free.plus_days(-1), accepted.plus_months(3));
        EXPECT_GE(free.number - accepted.number, 89 + 1);  // over a February
        EXPECT_LE(free.number - accepted.number, 92 + 1);
        // Footage of the day is among the latest three months on every day before, on none after.
        const Day seen = free_from(all.classes.at(DataClass::footage), accepted);
        EXPECT_LE(seen.plus_days(-1).plus_months(-3), accepted);
        for (int ahead = 0; ahead < 40; ++ahead)
            EXPECT_LT(accepted, seen.plus_days(ahead).plus_months(-3));
        for (const auto& [data_class, each] : all.classes)
            EXPECT_GE(due_on(each, accepted).number - free_from(each, accepted).number, 15);
    });
}

TEST(term, later_days_are_never_free_before_earlier_ones) {
    const Terms all = terms();
    over_days([&](Day accepted) {
        for (const auto& [data_class, each] : all.classes) {
            EXPECT_LE(free_from(each, accepted), free_from(each, accepted.plus_days(1)));
            EXPECT_LE(due_on(each, accepted), due_on(each, accepted.plus_days(1)));
        }
    });
}

TEST(term, our_own_ceiling_takes_the_place_of_the_rules_and_the_index_goes_with_the_record) {
    Terms all = terms();
    ASSERT_TRUE(set_ceilings(all, {{DataClass::record, 4}, {DataClass::picture, 24}}).ok());
    EXPECT_EQ(due_on(all.classes.at(DataClass::record), day("2026-11-30")), day("2027-03-31"));
    EXPECT_EQ(due_on(all.classes.at(DataClass::token), day("2026-11-30")), day("2027-03-31"));
    EXPECT_EQ(due_on(all.classes.at(DataClass::picture), day("2026-11-30")), day("2028-12-01"));
}

TEST(term, a_ceiling_at_the_floor_or_below_is_refused_by_name_and_source) {
    for (const int months : {1, 2, 3}) {
        Terms all = terms();
        const auto set = set_ceilings(all, {{DataClass::identity, months}});
        ASSERT_FALSE(set.ok());
        EXPECT_NE(set.error().what.find("retention.identity_months"), std::string::npos);
        EXPECT_NE(set.error().what.find("02/CT-BKHCN"), std::string::npos);
    }
    EXPECT_FALSE(with("ceiling_months = 12", "ceiling_months = 3").ok());
    EXPECT_FALSE(with("ceiling_days = 30", "ceiling_days = 14").ok());
}

TEST(term, of_two_terms_of_a_class_the_one_that_began_last_decides) {
    const std::string more =
        "[[term]]\nclass = \"record\"\nsince = 2027-01-01\ncovers = \"day\"\nfloor_months = 6\n"
        "floor_looks = \"forward\"\nceiling_months = 18\nsource = \"a law to come\"\n\n[[term]]";
    const auto before = with("[[term]]", more, day("2026-12-31"));
    const auto after = with("[[term]]", more, day("2027-01-01"));
    ASSERT_TRUE(before.ok() && after.ok());
    EXPECT_EQ(before.value().classes.at(DataClass::record).floor_months, 3);
    EXPECT_EQ(after.value().classes.at(DataClass::record).floor_months, 6);
    EXPECT_EQ(after.value().classes.at(DataClass::token).floor_months, 6);
}

TEST(term, a_series_is_owed_for_its_own_months_and_to_the_end_of_the_last_day) {
    const Terms all = terms();
    const auto until = [&](Service service, const char* accepted) {
        return series_until(all, service, day(accepted));
    };
    constexpr Service administrative = Service::administrative_procedure;
    EXPECT_EQ(until(administrative, "2026-11-24"), day("2031-11-24"));
    EXPECT_EQ(until(Service::party_state, "2026-11-24"), day("2029-11-24"));
    EXPECT_EQ(until(administrative, "2028-02-29"), day("2033-02-28"));  // no leap year
    EXPECT_EQ(until(Service::party_state, "2028-02-29"), day("2031-02-28"));
    EXPECT_EQ(until(administrative, "2027-02-28"), day("2032-02-28"));  // the 29th is beyond it
    EXPECT_EQ(until(administrative, "2026-08-31"), day("2031-08-31"));
    EXPECT_EQ(until(Service::standard, "2026-11-24"), std::nullopt);
    EXPECT_EQ(record_free_from(all, administrative, day("2026-11-24")), day("2031-11-25"));
    EXPECT_EQ(record_free_from(all, Service::standard, day("2026-11-24")), day("2027-02-25"));
}

TEST(term, of_any_day_a_series_is_owed_for_whole_years_and_longer_than_the_class) {
    const Terms all = terms();
    over_days([&](Day accepted) {
        for (const auto& [service, series] : all.series) {
            const Day free = record_free_from(all, service, accepted);
            const int years = series.months / 12;
            // The day before is the same day of that year; of a leap day the last of February,
            // since no series lasts a multiple of four years.
            const Day last = free.plus_days(-1);
            EXPECT_EQ(last.year(), accepted.year() + years);
            EXPECT_EQ(last.month(), accepted.month());
            const bool leap_day = accepted.month() == 2 && accepted.day_of_month() == 29;
            EXPECT_EQ(last.day_of_month(), leap_day ? 28 : accepted.day_of_month());
            EXPECT_GE(free.number - accepted.number, 365 * years + 1);
            EXPECT_LT(free_from(all.classes.at(DataClass::record), accepted), free);
            EXPECT_LE(free, record_free_from(all, service, accepted.plus_days(1)));
        }
    });
}

TEST(term, of_two_series_of_a_service_the_one_that_began_last_decides) {
    const std::string more =
        "[[series]]\nservice = \"party_state\"\nsince = 2027-01-01\nmonths = 120\nsource = \"a "
        "law to come\"\n\n[[series]]";
    const auto months = [&](const char* on) {
        return with("[[series]]", more, day(on)).value().series.at(Service::party_state).months;
    };
    EXPECT_EQ(months("2026-12-31"), 36);
    EXPECT_EQ(months("2027-01-01"), 120);
}

TEST(term, a_file_that_says_too_little_is_refused) {
    EXPECT_FALSE(read_terms({}, today).ok());
    EXPECT_FALSE(read_terms(embedded_rules(), day("2025-09-09")).ok());  // before any began
    EXPECT_FALSE(with("class = \"picture\"", "class = \"pictures\"").ok());
    EXPECT_FALSE(
        with("class = \"picture\"", "class = \"footage\"").ok());  // twice, and one lacking
    EXPECT_FALSE(with("covers = \"quarter\"", "covers = \"year\"").ok());
    EXPECT_FALSE(with("floor_months = 12", "floor_months = -1").ok());
    EXPECT_FALSE(with("with = \"record\"", "with = \"token\"").ok());
    EXPECT_FALSE(with("states = [\"stopped\"]", "states = [\"lost\"]").ok());
    EXPECT_FALSE(with("[[term]]", "[[term").ok());
    EXPECT_FALSE(with("service = \"party_state\"", "service = \"standard\"").ok());
    EXPECT_FALSE(with("service = \"party_state\"", "service = \"administrative_procedure\"").ok());
    EXPECT_FALSE(with("months = 60", "months = 0").ok());
    EXPECT_FALSE(with("source = \"Thông tư 16/2017/TT-BTTTT, Điều 13\"", "").ok());
}

TEST(term, an_item_that_is_not_through_keeps_itself_until_it_is_or_two_years_are_over) {
    const Terms all = terms();
    const Day accepted = day("2025-11-25");
    const auto held = keeps_itself(all, ItemState::in_transit, accepted, today);
    ASSERT_TRUE(held);
    EXPECT_EQ(held->reason, SelfHold::undelivered);
    EXPECT_EQ(held->until, day("2027-11-25"));
    EXPECT_TRUE(keeps_itself(all, ItemState::in_transit, accepted, day("2027-11-25")));
    EXPECT_FALSE(keeps_itself(all, ItemState::in_transit, accepted, day("2027-11-26")));
    EXPECT_EQ(keeps_itself(all, ItemState::stopped, accepted, today)->reason, SelfHold::stopped);
    EXPECT_EQ(keeps_itself(all, ItemState::unclaimed, accepted, today)->reason,
              SelfHold::unclaimed);
    for (const ItemState over :
         {ItemState::delivered, ItemState::returned, ItemState::withdrawn, ItemState::refused})
        EXPECT_FALSE(keeps_itself(all, over, accepted, today));
}

}  // namespace
}  // namespace buuan::retention
