#include "screening/comparison.hpp"

#include <gtest/gtest.h>

namespace buuan::screening {
namespace {

const Day today = Day::parse("2026-11-24").value();

RuleSet set_of(const std::vector<std::pair<std::string, Outcome>>& goods) {
    GoodsRules rules;
    for (const auto& [match, outcome] : goods) {
        Entry entry;
        entry.id = "A-" + match;
        entry.outcome = outcome;
        entry.match = {match};
        rules.entries.push_back(entry);
    }
    return RuleSet::compile(std::move(rules)).value();
}

TEST(comparison, groups_changes_by_what_they_mean) {
    const RuleSet before = set_of({{"dao găm", Outcome::conditional},
                                   {"kiếm nhật", Outcome::prohibited},
                                   {"rượu vang", Outcome::conditional},
                                   {"bằng lái", Outcome::restricted_documents},
                                   {"đèn dầu hỏa", Outcome::conditional}});
    const RuleSet after = set_of({{"dao găm", Outcome::prohibited},
                                  {"kiếm nhật", Outcome::conditional},
                                  {"bằng lái", Outcome::conditional},
                                  {"đèn dầu", Outcome::conditional},
                                  {"nước mắm", Outcome::conditional}});
    Comparison comparison(before, after, today, 10);
    for (const char* text : {"dao găm", "kiếm nhật", "rượu vang", "bằng lái", "đèn dầu hỏa",
                             "nước mắm", "áo thun", "dao găm cũ"})
        comparison.take(text);
    EXPECT_EQ(comparison.texts(), 8U);
    EXPECT_EQ(comparison.changed(), 7U);
    EXPECT_EQ(comparison.of(ChangeKind::newly_prohibited).count, 2U);
    EXPECT_EQ(comparison.of(ChangeKind::no_longer_prohibited).count, 1U);
    EXPECT_EQ(comparison.of(ChangeKind::newly_flagged).count, 1U);
    EXPECT_EQ(comparison.of(ChangeKind::no_longer_flagged).count, 1U);
    EXPECT_EQ(comparison.of(ChangeKind::other_outcome).count, 1U);
    const Changes& entry = comparison.of(ChangeKind::other_entry);
    ASSERT_EQ(entry.first.size(), 1U);
    EXPECT_EQ(entry.first[0].text, "đèn dầu hỏa");
    EXPECT_EQ(entry.first[0].before.entry, "A-đèn dầu hỏa");
    EXPECT_EQ(entry.first[0].after.entry, "A-đèn dầu");
}

TEST(comparison, keeps_the_first_few_and_counts_them_all) {
    const RuleSet before = set_of({{"dao găm", Outcome::conditional}});
    const RuleSet after = set_of({{"dao găm", Outcome::prohibited}});
    Comparison comparison(before, after, today, 2);
    std::string lengthy = "dao găm";
    while (lengthy.size() < 5000) lengthy += ", áo ấm";
    for (int i = 0; i < 50; ++i) comparison.take(i == 0 ? lengthy : "dao găm");
    const Changes& changes = comparison.of(ChangeKind::newly_prohibited);
    EXPECT_EQ(changes.count, 50U);
    ASSERT_EQ(changes.first.size(), 2U);
    EXPECT_LE(changes.first[0].text.size(), 300U);
    EXPECT_TRUE(lengthy.starts_with(changes.first[0].text));
    // No letter is cut in two.
    EXPECT_NE(static_cast<unsigned char>(lengthy[changes.first[0].text.size()]) & 0xC0U, 0x80U);
}

}  // namespace
}  // namespace buuan::screening
