#include "retention/plan.hpp"

#include <gtest/gtest.h>

#include "adapters/rules/rules.hpp"

namespace buuan::retention {
namespace {

Day day(const char* text) {
    return Day::parse(text).value();
}
const Day today = day("2026-11-26");

std::vector<vault::KeyInfo> keys_of(Day of, vault::KeyState state = vault::KeyState::live) {
    std::vector<vault::KeyInfo> keys;
    for (const DataClass each : vault::all_classes()) keys.push_back({of, each, state});
    return keys;
}
Keeping keeping(const DayPlan& plan, DataClass data_class) {
    for (const ClassPlan& each : plan.classes) {
        if (each.data_class == data_class) return each.keeping;
    }
    ADD_FAILURE() << "the plan lacks a class";
    return Keeping::gone;
}
std::vector<DayPlan> plan_of(const std::vector<vault::KeyInfo>& keys, const KeysHeld& held = {}) {
    return plan(keys, read_terms(embedded_rules(), today).value(), held, today);
}

TEST(plan, each_class_of_a_day_has_its_own_end) {
    const auto plans = plan_of(keys_of(day("2026-06-26")));  // five months ago
    ASSERT_EQ(plans.size(), 1U);
    EXPECT_EQ(keeping(plans.front(), DataClass::identity), Keeping::due);
    EXPECT_EQ(keeping(plans.front(), DataClass::footage), Keeping::due);
    EXPECT_EQ(keeping(plans.front(), DataClass::picture), Keeping::kept);
    EXPECT_EQ(keeping(plans.front(), DataClass::record), Keeping::kept);
    EXPECT_EQ(keeping(plans.front(), DataClass::act), Keeping::owed);
}

TEST(plan, the_last_owed_day_is_owed_and_the_next_is_not) {
    EXPECT_EQ(keeping(plan_of(keys_of(day("2026-08-26"))).front(), DataClass::record),
              Keeping::owed);
    EXPECT_EQ(keeping(plan_of(keys_of(day("2026-08-25"))).front(), DataClass::record),
              Keeping::kept);
}

TEST(plan, the_days_file_goes_with_the_last_class_that_lies_in_it) {
    // The minutes stay for two years, so after one year the file has them still.
    auto over = due(plan_of(keys_of(day("2025-11-20"))));
    ASSERT_EQ(over.size(), 1U);
    EXPECT_FALSE(over.front().ends);
    over = due(plan_of(keys_of(day("2024-11-20"))));
    ASSERT_EQ(over.size(), 1U);
    EXPECT_TRUE(over.front().ends);
    // What went before counts as well.
    std::vector<vault::KeyInfo> keys = keys_of(day("2024-11-20"), vault::KeyState::destroyed);
    keys[5].state = vault::KeyState::live;
    ASSERT_EQ(keys[5].data_class, DataClass::minutes);
    over = due(plan_of(keys));
    ASSERT_EQ(over.size(), 1U);
    EXPECT_EQ(over.front().classes, std::vector{DataClass::minutes});
    EXPECT_TRUE(over.front().ends);
}

TEST(plan, a_hold_on_a_camera_keeps_that_days_footage_and_nothing_else) {
    const Day recorded = day("2026-06-26");
    const auto plans = plan_of(keys_of(recorded), {{recorded, DataClass::footage}});
    EXPECT_EQ(keeping(plans.front(), DataClass::footage), Keeping::held);
    const auto over = due(plans);
    ASSERT_EQ(over.size(), 1U);
    EXPECT_EQ(over.front().classes, (std::vector{DataClass::identity, DataClass::queue}));
}

TEST(plan, a_damaged_key_goes_with_its_day_and_one_that_is_gone_stays_gone) {
    EXPECT_EQ(due(plan_of(keys_of(day("2026-06-26"), vault::KeyState::damaged))).size(), 1U);
    EXPECT_TRUE(due(plan_of(keys_of(day("2026-06-26"), vault::KeyState::destroyed))).empty());
}

TEST(plan, the_key_of_a_hold_is_no_days) {
    EXPECT_TRUE(plan_of({{Day{7}, DataClass::hold, vault::KeyState::live}}).empty());
}

}  // namespace
}  // namespace buuan::retention
