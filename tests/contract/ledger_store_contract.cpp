// What every LedgerStore must keep (src/ledger/ledger_store.hpp), asked of each adapter by one
// suite.
#include <gtest/gtest.h>
#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "adapters/memory/memory_ledger.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"
#include "base/merkle.hpp"
#include "folders.hpp"

namespace buuan::contract {
namespace {

using ledger::Append;
using ledger::Head;
using ledger::LedgerStore;

class LedgerUnderTest {
public:
    virtual ~LedgerUnderTest() = default;
    virtual LedgerStore& store() = 0;
    virtual void reopen() {}
};

class InMemory final : public LedgerUnderTest {
public:
    LedgerStore& store() override { return store_; }

private:
    memory::MemoryLedger store_;
};

template <class Folder>
class InSqlite final : public LedgerUnderTest {
public:
    InSqlite() { InSqlite::reopen(); }
    ~InSqlite() override { store_.reset(); }
    LedgerStore& store() override { return *store_; }
    void reopen() override {
        store_.reset();
        store_ = another();
    }
    std::unique_ptr<sqlite::SqliteLedger> another() {
        auto opened = sqlite::SqliteLedger::open(folder_.place(), "org.db");
        CHECK(opened.ok());
        return std::move(opened).value();
    }

private:
    Folder folder_;
    std::unique_ptr<sqlite::SqliteLedger> store_;
};

struct Adapter {
    std::string name;
    std::function<std::unique_ptr<LedgerUnderTest>()> open;
};
void PrintTo(const Adapter& adapter, std::ostream* out) {
    *out << adapter.name;
}

EntryId entry_id(std::uint32_t n) {
    EntryId id;
    for (std::size_t i = 0; i < 4; ++i)
        id.bytes[12 + i] = static_cast<std::uint8_t>(n >> (24 - 8 * i));
    return id;
}
Bytes bytes_of(std::string_view text) {
    return copy_of(as_bytes(text));
}

/// `count` entries behind `head`, with a tile that says how far it got.
Append append_to(const Head& head, std::uint32_t count) {
    Append append{head,
                  {head.size + count, sha256(as_bytes("root " + std::to_string(head.size + count))),
                   head.epoch},
                  {},
                  {}};
    for (std::uint32_t i = 0; i < count; ++i)
        append.ids.push_back(entry_id(static_cast<std::uint32_t>(head.size) + i));
    append.tiles = {{0, 0, bytes_of("hashes " + std::to_string(append.next.size))},
                    {-1, 0, bytes_of("entries " + std::to_string(append.next.size))}};
    return append;
}

class LedgerStoreContract : public ::testing::TestWithParam<Adapter> {
protected:
    LedgerStore& store() { return under_test_->store(); }
    void reopen() { under_test_->reopen(); }

private:
    std::unique_ptr<LedgerUnderTest> under_test_ = GetParam().open();
};

TEST_P(LedgerStoreContract, a_new_log_has_the_empty_trees_head) {
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(store().head().value(), (Head{0, merkle::root_of({}), 0}));
        EXPECT_EQ(store().checkpoint().value(), "");
        EXPECT_FALSE(store().tile(0, 0).value());
        EXPECT_FALSE(store().tile(-1, 0).value());
        EXPECT_FALSE(store().index_of(entry_id(0)).value());
        reopen();
    }
}

TEST_P(LedgerStoreContract, what_was_appended_is_there_whole_also_after_a_restart) {
    const Append first = append_to(store().head().value(), 3);
    ASSERT_TRUE(store().append(first).ok());
    Append second = append_to(store().head().value(), 2);
    second.tiles.push_back({63, std::uint64_t{1} << 40, bytes_of("far")});
    second.tiles.push_back({1, 0, {}});
    ASSERT_TRUE(store().append(second).ok());
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(store().head().value(), second.next);
        EXPECT_EQ(store().tile(0, 0).value(),
                  bytes_of("hashes 5"));  // a grown tile replaces the shorter one
        EXPECT_EQ(store().tile(-1, 0).value(), bytes_of("entries 5"));
        EXPECT_EQ(store().tile(63, std::uint64_t{1} << 40).value(), bytes_of("far"));
        EXPECT_EQ(store().tile(1, 0).value(), Bytes{});
        EXPECT_FALSE(store().tile(0, 1).value());
        for (std::uint32_t n = 0; n < 5; ++n) EXPECT_EQ(store().index_of(entry_id(n)).value(), n);
        EXPECT_FALSE(store().index_of(entry_id(5)).value());
        reopen();
    }
}

TEST_P(LedgerStoreContract,
       an_append_to_a_head_that_is_not_the_stores_is_denied_and_leaves_no_trace) {
    const Head empty = store().head().value();
    ASSERT_TRUE(store().append(append_to(empty, 1)).ok());
    const Head head = store().head().value();
    Head wrong_root = head;
    wrong_root.root.bytes[31] ^= 1;
    Head wrong_epoch = head;
    ++wrong_epoch.epoch;
    for (const Head& stale : {empty, wrong_root, wrong_epoch, Head{2, head.root, head.epoch}}) {
        Append append = append_to(stale, 4);
        append.ids = {entry_id(100)};
        append.tiles.push_back({0, 7, bytes_of("x")});
        const auto done = store().append(append);
        ASSERT_FALSE(done.ok());
        EXPECT_EQ(done.error().kind, FaultKind::denied);
    }
    EXPECT_EQ(store().head().value(), head);
    EXPECT_EQ(store().tile(0, 0).value(), bytes_of("hashes 1"));
    EXPECT_FALSE(store().tile(0, 7).value());
    EXPECT_FALSE(store().index_of(entry_id(100)).value());
}

TEST_P(LedgerStoreContract, no_entry_gets_a_second_place) {
    ASSERT_TRUE(store().append(append_to(store().head().value(), 3)).ok());
    const Head head = store().head().value();
    Append again = append_to(head, 2);
    again.ids[1] = entry_id(1);
    EXPECT_EQ(store().append(again).error().kind, FaultKind::invalid);
    again.ids = {entry_id(9), entry_id(9)};
    EXPECT_EQ(store().append(again).error().kind, FaultKind::invalid);
    EXPECT_EQ(store().head().value(), head);
    EXPECT_EQ(store().tile(0, 0).value(), bytes_of("hashes 3"));
    EXPECT_EQ(store().index_of(entry_id(1)).value(), 1U);
    EXPECT_FALSE(store().index_of(entry_id(9)).value());
    EXPECT_TRUE(store().append(append_to(head, 2)).ok());  // and the log goes on
}

TEST_P(LedgerStoreContract, taking_over_fences_off_the_sequencer_before) {
    const Head old = store().head().value();
    const Head taken = store().take_over().value();
    EXPECT_EQ(taken, (Head{old.size, old.root, old.epoch + 1}));
    reopen();
    EXPECT_EQ(store().head().value(), taken);
    EXPECT_EQ(store().append(append_to(old, 1)).error().kind, FaultKind::denied);
    EXPECT_EQ(store().set_checkpoint(old.epoch, "note of the old one").error().kind,
              FaultKind::denied);
    EXPECT_EQ(store().checkpoint().value(), "");
    EXPECT_TRUE(store().append(append_to(taken, 1)).ok());
    EXPECT_EQ(store().head().value().epoch, taken.epoch);
    EXPECT_TRUE(store().set_checkpoint(taken.epoch, "note").ok());
    EXPECT_EQ(store().take_over().value().epoch, taken.epoch + 1);
    EXPECT_EQ(store().head().value().size, 1U);
}

TEST_P(LedgerStoreContract, the_last_checkpoint_is_kept) {
    ASSERT_TRUE(store().set_checkpoint(0, "one\n").ok());
    ASSERT_TRUE(store().set_checkpoint(0, "buuan.example\n5\nroot\n\n— buuan.example sig\n").ok());
    reopen();
    EXPECT_EQ(store().checkpoint().value(), "buuan.example\n5\nroot\n\n— buuan.example sig\n");
    EXPECT_EQ(store().head().value(), (Head{0, merkle::root_of({}), 0}));
}

TEST_P(LedgerStoreContract, of_many_that_append_to_one_head_one_is_let_in) {
    for (std::uint32_t round = 0; round < 10; ++round) {
        const Head head = store().head().value();
        std::atomic<int> let_in{0};
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                const auto done = store().append(append_to(head, 1));
                if (done.ok()) ++let_in;
                EXPECT_TRUE(done.ok() || done.error().kind == FaultKind::denied);
            });
        }
        for (auto& thread : threads) thread.join();
        ASSERT_EQ(let_in, 1);
        ASSERT_EQ(store().head().value().size, round + 1);
    }
}

INSTANTIATE_TEST_SUITE_P(
    each, LedgerStoreContract,
    ::testing::Values(Adapter{"memory", [] { return std::make_unique<InMemory>(); }},
                      Adapter{"sqlite", [] { return std::make_unique<InSqlite<FolderOnDisk>>(); }},
                      Adapter{"sqlite_over_our_files",
                              [] { return std::make_unique<InSqlite<FolderInMemory>>(); }}),
    [](const auto& each) { return each.param.name; });

TEST(sqlite_ledger, two_programs_on_one_file_cannot_both_sequence) {
    InSqlite<FolderOnDisk> file;
    const auto other = file.another();
    const Head before = file.store().head().value();
    const Head taken = other->take_over().value();
    EXPECT_EQ(file.store().append(append_to(before, 1)).error().kind, FaultKind::denied);
    EXPECT_EQ(file.store().set_checkpoint(before.epoch, "forked").error().kind, FaultKind::denied);
    EXPECT_TRUE(other->append(append_to(taken, 1)).ok());
    EXPECT_EQ(file.store().head().value().size, 1U);
}

}  // namespace
}  // namespace buuan::contract
