#include "screening/review.hpp"

#include <gtest/gtest.h>

#include "adapters/rules/rules.hpp"

namespace buuan::screening {
namespace {

const Day today = Day::parse("2026-11-24").value();

/// One file of goods: entries with a status, names and further fields each.
std::string entry(const std::string& id, const std::string& status, const std::string& match,
                  const std::string& more = "") {
    return "[[entry]]\nid = \"" + id + "\"\nstatus = \"" + status +
           "\"\nname_vi = \"x\"\nname_en = \"x\"\nlegal_basis = [\"x\"]\ncertainty = \"A\"\n" +
           more + "match = [" + match + "]\n";
}

RuleSource source_of(const std::string& goods, const std::string& words = "") {
    return read_source(std::vector<RuleFile>{{"goods/a.toml", goods}, {"words/b.toml", words}});
}

Review review_of(const RuleSource& source) {
    EXPECT_TRUE(source.problems.empty());
    const auto rules = RuleSet::compile(source.rules);
    EXPECT_TRUE(rules.ok()) << rules.error().what;
    return rules.ok() ? review(source, rules.value(), today) : Review{};
}

TEST(review, names_a_phrase_that_two_entries_claim_with_different_outcomes) {
    const auto found = review_of(source_of(entry("A-1", "prohibited", R"("dao găm", "kiếm nhật")") +
                                           entry("A-2", "conditional", R"("Dao Găm")") +
                                           entry("A-3", "prohibited", R"("dao gam")")));
    ASSERT_EQ(found.conflicts.size(), 1U);
    EXPECT_EQ(found.conflicts[0].phrase, "Dao Găm");
    EXPECT_EQ(found.conflicts[0].entry, "A-1");
    EXPECT_EQ(found.conflicts[0].other, "A-2");
    EXPECT_EQ(found.phrases, 4U);
}

TEST(review, entries_that_are_never_in_force_together_do_not_conflict) {
    const auto found =
        review_of(source_of(entry("A-1", "prohibited", R"("dao găm")", "until = 2026-06-30\n") +
                            entry("A-2", "conditional", R"("dao găm")", "since = 2026-07-01\n")));
    EXPECT_TRUE(found.conflicts.empty());
    EXPECT_TRUE(found.shadows.empty());
}

TEST(review, names_a_phrase_that_never_decides_for_its_entry) {
    const auto found =
        review_of(source_of(entry("A-1", "prohibited", R"("súng trường", "súng và đạn")") +
                                entry("A-2", "prohibited", R"("súng trường cũ")") +
                                entry("A-3", "prohibited", R"("súng trường", "đạn thật")"),
                            "turns = [\"đồ chơi\"]\n"));
    ASSERT_EQ(found.shadows.size(), 2U);
    EXPECT_EQ(found.shadows[0].phrase, "súng và đạn");  // "và" parts it, so it is never found
    EXPECT_EQ(found.shadows[0].taken_by, "");
    EXPECT_EQ(found.shadows[1].entry, "A-3");
    EXPECT_EQ(found.shadows[1].phrase, "súng trường");
    EXPECT_EQ(found.shadows[1].taken_by, "A-1");
}

TEST(review, counts_the_spellings_of_a_class_that_are_shadowed) {
    const auto found = review_of(source_of(
        entry("A-1", "prohibited", R"("dao găm")") + entry("A-2", "prohibited", R"("<blade>")"),
        "[[class]]\nname = \"blade\"\nwords = [\"dao găm\", \"kiếm nhật\"]\n"));
    ASSERT_EQ(found.shadows.size(), 1U);
    EXPECT_EQ(found.shadows[0].phrase, "<blade>");
    EXPECT_EQ(found.shadows[0].tried, "dao găm");
    EXPECT_EQ(found.shadows[0].forms, 1U);
    EXPECT_EQ(found.shadows[0].spellings, 2U);
}

TEST(review, runs_examples_on_a_day_on_which_their_entry_is_in_force) {
    const std::string past = entry("A-1", "prohibited", R"("dao găm")", "until = 2020-01-01\n");
    const std::string example = "[[example]]\nentry = \"A-1\"\ndeclared = \"dao găm\"\nexpect = ";
    EXPECT_TRUE(review_of(source_of(past + example + "\"prohibited\"\n")).failed.empty());
    const auto found = review_of(source_of(past + example + "\"allowed\"\n"));
    ASSERT_EQ(found.failed.size(), 1U);
    EXPECT_EQ(found.failed[0].outcome, Outcome::prohibited);
    EXPECT_EQ(found.failed[0].entry, "A-1");
    EXPECT_EQ(found.failed[0].example.file, "goods/a.toml");
}

TEST(review, all_problems_of_all_files_are_told_at_once_in_both_languages) {
    const auto source = read_source(std::vector<RuleFile>{
        {"goods/a.toml",
         entry("A-1", "forbidden", R"("dao găm")") +
             entry("A-2", "prohibited", R"("<nothing> x", "!!")") +
             entry("A-2", "prohibited", R"("x")", "since = 2026-02-01\nuntil = 2026-01-01\n")},
        {"goods/b.toml", "[[entry]\n"}});
    std::vector<std::string> where;
    for (const RuleProblem& problem : source.problems) {
        where.push_back(problem.where);
        EXPECT_FALSE(problem.what.empty());
        EXPECT_FALSE(problem.what_vi.empty());
    }
    EXPECT_EQ(where, (std::vector<std::string>{"goods/a.toml: A-1", "goods/b.toml: line 1",
                                               "goods/a.toml: A-2", "goods/a.toml: A-2",
                                               "goods/a.toml: A-2", "goods/a.toml: A-2"}));
}

TEST(review, a_un_number_may_stand_in_several_entries_and_the_strictest_is_meant) {
    const std::string number = "un_numbers = [\"UN3480\"]\n";
    const auto found = review_of(source_of(entry("A-1", "conditional", R"("pin rời")", number) +
                                           entry("A-2", "prohibited", R"("pin phồng")", number)));
    EXPECT_TRUE(found.conflicts.empty());
    EXPECT_TRUE(found.shadows.empty());
}

TEST(review, the_rules_that_are_built_in_leave_nothing_to_mend) {
    const auto source = read_source(embedded_rules());
    const auto found = review_of(source);
    for (const Conflict& each : found.conflicts)
        ADD_FAILURE() << each.phrase << ": " << each.entry << " and " << each.other;
    for (const FailedExample& each : found.failed) ADD_FAILURE() << each.example.declared;
    for (const Shadow& each : found.shadows)
        ADD_FAILURE() << each.entry << " \"" << each.phrase << "\" (" << each.tried << ", "
                      << each.forms << "/" << each.spellings << ") taken by " << each.taken_by
                      << (each.because ? name_of(*each.because) : "") << " " << each.by;
}

}  // namespace
}  // namespace buuan::screening
