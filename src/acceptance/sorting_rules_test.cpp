#include "acceptance/sorting_rules.hpp"

#include <gtest/gtest.h>

#include "acceptance/world_test.hpp"
#include "adapters/rules/rules.hpp"

namespace buuan::acceptance {
namespace {

using namespace testing_world;

const SortingRules& sorting_rules() {
    static const SortingRules rules = SortingRules::read(embedded_rules()).value();
    return rules;
}

TEST(sorting_rules, every_example_comes_out_as_it_says) {
    ASSERT_GE(sorting_rules().examples.size(), 6U);
    for (const SortingExample& example : sorting_rules().examples) {
        if (example.risk > 0) {
            EXPECT_EQ(sorting_rules().xray_chance(example.risk, example.on), example.chance);
        } else {
            EXPECT_EQ(sorting_rules().weight_differs(example.accepted_g, example.now_g, example.on),
                      example.differs)
                << example.accepted_g << " " << example.now_g;
        }
    }
}

TEST(sorting_rules, before_the_first_rule_nothing_is_asked) {
    EXPECT_EQ(sorting_rules().xray_chance(9, day("2020-01-01")), 0U);
    EXPECT_FALSE(sorting_rules().weight_differs(1, 1'000'000, day("2020-01-01")));
}

TEST(sorting_rules, a_file_without_its_numbers_is_refused_by_name) {
    for (const char* text :
         {"", "[[xray]]\nsince = 2025-01-01\npercent = 101\nalways = 6\n",
          "[[weight]]\nsince = 2025-01-01\ngrams = 50\n", "[[example]]\non = 2025-01-01\n"}) {
        const auto read = SortingRules::read(std::vector<RuleFile>{{"sorting.toml", text}});
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_TRUE(read.error().what.starts_with("sorting.toml: ")) << read.error().what;
    }
}

TEST(sorting_rules, the_draw_takes_about_as_many_as_it_says_and_the_same_ones_again) {
    Accepted accepted;
    const Secret& key = accepted.keys.record;
    int chosen = 0;
    constexpr int items = 5000;
    for (int i = 0; i < items; ++i) {
        const ItemId item = ItemId::make(now, accepted.entropy);
        const bool is = drawn_for_xray(key, item, 30);
        EXPECT_EQ(is, drawn_for_xray(key, item, 30));
        // Who is drawn at a small chance is drawn at a larger one.
        EXPECT_LE(drawn_for_xray(key, item, 10), is);
        EXPECT_TRUE(drawn_for_xray(key, item, 100));
        EXPECT_FALSE(drawn_for_xray(key, item, 0));
        chosen += is ? 1 : 0;
    }
    EXPECT_NEAR(chosen, items * 0.3, 5 * 32.4);  // five standard deviations of the binomial
}

TEST(sorting_rules, another_days_key_draws_others) {
    Accepted accepted;
    int same = 0;
    for (int i = 0; i < 100; ++i) {
        const ItemId each = ItemId::make(now, accepted.entropy);
        same += drawn_for_xray(accepted.keys.record, each, 50) ==
                        drawn_for_xray(accepted.keys.minutes, each, 50)
                    ? 1
                    : 0;
    }
    EXPECT_GT(same, 10);
    EXPECT_LT(same, 90);
}

}  // namespace
}  // namespace buuan::acceptance
