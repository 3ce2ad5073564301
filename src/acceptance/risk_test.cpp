#include "acceptance/risk.hpp"

#include "acceptance/declaration.hpp"
#include "acceptance/world_test.hpp"

namespace buuan::acceptance {
namespace {

using namespace testing_world;

const RiskRules& risk_rules() {
    static const RiskRules read = RiskRules::read(embedded_rules()).value();
    return read;
}

std::vector<std::string> codes_of(const Risk& risk) {
    std::vector<std::string> codes;
    for (const RiskNote& note : risk.notes) codes.push_back(note.sign->code);
    return codes;
}

/// A parcel of one thing from Điện Biên to Hà Nội.
Risk risk_of_one(const char* text, std::uint32_t quantity, std::uint32_t weight_g, Day on,
                 const RiskRules& rules, std::optional<SenderHistory> history = {}) {
    const std::vector<Thing> things{{personal(text), quantity, std::nullopt}};
    const auto outcome = screen_things(things, goods(), on).outcome;
    return risk_of({things, weight_g, outcome, false, "11", "01", history, on}, rules);
}

TEST(risk, every_example_comes_out_as_it_says) {
    ASSERT_GE(risk_rules().examples.size(), 6U);
    for (const RiskExample& example : risk_rules().examples) {
        EXPECT_EQ(codes_of(risk_of_one(example.declared.c_str(), example.quantity, example.weight_g,
                                       example.on, risk_rules())),
                  example.signs)
            << example.declared << " " << example.weight_g;
    }
}

TEST(risk, a_sign_names_the_number_behind_it_in_both_languages) {
    const Risk risk = risk_of_one("áo thun", 2, 6200, today, risk_rules());
    ASSERT_EQ(risk.notes.size(), 1U);
    EXPECT_NE(risk.notes[0].vi().find("1940 g"), std::string::npos) << risk.notes[0].vi();
    EXPECT_NE(risk.notes[0].en().find("1940 g"), std::string::npos) << risk.notes[0].en();
    EXPECT_EQ(risk.weight, 1 + risk.notes[0].sign->weight);
}

TEST(risk, a_thing_of_unknown_weight_makes_the_whole_weight_unknown) {
    const std::vector<Thing> things{{personal("áo thun"), 1, std::nullopt},
                                    {personal("tượng đá"), 1, std::nullopt}};
    const Risk risk = risk_of(
        {things, 25'000, screening::Outcome::allowed, false, "11", "01", {}, today}, risk_rules());
    EXPECT_EQ(codes_of(risk), Texts{});
}

TEST(risk, counts_what_a_phone_number_was_used_for) {
    const auto with = [&](SenderHistory history) {
        return codes_of(risk_of_one("áo thun", 1, 300, today, risk_rules(), history));
    };
    EXPECT_EQ(with({1, 1, false}), Texts{});
    EXPECT_EQ(with({1, 2, false}), Texts{"phone_of_many_names"});
    EXPECT_EQ(with({9, 0, false}), Texts{});
    EXPECT_EQ(with({10, 0, false}), Texts{"new_sender_of_many"});
    EXPECT_EQ(with({10, 0, true}), Texts{}) << "a shop that sends every day";
}

TEST(risk, a_name_that_too_many_have_today_makes_no_other_names) {
    std::vector<ItemId> all(6);
    for (std::uint8_t i = 0; i < all.size(); ++i) all[i].bytes[15] = i;
    const std::vector of_phone{all[1], all[2], all[5]};
    const std::vector of_name{all[0], all[2], all[3]};
    const SenderHistory whole = history_of_day(of_phone, of_name, 4);
    EXPECT_EQ(whole.items_today, 1U);
    EXPECT_EQ(whole.other_names_today, 2U);
    const SenderHistory cut = history_of_day(of_phone, of_name, 3);
    EXPECT_EQ(cut.items_today, 1U);
    EXPECT_EQ(cut.other_names_today, 0U) << "all[5] may be of the name: the list is full";
}

TEST(risk, a_route_is_watched_in_its_time_only) {
    std::vector<RuleFile> files = embedded_rules();
    files.push_back(
        {"risk.toml",
         "[[route]]\nfrom = \"11\"\nto = \"*\"\nsince = 2026-11-24\nuntil = 2026-11-30\n"
         "[counts]\nother_names = 2\nmany = 10\n[seasons]\nheavy_g = 3000\n"});
    const RiskRules rules = RiskRules::read(files).value();
    const auto on = [&](const char* date) {
        return codes_of(risk_of_one("áo thun", 1, 300, day(date), rules));
    };
    EXPECT_EQ(on("2026-11-23"), Texts{});
    EXPECT_EQ(on("2026-11-30"), Texts{"watched_route"});
    EXPECT_EQ(on("2026-12-01"), Texts{});
}

TEST(risk, what_is_broken_in_the_rules_is_named) {
    const std::pair<const char*, const char*> broken[] = {
        {"[[sign]]\ncode = \"x\"\n", "sign 1 lacks code, weight, vi or en"},
        {"[[season]]\nsign = \"x\"\nsince = 2026-01-01\nuntil = 2026-01-02\n",
         "season 1 names a sign that is not known"},
        {"[[piece]]\nwords = [\"áo\"]\nleast_g = 9\nmost_g = 8\n", "piece 1 lacks words"},
        {"", "lacks the sign heavier_than_declared"},
    };
    for (const auto& [text, what] : broken) {
        const auto read = RiskRules::read(std::vector<RuleFile>{{"risk.toml", text}});
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_NE(read.error().what.find(what), std::string::npos) << read.error().what;
    }
}

}  // namespace
}  // namespace buuan::acceptance
