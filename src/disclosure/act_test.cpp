#include "disclosure/act.hpp"

#include <set>

#include "adapters/rules/rules.hpp"
#include "base/json.hpp"
#include "disclosure/world_test.hpp"
#include "ledger/entry.hpp"

namespace buuan::disclosure {
namespace {

using namespace testing_world;

constexpr std::int64_t minute = 60'000;

struct Desk {
    memory::MemoryRegister store;
    SystemEntropy entropy;
    Secret act_key{sha256(as_bytes("act key")).bytes};
    ItemId item = ItemId::make(now, entropy);

    Act opening(std::size_t note_bytes = 0) {
        Act act;
        act.id = CommandId::make(now, entropy);
        act.kind = "opening";
        act.purpose = "complaint";
        act.note = personal(std::string(note_bytes, 'x'));
        act.item = item;
        return act;
    }
    Act search() {
        Act act;
        act.id = CommandId::make(now, entropy);
        act.kind = "search";
        act.purpose = "customer_enquiry";
        act.searched_by = "phone";
        act.searched_for = personal("0912345678");
        return act;
    }
    register_::RegisterWrite record(const Act& act, const std::string& user = "mai.lo",
                                    Instant at = now) {
        const Actor actor{user, "officer", by, std::nullopt, {}};
        auto write = record_act(act, actor, at, act_key, node, entropy).value();
        EXPECT_TRUE(store.apply(write).ok());
        return write;
    }
    register_::RegisterWrite batch(Instant at) {
        auto write = batch_acts(store, LogName::organisation(), {"SYSTEM"}, at, entropy).value();
        EXPECT_TRUE(store.apply(write).ok());
        return write;
    }
    bool in_force(const CommandId& opening, const ItemId& of, const std::string& user = "mai.lo",
                  Instant at = now) {
        return opening_in_force(store, opening, of, user, at, 15 * minute).value();
    }
};

TEST(act, of_who_looks_over_days_names_them_and_the_site) {
    Desk desk;
    const Day from = Day::parse("2026-11-01").value();
    const Act act = looked_over(desk.opening(), from, from.plus_days(23), SiteCode::parse("BC1"));
    EXPECT_EQ(act.kind, "opening");
    EXPECT_EQ(act.searched_by, "days");
    EXPECT_EQ(act.searched_for.reveal(), "2026-11-01 2026-11-24 BC1");
    EXPECT_EQ(looked_over(act, from, from, std::nullopt).searched_for.reveal(),
              "2026-11-01 2026-11-01");
}

TEST(act, is_sealed_and_says_all_of_itself_to_who_has_the_key) {
    Desk desk;
    const Act act = desk.search();
    const auto write = desk.record(act);
    const auto row =
        json::read<ActRow>(desk.store.find("act", act.id.text()).value().value()).value();
    EXPECT_EQ(row.kind, "search");
    EXPECT_EQ(row.user, "mai.lo");
    EXPECT_EQ(row.at, now);
    EXPECT_FALSE(row.entry);
    for (const auto& each : write.put) EXPECT_EQ(each.body.find("0912345678"), std::string::npos);
    const Bytes sealed = from_hex(row.sealed).value();
    EXPECT_EQ(row.commitment,
              sha256({as_bytes("buuan/act/v1\n"), from_hex(row.salt).value(), sealed}).text());
    const ItemId name{act.id.bytes};
    const auto opened = vault::open_record(sealed, vault::record_key(desk.act_key, name, 1),
                                           {node, name, DataClass::act, 1})
                            .value();
    EXPECT_EQ(opened.text("kind"), "search");
    EXPECT_EQ(opened.text("purpose"), "customer_enquiry");
    EXPECT_EQ(opened.text("user"), "mai.lo");
    EXPECT_EQ(opened.text("at"), now.text());
    EXPECT_EQ(opened.text("searched_by"), "phone");
    EXPECT_EQ(opened.text("searched_for"), "0912345678");
}

TEST(act, is_one_write_with_its_place_in_the_queue_and_no_entry_of_its_own) {
    Desk desk;
    const Act act = desk.opening();
    const auto write = desk.record(act);
    EXPECT_TRUE(write.entries.empty());  // an entry at once would tell when someone looked
    EXPECT_EQ(write.put.size(), 4U);
    EXPECT_EQ(desk.store.list_before(acts_by_time, "", 9).value().at(0).key,
              now.text() + " " + act.id.text());
    EXPECT_TRUE(desk.store.find("act_due", act.id.text()).value());
}

TEST(sealed_act, entries_are_all_of_one_size_and_hold_no_reference) {
    Desk desk;
    std::vector<Act> acts = {desk.search(), desk.opening(), desk.opening(500), desk.opening(1000)};
    for (const Act& act : acts)
        desk.record(act, act.kind == "search" ? "a" : "someone.with.a.long.name");
    const Instant later = now + 37 * minute;
    const auto write = desk.batch(later);
    ASSERT_EQ(write.entries.size(), acts.size());
    std::set<std::string> commitments;
    for (const PendingEntry& pending : write.entries) {
        EXPECT_EQ(pending.text.size(), write.entries[0].text.size());
        EXPECT_EQ(pending.log, LogName::organisation());
        const auto entry = ledger::decode(pending.text).value();
        EXPECT_EQ(entry.type, "sealed.act");
        EXPECT_FALSE(entry.ref);
        EXPECT_FALSE(entry.site);
        EXPECT_EQ(entry.by.value, "SYSTEM");
        EXPECT_EQ(entry.at.text(), "2026-11-24T04:00:00.000Z");
        EXPECT_EQ(entry.seen, entry.at);
        EXPECT_EQ(entry.data.size(), 1U);
        commitments.insert(std::string(entry.data.at("commitment").as_string()));
        for (const Act& act : acts) EXPECT_EQ(pending.text.find(act.id.text()), std::string::npos);
        for (const std::string& word :
             {desk.item.text(), to_hex(desk.item.bytes), std::string("mai"),
              std::string("complaint"), std::string("opening"), std::string("search")}) {
            EXPECT_EQ(pending.text.find(word), std::string::npos) << word;
        }
        EXPECT_GE(pending.id.made_at(),
                  Instant{later.ms});  // made when the batch is, not when someone looked
    }
    EXPECT_EQ(commitments.size(), acts.size());
}

TEST(sealed_act, each_act_enters_the_log_once_and_knows_its_entry) {
    Desk desk;
    const Act one = desk.opening();
    const Act two = desk.search();
    desk.record(one);
    desk.record(two);
    const auto write = desk.batch(now + 60 * minute);
    EXPECT_EQ(write.entries.size(), 2U);
    EXPECT_TRUE(desk.batch(now + 61 * minute).entries.empty());
    std::set<EntryId> entries;
    for (const Act* act : {&one, &two}) {
        const auto row =
            json::read<ActRow>(desk.store.find("act", act->id.text()).value().value()).value();
        ASSERT_TRUE(row.entry);
        entries.insert(*row.entry);
        const auto entry =
            std::find_if(write.entries.begin(), write.entries.end(),
                         [&](const PendingEntry& each) { return each.id == *row.entry; });
        ASSERT_NE(entry, write.entries.end());
        EXPECT_EQ(ledger::decode(entry->text).value().data.at("commitment").as_string(),
                  row.commitment);
    }
    EXPECT_EQ(entries.size(), 2U);
    const Act three = desk.search();
    desk.record(three);
    EXPECT_EQ(desk.batch(now + 120 * minute).entries.size(), 1U);
    EXPECT_EQ(desk.store.pending(LogName::organisation(), 10).value().size(), 3U);
}

TEST(sealed_act, the_order_in_the_log_is_not_the_order_of_the_acts) {
    int in_order = 0;
    for (int round = 0; round < 20; ++round) {
        Desk desk;
        std::vector<std::string> done;
        for (int n = 0; n < 6; ++n) {
            const Act act = desk.search();
            desk.record(act);
            done.push_back(json::read<ActRow>(desk.store.find("act", act.id.text()).value().value())
                               .value()
                               .commitment);
        }
        std::vector<std::string> logged;
        for (const PendingEntry& each : desk.batch(now).entries)
            logged.emplace_back(
                ledger::decode(each.text).value().data.at("commitment").as_string());
        EXPECT_TRUE(std::is_permutation(done.begin(), done.end(), logged.begin(), logged.end()));
        if (done == logged) ++in_order;
    }
    EXPECT_LT(in_order, 3);  // one of 720 by chance
}

TEST(opening, is_in_force_for_its_user_its_item_and_a_quarter_of_an_hour) {
    Desk desk;
    const Act act = desk.opening();
    EXPECT_FALSE(desk.in_force(act.id, desk.item));  // not recorded, so not made
    desk.record(act);
    EXPECT_TRUE(desk.in_force(act.id, desk.item));
    EXPECT_TRUE(desk.in_force(act.id, desk.item, "mai.lo", now + 15 * minute));
    EXPECT_FALSE(desk.in_force(act.id, desk.item, "mai.lo", now + (15 * minute + 1)));
    EXPECT_FALSE(desk.in_force(act.id, desk.item, "binh"));
    EXPECT_FALSE(desk.in_force(act.id, desk.item, ""));
    EXPECT_FALSE(desk.in_force(act.id, ItemId::make(now, desk.entropy)));
    EXPECT_FALSE(desk.in_force(CommandId::make(now, desk.entropy), desk.item));
    desk.batch(now + 5 * minute);
    EXPECT_TRUE(desk.in_force(act.id, desk.item, "mai.lo",
                              now + 10 * minute));  // the log changes nothing about it
    const Act search = desk.search();
    desk.record(search);
    EXPECT_FALSE(desk.in_force(search.id, desk.item));  // a search opens nothing
}

TEST(opening, a_broken_row_is_a_fault_and_no_permission) {
    Desk desk;
    const Act act = desk.opening();
    register_::RegisterWrite write;
    write.put.push_back({"act", act.id.text(), "{}"});
    ASSERT_TRUE(desk.store.apply(write).ok());
    EXPECT_EQ(opening_in_force(desk.store, act.id, desk.item, "mai.lo", now, minute).error().kind,
              FaultKind::corrupt);
}

TEST(purposes, are_those_of_the_rules_in_both_languages) {
    const Purposes purposes = read_purposes(embedded_rules()).value();
    for (const char* code :
         {"customer_enquiry", "complaint", "delivery", "internal_check", "subject_request"}) {
        ASSERT_TRUE(purposes.contains(code)) << code;
        EXPECT_FALSE(purposes.at(code).vi.empty());
        EXPECT_FALSE(purposes.at(code).en.empty());
    }
    for (const char* text : {"", "[[purpose]]\nvi = \"a\"\n", "[[purpose\n", "purpose = [1]\n"}) {
        const std::vector<RuleFile> files = {{"purposes.toml", text}};
        EXPECT_EQ(read_purposes(files).error().kind, FaultKind::invalid) << text;
    }
}

}  // namespace
}  // namespace buuan::disclosure
