// The desk over real stores in a folder: what goes, what stays, and what is left on the disk. Power
// cuts at every step are tests/simulation's.
#include "edge/node/retention_desk.hpp"

#include <fstream>
#include <sstream>

#include "base/json.hpp"
#include "edge/node/world_test.hpp"
#include "retention/kept.hpp"
#include "vault/derive.hpp"

namespace buuan::node {
namespace {

const StaffNumber second{"AT-2"};

struct RetentionDeskTest : NodeWithItems {
    bool opens(const ItemId& item, DataClass data_class) {
        return node->retention().held().open_record(item, data_class).ok();
    }

    retention::Placed place(const std::vector<ItemId>& items, Day until) {
        auto placed = node->retention().place(
            {CommandId::make(clock.now(), random),
             {retention::Ground::complaint, Personal("KN-7"), Personal(), {}, {}, {}, {}},
             items,
             until,
             officer,
             second,
             clock.now()});
        EXPECT_TRUE(placed.ok()) << placed.error().what;
        return std::move(placed).value();
    }

    std::vector<DataClass> gone(Day day) {
        const auto row = retention::find_purge(node->store(), day).value();
        std::vector<DataClass> classes;
        if (row) {
            for (const auto& each : row->gone) classes.push_back(each.data_class);
        }
        return classes;
    }
};

TEST_F(RetentionDeskTest, each_class_goes_at_its_own_end_and_the_file_with_the_last) {
    const ItemId item = accept();
    live_until("2027-03-23");
    EXPECT_TRUE(node->keys().key(today, DataClass::identity).ok());
    live_until("2027-03-25");  // 24 November and four months
    EXPECT_EQ(node->keys().key(today, DataClass::identity).error().kind, FaultKind::denied);
    EXPECT_TRUE(node->keys().key(today, DataClass::record).ok());
    const Digest picture = node->days().find(today, item).value()->objects.front().object;
    EXPECT_TRUE(node->objects().get(today, DataClass::picture, picture).ok());
    ASSERT_TRUE(std::filesystem::exists(folder / "objects/4/2026-11-24/pack-0000"));
    live_until("2027-05-25");
    EXPECT_FALSE(node->objects().get(today, DataClass::picture, picture).ok());
    EXPECT_FALSE(std::filesystem::exists(folder / "objects/4/2026-11-24/pack-0000"));
    EXPECT_TRUE(node->days().find(today, item).value());
    live_until("2027-11-25");
    EXPECT_EQ(node->keys().key(today, DataClass::record).error().kind, FaultKind::denied);
    EXPECT_TRUE(node->days().find(today, item).value()) << "its minutes are kept for two years";
    live_until("2028-11-25");
    EXPECT_FALSE(node->days().find(today, item).value());
    EXPECT_FALSE(std::filesystem::exists(folder / "days/2026-11-24.db"));
    EXPECT_EQ(gone(today).size(), 8U);  // all but the keys of the quarter's staff
}

TEST_F(RetentionDeskTest, a_purge_is_two_entries_and_its_certificate_says_how_sure_it_is) {
    accept();
    live_until("2027-03-25");
    ASSERT_TRUE(node->settle().ok());
    const auto row = retention::find_purge(node->store(), today).value();
    ASSERT_TRUE(row && !row->gone.empty());
    EXPECT_TRUE(row->open.empty());
    EXPECT_EQ(row->gone.front().grade, "B");
    const auto log = node->logs().find(LogName::organisation());
    EXPECT_TRUE(log->store->index_of(row->gone.front().entry).value());
}

TEST_F(RetentionDeskTest, a_held_item_stays_openable_after_its_day_and_the_rest_does_not) {
    const ItemId kept = accept();
    const ItemId other = accept();
    ASSERT_TRUE(place({kept}, today.plus_months(6)).missing.empty());
    ASSERT_TRUE(node->retention().approve(1, second).ok());
    live_until("2027-05-24");
    ASSERT_TRUE(node->retention().renew(1, Day::parse("2027-11-23").value(), officer, second).ok());
    ASSERT_TRUE(node->retention().approve(1, second).ok());
    live_until("2027-11-23");
    ASSERT_TRUE(node->retention().renew(1, Day::parse("2028-05-23").value(), officer, second).ok());
    ASSERT_TRUE(node->retention().approve(1, second).ok());
    live_until("2027-12-24");
    EXPECT_FALSE(node->keys().key(today, DataClass::record).ok());
    EXPECT_TRUE(opens(kept, DataClass::record));
    EXPECT_TRUE(opens(kept, DataClass::identity));
    EXPECT_EQ(node->retention().held().open_object(kept, "contents").value(), Bytes(900, 1));
    EXPECT_FALSE(opens(other, DataClass::record));
    EXPECT_FALSE(node->retention().held().open_object(other, "contents").ok());
    // It is found by what it says, under the hold's own key.
    const auto found =
        node->retention().held().find_by_value(1, vault::TokenKind::name, "Lò Thị Mai", 10);
    EXPECT_EQ(found.value(), std::vector{kept});
    // Ending the hold ends it.
    ASSERT_TRUE(node->retention().end(1).ok());
    EXPECT_FALSE(opens(kept, DataClass::record));
    EXPECT_TRUE(node->retention()
                    .held()
                    .find_by_value(1, vault::TokenKind::name, "Lò Thị Mai", 10)
                    .error()
                    .kind == FaultKind::denied);
}

TEST_F(RetentionDeskTest, a_hold_comes_too_late_for_what_is_gone_and_says_so) {
    const ItemId item = accept();
    live_until("2027-12-01");
    const auto placed = place({item}, Day::of(clock.now()).plus_months(1));
    EXPECT_EQ(placed.row.state, retention::HoldState::ended);
    EXPECT_EQ(placed.missing, std::vector{item});
    EXPECT_EQ(node->keys().key(retention::hold_key(1).day, DataClass::hold).error().kind,
              FaultKind::denied);
}

TEST_F(RetentionDeskTest, a_hold_that_nobody_approved_ends_after_a_week) {
    const ItemId item = accept();
    place({item}, today.plus_months(6));
    EXPECT_FALSE(node->retention().approve(1, officer).ok()) << "who placed it cannot approve it";
    live_until("2026-12-01");
    EXPECT_TRUE(opens(item, DataClass::record));
    live_until("2026-12-02");
    EXPECT_FALSE(opens(item, DataClass::record));
    EXPECT_FALSE(node->retention().approve(1, second).ok());
}

TEST_F(RetentionDeskTest, a_renewal_that_nobody_approves_leaves_the_hold_as_it_was) {
    const ItemId item = accept();
    const Day until = today.plus_months(6);
    place({item}, until);
    const auto renew = [&](Day to) { return node->retention().renew(1, to, officer, second); };
    EXPECT_EQ(renew(until.plus_days(1)).error().kind, FaultKind::busy) << "it waits itself";
    ASSERT_TRUE(node->retention().approve(1, second).ok());
    EXPECT_FALSE(renew(until).ok());
    EXPECT_FALSE(renew(until.plus_days(-30)).ok()) << "one person alone cannot shorten it";
    ASSERT_TRUE(renew(until.plus_months(3)).ok());
    EXPECT_EQ(node->retention().holds().value().front().until, until);
    live_until("2026-12-10");
    const auto after = node->retention().holds().value().front();
    EXPECT_EQ(after.state, retention::HoldState::approved);
    EXPECT_EQ(after.until, until);
    EXPECT_FALSE(after.renewal);
    EXPECT_TRUE(opens(item, DataClass::record));
}

TEST_F(RetentionDeskTest, a_power_cut_while_a_hold_ends_is_finished_at_the_next_start) {
    const ItemId item = accept();
    place({item}, today.plus_months(6));
    ASSERT_TRUE(node->retention().approve(1, second).ok());
    const auto row = node->store().find("hold", "00000001").value().value();
    // As the cut leaves it: nobody takes it for one in force, its copies and key are there.
    register_::RegisterWrite cut;
    std::string ending = row;
    ending.replace(ending.find("\"approved\""), 10, "\"ending\"");
    cut.put.push_back({"hold", "00000001", ending});
    ASSERT_TRUE(node->store().apply(cut).ok());
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(node->retention().holds().value().front().state, retention::HoldState::ended);
    EXPECT_EQ(node->keys().key(retention::hold_key(1).day, DataClass::hold).error().kind,
              FaultKind::denied);
    EXPECT_FALSE(opens(item, DataClass::record));
}

TEST_F(RetentionDeskTest, after_a_gap_no_hold_ends_before_the_clock_is_looked_at_again) {
    const ItemId item = accept();
    place({item}, today.plus_days(5));
    ASSERT_TRUE(node->retention().approve(1, second).ok());
    round();
    clock.at = clock.at + 10LL * 24 * 3'600'000;
    EXPECT_FALSE(round().clock_in_doubt);
    EXPECT_TRUE(opens(item, DataClass::record)) << "the clock may be ten days ahead";
    clock.at = clock.at + 3'600'000;
    EXPECT_EQ(round().ended, std::vector<retention::HoldNumber>{1});
    EXPECT_FALSE(opens(item, DataClass::record));
}

TEST_F(RetentionDeskTest, a_hold_on_a_camera_keeps_its_days_and_is_told_which_are_gone) {
    live_until("2027-04-01");  // 24 November and four months
    const auto hold = [&](Day from, Day to) {
        return node->retention()
            .place({CommandId::make(clock.now(), random),
                    {retention::Ground::investigation,
                     Personal("CV-1"),
                     Personal(),
                     {},
                     from.start(),
                     to.start(),
                     "CAM-1"},
                    {},
                    Day::of(clock.now()).plus_months(1),
                    officer,
                    second,
                    clock.now()})
            .value();
    };
    const auto late = hold(today, today);
    EXPECT_EQ(late.row.state, retention::HoldState::ended);
    EXPECT_EQ(late.days_gone, std::vector{today});
}

TEST_F(RetentionDeskTest, what_is_not_through_keeps_itself_and_goes_once_it_is) {
    const ItemId lost = accept(ItemState::in_transit);
    for (int i = 0; i < 120; ++i) accept();
    live_until("2027-03-26");
    EXPECT_TRUE(opens(lost, DataClass::identity));
    EXPECT_EQ(node->retention().holds().value().size(), 1U);
    // Delivered after all: its identity number has no more reason to stay.
    DayWrite write;
    const StoredItem stored = *node->days().find(today, lost).value();
    write.day = today;
    write.item = lost;
    write.command = CommandId::make(clock.now(), random);
    write.expects = 1;
    write.after = stored.row;
    write.after.version = 2;
    write.after.state = ItemState::delivered;
    ASSERT_EQ(node->committer().commit(std::move(write)).value(), Applied::written);
    EXPECT_EQ(round().released, 1U);
    EXPECT_FALSE(opens(lost, DataClass::identity));
    EXPECT_EQ(node->retention().holds().value().front().state, retention::HoldState::ended);
}

TEST_F(RetentionDeskTest, with_a_complaint_open_an_item_keeps_itself_until_that_is_closed) {
    const ItemId complained_of = accept();
    const ItemId other = accept();
    register_::RegisterWrite open;
    const std::string key = retention::kept_key(complained_of, "complaint 00000001");
    open.put.push_back({retention::kept_rows, key, ""});
    ASSERT_TRUE(node->retention().apply_kept(complained_of, open).ok());
    live_until("2027-03-26");
    EXPECT_TRUE(opens(complained_of, DataClass::identity));
    EXPECT_FALSE(opens(other, DataClass::identity));
    EXPECT_EQ(round().released, 0U);
    register_::RegisterWrite closed;
    closed.erase.emplace_back(retention::kept_rows, key);
    ASSERT_TRUE(node->retention().apply_kept(complained_of, closed).ok());
    EXPECT_EQ(round().released, 1U);
    EXPECT_FALSE(opens(complained_of, DataClass::identity));
    // What is gone nobody can promise to keep.
    live_until("2027-12-01");
    const auto late = node->retention().apply_kept(other, open);
    ASSERT_FALSE(late.ok());
    EXPECT_EQ(late.error().kind, FaultKind::denied);
}

TEST_F(RetentionDeskTest, a_series_outlives_its_day_until_its_own_floor_and_nothing_else_does) {
    const ItemId ordinary = accept();
    const ItemId file = accept_of(Service::administrative_procedure);
    const ItemId state_mail = accept_of(Service::party_state);
    live_until("2027-11-25");  // the day's records go
    EXPECT_EQ(node->keys().key(today, DataClass::record).error().kind, FaultKind::denied);
    EXPECT_FALSE(opens(ordinary, DataClass::record));
    for (const ItemId& item : {file, state_mail}) {
        EXPECT_TRUE(opens(item, DataClass::record));
        EXPECT_FALSE(opens(item, DataClass::identity)) << "it is not of the series";
        EXPECT_FALSE(node->retention().held().open_object(item, "contents").ok());
    }
    const auto holds = node->retention().holds().value();
    ASSERT_EQ(holds.size(), 2U) << "a hold, and so a key, for each service";
    EXPECT_EQ(holds[0].service, Service::administrative_procedure);
    EXPECT_EQ(holds[0].until, Day::parse("2031-11-24"));
    EXPECT_EQ(holds[1].service, Service::party_state);
    EXPECT_EQ(holds[1].until, Day::parse("2029-11-24"));
    EXPECT_FALSE(node->retention().end(1).ok()) << "it is nobody's to end";
    EXPECT_EQ(
        node->retention().held().find_by_value(1, vault::TokenKind::name, "Lò Thị Mai", 10).value(),
        std::vector{file});
    live_until("2028-11-25");
    ASSERT_FALSE(node->days().find(today, file).value()) << "the day's file is gone";
    const auto copy = node->retention().held().find(file);
    ASSERT_TRUE(copy.ok() && copy.value());
    EXPECT_EQ(copy.value()->stored.row.service, Service::administrative_procedure);
    live_until("2029-11-24");
    EXPECT_TRUE(opens(state_mail, DataClass::record));
    live_until("2029-11-25");
    EXPECT_FALSE(opens(state_mail, DataClass::record));
    live_until("2031-11-24");
    EXPECT_TRUE(opens(file, DataClass::record));
    live_until("2031-11-25");
    EXPECT_FALSE(opens(file, DataClass::record));
    for (const retention::HoldNumber hold : {1U, 2U})
        EXPECT_EQ(node->keys().key(retention::hold_key(hold).day, DataClass::hold).error().kind,
                  FaultKind::denied);
}

TEST_F(RetentionDeskTest, what_is_not_through_and_of_a_series_too_is_kept_for_both_reasons) {
    const ItemId lost = accept_of(Service::administrative_procedure, ItemState::in_transit);
    live_until("2027-11-25");
    ASSERT_EQ(node->retention().holds().value().size(), 2U);
    EXPECT_TRUE(opens(lost, DataClass::identity));
    live_until("2028-11-25");  // two years are over: it is not waited for any longer
    EXPECT_FALSE(opens(lost, DataClass::identity));
    EXPECT_TRUE(opens(lost, DataClass::record));
    live_until("2031-11-25");
    EXPECT_FALSE(opens(lost, DataClass::record));
}

TEST_F(RetentionDeskTest, a_day_of_nothing_but_a_series_is_no_alarm) {
    for (int i = 0; i < 20; ++i) accept_of(Service::administrative_procedure);
    live_until("2027-11-24");
    clock.at = clock.at + 24LL * 3'600'000;
    const Round done = round();
    EXPECT_EQ(done.purged, std::vector{today});
    EXPECT_TRUE(done.alarms.empty());
    EXPECT_EQ(node->retention().holds().value().front().items, 20U);
}

TEST_F(RetentionDeskTest, a_series_is_kept_as_long_as_the_law_says_now) {
    const ItemId file = accept_of(Service::administrative_procedure);
    live_until("2027-11-25");
    // As a law of that time had it.
    std::string shorter = node->store().find("hold", "00000001").value().value();
    const std::size_t until = shorter.find("2031-11-24");
    ASSERT_NE(until, std::string::npos);
    shorter.replace(until, 10, "2028-11-24");
    register_::RegisterWrite earlier;
    earlier.put.push_back({"hold", "00000001", shorter});
    ASSERT_TRUE(node->store().apply(earlier).ok());
    round();
    EXPECT_EQ(node->retention().holds().value().front().until, Day::parse("2031-11-24"));
    live_until("2029-01-01");
    EXPECT_TRUE(opens(file, DataClass::record));
}

TEST_F(RetentionDeskTest, nothing_of_a_series_is_erased_before_its_floor_in_its_day_or_after_it) {
    const ItemId file = accept_of(Service::administrative_procedure);
    for (const char* on : {"2027-02-26", "2027-11-26"}) {
        live_until(on);
        const Erased asked = node->retention().erase(file, {true, false}, officer).value();
        EXPECT_EQ(asked.outcome, Erasure::floor_not_over) << on;
        EXPECT_EQ(asked.free_from, Day::parse("2031-11-25")) << on;
        EXPECT_EQ(opens(file, DataClass::record), std::string(on) == "2027-11-26");
    }
}

TEST_F(RetentionDeskTest, what_is_erased_of_one_person_is_on_the_disk_no_more_and_the_rest_is) {
    const ItemId item = accept();
    const ItemId other = accept();
    const StoredItem stored = *node->days().find(today, item).value();
    const Digest object = stored.objects.front().object;
    const Bytes picture = node->objects().get(today, DataClass::picture, object).value();
    live_until("2027-02-24");
    // The first day on which the law lets it go is three months and a day after.
    const Erased early = node->retention().erase(item, {true, false}, officer).value();
    EXPECT_EQ(early.outcome, Erasure::floor_not_over);
    EXPECT_EQ(early.free_from, Day::parse("2027-02-25"));
    live_until("2027-02-25");
    ASSERT_TRUE(holds_bytes(everything_in(folder), BytesView(picture).subspan(100, 100)));
    const Erased done = node->retention().erase(item, {true, false}, officer).value();
    ASSERT_EQ(done.outcome, Erasure::erased);
    EXPECT_EQ(node->retention().erase(item, {true, false}, officer).value().outcome,
              Erasure::nothing_left);
    const std::string after = everything_in(folder);
    for (const SealedRow& record : stored.records)
        EXPECT_FALSE(holds_bytes(after, BytesView(record.sealed).subspan(30, 60)));
    EXPECT_FALSE(holds_bytes(after, BytesView(picture).subspan(100, 100)));
    EXPECT_FALSE(node->objects().get(today, DataClass::picture, object).ok());
    const auto left = node->days().find(today, other).value()->objects.front().object;
    EXPECT_TRUE(node->objects().get(today, DataClass::picture, left).ok());
    ASSERT_TRUE(node->settle().ok());
    EXPECT_TRUE(node->logs().find(LogName::organisation())->store->index_of(*done.entry).value());
}

TEST_F(RetentionDeskTest, what_is_held_or_not_through_is_not_erased) {
    const ItemId kept = accept();
    const ItemId lost = accept(ItemState::in_transit);
    ASSERT_TRUE(place({kept}, today.plus_months(6)).missing.empty());
    ASSERT_TRUE(node->retention().approve(1, second).ok());
    live_until("2027-02-26");
    EXPECT_EQ(node->retention().erase(kept, {true, false}, officer).value().outcome, Erasure::held);
    EXPECT_EQ(node->retention().erase(lost, {true, false}, officer).value().outcome,
              Erasure::not_through);
    ASSERT_TRUE(node->retention().end(1).ok());
    EXPECT_EQ(node->retention().erase(kept, {true, false}, officer).value().outcome,
              Erasure::erased);
}

TEST_F(RetentionDeskTest, a_power_cut_between_rows_and_pictures_leaves_no_picture) {
    const ItemId item = accept();
    live_until("2027-02-26");
    const StoredItem stored = *node->days().find(today, item).value();
    const Digest object = stored.objects.front().object;
    // As the cut leaves it: the rows are gone, the row that names the picture is there.
    const auto sealed = node->objects().get(today, DataClass::picture, object).value();
    const ErasingRow row{today, {object}};
    register_::RegisterWrite noted;
    noted.put.push_back({"erasing", item.text(), json::write(row)});
    ASSERT_TRUE(node->store().apply(noted).ok());
    // Without the write nothing was erased, and the picture stays.
    ASSERT_TRUE(reopen().ok());
    EXPECT_TRUE(node->objects().get(today, DataClass::picture, object).ok());
    EXPECT_FALSE(node->store().find("erasing", item.text()).value());
    ASSERT_TRUE(node->store().apply(noted).ok());
    DayWrite write;
    write.day = today;
    write.item = item;
    write.command = CommandId::make(clock.now(), random);
    write.expects = 1;
    write.after = stored.row;
    write.after.version = 2;
    write.erases = {DataClass::record, DataClass::picture};
    ASSERT_EQ(node->committer().commit(std::move(write)).value(), Applied::written);
    ASSERT_TRUE(reopen().ok());
    EXPECT_FALSE(node->objects().get(today, DataClass::picture, object).ok());
    EXPECT_FALSE(holds_bytes(everything_in(folder), BytesView(sealed).subspan(100, 100)));
}

TEST_F(RetentionDeskTest, over_one_in_a_hundred_items_that_keep_themselves_is_an_alarm) {
    for (int i = 0; i < 50; ++i) accept();
    accept(ItemState::stopped);
    live_until("2027-03-24");
    clock.at = clock.at + 24LL * 3'600'000;
    const Round done = round();
    ASSERT_EQ(done.alarms.size(), 1U);
    EXPECT_EQ(done.alarms.front().share.held, 1U);
    EXPECT_EQ(done.alarms.front().share.items, 51U);
}

TEST_F(RetentionDeskTest, a_clock_that_jumped_purges_nothing_until_a_person_confirms_it) {
    accept();
    round();
    // It stood a year ahead when the node was started again.
    ASSERT_TRUE(reopen().ok());
    go_to("2027-12-01");
    EXPECT_TRUE(round().clock_in_doubt);
    EXPECT_TRUE(node->keys().key(today, DataClass::record).ok());
    // Set right again it is in doubt still: nobody has looked.
    go_to("2026-11-25");
    EXPECT_TRUE(round().clock_in_doubt);
    const auto entry = node->entry(LogName::organisation(), "clock.confirmed", std::nullopt,
                                   officer, {{"ms", "0"}});
    ASSERT_TRUE(node->retention().confirm_clock(entry.value()).ok());
    EXPECT_FALSE(round().clock_in_doubt);
    EXPECT_TRUE(node->keys().key(today, DataClass::record).ok());
}

TEST_F(RetentionDeskTest, a_gap_of_two_weeks_is_no_doubt_and_takes_nothing_that_is_owed) {
    accept();
    round();
    clock.at = clock.at + 15LL * 24 * 3'600'000;
    EXPECT_FALSE(round().clock_in_doubt);
    clock.at = clock.at + 15LL * 24 * 3'600'000 + 3'600'001;
    EXPECT_TRUE(round().clock_in_doubt);
}

TEST_F(RetentionDeskTest, the_disk_holds_no_key_and_no_sealed_byte_of_what_has_gone) {
    const ItemId item = accept();
    place({item}, today.plus_months(6));
    ASSERT_TRUE(node->retention().approve(1, second).ok());
    ASSERT_TRUE(node->settle().ok());
    const StoredItem stored = *node->days().find(today, item).value();
    const Bytes picture =
        node->objects().get(today, DataClass::picture, stored.objects.front().object).value();
    const std::string ring_before = [&] {
        std::ifstream in(folder / "keys/ring", std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        return text.str();
    }();
    const std::string before = everything_in(folder);
    ASSERT_TRUE(holds_bytes(before, BytesView(picture).first(200)));
    ASSERT_TRUE(holds_bytes(before, BytesView(stored.records.front().sealed).first(100)));
    live_until("2028-11-25");
    ASSERT_TRUE(node->settle().ok());
    node.reset();
    const std::string after = everything_in(folder);
    for (const SealedRow& record : stored.records)
        EXPECT_FALSE(holds_bytes(after, BytesView(record.sealed).subspan(30, 60)));
    EXPECT_FALSE(holds_bytes(after, BytesView(picture).subspan(100, 100)));
    // No slot of the ring that held a key of the day, or of the hold, is what it was.
    int live_then = 0;
    for (std::size_t at = vault::ring_header_bytes;
         at + vault::ring_slot_bytes <= ring_before.size(); at += vault::ring_slot_bytes) {
        const std::string slot = ring_before.substr(at, vault::ring_slot_bytes);
        std::array<std::uint8_t, vault::ring_slot_bytes> bytes{};
        std::copy(slot.begin(), slot.end(), bytes.begin());
        const auto read = vault::RingSlot::decode(bytes);
        const bool of_the_day = read.name.day == today && read.name.data_class != DataClass::staff;
        if (!of_the_day && read.name.data_class != DataClass::hold) continue;
        ++live_then;
        EXPECT_EQ(after.find(slot), std::string::npos);
    }
    EXPECT_EQ(live_then, 9);
    ASSERT_TRUE(reopen().ok());
    EXPECT_FALSE(opens(item, DataClass::record));
}

}  // namespace
}  // namespace buuan::node
