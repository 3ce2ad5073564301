// Screening must not get worse: the least it must reach on the dev set and on the tuning and
// held-out halves of this folder. BUUAN_SHOW=1 prints every text that is not as labelled.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "adapters/rules/rules.hpp"
#include "labelled.hpp"
#include "screening/read_rules.hpp"

namespace buuan {
namespace {

const Day today = Day::parse("2026-11-24").value();

const std::vector<Labelled>& texts() {
    static const auto made = labelled_texts(BUUAN_SOURCE_DIR);
    return made;
}

Score measured(Labelled::Set set) {
    static const auto rules = screening::read_rules(embedded_rules()).value();
    return score(
        texts(), set,
        [&](const std::string& text) {
            const auto verdict = screening::screen(text, rules.rules, today);
            const auto* worst = verdict.worst();
            return Answer{std::string(screening::name_of(verdict.outcome)),
                          worst == nullptr ? "" : worst->entry};
        },
        [](const Labelled& text, const Answer& got) {
            if (std::getenv("BUUAN_SHOW") != nullptr)
                std::printf("%s %s, got %s %s: %s\n", text.label.c_str(), text.entry.c_str(),
                            got.status.c_str(), got.entry.c_str(), text.text.c_str());
        });
}

TEST(accuracy, is_measured_on_enough_texts) {
    std::size_t generated = 0;
    std::size_t titles = 0;
    for (const Labelled& each : texts()) {
        generated += each.set != Labelled::Set::dev;
        titles += each.kind == Labelled::Kind::title;
    }
    EXPECT_GE(generated, 3000U);
    EXPECT_GE(titles, 1000U);
}

void expect_at_least(const Score& score, const Score& least) {
    EXPECT_GE(score.prohibited, least.prohibited);
    EXPECT_GE(score.flagged, least.flagged);
    EXPECT_GE(score.entry, least.entry);
    EXPECT_LE(score.title_prohibited, least.title_prohibited);
    EXPECT_LE(score.tricky_prohibited, least.tricky_prohibited);
    EXPECT_LE(score.alarm, least.alarm);
}

TEST(accuracy, holds_on_the_dev_set) {
    expect_at_least(measured(Labelled::Set::dev), {.prohibited = 0.97,
                                                   .flagged = 0.98,
                                                   .entry = 0.97,
                                                   .title_prohibited = 0,
                                                   .tricky_prohibited = 0.01,
                                                   .alarm = 0.02});
}

TEST(accuracy, holds_on_the_texts_the_rules_were_tuned_with) {
    expect_at_least(measured(Labelled::Set::tuning), {.prohibited = 0.96,
                                                      .flagged = 0.96,
                                                      .entry = 0.97,
                                                      .title_prohibited = 0.004,
                                                      .tricky_prohibited = 0.01,
                                                      .alarm = 0.01});
}

TEST(accuracy, holds_on_the_held_out_texts) {
    expect_at_least(measured(Labelled::Set::held_out), {.prohibited = 0.95,
                                                        .flagged = 0.96,
                                                        .entry = 0.97,
                                                        .title_prohibited = 0.004,
                                                        .tricky_prohibited = 0.03,
                                                        .alarm = 0.02});
}

/// What is harmless alone stays so beside another: nothing is read over the comma.
TEST(accuracy, two_harmless_things_are_not_prohibited_together) {
    const auto rules = screening::read_rules(embedded_rules()).value();
    const auto outcome_of = [&](const std::string& text) {
        return screening::screen(text, rules.rules, today).outcome;
    };
    std::vector<std::string> harmless;
    for (const Labelled& each : texts()) {
        if (each.label == "allowed" && outcome_of(each.text) == screening::Outcome::allowed)
            harmless.push_back(each.text);
    }
    ASSERT_GE(harmless.size(), 2000U);
    std::mt19937 any(20261126);
    for (int i = 0; i < 40'000; ++i) {
        const std::string& first = harmless[any() % harmless.size()];
        const std::string both = first + ", " + harmless[any() % harmless.size()];
        EXPECT_EQ(outcome_of(both), screening::Outcome::allowed) << both;
    }
}

}  // namespace
}  // namespace buuan
