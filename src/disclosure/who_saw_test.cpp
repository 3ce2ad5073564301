#include "disclosure/who_saw.hpp"

#include <boost/describe/enum_to_string.hpp>

#include "base/json.hpp"
#include "disclosure/world_test.hpp"

namespace buuan::disclosure {
namespace {

using namespace testing_world;
using vault::TokenKind;

constexpr std::int64_t day_ms = 86'400'000;
const SiteCode thu{"THU"};

/// Acts of some days, as a node records them.
struct Office {
    Keys keys;
    memory::MemoryRegister store;
    SystemEntropy entropy;
    const ItemId item = ItemId::make(now, entropy);
    const ItemId other = ItemId::make(now, entropy);

    Office() {
        for (int day = 0; day < 5; ++day) CHECK(keys.ring->ensure(today.plus_days(day)).ok());
    }
    void act(const std::string& user, int day, Act act) {
        act.id = CommandId::make(now, entropy);
        act.purpose = "complaint";
        const Instant at = now + day * day_ms;
        const Actor actor{user, "officer", {"NV-" + std::to_string(user.size())}, std::nullopt, {}};
        const Secret key = keys.ring->key(Day::of(at), DataClass::act).value();
        CHECK(store.apply(record_act(act, actor, at, key, node, entropy).value()).ok());
    }
    void opens(const std::string& user, int day, const ItemId& what) {
        act(user, day, {{}, "opening", {}, {}, what, {}, {}});
    }
    void searches(const std::string& user, int day, const std::string& by,
                  const std::string& value) {
        act(user, day, {{}, "search", {}, {}, {}, by, personal(value)});
    }
    void looks_over(const std::string& user, int day, Day from, Day to,
                    const std::optional<SiteCode>& site = std::nullopt) {
        act(user, day, looked_over({{}, "rule_cases", {}, {}, {}, {}, {}}, from, to, site));
    }
    Answer asks(Question question) {
        if (question.to.ms == 0) question.to = now + 10 * day_ms;
        auto answer = who_saw({store, *keys.ring, node}, question);
        CHECK(answer.ok());
        return std::move(answer).value();
    }
};

/// "user sight" of each, the newest first.
std::vector<std::string> told(const Answer& answer) {
    std::vector<std::string> all;
    for (const SeenBy& each : answer.acts)
        all.push_back(each.user + " " + boost::describe::enum_to_string(each.sight, "?"));
    return all;
}

using Told = std::vector<std::string>;

TEST(who_saw, names_who_opened_the_item_and_nobody_who_opened_another) {
    Office office;
    office.opens("mai", 0, office.item);
    office.opens("lan", 1, office.other);
    office.opens("binh", 2, office.item);
    const Answer answer = office.asks({{{office.item, thu}}, {}, {}, {}});
    EXPECT_EQ(told(answer), (Told{"binh about", "mai about"}));
    EXPECT_EQ(answer.acts.front().purpose, "complaint");
    EXPECT_EQ(answer.acts.front().by.value, "NV-4");
}

TEST(who_saw, names_who_searched_for_one_of_its_values_on_any_day) {
    Office office;
    office.searches("mai", 0, "phone", "0912345678");
    office.searches("lan", 1, "phone", "0912345679");
    office.searches("binh", 3, "phone_last4", "5678");
    office.searches("hoa", 3, "name", "Lò Thị MAI");
    office.searches("thu", 3, "item_code", "0912345678");
    const Answer answer = office.asks({{},
                                       {{TokenKind::phone, personal("0912345678")},
                                        {TokenKind::phone_last4, personal("5678")},
                                        {TokenKind::name, personal("lo thi mai")}},
                                       {},
                                       {}});
    EXPECT_EQ(told(answer).size(), 3U);
    EXPECT_EQ(told(answer).back(), "mai search");
}

TEST(who_saw, keeps_to_the_span_it_is_asked_about) {
    Office office;
    for (const int day : {0, 1, 2, 3}) {
        office.opens("d" + std::to_string(day), day, office.item);
        office.searches("s" + std::to_string(day), day, "phone", "0912345678");
    }
    const Answer answer = office.asks({{{office.item, thu}},
                                       {{TokenKind::phone, personal("0912345678")}},
                                       now + day_ms,
                                       now + 2 * day_ms});
    EXPECT_EQ(told(answer).size(), 2U);
    EXPECT_EQ(answer.acts.front().at, now + day_ms);
}

TEST(who_saw, names_who_looked_over_the_items_day_and_may_have_read_a_text_of_it) {
    Office office;
    office.looks_over("mai", 0, today.plus_days(-3), today);
    office.looks_over("lan", 0, today.plus_days(-3), today.plus_days(-1));
    office.looks_over("binh", 0, today, today, SiteCode{"HNI"});
    office.looks_over("hoa", 0, today, today, thu);
    office.searches("thu", 0, "text", "pin sạc");
    const Answer answer = office.asks({{{office.item, thu}}, {}, {}, {}});
    auto all = told(answer);
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, (Told{"hoa overview", "mai overview", "thu overview"}));
}

TEST(who_saw, the_index_holds_nothing_that_was_searched_for) {
    Office office;
    office.searches("mai", 0, "phone", "0912345678");
    for (const char* kind : {"act_search", "act_about", "act_many"}) {
        for (const auto& row : office.store.list(kind, "", 100).value()) {
            EXPECT_EQ(row.key.find("0912345678"), std::string::npos);
            EXPECT_TRUE(row.body.empty());
        }
    }
    // Two days' searches for one number cannot be linked without the days' keys.
    office.searches("mai", 1, "phone", "0912345678");
    const auto rows = office.store.list("act_search", "", 100).value();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_NE(rows[0].key.substr(0, 16), rows[1].key.substr(0, 16));
}

TEST(who_saw, a_day_whose_key_is_gone_is_named_and_its_openings_still_are) {
    Office office;
    office.opens("mai", 0, office.item);
    office.searches("lan", 0, "phone", "0912345678");
    ASSERT_TRUE(office.keys.ring->destroy(today, DataClass::act).ok());
    const Answer answer =
        office.asks({{{office.item, thu}}, {{TokenKind::phone, personal("0912345678")}}, now, {}});
    EXPECT_EQ(told(answer), (Told{"mai about"}));
    EXPECT_TRUE(answer.acts.front().purpose.empty());
    EXPECT_EQ(answer.not_matched, std::vector<Day>{today});
}

TEST(who_saw, counts_an_act_whose_row_somebody_took_away) {
    Office office;
    office.opens("mai", 0, office.item);
    const std::string id = office.store.list("act", "", 1).value().front().key;
    ASSERT_TRUE(office.store.apply({{}, {{"act", id}}, {}}).ok());
    const Answer answer = office.asks({{{office.item, thu}}, {}, {}, {}});
    EXPECT_TRUE(answer.acts.empty());
    EXPECT_EQ(answer.damaged, 1);
}

TEST(who_saw, accuses_nobody_by_a_row_that_somebody_edited) {
    Office office;
    office.opens("mai", 0, office.item);
    const auto row = office.store.list("act", "", 1).value().front();
    auto edited = json::read<ActRow>(row.body).value();
    edited.user = "lan";
    ASSERT_TRUE(office.store.apply({{{"act", row.key, json::write(edited)}}, {}, {}}).ok());
    const Answer answer = office.asks({{{office.item, thu}}, {}, {}, {}});
    EXPECT_TRUE(answer.acts.empty());
    EXPECT_EQ(answer.damaged, 1);
    // Nor where its sealed part was made unreadable, so that the open one cannot be checked.
    edited.sealed.front() = edited.sealed.front() == '0' ? '1' : '0';
    ASSERT_TRUE(office.store.apply({{{"act", row.key, json::write(edited)}}, {}, {}}).ok());
    EXPECT_EQ(office.asks({{{office.item, thu}}, {}, {}, {}}).damaged, 1);
}

TEST(who_saw, accuses_nobody_by_a_row_that_somebody_planted_in_the_index) {
    Office office;
    office.opens("mai", 0, office.other);
    const auto row = office.store.list("act_about", "", 1).value().front();
    const std::string planted = office.item.text() + row.key.substr(row.key.find(' '));
    ASSERT_TRUE(office.store.apply({{{"act_about", planted, ""}}, {}, {}}).ok());
    const Answer answer = office.asks({{{office.item, thu}}, {}, {}, {}});
    EXPECT_TRUE(answer.acts.empty());
    EXPECT_EQ(answer.damaged, 1);
}

TEST(who_saw, a_search_of_other_days_or_another_site_did_not_show_the_item) {
    Office office;
    const auto searches = [&](const std::string& user, Day from, Day to,
                              const std::optional<SiteCode>& site) {
        office.act(
            user, 0,
            {{}, "search", {}, {}, {}, "phone", personal("0912345678"), days_text(from, to, site)});
    };
    searches("mai", today.plus_days(-9), today, std::nullopt);
    searches("lan", today.plus_days(-9), today.plus_days(-1), std::nullopt);
    searches("binh", today, today, SiteCode{"HNI"});
    const Answer answer =
        office.asks({{{office.item, thu}}, {{TokenKind::phone, personal("0912345678")}}, {}, {}});
    EXPECT_EQ(told(answer), (Told{"mai search"}));
}

TEST(who_saw, who_asks_is_told_of_no_question) {
    Office office;
    office.act("mai", 0, {{}, "leak_question", {}, {}, office.item, {}, {}});
    EXPECT_TRUE(office.asks({{{office.item, thu}}, {}, {}, {}}).acts.empty());
}

TEST(who_saw, says_when_there_is_more_than_it_tells) {
    Office office;
    for (std::size_t i = 0; i <= acts_seen_max; ++i) office.opens("mai", 0, office.item);
    const Answer answer = office.asks({{{office.item, thu}}, {}, {}, {}});
    EXPECT_TRUE(answer.truncated);
    EXPECT_EQ(answer.acts.size(), acts_seen_max);
}

}  // namespace
}  // namespace buuan::disclosure
