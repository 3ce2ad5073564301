// Which set of goods rules decides when, on a real folder: days, restarts, power cuts, damage, and
// request threads that read while another set is published.
#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "edge/node/world_test.hpp"

namespace buuan::node {
namespace {

using register_::RulesSource;
using screening::Outcome;

/// A set that knows one thing.
Goods set_of(const std::string& id, const std::string& match,
             Outcome outcome = Outcome::prohibited) {
    screening::GoodsRules rules;
    screening::Entry entry;
    entry.id = id;
    entry.outcome = outcome;
    entry.match = {match};
    rules.entries.push_back(entry);
    return std::make_shared<const screening::RuleSet>(
        screening::RuleSet::compile(std::move(rules)).value());
}

struct NodeRulesTest : NodeTest {
    Result<register_::RulesVersion> publish(const Goods& set, Day from) {
        const auto held = node->hold_register();
        return node->publish_rules(held, set, from, RulesSource::enterprise, {"NV1"});
    }
    std::filesystem::path pack_of(const Goods& set) {
        return folder / "rules" / (set->digest().text() + ".pack");
    }
    Digest decides(Day day) { return node->goods(day).value()->digest(); }
};

TEST_F(NodeRulesTest, those_of_the_program_are_the_first_and_stay_one_version_over_restarts) {
    ASSERT_TRUE(reopen().ok());
    const auto all = node->register_now();
    ASSERT_EQ(all->goods_rules.size(), 1U);
    const auto& first = all->goods_rules.at(1);
    EXPECT_EQ(first.rules, node->own_goods());
    EXPECT_EQ(first.from, today);
    EXPECT_EQ(first.source, RulesSource::program);
    EXPECT_EQ(decides(today.plus_days(-400)), node->own_goods());  // also of days before
}

TEST_F(NodeRulesTest, a_set_decides_from_its_day_on) {
    const Goods set = set_of("A-1", "gối ôm");
    const auto version = publish(set, today.plus_days(2));
    ASSERT_TRUE(version.ok()) << version.error().what;
    EXPECT_EQ(version.value().version, 2U);
    EXPECT_EQ(version.value().entries, 1U);
    for (int restarts = 0; restarts < 2; ++restarts) {
        EXPECT_EQ(decides(today.plus_days(1)), node->own_goods());
        EXPECT_EQ(decides(today.plus_days(2)), set->digest());
        EXPECT_EQ(decides(today.plus_days(900)), set->digest());
        ASSERT_TRUE(reopen().ok());
    }
}

TEST_F(NodeRulesTest, of_several_from_one_day_the_last_decides_and_days_go_before_order) {
    const Goods later = set_of("A-1", "một"), first = set_of("A-2", "hai"),
                last = set_of("A-3", "ba");
    ASSERT_TRUE(publish(later, today.plus_days(5)).ok());
    ASSERT_TRUE(publish(first, today.plus_days(1)).ok());
    ASSERT_TRUE(publish(last, today.plus_days(1)).ok());
    EXPECT_EQ(decides(today), node->own_goods());
    EXPECT_EQ(decides(today.plus_days(1)), last->digest());
    EXPECT_EQ(decides(today.plus_days(5)), later->digest());
}

TEST_F(NodeRulesTest, publishing_the_same_again_changes_nothing) {
    const Goods set = set_of("A-1", "gối ôm");
    ASSERT_EQ(publish(set, today).value().version, 2U);
    EXPECT_EQ(publish(set, today).value().version, 2U);
    EXPECT_EQ(publish(set, today.plus_days(1)).value().version, 3U);
    EXPECT_EQ(node->register_now()->goods_rules.size(), 3U);
}

TEST_F(NodeRulesTest, a_pack_without_its_entry_decides_nothing) {
    const Goods set = set_of("A-1", "gối ôm");
    ASSERT_TRUE(node->rule_packs().keep(set).ok());  // the power goes between file and entry
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(decides(today), node->own_goods());
    EXPECT_TRUE(std::filesystem::exists(pack_of(set)));
}

TEST_F(NodeRulesTest, a_past_set_is_at_hand_when_it_is_asked_for) {
    std::vector<Goods> sets;
    for (int i = 0; i < 5; ++i) {
        sets.push_back(set_of("A-" + std::to_string(i), "thứ " + std::to_string(i)));
        ASSERT_TRUE(publish(sets.back(), today).ok());
    }
    for (const Goods& set : sets) {
        const auto again = node->rule_packs().get(set->digest());
        ASSERT_TRUE(again.ok()) << again.error().what;
        EXPECT_EQ(again.value()->pack(), set->pack());
        EXPECT_EQ(screening::screen(set->entries()[0].match[0], *again.value(), today).outcome,
                  Outcome::prohibited);
    }
}

TEST_F(NodeRulesTest, damage_to_the_set_that_decides_is_named_and_does_not_keep_the_node_shut) {
    const Goods set = set_of("A-1", "gối ôm");
    ASSERT_TRUE(publish(set, today).ok());
    node.reset();
    std::ofstream(pack_of(set), std::ios::binary | std::ios::app) << "x";
    ASSERT_TRUE(reopen().ok());
    const auto damaged = node->goods(today);
    ASSERT_FALSE(damaged.ok());
    EXPECT_EQ(damaged.error().kind, FaultKind::corrupt);
    EXPECT_NE(damaged.error().what.find(set->digest().text()), std::string::npos);
    EXPECT_NE(damaged.error().what.find("buuan rules publish"), std::string::npos);
    std::filesystem::remove(pack_of(set));
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(node->goods(today).error().kind, FaultKind::corrupt);
    std::ofstream(pack_of(set), std::ios::binary) << set->pack();
    clock.at = clock.at + RulePacks::looked_again_ms;
    EXPECT_EQ(decides(today), set->digest());  // put back, and nobody restarted
}

TEST_F(NodeRulesTest, a_flood_of_questions_reads_a_damaged_pack_once_in_some_seconds) {
    const Goods set = set_of("A-1", "gối ôm");
    ASSERT_TRUE(publish(set, today).ok());
    node.reset();
    std::filesystem::remove(pack_of(set));
    ASSERT_TRUE(reopen().ok());
    ASSERT_FALSE(node->goods(today).ok());
    std::ofstream(pack_of(set), std::ios::binary) << set->pack();  // whoever reads it would see it
    clock.at = clock.at + (RulePacks::looked_again_ms - 1);
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(node->goods(today).ok());
    clock.at = clock.at + 1;
    EXPECT_EQ(decides(today), set->digest());
}

TEST_F(NodeRulesTest, a_damaged_pack_is_logged_once_for_each_reason) {
    const Goods set = set_of("A-1", "gối ôm");
    ASSERT_TRUE(publish(set, today).ok());
    node.reset();
    std::filesystem::remove(pack_of(set));
    ASSERT_TRUE(reopen().ok());
    const auto lines_of_questions = [&] {
        ::testing::internal::CaptureStderr();
        for (int i = 0; i < 20; ++i) {
            (void)node->goods(today);
            clock.at = clock.at + RulePacks::looked_again_ms / 2;
        }
        const std::string said = ::testing::internal::GetCapturedStderr();
        return std::count(said.begin(), said.end(), '\n');
    };
    node->rule_packs().hold_only(node->own_goods());
    EXPECT_EQ(lines_of_questions(), 0);  // that it is missing was said as the node opened
    std::ofstream(pack_of(set), std::ios::binary) << "x";
    EXPECT_EQ(lines_of_questions(), 1);  // now it is another
    std::ofstream(pack_of(set), std::ios::binary) << set->pack();
    EXPECT_EQ(lines_of_questions(), 0);
    node->rule_packs().hold_only(node->own_goods());
    std::filesystem::remove(pack_of(set));
    EXPECT_EQ(lines_of_questions(), 1);  // damaged anew
}

TEST_F(NodeRulesTest, publishing_the_same_set_again_mends_its_pack) {
    const Goods set = set_of("A-1", "gối ôm");
    ASSERT_TRUE(publish(set, today).ok());
    node.reset();
    std::ofstream(pack_of(set), std::ios::binary) << "x";
    ASSERT_TRUE(reopen().ok());
    ASSERT_FALSE(node->goods(today).ok());
    EXPECT_EQ(publish(set, today).value().version, 2U);  // nothing new, but whole again
    EXPECT_EQ(decides(today), set->digest());
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(decides(today), set->digest());
}

TEST_F(NodeRulesTest, the_programs_own_pack_is_put_back_by_itself) {
    node.reset();
    std::filesystem::remove_all(folder / "rules");
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(decides(today), node->own_goods());
}

TEST_F(NodeRulesTest, requests_decide_while_sets_are_published) {
    std::atomic<bool> stop = false;
    std::atomic<int> read = 0, failed = 0;
    std::vector<std::thread> requests;
    for (int i = 0; i < 3; ++i) {
        requests.emplace_back([&] {
            while (!stop) {
                const auto goods = node->goods(today);
                if (!goods.ok() || screening::screen("heroin", *goods.value(), today).rules !=
                                       goods.value()->digest())
                    ++failed;
                ++read;
            }
        });
    }
    for (int i = 0; i < 10; ++i)
        EXPECT_TRUE(publish(set_of("A-" + std::to_string(i), "thứ"), today).ok());
    while (read < 100) std::this_thread::yield();
    stop = true;
    for (std::thread& each : requests) each.join();
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(node->register_now()->goods_rules.size(), 11U);
}

}  // namespace
}  // namespace buuan::node
