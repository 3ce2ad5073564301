// A node that lost its disk comes back from a backup and a mirror of its logs: what the logs said
// meanwhile holds again, what had bytes of its own is called lost, and nothing that was erased or
// deleted is there.
#include <boost/json/array.hpp>

#include "adapters/posix/posix_files.hpp"
#include "edge/node/world_test.hpp"
#include "ledger/log_reader.hpp"
#include "ledger/mirror.hpp"

namespace buuan::node {
namespace {

const LogName org = LogName::organisation();

struct TakeBackTest : NodeWithItems {
    TemporaryFolder elsewhere;
    const std::filesystem::path backup = elsewhere.path / "backup";
    const std::filesystem::path mirror = elsewhere.path / "mirror";
    Instant restored_at{};

    void back_up() {
        ASSERT_TRUE(node->settle().ok());
        node.reset();
        std::filesystem::copy(folder, backup, std::filesystem::copy_options::recursive);
        ASSERT_TRUE(reopen().ok());
    }

    void follow() {
        ASSERT_TRUE(node->settle().ok());
        std::filesystem::create_directories(mirror);
        for (const auto& log : node->logs().all()) follow(*log);
    }
    void follow(Log& log) {
        const auto files = PosixFiles::open_root(mirror);
        ledger::LogMirror logs(*files.value(), log.name.value);
        const auto followed =
            logs.follow(log.store->checkpoint().value(), {log.key.verifier()},
                        [&](std::uint64_t index, std::uint64_t width) {
                            return ledger::tile_bytes(*log.store, {-1, index, width});
                        });
        ASSERT_TRUE(followed.ok()) << followed.error().what;
    }

    /// The disk is lost; what there is now is the backup, to be opened.
    void lose_the_disk() {
        node.reset();
        std::filesystem::remove_all(folder);
        std::filesystem::copy(backup, folder, std::filesystem::copy_options::recursive);
        clock.at = clock.at + 60'000;
        restored_at = clock.at;
        mark({});
    }
    void mark(std::map<LogName, std::uint64_t> sizes) {
        const auto files = PosixFiles::open_root(folder);
        ASSERT_TRUE(mark_restored(*files.value(), {restored_at, restored_at + -120'000,
                                                   mirror.string(), std::move(sizes)})
                        .ok());
    }
    void restore() {
        lose_the_disk();
        const auto opened = reopen();
        ASSERT_TRUE(opened.ok()) << opened.error().what;
    }

    /// What an event does to an item, with its entry.
    EntryId happen(const ItemId& item, const std::string& type, ItemState state,
                   boost::json::object data, std::vector<DataClass> erases = {},
                   const LogName& log = org) {
        clock.at = clock.at + 1;  // ids of one millisecond are in no order
        const StoredItem stored = *node->days().find(today, item).value();
        DayWrite write;
        write.day = today;
        write.item = item;
        write.command = CommandId::make(clock.now(), random);
        write.expects = stored.row.version;
        write.after = stored.row;
        ++write.after.version;
        write.after.state = state;
        write.erases = std::move(erases);
        write.entries.push_back(entry_of(item, type, std::move(data), log));
        const EntryId entry = write.entries.front().id;
        EXPECT_EQ(node->committer().commit(std::move(write)).value(), Applied::written);
        return entry;
    }

    std::vector<ledger::Entry> said(const std::string& type) {
        std::vector<ledger::Entry> found;
        const auto log = node->logs().find(org);
        const auto checked = ledger::check_log(*log->store, log->key.verifier(),
                                               [&](std::uint64_t, const ledger::Entry& entry) {
                                                   if (entry.type == type) found.push_back(entry);
                                               });
        EXPECT_TRUE(checked.ok() && checked.value().problems.empty());
        return found;
    }
    std::set<std::string> lost() {
        std::set<std::string> ids;
        for (const auto& entry : said("record.lost")) {
            for (const auto& id : entry.data.at("entries").as_array())
                ids.insert(std::string(id.as_string()));
        }
        return ids;
    }
    EntryId acceptance_of(const ItemId& item) {
        return node->days().find(today, item).value()->entries.front().id;
    }
};

TEST_F(TakeBackTest, what_the_logs_said_after_the_backup_holds_again) {
    const ItemId early = accept(ItemState::accepted);
    back_up();
    const EntryId delivered = happen(early, "item.delivered", ItemState::delivered,
                                     {{"state", "delivered"}, {"relationship", "recipient"}});
    const ItemId late = accept();
    const EntryId acceptance = acceptance_of(late);
    {
        const auto held = node->hold_register();
        ASSERT_TRUE(node->apply(held,
                                {"organisation.set",
                                 org,
                                 std::nullopt,
                                 {"organisation", "-",
                                  R"({"name":"Bưu chính Ví Dụ","tax_code":null,)"
                                  R"("licence_number":"7","licence_scope":"toàn quốc",)"
                                  R"("licence_issued_on":null,"licence_expires_on":null})"},
                                 std::nullopt},
                                officer)
                        .ok());
    }
    follow();
    const auto before = node->logs().find(org)->store->head().value();
    restore();

    // The tree that people hold proofs of is the beginning of the one there is now.
    auto& log = *node->logs().find(org)->store;
    EXPECT_EQ(ledger::range_root(ledger::reader_of(log), 0, before.size).value(), before.root);
    EXPECT_GT(log.head().value().size, before.size);
    EXPECT_EQ(said("log.restored").size(), 1U);
    // The item that was there has its state and entry again; the one that was not is lost.
    const auto item = *node->days().find(today, early).value();
    EXPECT_EQ(item.row.state, ItemState::delivered);
    ASSERT_EQ(item.entries.back().id, delivered);
    EXPECT_EQ(item.entries.back().index, log.index_of(delivered).value());
    EXPECT_FALSE(node->days().find(today, late).value());
    EXPECT_EQ(lost(), std::set{acceptance.text()});
    EXPECT_EQ(node->register_now()->organisation->licence_number, "7");
    // Its number is on a paper.
    EXPECT_GT(node->numbers().take(today, {"Q1"}).value(), number);
}

TEST_F(TakeBackTest, what_was_erased_after_the_backup_is_not_there) {
    const ItemId item = accept();
    const ItemId other = accept();
    const StoredItem stored = *node->days().find(today, item).value();
    const Bytes picture =
        node->objects().get(today, DataClass::picture, stored.objects.front().object).value();
    back_up();
    const EntryId erased = happen(item, "item.erased", ItemState::delivered,
                                  {{"state", "delivered"},
                                   {"classes", {"record", "identity", "picture"}},
                                   {"record", boost::json::object{{"sha256", "-"}}}},
                                  {DataClass::record, DataClass::identity, DataClass::picture});
    follow();
    restore();
    const auto after = *node->days().find(today, item).value();
    EXPECT_TRUE(after.records.empty());
    EXPECT_TRUE(after.objects.empty());
    const std::string disk = everything_in(folder);
    for (const SealedRow& record : stored.records)
        EXPECT_FALSE(holds_bytes(disk, BytesView(record.sealed).subspan(30, 60)));
    EXPECT_FALSE(holds_bytes(disk, BytesView(picture).subspan(100, 100)));
    EXPECT_EQ(lost(), std::set{erased.text()}) << "what was left of it came after the backup";
    EXPECT_EQ(node->days().find(today, other).value()->records.size(), 2U);
}

TEST_F(TakeBackTest, what_was_deleted_after_the_backup_has_no_key) {
    accept();
    back_up();
    live_until("2027-03-26");
    ASSERT_EQ(node->keys().key(today, DataClass::identity).error().kind, FaultKind::denied);
    follow();
    restore();
    EXPECT_EQ(node->keys().key(today, DataClass::identity).error().kind, FaultKind::denied);
    EXPECT_TRUE(node->keys().key(today, DataClass::record).ok());
}

TEST_F(TakeBackTest, what_keeps_itself_is_copied_anew_before_its_day_goes_again) {
    const ItemId mail = accept_of(Service::party_state);
    const ItemId other = accept();
    back_up();
    live_until("2027-11-25");
    ASSERT_EQ(node->keys().key(today, DataClass::record).error().kind, FaultKind::denied);
    ASSERT_TRUE(node->retention().held().open_record(mail, DataClass::record).ok());
    follow();
    restore();  // the copies were made after the backup
    EXPECT_EQ(node->keys().key(today, DataClass::record).error().kind, FaultKind::denied);
    EXPECT_TRUE(node->retention().held().open_record(mail, DataClass::record).ok());
    EXPECT_FALSE(node->retention().held().open_record(other, DataClass::record).ok());
}

TEST_F(TakeBackTest, what_waited_for_its_log_when_the_backup_was_made_is_not_lost) {
    const ItemId item = accept();
    const EntryId waiting = acceptance_of(item);
    // Copied before the sequencer came round.
    std::filesystem::copy(folder, backup, std::filesystem::copy_options::recursive);
    follow();
    restore();
    EXPECT_TRUE(lost().empty());
    const auto entries = node->days().find(today, item).value()->entries;
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries.front().index, node->logs().find(org)->store->index_of(waiting).value());
}

TEST_F(TakeBackTest, cut_off_before_the_mark_went_it_comes_to_the_same_end) {
    const ItemId early = accept(ItemState::accepted);
    back_up();
    const std::uint64_t size = node->logs().find(org)->store->head().value().size;
    happen(early, "item.delivered", ItemState::delivered, {{"state", "delivered"}});
    accept();
    follow();
    restore();
    const auto once = lost();
    const auto row = node->days().find(today, early).value()->row;
    for (const bool knows_sizes : {true, false}) {
        node.reset();
        mark(knows_sizes ? std::map<LogName, std::uint64_t>{{org, size}}
                         : std::map<LogName, std::uint64_t>{});
        ASSERT_TRUE(reopen().ok());
        EXPECT_EQ(lost(), once);
        EXPECT_EQ(said("record.lost").size(), 1U);
        EXPECT_EQ(said("log.restored").size(), 1U);
        EXPECT_EQ(node->days().find(today, early).value()->row, row);
    }
}

TEST_F(TakeBackTest, without_its_mirror_or_with_one_of_another_history_it_stays_shut) {
    back_up();
    accept();
    follow();
    lose_the_disk();
    std::filesystem::rename(mirror, elsewhere.path / "away");
    EXPECT_FALSE(reopen().ok());
    std::filesystem::rename(elsewhere.path / "away", mirror);
    // It went on without the mirror, and only then is told of it: two histories under one key.
    const auto files = PosixFiles::open_root(folder);
    ASSERT_TRUE(mark_restored(*files.value(), {restored_at, restored_at, {}, {}}).ok());
    ASSERT_TRUE(reopen().ok());
    node.reset();
    restored_at = restored_at + 1;
    mark({});
    const auto opened = reopen();
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().kind, FaultKind::corrupt);
    EXPECT_NE(opened.error().what.find("log org and its mirror"), std::string::npos);
}

TEST_F(TakeBackTest, a_node_that_does_not_open_signs_nothing_of_what_waits) {
    accept();
    // The backup of a busy node: what it was told last had not come to its log.
    std::filesystem::copy(folder, backup, std::filesystem::copy_options::recursive);
    accept();
    follow();
    const auto before = node->logs().find(org)->store->head().value();
    lose_the_disk();
    std::filesystem::rename(mirror, elsewhere.path / "away");
    EXPECT_FALSE(reopen().ok());
    // An empty folder is no mirror, nor is one of something else.
    std::filesystem::create_directories(mirror / "org");
    EXPECT_FALSE(reopen().ok());
    std::filesystem::remove_all(mirror);
    std::filesystem::rename(elsewhere.path / "away", mirror);
    ASSERT_TRUE(reopen().ok());
    auto& log = *node->logs().find(org)->store;
    EXPECT_EQ(ledger::range_root(ledger::reader_of(log), 0, before.size).value(), before.root);
}

TEST_F(TakeBackTest, of_a_log_without_a_key_it_says_so_before_anything_changes) {
    back_up();
    accept();
    follow();
    std::filesystem::create_directories(mirror / "p12");
    lose_the_disk();
    const auto opened = reopen();
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().what.find("no key of log p12"), std::string::npos);
    std::filesystem::remove(mirror / "p12");
    ASSERT_TRUE(reopen().ok());
}

TEST_F(TakeBackTest, numbers_that_were_used_are_used_no_more_whatever_comes_after) {
    back_up();
    for (int i = 0; i < 3; ++i) accept();
    follow();
    restore();
    const std::uint32_t used = number;
    EXPECT_EQ(node->numbers().take(today, {"Q1"}).value(), used + 1);
    number = used;
    accept();  // that one, which stays
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(node->numbers().take(today, {"Q1"}).value(), used + 2);
}

TEST_F(TakeBackTest, what_happened_in_two_logs_comes_back_in_the_order_of_time) {
    const LogName elsewhere_log = LogName::province("01");
    ASSERT_TRUE(node->logs().ensure(elsewhere_log).ok());
    const ItemId item = accept(ItemState::accepted);
    back_up();
    happen(item, "item.scanned", ItemState::in_transit, {{"state", "in_transit"}}, {},
           elsewhere_log);
    clock.at = clock.at + 1000;
    happen(item, "item.delivered", ItemState::delivered, {{"state", "delivered"}});
    follow();
    restore();
    EXPECT_EQ(node->days().find(today, item).value()->row.state, ItemState::delivered);
}

}  // namespace
}  // namespace buuan::node
