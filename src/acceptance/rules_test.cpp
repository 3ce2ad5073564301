#include "acceptance/rules.hpp"

#include "acceptance/world_test.hpp"

namespace buuan::acceptance {
namespace {

using namespace testing_world;

TEST(acceptance_rules, every_example_comes_out_as_it_says) {
    ASSERT_GE(rules().examples().size(), 2U);
    for (const TypeExample& example : rules().examples()) {
        const TypeRule* rule = rules().type(example.type, example.on);
        ASSERT_NE(rule, nullptr);
        EXPECT_EQ(rule->joint_inspection, example.joint_inspection);
        EXPECT_EQ(rule->slots_required, example.slots);
    }
}

TEST(acceptance_rules, a_rule_begins_on_its_day) {
    EXPECT_EQ(rules().type(ItemType::parcel, day("2025-09-09")), nullptr);
    EXPECT_NE(rules().type(ItemType::parcel, day("2025-09-10")), nullptr);
    EXPECT_EQ(rules().method("CHIP", day("2025-09-09")), nullptr);
    EXPECT_NE(rules().method("CHIP", day("2025-09-10")), nullptr);
    EXPECT_EQ(rules().method("chip", today), nullptr);
    EXPECT_EQ(rules().reason("mood"), nullptr);
}

TEST(acceptance_rules, of_two_versions_the_newer_one_counts_from_its_day) {
    std::vector<RuleFile> files = embedded_rules();
    files.push_back({"item_types.toml",
                     "[[item_type]]\ntype = \"letter\"\nsince = 2027-01-01\nweight = "
                     "false\nslots_required = [\"signature\"]\n"});
    const Rules changed = Rules::read(files).value();
    EXPECT_TRUE(changed.type(ItemType::letter, day("2026-12-31"))->weight);
    EXPECT_FALSE(changed.type(ItemType::letter, day("2027-01-01"))->weight);
    EXPECT_EQ(changed.type(ItemType::letter, day("2030-01-01"))->slots_required,
              Texts{"signature"});
}

TEST(acceptance_rules, every_type_has_a_rule_and_every_method_a_rank_and_titles) {
    for (const ItemType type :
         {ItemType::letter, ItemType::document, ItemType::small_packet, ItemType::parcel})
        EXPECT_NE(rules().type(type, today), nullptr);
    // What is proved by a chip counts more than a code that anyone can print, and that more than
    // what was typed.
    EXPECT_GT(rules().method("CHIP", today)->rank, rules().method("QR_CCCD", today)->rank);
    EXPECT_GT(rules().method("QR_CCCD", today)->rank, rules().method("MANUAL", today)->rank);
}

TEST(acceptance_rules, what_is_broken_is_named_by_file_and_place) {
    const std::pair<const char*, const char*> broken[] = {
        {"[[item_type]\n", "item_types.toml: line 1"},
        {"[[item_type]]\ntype = \"letter\"\n", "item_types.toml: item_type 1 lacks type or since"},
        {"[[item_type]]\ntype = \"lettre\"\nsince = 2020-01-01\n",
         "item_types.toml: item_type 1 lacks type or since"},
        {"[[example]]\ntype = \"letter\"\n", "item_types.toml: example 1 lacks type or on"},
        {"item_type = [1]\n", "item_types.toml: item_type 1 is no table"},
    };
    for (const auto& [text, what] : broken) {
        const std::vector<RuleFile> files = {{"item_types.toml", text}};
        const auto read = Rules::read(files);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_TRUE(read.error().what.starts_with(what)) << read.error().what;
    }
    EXPECT_FALSE(Rules::read({}).ok());
}

}  // namespace
}  // namespace buuan::acceptance
