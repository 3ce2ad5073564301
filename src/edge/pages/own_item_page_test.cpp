#include "edge/pages/own_item_page.hpp"

#include <gtest/gtest.h>

#include "adapters/rules/rules.hpp"
#include "screening/read_rules.hpp"

namespace buuan::pages {
namespace {

Facts facts(Language language = Language::vi) {
    static const screening::RuleSet rules = screening::read_rules(embedded_rules()).value().rules;
    static const Posted posted = read_posted(embedded_rules()).value();
    const Day today = Day::parse("2026-11-26").value();
    return {posted, rules, today, today, "Bưu chính Thử", true, false, language};
}

OwnItem item(ItemState state) {
    return {{"000G4-0R40M", "6789"},
            true,
            false,
            "BA0000000418",
            state,
            {{OwnStep::accepted, "08:12 21/11/2026", "Điểm <1>"}},
            {"Lò V. G.", "••••••••89", "Điện Biên"},
            {"Quàng T. N.", "", "Hà Nội"}};
}

bool holds(std::string_view page, std::string_view part) {
    return page.find(part) != std::string_view::npos;
}

TEST(own_item_page, says_of_a_stopped_item_what_it_says_of_every_state_that_is_not_for_the_public) {
    const auto verdict = [](ItemState state) {
        const std::string page = own_item_page(facts(), item(state), {});
        return page.substr(page.find("class=\"verdict"), 200);
    };
    EXPECT_EQ(verdict(ItemState::stopped), verdict(ItemState::refused));
    EXPECT_TRUE(holds(verdict(ItemState::stopped), "Đang được xử lý theo quy định"));
    EXPECT_TRUE(holds(verdict(ItemState::delivered), "Đã phát"));
}

TEST(own_item_page, escapes_what_it_was_given_and_puts_the_code_in_hidden_fields_only) {
    const std::string page = own_item_page(facts(), item(ItemState::in_transit),
                                           {{{"access", "Xem <dữ liệu>", "To see"}}, {}});
    EXPECT_TRUE(holds(page, "Điểm &lt;1&gt;"));
    EXPECT_TRUE(holds(page, "Xem &lt;dữ liệu&gt;"));
    EXPECT_TRUE(holds(page, "<input type=\"hidden\" name=\"receipt\" value=\"000G4-0R40M\">"));
    EXPECT_FALSE(holds(page, "?receipt"));
    EXPECT_FALSE(holds(page, "<script"));
}

TEST(own_item_page, is_in_the_readers_language) {
    const std::string page = own_item_page(facts(Language::en), item(ItemState::in_transit),
                                           {{{"access", "Xem dữ liệu", "To see one's data"}}, {}});
    for (const char* words : {"On its way", "Sender (you)", "Recipient", "To see one&#39;s data"})
        EXPECT_TRUE(holds(page, words)) << words;
    EXPECT_TRUE(holds(page, "<span lang=\"vi\">Hà Nội</span>"));
}

TEST(own_item_page, who_may_be_either_of_two_sees_neither_and_is_offered_no_form_for_a_request) {
    OwnItem either = item(ItemState::in_transit);
    either.is_sender = false;
    const std::string page =
        own_item_page(facts(), either, {{{"access", "Xem", "See"}}, {{"loss", "Mất", "Loss"}}});
    for (const char* hidden : {"Lò V. G.", "Quàng T. N.", "BA0000000418", "yeu-cau", "khieu-nai"})
        EXPECT_FALSE(holds(page, hidden)) << hidden;
}

TEST(own_item_page, a_closed_code_says_until_when_and_where_to_go) {
    const std::string page = own_item_refused_page(facts(), OwnRefusal::closed, "08:12 22/11/2026");
    EXPECT_TRUE(holds(page, "08:12 22/11/2026"));
    EXPECT_TRUE(holds(page, "đến bưu cục"));
}

}  // namespace
}  // namespace buuan::pages
