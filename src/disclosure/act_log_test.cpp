#include "disclosure/act_log.hpp"

#include <functional>

#include "adapters/memory/memory_ledger.hpp"
#include "base/json.hpp"
#include "disclosure/world_test.hpp"
#include "ledger/sequencer.hpp"

namespace buuan::disclosure {
namespace {

using namespace testing_world;

constexpr std::int64_t hour = 3'600'000;

/// Acts of some hours, as a node records and batches them.
struct Desk {
    Keys keys;
    memory::MemoryRegister store;
    memory::MemoryLedger log;
    SystemEntropy entropy;
    ledger::LogKey key = ledger::LogKey::make("buuan.example/thu/org", entropy);
    std::vector<CommandId> made;

    Desk() {
        for (int day = 0; day < 3; ++day) CHECK(keys.ring->ensure(today.plus_days(day)).ok());
    }
    CommandId act(Instant at, const std::string& kind = "search",
                  const std::string& user = "mai.lo", std::optional<ItemId> item = std::nullopt) {
        Act act;
        // An id whose time is not the act's: it comes from whoever acts.
        act.id = CommandId::make(Instant{1'000'000'000}, entropy);
        act.kind = kind;
        act.purpose = "complaint";
        act.item = item;
        act.searched_by = kind == "search" ? "phone" : "";
        act.searched_for = personal("0912345678");
        const Actor actor{user, "officer", {"NV-" + std::to_string(user.size())}, std::nullopt, {}};
        const Secret secret = keys.ring->key(Day::of(at), DataClass::act).value();
        CHECK(store.apply(record_act(act, actor, at, secret, node, entropy).value()).ok());
        made.push_back(act.id);
        return act.id;
    }
    void batch(Instant at) {
        CHECK(
            store.apply(batch_acts(store, LogName::organisation(), {"SYSTEM"}, at, entropy).value())
                .ok());
    }
    void sequence() {
        auto sequencer = ledger::Sequencer::start(LogName::organisation(), log, {&store}, key);
        CHECK(sequencer.ok());
        CHECK(sequencer.value()->run_once().ok());
    }
    ActPage page(ActQuery query = {}) {
        auto page = list_acts({store, log, *keys.ring, node}, query);
        EXPECT_TRUE(page.ok()) << page.error().what;
        return std::move(page).value();
    }
    ActRow row(const CommandId& id) {
        return json::read<ActRow>(*store.find("act", id.text()).value()).value();
    }
    void put(const CommandId& id, const ActRow& row) {
        register_::RegisterWrite write;
        write.put.push_back({"act", id.text(), json::write(row)});
        CHECK(store.apply(write).ok());
    }
    ActProof proof_of(const CommandId& id) {
        const auto all = page({.count_max = 200});
        const auto found = std::find_if(all.acts.begin(), all.acts.end(),
                                        [&](const ListedAct& act) { return act.id == id; });
        CHECK(found != all.acts.end());
        return found->proof;
    }
};

Instant at(int hours, int minutes = 0) {
    return now + hours * hour + minutes * 60'000;
}

/// Three hours with two acts each, all in the log.
std::vector<CommandId> three_hours(Desk& desk) {
    std::vector<CommandId> acts;
    for (int each = 0; each < 3; ++each) {
        acts.push_back(desk.act(at(each)));
        acts.push_back(desk.act(at(each, 1), "opening", "binh", ItemId::make(now, desk.entropy)));
        desk.batch(at(each + 1));
        desk.sequence();
    }
    return acts;
}

TEST(access_log, has_the_newest_act_first_whatever_time_its_id_claims) {
    Desk desk;
    auto acts = three_hours(desk);
    std::reverse(acts.begin(), acts.end());
    std::vector<CommandId> listed;
    ActQuery query{.count_max = 4};
    for (int pages = 0; pages < 9; ++pages) {
        const ActPage page = desk.page(query);
        for (const ListedAct& act : page.acts) {
            EXPECT_EQ(act.proof, ActProof::in_log);
            EXPECT_TRUE(act.opens);
            EXPECT_EQ(act.purpose, "complaint");
            listed.push_back(act.id);
        }
        EXPECT_TRUE(page.without_row.empty());
        EXPECT_TRUE(page.compared);
        if (page.next.empty()) break;
        query.before = page.next;
    }
    EXPECT_EQ(listed, acts);
}

TEST(access_log, is_asked_by_person_kind_item_and_time) {
    Desk desk;
    const auto acts = three_hours(desk);
    EXPECT_EQ(desk.page({.who = "binh"}).acts.size(), 3U);
    EXPECT_EQ(desk.page({.who = "NV-4"}).acts.size(), 3U);
    EXPECT_EQ(desk.page({.kind = "search"}).acts.size(), 3U);
    EXPECT_EQ(desk.page({.item = desk.row(acts[3]).item}).acts.at(0).id, acts[3]);
    EXPECT_EQ(desk.page({.from = at(1), .to = at(2)}).acts.size(), 2U);
    EXPECT_TRUE(desk.page({.who = "nobody"}).acts.empty());
}

TEST(access_log, says_of_an_act_that_it_waits_until_its_hour_is_in_the_log) {
    Desk desk;
    const CommandId act = desk.act(now);
    EXPECT_EQ(desk.proof_of(act), ActProof::waiting);
    desk.batch(at(1));
    EXPECT_EQ(desk.proof_of(act), ActProof::waiting);
    desk.sequence();
    EXPECT_EQ(desk.proof_of(act), ActProof::in_log);
}

TEST(access_log, names_a_row_that_is_not_what_was_recorded) {
    const std::function<void(Desk&, ActRow&)> edits[] = {
        [](Desk&, ActRow& row) { row.user = "binh"; },
        [](Desk&, ActRow& row) { row.by.value = "NV-9"; },
        [](Desk&, ActRow& row) { row.kind = "opening"; },
        [](Desk&, ActRow& row) { row.at = row.at + 60'000; },
        [](Desk& desk, ActRow& row) { row.item = ItemId::make(now, desk.entropy); },
        [](Desk&, ActRow& row) { row.sealed[8] = row.sealed[8] == '0' ? '1' : '0'; },
        [](Desk&, ActRow& row) { row.salt[0] = row.salt[0] == '0' ? '1' : '0'; },
        [](Desk&, ActRow& row) { row.commitment[0] = row.commitment[0] == '0' ? '1' : '0'; },
        [](Desk&, ActRow& row) { row.entry.reset(); },
        [](Desk& desk, ActRow& row) { row.entry = EntryId::make(now, desk.entropy); },
        // Another act's bytes, which have a place in the log.
        [](Desk& desk, ActRow& row) { row = desk.row(desk.made[0]); }};
    for (const auto& edit : edits) {
        Desk desk;
        const auto acts = three_hours(desk);
        ActRow row = desk.row(acts[2]);
        edit(desk, row);
        desk.put(acts[2], row);
        for (const CommandId& act : acts)
            EXPECT_EQ(desk.proof_of(act), act == acts[2] ? ActProof::altered : ActProof::in_log);
        // No filter hides it.
        EXPECT_EQ(desk.page({.who = "nobody"}).acts.size(), 1U);
    }
}

TEST(access_log, names_a_row_that_is_gone) {
    Desk desk;
    const auto acts = three_hours(desk);
    register_::RegisterWrite write;
    write.erase.emplace_back("act", acts[2].text());
    ASSERT_TRUE(desk.store.apply(write).ok());
    EXPECT_EQ(desk.proof_of(acts[2]), ActProof::missing);
}

/// All that a store has of an act.
void take_away(Desk& desk, const CommandId& act) {
    register_::RegisterWrite write;
    write.erase.emplace_back(acts_by_time, desk.row(act).at.text() + " " + act.text());
    write.erase.emplace_back("act", act.text());
    ASSERT_TRUE(desk.store.apply(write).ok());
}

TEST(access_log, names_an_entry_that_no_row_stands_for_however_the_pages_fall) {
    for (std::size_t gone = 0; gone < 6; ++gone) {
        for (std::size_t count = 1; count <= 7; ++count) {
            Desk desk;
            const auto acts = three_hours(desk);
            const std::uint64_t index =
                desk.log.index_of(*desk.row(acts[gone]).entry).value().value();
            take_away(desk, acts[gone]);
            std::vector<std::uint64_t> named;
            ActQuery query{.count_max = count};
            for (int pages = 0; pages < 9; ++pages) {
                const ActPage page = desk.page(query);
                for (const auto& each : page.without_row) named.push_back(each.index);
                if (page.next.empty()) break;
                query.before = page.next;
            }
            std::sort(named.begin(), named.end());
            named.erase(std::unique(named.begin(), named.end()), named.end());
            EXPECT_EQ(named, std::vector{index}) << gone << " of pages of " << count;
        }
    }
}

TEST(access_log, names_a_whole_hour_that_is_gone_and_all_of_it) {
    Desk desk;
    const auto acts = three_hours(desk);
    take_away(desk, acts[2]);
    take_away(desk, acts[3]);
    EXPECT_EQ(desk.page().without_row.size(), 2U);
    EXPECT_EQ(desk.page({.from = at(1), .to = at(2)}).without_row.size(), 2U);
    for (const std::size_t each : {0U, 1U, 4U, 5U}) take_away(desk, acts[each]);
    EXPECT_TRUE(desk.page().acts.empty());
    EXPECT_EQ(desk.page().without_row.size(), 6U);
}

TEST(access_log, of_a_day_over_its_term_still_shows_who_and_when) {
    Desk desk;
    const auto acts = three_hours(desk);
    ASSERT_TRUE(desk.keys.ring->destroy(Day::of(now), DataClass::act).ok());
    const ActPage page = desk.page();
    for (const ListedAct& act : page.acts) {
        EXPECT_EQ(act.proof, ActProof::in_log);
        EXPECT_FALSE(act.opens);
        EXPECT_TRUE(act.purpose.empty());
        EXPECT_TRUE(act.row);
    }
}

TEST(access_log, knows_the_place_of_an_act) {
    Desk desk;
    const CommandId act = desk.act(now);
    const ActReaders readers{desk.store, desk.log, *desk.keys.ring, node};
    EXPECT_FALSE(place_of_act(readers, act).value());
    desk.batch(at(1));
    desk.sequence();
    EXPECT_EQ(place_of_act(readers, act).value(), 0U);
    EXPECT_EQ(place_of_act(readers, CommandId::make(now, desk.entropy)).error().kind,
              FaultKind::unavailable);
}

}  // namespace
}  // namespace buuan::disclosure
