#include "edge/node/possession_check.hpp"

#include "edge/node/world_test.hpp"

namespace buuan::node {
namespace {

TEST(night_check, is_due_from_two_at_night_once_a_day) {
    const Instant midnight = Day::parse("2026-11-24")->start();
    constexpr std::int64_t hour = 3'600'000;
    EXPECT_FALSE(night_check_is_due(midnight + hour, std::nullopt));
    EXPECT_TRUE(night_check_is_due(midnight + 2 * hour, std::nullopt));
    EXPECT_TRUE(night_check_is_due(midnight + 2 * hour, midnight + hour)) << "of before the night";
    EXPECT_FALSE(night_check_is_due(midnight + 3 * hour, midnight + 2 * hour));
    EXPECT_FALSE(night_check_is_due(midnight + 25 * hour, midnight + 2 * hour));
    EXPECT_TRUE(night_check_is_due(midnight + 26 * hour, midnight + 2 * hour));
    EXPECT_TRUE(night_check_is_due(midnight + 20 * hour, midnight + -40 * hour)) << "made up for";
}

using PossessionCheckTest = NodeTest;

TEST_F(PossessionCheckTest, a_node_without_items_draws_nothing_and_says_so_in_its_log) {
    ASSERT_TRUE(node->settle().ok());
    const auto log = node->logs().find(LogName::organisation());
    const std::uint64_t before = log->store->head().value().size;
    const auto check = check_possession(*node, Node::system_number());
    ASSERT_TRUE(check.ok()) << check.error().what;
    EXPECT_EQ(check.value().classes.at("record").drawn, 0U);
    EXPECT_TRUE(check.value().missing.empty());
    ASSERT_TRUE(node->settle().ok());
    EXPECT_EQ(log->store->head().value().size, before + 1);
    ASSERT_TRUE(reopen().ok());
    const auto kept = possession_checks(*node, 9);
    ASSERT_TRUE(kept.ok());
    ASSERT_EQ(kept.value().size(), 1U);
    EXPECT_EQ(kept.value()[0].at, check.value().at);
}

TEST_F(PossessionCheckTest, the_checks_of_the_last_four_hundred_nights_are_kept) {
    for (int night = 0; night < 403; ++night) {
        clock.at = clock.at + 86'400'000;
        ASSERT_TRUE(check_possession(*node, Node::system_number()).ok());
    }
    const auto kept = possession_checks(*node, 1000);
    ASSERT_TRUE(kept.ok());
    EXPECT_EQ(kept.value().size(), 400U);
    EXPECT_EQ(kept.value().front().at, clock.at) << "the newest first";
}

}  // namespace
}  // namespace buuan::node
