#include "day_store_contract.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "adapters/memory/memory_days.hpp"
#include "adapters/sqlite/sqlite_days.hpp"
#include "folders.hpp"

namespace buuan::contract {
namespace {

class InMemory final : public StoreUnderTest {
public:
    DayStore& store() override { return days_; }
    void reopen() override {}

private:
    memory::MemoryDays days_;
};

template <class Folder>
class InSqlite final : public StoreUnderTest {
public:
    explicit InSqlite(std::size_t days_open_max) : days_open_max_(days_open_max) { reopen(); }
    ~InSqlite() override { days_.reset(); }
    DayStore& store() override { return *days_; }
    void reopen() override {
        days_.reset();
        auto opened = sqlite::SqliteDays::open(folder_.place(), "days", days_open_max_);
        CHECK(opened.ok());
        days_ = std::move(opened).value();
    }

private:
    const std::size_t days_open_max_;
    Folder folder_;
    std::unique_ptr<sqlite::SqliteDays> days_;
};

class DayStoreContract : public ::testing::TestWithParam<Adapter> {
protected:
    DayStore& store() { return under_test_->store(); }
    void reopen() { under_test_->reopen(); }
    StoredItem stored(std::uint32_t n, Day day = the_day) {
        const auto found = store().find(day, item_id(n));
        EXPECT_TRUE(found.ok() && found.value()) << "item " << n;
        return found.ok() && found.value() ? *found.value() : StoredItem{};
    }
    std::vector<ItemId> by_token(const Token& token, std::size_t count_max = 100) {
        return store().find_by_tokens(the_day, std::array{token}, count_max).value();
    }
    /// Gives everything that waits for `log` a place from `index` on, as the sequencer does.
    std::uint64_t sequence(const LogName& log, std::uint64_t index) {
        std::vector<SequencedEntry> places;
        for (const auto& entry : store().pending(log, 10'000).value())
            places.push_back({entry.id, index++});
        EXPECT_TRUE(store().mark_sequenced(log, places).ok());
        return index;
    }

private:
    std::unique_ptr<StoreUnderTest> under_test_ = GetParam().open();
};

TEST_P(DayStoreContract, an_acceptance_comes_back_bit_for_bit_also_after_a_restart) {
    DayWrite write = acceptance(1);
    write.records.push_back({DataClass::identity, 1, {}});
    write.records.push_back({DataClass::record, 2, Bytes(100'000, 0)});
    write.objects = {{sha256(as_bytes("b")), DataClass::picture, "sealed", 1ULL << 40},
                     {sha256(as_bytes("a")), DataClass::picture, "open", 0}};
    ASSERT_EQ(apply_one(store(), write), Applied::written);
    for (int round = 0; round < 2; ++round) {
        const StoredItem item = stored(1);
        EXPECT_EQ(item.row, write.after);
        EXPECT_EQ(item.records, (std::vector<SealedRow>{write.records[0], write.records[2],
                                                        write.records[1]}));  // class, revision
        EXPECT_EQ(item.objects,
                  (std::vector<ObjectRow>{write.objects[1], write.objects[0]}));  // by slot
        ASSERT_EQ(item.entries.size(), 1U);
        EXPECT_EQ(item.entries[0].id, write.entries[0].id);
        EXPECT_EQ(item.entries[0].log, the_log());
        EXPECT_FALSE(item.entries[0].index);
        EXPECT_EQ(store().find_row(the_day, item_id(1)).value(), write.after);
        reopen();
    }
}

TEST_P(DayStoreContract, a_day_that_nobody_wrote_to_is_empty_and_asking_does_not_make_it) {
    EXPECT_FALSE(store().find(the_day, item_id(1)).value());
    EXPECT_FALSE(store().find_row(the_day, item_id(1)).value());
    EXPECT_FALSE(store().find_command(the_day, CommandId{}).value());
    EXPECT_TRUE(by_token(own_token(1)).empty());
    EXPECT_TRUE(store().scan(the_day, std::nullopt, 10).value().empty());
    EXPECT_TRUE(store().counter_numbers(the_day).value().empty());
    EXPECT_TRUE(store().clear_tokens(the_day).ok());
    EXPECT_TRUE(store().add_tokens(the_day, item_id(1), std::array{own_token(1)}).ok());
    EXPECT_TRUE(store().mark_sequenced(the_log(), std::array{SequencedEntry{}}).ok());
    EXPECT_EQ(apply_one(store(), event(1, 2)), Applied::stale);
    EXPECT_TRUE(store().days().value().empty());
    EXPECT_TRUE(store().pending(the_log(), 10).value().empty());
}

TEST_P(DayStoreContract, the_same_request_twice_is_one_acceptance) {
    EXPECT_EQ(apply_one(store(), acceptance(1)), Applied::written);
    EXPECT_EQ(apply_one(store(), acceptance(1)), Applied::already_there);
    reopen();
    EXPECT_EQ(apply_one(store(), acceptance(1)), Applied::already_there);
    EXPECT_EQ(apply_all(store(), {acceptance(2), acceptance(2)}),
              (std::vector{Applied::written, Applied::already_there}));
    EXPECT_EQ(stored(1).entries.size(), 1U);
    EXPECT_EQ(store().pending(the_log(), 10).value().size(), 2U);
}

TEST_P(DayStoreContract, the_same_id_with_another_request_is_a_conflict_and_changes_nothing) {
    ASSERT_EQ(apply_one(store(), acceptance(1)), Applied::written);
    DayWrite other = acceptance(1);
    other.request = sha256(as_bytes("something else"));
    other.after.site = {"OTHER"};
    EXPECT_EQ(apply_one(store(), other), Applied::conflict);
    other.command.bytes[7] = 1;  // another command that also wants to create the item
    EXPECT_EQ(apply_one(store(), other), Applied::conflict);
    EXPECT_EQ(stored(1).row, acceptance(1).after);
    EXPECT_FALSE(store().find_command(the_day, other.command).value());
}

TEST_P(DayStoreContract, a_command_id_used_for_another_item_is_a_conflict) {
    ASSERT_EQ(apply_all(store(), {acceptance(1), acceptance(2), event(1, 2)}),
              std::vector(3, Applied::written));
    DayWrite write = event(2, 2);
    write.command = event(1, 2).command;
    write.request = event(1, 2).request;
    EXPECT_EQ(apply_one(store(), write), Applied::conflict);
}

TEST_P(DayStoreContract, a_command_on_another_version_is_stale_and_a_repeated_one_is_not) {
    ASSERT_EQ(apply_all(store(), {acceptance(1), event(1, 2), event(1, 3)}),
              std::vector(3, Applied::written));
    DayWrite late = event(1, 4);
    late.expects = 2;
    EXPECT_EQ(apply_one(store(), late), Applied::stale);
    EXPECT_EQ(apply_one(store(), event(1, 5)), Applied::stale);  // from the future
    EXPECT_EQ(apply_one(store(), event(1, 2)),
              Applied::already_there);  // the item has moved on since
    EXPECT_EQ(store().find_command(the_day, event(1, 2).command).value(), event(1, 2).request);
    EXPECT_EQ(stored(1).row.version, 3U);
    EXPECT_EQ(stored(1).row.state, ItemState::in_transit);
}

TEST_P(DayStoreContract, what_is_refused_in_a_batch_leaves_its_neighbours_alone) {
    ASSERT_EQ(apply_one(store(), acceptance(5)), Applied::written);
    DayWrite conflicting = acceptance(5);
    conflicting.request = {};
    conflicting.entries = acceptance(99).entries;
    conflicting.tokens = {own_token(99)};
    const auto applied = apply_all(store(), {acceptance(1), conflicting, acceptance(2), event(7, 2),
                                             event(2, 2), acceptance(5), acceptance(3)});
    EXPECT_EQ(applied,
              (std::vector{Applied::written, Applied::conflict, Applied::written, Applied::stale,
                           Applied::written, Applied::already_there, Applied::written}));
    EXPECT_EQ(stored(2).row.version, 2U);
    EXPECT_EQ(store().scan(the_day, std::nullopt, 10).value().size(), 4U);
    EXPECT_TRUE(by_token(own_token(99)).empty());
    EXPECT_EQ(store().pending(the_log(), 100).value().size(), 4U);
}

TEST_P(
    DayStoreContract,
    a_revision_slot_or_entry_that_is_there_already_is_a_conflict_and_leaves_its_neighbours_alone) {
    DayWrite first = acceptance(1);
    first.objects = {{{}, DataClass::picture, "open", 7}};
    ASSERT_EQ(apply_one(store(), first), Applied::written);
    DayWrite same_revision = event(1, 2);
    same_revision.tokens = {own_token(77)};
    same_revision.records = first.records;
    DayWrite same_slot = event(1, 2);
    same_slot.objects = first.objects;
    DayWrite same_entry = event(1, 2);
    same_entry.entries.push_back(first.entries.front());
    const auto applied = apply_all(store(), {acceptance(2), same_revision, same_slot, acceptance(3),
                                             same_entry, acceptance(2), event(1, 2)});
    EXPECT_EQ(applied,
              (std::vector{Applied::written, Applied::conflict, Applied::conflict, Applied::written,
                           Applied::conflict, Applied::already_there, Applied::written}));
    EXPECT_EQ(stored(1).row.version, 2U);
    EXPECT_EQ(stored(1).entries.size(), 2U);
    EXPECT_EQ(stored(1).records.size(), 1U);
    EXPECT_TRUE(by_token(own_token(77)).empty());
}

TEST_P(DayStoreContract, commands_on_one_item_apply_in_the_order_of_the_batch) {
    std::vector<DayWrite> batch{acceptance(1)};
    for (std::uint32_t version = 2; version <= 6; ++version) batch.push_back(event(1, version));
    batch[3].records = {{DataClass::record, 2, {1, 2, 3}}};
    batch[5].after.on_hold = true;
    batch[5].after.pictures_due = 0;
    batch[5].after.type = ItemType::small_packet;  // a correction
    batch[5].after.service = Service::party_state;
    EXPECT_EQ(apply_all(store(), batch), std::vector(6, Applied::written));
    EXPECT_EQ(stored(1).row, batch[5].after);
    EXPECT_EQ(stored(1).records.back().sealed, (Bytes{1, 2, 3}));
    EXPECT_EQ(stored(1).entries.size(), 6U);
}

TEST_P(DayStoreContract, one_item_id_may_exist_on_two_days_without_them_mixing) {
    ASSERT_EQ(apply_one(store(), acceptance(1)), Applied::written);
    DayWrite tomorrow = acceptance(1, the_day.plus_days(1));
    tomorrow.request = {};
    EXPECT_EQ(apply_one(store(), tomorrow), Applied::written);
    EXPECT_EQ(stored(1).row.accepted_at, acceptance(1).after.accepted_at);
    EXPECT_EQ(store().days().value(), (std::vector{the_day, the_day.plus_days(1)}));
}

TEST_P(DayStoreContract, tokens_find_their_items_in_order_and_bounded) {
    std::vector<DayWrite> batch;
    for (std::uint32_t n = 0; n < 50; ++n) batch.push_back(acceptance(49 - n));
    apply_all(store(), batch);
    EXPECT_EQ(by_token(own_token(7)), std::vector{item_id(7)});
    EXPECT_EQ(by_token(shared_token(3)),
              (std::vector{item_id(3), item_id(13), item_id(23), item_id(33), item_id(43)}));
    const auto two = by_token(shared_token(3), 2);
    ASSERT_EQ(two.size(), 2U);
    EXPECT_LT(two[0], two[1]);
    EXPECT_TRUE(by_token(shared_token(3), 0).empty());
    EXPECT_TRUE(by_token(Token{}).empty());
    const std::array any{shared_token(3), own_token(8), own_token(13),
                         Token{}};  // 13 by two of them
    EXPECT_EQ(store().find_by_tokens(the_day, any, 3).value().size(), 3U);
    EXPECT_EQ(
        store().find_by_tokens(the_day, any, SIZE_MAX).value(),
        (std::vector{item_id(3), item_id(8), item_id(13), item_id(23), item_id(33), item_id(43)}));
    EXPECT_TRUE(store().find_by_tokens(the_day.plus_days(1), any, 9).value().empty());
}

TEST_P(DayStoreContract, tokens_can_be_forgotten_and_put_back) {
    apply_all(store(), {acceptance(1), acceptance(2)});
    ASSERT_TRUE(store().clear_tokens(the_day).ok());
    EXPECT_TRUE(by_token(own_token(1)).empty());
    const std::array tokens{own_token(1), shared_token(1)};
    ASSERT_TRUE(store().add_tokens(the_day, item_id(1), tokens).ok());
    ASSERT_TRUE(store().add_tokens(the_day, item_id(1), tokens).ok());
    ASSERT_TRUE(store().add_tokens(the_day, item_id(404), std::array{own_token(404)}).ok());
    EXPECT_TRUE(by_token(own_token(404)).empty());  // nobody's
    reopen();
    EXPECT_EQ(by_token(own_token(1)), std::vector{item_id(1)});
    EXPECT_TRUE(by_token(own_token(2)).empty());
    EXPECT_EQ(apply_one(store(), acceptance(2)), Applied::already_there);
}

TEST_P(DayStoreContract, what_is_erased_of_an_item_is_gone_with_its_tokens_and_nothing_else_is) {
    DayWrite first = acceptance(1);
    first.records.push_back({DataClass::minutes, 1, Bytes(50, 7)});
    first.objects = {{sha256(as_bytes("a")), DataClass::picture, "contents", 1000},
                     {sha256(as_bytes("b")), DataClass::minutes, "opening", 1000}};
    apply_all(store(), {first, acceptance(2), acceptance(11)});
    DayWrite erasing = event(1, 2);
    erasing.erases = {DataClass::record, DataClass::picture};
    erasing.records = {{DataClass::record, 2, Bytes(60, 9)}};
    erasing.tokens = {own_token(77)};
    ASSERT_EQ(apply_one(store(), erasing), Applied::written);
    EXPECT_EQ(apply_one(store(), erasing), Applied::already_there);
    for (int run = 0; run < 2; ++run) {
        const StoredItem left = *store().find(the_day, item_id(1)).value();
        const std::vector<SealedRow> records{{DataClass::record, 2, Bytes(60, 9)},
                                             {DataClass::minutes, 1, Bytes(50, 7)}};
        EXPECT_EQ(left.records, records);
        EXPECT_EQ(left.objects, std::vector{first.objects[1]});
        EXPECT_EQ(left.entries.size(), 2U);
        EXPECT_TRUE(by_token(own_token(1)).empty());
        EXPECT_EQ(by_token(shared_token(1)), std::vector{item_id(11)});
        EXPECT_EQ(by_token(own_token(77)), std::vector{item_id(1)});
        EXPECT_EQ(by_token(own_token(2)), std::vector{item_id(2)});
        EXPECT_EQ(store().find(the_day, item_id(2)).value()->records.size(), 1U);
        reopen();
    }
}

TEST_P(DayStoreContract, a_token_is_found_whether_or_not_the_store_has_caught_up) {
    for (std::uint32_t n = 0; n < 20; ++n)
        apply_all(store(), {acceptance(2 * n), acceptance(2 * n + 1)});
    const auto expect_all = [&](const char* when) {
        for (std::uint32_t n = 0; n < 40; ++n)
            EXPECT_EQ(by_token(own_token(n)), std::vector{item_id(n)}) << when << ": " << n;
        EXPECT_EQ(by_token(shared_token(3)),
                  (std::vector{item_id(3), item_id(13), item_id(23), item_id(33)}))
            << when;
    };
    expect_all("at once");
    reopen();
    expect_all("after a restart");
    ASSERT_TRUE(store().catch_up().ok());
    expect_all("caught up");
    apply_all(store(), {acceptance(43)});
    ASSERT_TRUE(store().catch_up().ok());
    ASSERT_TRUE(store().catch_up().ok());
    apply_all(store(), {acceptance(53)});
    EXPECT_EQ(by_token(shared_token(3)), (std::vector{item_id(3), item_id(13), item_id(23),
                                                      item_id(33), item_id(43), item_id(53)}));
    reopen();
    EXPECT_EQ(by_token(own_token(43)), std::vector{item_id(43)});
    EXPECT_EQ(by_token(own_token(53)), std::vector{item_id(53)});
}

TEST_P(DayStoreContract,
       an_item_is_found_from_the_moment_it_is_written_while_the_store_catches_up) {
    constexpr std::uint32_t items = 300;
    std::atomic<std::uint32_t> written = 0;
    std::atomic<bool> wrong = false;
    std::jthread catching_up([&] {
        while (written < items && !wrong)
            if (!store().catch_up().ok()) wrong = true;
    });
    std::jthread looking([&] {
        for (std::uint32_t n = 0; written < items && !wrong;) {
            const std::uint32_t there = written;
            if (there == 0) continue;
            n = (n * 7 + 1) % there;
            if (by_token(own_token(n)) != std::vector{item_id(n)}) wrong = true;
        }
    });
    for (std::uint32_t n = 0; n < items && !wrong; ++n) {
        if (apply_one(store(), acceptance(n)) != Applied::written) wrong = true;
        ++written;
    }
    catching_up.join();
    looking.join();
    EXPECT_FALSE(wrong);
}

TEST_P(DayStoreContract, pages_of_a_scan_give_each_item_once_with_all_its_parts) {
    std::vector<DayWrite> batch;
    for (std::uint32_t n = 0; n < 57; ++n) {
        batch.push_back(acceptance(n));
        if (n % 2 == 0) batch.back().records.clear();
        if (n % 4 == 1)
            batch.back().records.push_back(
                {DataClass::record, 2, Bytes(9, static_cast<std::uint8_t>(n))});
        if (n % 3 == 0)
            batch.back().objects = {{sha256(as_bytes("o")), DataClass::picture, "open", n},
                                    {{}, DataClass::picture, "sealed", n}};
        if (n % 5 == 0) batch.push_back(event(n, 2));
    }
    apply_all(store(), batch);
    std::vector<StoredItem> all;
    std::optional<ItemId> after;
    for (;;) {
        const auto page = store().scan(the_day, after, 10).value();
        ASSERT_LE(page.size(), 10U);
        if (page.empty()) break;
        all.insert(all.end(), page.begin(), page.end());
        after = page.back().row.id;
    }
    ASSERT_EQ(all.size(), 57U);
    std::vector<NewestRecord> newest;
    for (after.reset();; after = newest.back().item) {
        const auto page = store().newest_records(the_day, DataClass::record, after, 10).value();
        ASSERT_LE(page.size(), 10U);
        if (page.empty()) break;
        newest.insert(newest.end(), page.begin(), page.end());
    }
    std::vector<NewestRecord> expected;
    for (const StoredItem& item : all) {
        const SealedRow* last = nullptr;
        for (const SealedRow& record : item.records) {
            if (record.data_class == DataClass::record) last = &record;
        }
        if (last != nullptr) expected.push_back({item.row.id, last->revision, last->sealed});
    }
    EXPECT_EQ(newest, expected);
    EXPECT_TRUE(std::any_of(newest.begin(), newest.end(),
                            [](const NewestRecord& record) { return record.revision > 1; }));
    EXPECT_LT(newest.size(), 57U);
    for (std::uint32_t n = 0; n < 57; ++n) {
        const StoredItem one = stored(n);
        EXPECT_EQ(all[n].row, one.row);
        EXPECT_EQ(all[n].row.id, item_id(n));
        EXPECT_EQ(all[n].records, one.records);
        EXPECT_EQ(all[n].objects.size(), n % 3 == 0 ? 2U : 0U);
        EXPECT_EQ(all[n].entries.size(), n % 5 == 0 ? 2U : 1U);
    }
    EXPECT_TRUE(store().scan(the_day, std::nullopt, 0).value().empty());
}

TEST_P(DayStoreContract, days_that_hold_something_are_listed_in_order) {
    for (const int ahead : {3, 0, 40}) apply_one(store(), acceptance(1, the_day.plus_days(ahead)));
    EXPECT_EQ(store().days().value(),
              (std::vector{the_day, the_day.plus_days(3), the_day.plus_days(40)}));
}

TEST_P(DayStoreContract, the_newest_rows_of_a_counter_come_page_by_page) {
    std::vector<DayWrite> writes;
    for (std::uint32_t n = 0; n < 12; ++n) {
        writes.push_back(acceptance(n));
        if (n % 3 == 0) writes.back().after.counter = CounterCode{"DBP-2"};
    }
    std::swap(writes[2], writes[9]);  // in the order of their ids, not of their arrival
    apply_all(store(), writes);
    const auto page = [&](const char* counter, std::optional<ItemId> before, std::size_t count) {
        std::vector<ItemId> ids;
        for (const ItemRow& row :
             store().newest_rows(the_day, CounterCode{counter}, before, count).value())
            ids.push_back(row.id);
        return ids;
    };
    EXPECT_EQ(page("DBP-2", std::nullopt, 3), (std::vector{item_id(9), item_id(6), item_id(3)}));
    EXPECT_EQ(page("DBP-2", item_id(3), 3), (std::vector{item_id(0)}));
    EXPECT_EQ(page("DBP-1", item_id(4), 9), (std::vector{item_id(2), item_id(1)}));
    EXPECT_TRUE(page("DBP-3", std::nullopt, 9).empty());
    EXPECT_TRUE(
        store().newest_rows(the_day.plus_days(1), CounterCode{"DBP-1"}, {}, 9).value().empty());
}

TEST_P(DayStoreContract, an_entry_leads_to_its_item_among_those_that_are_looked_at) {
    const DayWrite later = event(2, 2);
    apply_all(store(), {acceptance(1), acceptance(2), acceptance(3), later});
    const auto item_of = [&](const EntryId& entry, std::uint32_t first, std::uint32_t last) {
        return store().find_by_entry(the_day, entry, item_id(first), item_id(last)).value();
    };
    const EntryId accepted = acceptance(2).entries.front().id;
    EXPECT_EQ(item_of(accepted, 1, 3), item_id(2));
    EXPECT_EQ(item_of(accepted, 2, 2), item_id(2));
    EXPECT_EQ(item_of(later.entries.front().id, 1, 3), item_id(2));
    EXPECT_EQ(item_of(accepted, 3, 9), std::nullopt);
    EXPECT_EQ(item_of(accepted, 0, 1), std::nullopt);
    EXPECT_EQ(item_of(acceptance(7).entries.front().id, 0, 9), std::nullopt);
    EXPECT_EQ(store().find_by_entry(the_day.plus_days(1), accepted, item_id(1), item_id(3)).value(),
              std::nullopt);
}

TEST_P(DayStoreContract, rows_of_some_states_come_page_by_page_each_once) {
    std::vector<DayWrite> writes;
    const ItemState states[] = {ItemState::accepted, ItemState::stopped, ItemState::delivered};
    for (std::uint32_t n = 0; n < 12; ++n) {
        writes.push_back(acceptance(n));
        writes.back().after.state = states[n % 3];
    }
    apply_all(store(), writes);
    const std::vector wanted = {ItemState::stopped, ItemState::delivered};
    std::set<ItemId> seen;
    std::optional<ItemId> after;
    for (std::size_t pages = 0; pages < 3; ++pages) {
        const auto rows = store().rows_in(the_day, wanted, {}, after, 3).value();
        ASSERT_EQ(rows.size(), pages < 2 ? 3U : 2U);
        for (const ItemRow& row : rows) {
            EXPECT_NE(row.state, ItemState::accepted);
            EXPECT_TRUE(seen.insert(row.id).second);
            after = row.id;
        }
    }
    EXPECT_EQ(seen.size(), 8U);
    EXPECT_TRUE(store().rows_in(the_day, {}, {}, {}, 9).value().empty());
    EXPECT_TRUE(store().rows_in(the_day.plus_days(1), wanted, {}, {}, 9).value().empty());
}

TEST_P(DayStoreContract, rows_that_an_index_gives_are_those_of_its_states_page_by_page) {
    using enum ItemState;
    const ItemState all[] = {refused,   accepted, in_transit, stopped,   held_for_pickup,
                             delivered, returned, withdrawn,  unclaimed, settled};
    std::vector<DayWrite> writes;
    for (std::uint32_t n = 0; n < 20; ++n) {
        writes.push_back(acceptance(n));
        writes.back().after.state = all[n % 10];
    }
    apply_all(store(), writes);
    for (const auto& wanted :
         {std::vector{stopped}, std::vector{unclaimed, held_for_pickup}, std::vector{unclaimed}}) {
        std::set<ItemId> seen;
        std::optional<ItemId> after;
        for (;;) {
            const auto rows = store().rows_in(the_day, wanted, {}, after, 3).value();
            for (const ItemRow& row : rows) {
                EXPECT_EQ(std::count(wanted.begin(), wanted.end(), row.state), 1);
                EXPECT_TRUE(seen.insert(row.id).second);
                after = row.id;
            }
            if (rows.size() < 3) break;
        }
        EXPECT_EQ(seen.size(), 2 * wanted.size());
    }
}

TEST_P(DayStoreContract, rows_of_some_services_come_with_those_of_some_states_each_once) {
    std::vector<DayWrite> writes{acceptance(0), acceptance(1), acceptance(2), acceptance(3)};
    for (DayWrite& write : writes) write.after.state = ItemState::delivered;
    writes[1].after.service = writes[3].after.service = Service::party_state;
    writes[2].after.service = Service::administrative_procedure;
    writes[3].after.state = ItemState::stopped;
    apply_all(store(), writes);
    const auto numbers = [&](std::vector<ItemState> states, std::vector<Service> services) {
        std::vector<ItemId> ids;
        for (const ItemRow& row : store().rows_in(the_day, states, services, {}, 9).value())
            ids.push_back(row.id);
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    EXPECT_EQ(numbers({}, {Service::party_state}), (std::vector{item_id(1), item_id(3)}));
    EXPECT_EQ(numbers({ItemState::stopped}, {Service::party_state}),
              (std::vector{item_id(1), item_id(3)}));
    EXPECT_EQ(numbers({ItemState::stopped}, {Service::administrative_procedure}),
              (std::vector{item_id(2), item_id(3)}));
    EXPECT_EQ(numbers({}, {Service::standard}), std::vector{item_id(0)});
    EXPECT_EQ(store().find_row(the_day, item_id(2)).value()->service,
              Service::administrative_procedure);
}

TEST_P(DayStoreContract, how_many_items_are_in_each_state_is_told) {
    apply_all(store(), {acceptance(0), acceptance(1), acceptance(2), event(1, 2)});
    std::map<ItemState, std::uint64_t> counts;
    for (const StateCount& each : store().state_counts(the_day).value())
        counts[each.state] = each.items;
    EXPECT_EQ(counts, (std::map<ItemState, std::uint64_t>{{ItemState::accepted, 2},
                                                          {ItemState::in_transit, 1}}));
    EXPECT_TRUE(store().state_counts(the_day.plus_days(1)).value().empty());
}

TEST_P(DayStoreContract, the_numbers_of_each_counter_are_told) {
    apply_all(store(), {acceptance(0), acceptance(1), acceptance(2), event(1, 2)});
    std::vector<std::uint32_t> numbers;
    for (const auto& used : store().counter_numbers(the_day).value()) {
        EXPECT_EQ(used.counter.value, "DBP-1");
        numbers.push_back(used.number);
    }
    std::sort(numbers.begin(), numbers.end());
    EXPECT_EQ(numbers, (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST_P(DayStoreContract, pending_entries_wait_for_their_own_log_oldest_first) {
    apply_all(store(), {acceptance(3), acceptance(1), event(1, 2), acceptance(2)});
    apply_one(store(), acceptance(0, the_day.plus_days(-1)));
    apply_one(store(), acceptance(9, the_day.plus_days(-2)));
    reopen();
    const auto entries = store().pending(the_log(), 100).value();
    std::vector<EntryId> ids;
    for (const auto& entry : entries) ids.push_back(entry.id);
    std::vector<EntryId> expected;
    for (const std::uint32_t n : {9U, 0U, 1U, 2U, 3U})
        expected.push_back(acceptance(n).entries.front().id);
    EXPECT_EQ(ids, expected);
    EXPECT_EQ(entries[2].text, acceptance(1).entries.front().text);
    EXPECT_EQ(entries[2].log, the_log());
    EXPECT_EQ(store().pending(the_log(), 3).value().size(), 3U);
    EXPECT_EQ(store().pending(LogName::province("01"), 100).value().size(), 1U);
    EXPECT_TRUE(store().pending(LogName::organisation(), 100).value().empty());
}

TEST_P(DayStoreContract, a_sequenced_entry_waits_no_longer_and_shows_its_place) {
    apply_all(store(), {acceptance(1), acceptance(2), event(1, 2)});
    const EntryId id = acceptance(1).entries.front().id;
    const std::array places{SequencedEntry{id, 41},
                            SequencedEntry{EntryId{}, 42}};  // one that nobody knows
    for (int round = 0; round < 3; ++round) {
        ASSERT_TRUE(store().mark_sequenced(the_log(), places).ok());
        EXPECT_EQ(stored(1).entries[0].index, 41U);
        EXPECT_FALSE(stored(1).entries[1].index);
        ASSERT_EQ(store().pending(the_log(), 10).value().size(), 1U);
        if (round == 1) reopen();
    }
    // Another log cannot take it, nor the same one move it.
    ASSERT_TRUE(store()
                    .mark_sequenced(LogName::province("01"),
                                    std::array{SequencedEntry{acceptance(2).entries.front().id, 5}})
                    .ok());
    EXPECT_EQ(store().pending(the_log(), 10).value().size(), 1U);
    ASSERT_TRUE(store().mark_sequenced(the_log(), std::array{SequencedEntry{id, 99}}).ok());
    EXPECT_EQ(stored(1).entries[0].index, 41U);
}

TEST_P(DayStoreContract, entries_that_arrive_after_a_day_was_empty_are_not_overlooked) {
    std::uint64_t index = 0;
    for (std::uint32_t round = 0; round < 6; ++round) {
        for (int back = 0; back < 3; ++back)
            apply_one(store(), acceptance(round, the_day.plus_days(-back)));
        ASSERT_EQ(store().pending(the_log(), 100).value().size(), 3U);
        index = sequence(the_log(), index);
        EXPECT_TRUE(store().pending(the_log(), 100).value().empty());
        EXPECT_TRUE(store().pending(the_log(), 100).value().empty());
        if (round % 2 == 1) reopen();
        if (round == 3) {
            EXPECT_TRUE(store().pending(the_log(), 100).value().empty());  // forgets the days of
                                                                           // the earlier run
            reopen();
        }
    }
    EXPECT_EQ(index, 18U);
}

TEST_P(DayStoreContract, a_dropped_day_is_gone_and_closed_for_good) {
    apply_all(store(), {acceptance(1), acceptance(2)});
    apply_one(store(), acceptance(3, the_day.plus_days(1)));
    sequence(the_log(), 0);
    for (int round = 0; round < 3; ++round) {
        ASSERT_TRUE(store().drop(the_day).ok());
        EXPECT_FALSE(store().find(the_day, item_id(1)).value());
        EXPECT_TRUE(by_token(own_token(1)).empty());
        EXPECT_TRUE(store().scan(the_day, std::nullopt, 10).value().empty());
        EXPECT_EQ(apply_all(store(), {acceptance(1), event(2, 2)}),
                  std::vector(2, Applied::day_closed));
        EXPECT_TRUE(store().clear_tokens(the_day).ok());
        EXPECT_TRUE(store().add_tokens(the_day, item_id(1), std::array{own_token(1)}).ok());
        EXPECT_EQ(store().days().value(), std::vector{the_day.plus_days(1)});
        EXPECT_EQ(stored(3, the_day.plus_days(1)).row.version, 1U);
        if (round == 1) reopen();
    }
    ASSERT_TRUE(store().drop(the_day.plus_days(9)).ok());  // a day that never was can be closed too
    EXPECT_EQ(apply_one(store(), acceptance(1, the_day.plus_days(9))), Applied::day_closed);
}

TEST_P(DayStoreContract, a_day_whose_entries_no_log_holds_yet_cannot_be_dropped) {
    apply_one(store(), acceptance(1));
    EXPECT_EQ(store().drop(the_day).error().kind, FaultKind::busy);
    EXPECT_EQ(stored(1).row.version, 1U);
    EXPECT_EQ(apply_one(store(), acceptance(2)), Applied::written);
    sequence(the_log(), 0);
    EXPECT_TRUE(store().drop(the_day).ok());
}

TEST_P(DayStoreContract, five_thousand_items_in_one_batch) {
    std::vector<DayWrite> batch;
    for (std::uint32_t n = 0; n < 5000; ++n) batch.push_back(acceptance(n));
    EXPECT_EQ(apply_all(store(), batch), std::vector(5000, Applied::written));
    reopen();
    EXPECT_EQ(apply_all(store(), batch), std::vector(5000, Applied::already_there));
    EXPECT_EQ(store().scan(the_day, item_id(4990), 100).value().size(), 9U);
    EXPECT_EQ(by_token(shared_token(4), 1000).size(), 500U);
    EXPECT_EQ(stored(4999).records, batch[4999].records);
    EXPECT_EQ(sequence(the_log(), 0), 5000U);
}

TEST_P(DayStoreContract, readers_see_whole_commands_while_others_are_written) {
    constexpr std::uint32_t items = 40;
    constexpr std::uint32_t versions = 8;
    std::atomic<bool> done{false};
    std::atomic<int> torn{0};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 3; ++reader) {
        readers.emplace_back([&, reader] {
            while (!done) {
                for (const Day day : {the_day, the_day.plus_days(1)}) {
                    const auto page = store().scan(day, std::nullopt, 100);
                    if (!page.ok()) ++torn;
                    for (const StoredItem& item : page.value()) {
                        if (item.entries.size() != item.row.version || item.records.size() != 1)
                            ++torn;
                    }
                    const auto found =
                        store().find(day, item_id(static_cast<std::uint32_t>(reader)));
                    if (!found.ok() || (found.value() && found.value()->entries.size() !=
                                                             found.value()->row.version))
                        ++torn;
                    (void)store().pending(the_log(), 10).ok();
                }
            }
        });
    }
    std::vector<std::thread> writers;
    for (const Day day : {the_day, the_day.plus_days(1)}) {
        writers.emplace_back([&, day] {
            for (std::uint32_t version = 1; version <= versions; ++version) {
                for (std::uint32_t first = 0; first < items; first += 10) {
                    std::vector<DayWrite> batch;
                    for (std::uint32_t n = first; n < first + 10; ++n)
                        batch.push_back(version == 1 ? acceptance(n, day) : event(n, version, day));
                    EXPECT_EQ(apply_all(store(), batch), std::vector(10, Applied::written));
                }
            }
        });
    }
    for (auto& writer : writers) writer.join();
    done = true;
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(torn, 0);
    EXPECT_EQ(stored(items - 1).row.version, versions);
}

TEST_P(DayStoreContract, dropping_a_day_while_it_is_read_and_written_harms_nobody) {
    for (int round = 0; round < 10; ++round) {
        const Day day = the_day.plus_days(round);
        apply_one(store(), acceptance(0, day));
        std::vector<std::thread> threads;
        threads.emplace_back([&] {
            for (std::uint32_t n = 1;; ++n) {
                DayWrite write = acceptance(n, day);
                write.entries.clear();
                const auto applied = apply_one(store(), write);
                if (applied == Applied::day_closed) break;
                EXPECT_EQ(applied, Applied::written);
            }
        });
        threads.emplace_back([&] {
            for (int i = 0; i < 200; ++i) EXPECT_TRUE(store().find(day, item_id(0)).ok());
        });
        sequence(the_log(), 0);
        EXPECT_TRUE(store().drop(day).ok());
        for (auto& thread : threads) thread.join();
        EXPECT_FALSE(store().find(day, item_id(0)).value());
    }
    EXPECT_TRUE(store().days().value().empty());
}

INSTANTIATE_TEST_SUITE_P(
    each, DayStoreContract,
    ::testing::Values(Adapter{"memory", [] { return std::make_unique<InMemory>(); }},
                      Adapter{"sqlite",
                              [] { return std::make_unique<InSqlite<FolderOnDisk>>(128); }},
                      Adapter{"sqlite_with_one_day_open",
                              [] { return std::make_unique<InSqlite<FolderOnDisk>>(1); }},
                      Adapter{"sqlite_over_our_files",
                              [] { return std::make_unique<InSqlite<FolderInMemory>>(2); }}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace buuan::contract
