#include "screening/verdict_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>

#include "adapters/rules/rules.hpp"
#include "screening/read_rules.hpp"

namespace buuan::screening {
namespace {

const RuleSet& built_in() {
    static const RuleSet rules = read_rules(embedded_rules()).value().rules;
    return rules;
}

std::string json_of(std::string_view text, std::span<const std::size_t> starts = {}) {
    const Verdict verdict = screen(text, built_in(), Day::parse("2026-11-24").value());
    return verdict_json(verdict, built_in(), text, starts);
}

boost::json::object read(const std::string& json) {
    // What Boost writes of what it has read is what we wrote: no white space, the same escapes.
    const auto value = boost::json::parse(json);
    EXPECT_EQ(boost::json::serialize(value), json);
    return value.as_object();
}

TEST(verdict_json, says_of_each_thing_and_of_the_whole_what_was_found) {
    const std::string text = "áo thun, 2 bich phao no, ốp điện thoại hình súng ngắn";
    const auto verdict = read(json_of(text));
    EXPECT_EQ(verdict.at("outcome"), "prohibited");
    EXPECT_EQ(verdict.at("entry"), "EXP-001");
    EXPECT_EQ(verdict.at("rules"), built_in().digest().text().c_str());
    const auto& things = verdict.at("things").as_array();
    ASSERT_EQ(things.size(), 3U);
    EXPECT_EQ(things[0].at("outcome"), "allowed");
    EXPECT_EQ(things[0].at("known"), true);
    EXPECT_EQ(things[0].at("findings"), boost::json::array());
    EXPECT_EQ(things[1].at("outcome"), "prohibited");
    EXPECT_EQ(boost::json::serialize(things[1].at("findings")), "[0]");
    const auto& finding = verdict.at("findings").at(0);
    EXPECT_EQ(finding.at("words"), "phao no");
    EXPECT_EQ(text.substr(finding.at("offset").to_number<std::size_t>(),
                          finding.at("length").to_number<std::size_t>()),
              "phao no");
    EXPECT_EQ(finding.at("spelling"), "bare");
    EXPECT_FALSE(finding.at("legal_basis").as_array().empty());
    const auto& asides = verdict.at("set_aside").as_array();
    const auto gun = std::find_if(asides.begin(), asides.end(),
                                  [](const auto& each) { return each.at("words") == "súng ngắn"; });
    ASSERT_NE(gun, asides.end());
    EXPECT_EQ(gun->at("because"), "relation");
    EXPECT_EQ(gun->at("by"), "hình");
}

TEST(verdict_json, counts_offsets_from_the_thing_of_a_list) {
    const std::string text = "áo thun\nrượu vang, súng ngắn\n";
    const std::vector<std::size_t> starts = {0, text.find('\n') + 1};
    const auto verdict = read(json_of(text, starts));
    for (const auto& finding : verdict.at("findings").as_array()) EXPECT_EQ(finding.at("thing"), 1);
    EXPECT_EQ(verdict.at("findings").at(0).at("offset"), 0);
    EXPECT_EQ(verdict.at("things").at(0).at("thing"), 0);
}

TEST(verdict_json, is_valid_whatever_the_text_was) {
    std::mt19937 random(11);
    for (int round = 0; round < 2000; ++round) {
        std::string text = round % 2 == 0 ? "súng " : "m\xf4 a t\x00 ";
        for (std::size_t size = random() % 60; size > 0; --size)
            text += static_cast<char>(random());
        read(json_of(text + " heroin"));
    }
    std::string quoted;
    append_json_text(quoted, std::string_view("a\"\\\b\f\n\r\t\x01\x1f\0\xff/é", 15));
    EXPECT_EQ(quoted, R"("a\"\\\b\f\n\r\t\u0001\u001f\u0000�/é")");
}

TEST(screening, tells_each_thing_of_a_long_text_once) {
    // Longer than the 600 words that are read at a time: what lies where pieces overlap is read
    // twice.
    std::string text;
    for (int i = 0; i < 500; ++i) text += "áo thun số " + std::to_string(i) + ", ";
    text += "súng ngắn";
    const Verdict verdict = screen(text, built_in(), Day::parse("2026-11-24").value());
    ASSERT_EQ(verdict.things.size(), 501U);
    for (std::size_t i = 0; i < 500; ++i)
        EXPECT_EQ(text.substr(verdict.things[i].match.offset, verdict.things[i].match.length),
                  "áo thun số " + std::to_string(i));
    EXPECT_EQ(verdict.things.back().outcome, Outcome::prohibited);
}

TEST(screening, joins_a_thing_that_was_read_in_two_pieces) {
    std::string text = "heroin";
    for (int i = 0; i < 900; ++i) text += " trắng";
    const Verdict verdict = screen(text + ", áo", built_in(), Day::parse("2026-11-24").value());
    ASSERT_EQ(verdict.things.size(), 2U);
    EXPECT_EQ(verdict.things[0].match, (Match{0, text.size()}));
    EXPECT_EQ(verdict.things[0].outcome, Outcome::prohibited);
}

}  // namespace
}  // namespace buuan::screening
