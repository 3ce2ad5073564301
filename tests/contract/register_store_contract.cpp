// What every RegisterStore must keep (src/register/register_store.hpp), asked of each adapter by
// one suite.
#include <gtest/gtest.h>
#include <functional>
#include <memory>
#include <thread>

#include "adapters/memory/memory_register.hpp"
#include "adapters/sqlite/sqlite_register.hpp"
#include "folders.hpp"

namespace buuan::contract {
namespace {

using register_::RegisterStore;
using register_::RegisterWrite;
using register_::Row;

class RegisterUnderTest {
public:
    virtual ~RegisterUnderTest() = default;
    virtual RegisterStore& store() = 0;
    virtual void reopen() {}
};

class InMemory final : public RegisterUnderTest {
public:
    RegisterStore& store() override { return store_; }

private:
    memory::MemoryRegister store_;
};

template <class Folder>
class InSqlite final : public RegisterUnderTest {
public:
    InSqlite() { InSqlite::reopen(); }
    ~InSqlite() override { store_.reset(); }
    RegisterStore& store() override { return *store_; }
    void reopen() override {
        store_.reset();
        auto opened = sqlite::SqliteRegister::open(folder_.place(), "node.db");
        CHECK(opened.ok());
        store_ = std::move(opened).value();
    }

private:
    Folder folder_;
    std::unique_ptr<sqlite::SqliteRegister> store_;
};

struct Adapter {
    std::string name;
    std::function<std::unique_ptr<RegisterUnderTest>()> open;
};
void PrintTo(const Adapter& adapter, std::ostream* out) {
    *out << adapter.name;
}

EntryId entry_id(std::uint32_t n) {
    EntryId id;
    for (std::size_t i = 0; i < 4; ++i) id.bytes[i] = static_cast<std::uint8_t>(n >> (24 - 8 * i));
    return id;
}
PendingEntry entry(std::uint32_t n, const LogName& log = LogName::organisation()) {
    return {entry_id(n), log, "{\"n\":" + std::to_string(n) + "}"};
}

class RegisterStoreContract : public ::testing::TestWithParam<Adapter> {
protected:
    RegisterStore& store() { return under_test_->store(); }
    void reopen() { under_test_->reopen(); }
    void put(const std::string& kind, const std::string& key, const std::string& body) {
        RegisterWrite write;
        write.put.push_back({kind, key, body});
        ASSERT_TRUE(store().apply(write).ok());
    }
    std::optional<std::string> body(const std::string& kind, const std::string& key) {
        return store().find(kind, key).value();
    }
    std::vector<std::string> keys(const std::string& kind, const std::string& after = "",
                                  std::size_t count_max = 100) {
        std::vector<std::string> found;
        for (const Row& row : store().list(kind, after, count_max).value()) {
            EXPECT_EQ(row.kind, kind);
            found.push_back(row.key);
        }
        return found;
    }
    std::vector<std::uint32_t> waiting(const LogName& log = LogName::organisation(),
                                       std::size_t count_max = 100) {
        std::vector<std::uint32_t> found;
        for (const PendingEntry& each : store().pending(log, count_max).value()) {
            EXPECT_EQ(each.log, log);
            const auto n = static_cast<std::uint32_t>(std::stoul(each.text.substr(5)));
            EXPECT_EQ(each.id, entry_id(n));
            found.push_back(n);
        }
        return found;
    }

private:
    std::unique_ptr<RegisterUnderTest> under_test_ = GetParam().open();
};

using Numbers = std::vector<std::uint32_t>;
using Keys = std::vector<std::string>;

TEST_P(RegisterStoreContract, a_new_store_is_empty) {
    EXPECT_FALSE(body("site", "DBP"));
    EXPECT_TRUE(keys("site").empty());
    EXPECT_TRUE(waiting().empty());
    EXPECT_TRUE(
        store()
            .mark_sequenced(LogName::organisation(), std::array{SequencedEntry{entry_id(1), 0}})
            .ok());
}

TEST_P(RegisterStoreContract, a_row_comes_back_byte_for_byte_also_after_a_restart) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
    const std::pair<std::string, std::string> rows[] = {
        {"a", ""}, {"b", every_byte}, {"c", std::string(200'000, 'x')}, {"Điểm 1", "đ"}};
    for (const auto& [key, text] : rows) put("site", key, text);
    for (int round = 0; round < 2; ++round) {
        for (const auto& [key, text] : rows) EXPECT_EQ(body("site", key), text) << key;
        reopen();
    }
}

TEST_P(RegisterStoreContract, the_newest_put_counts_and_what_is_erased_is_gone) {
    put("site", "DBP", "one");
    put("site", "DBP", "two");
    put("counter", "DBP", "another kind");
    EXPECT_EQ(body("site", "DBP"), "two");
    RegisterWrite write;
    write.erase.emplace_back("site", "DBP");
    write.erase.emplace_back("site", "that never was");
    ASSERT_TRUE(store().apply(write).ok());
    reopen();
    EXPECT_FALSE(body("site", "DBP"));
    EXPECT_EQ(body("counter", "DBP"), "another kind");
}

TEST_P(RegisterStoreContract, what_one_write_erases_and_puts_is_there_afterwards) {
    put("act_due", "1", "old");
    RegisterWrite write;
    write.put.push_back({"act_due", "1", "new"});
    write.erase.emplace_back("act_due", "1");
    ASSERT_TRUE(store().apply(write).ok());
    EXPECT_EQ(body("act_due", "1"), "new");
}

TEST_P(RegisterStoreContract, rows_are_listed_by_key_page_by_page) {
    for (const char* key : {"b", "a", "Đ", "B", "10", "9", "-", "a-1"}) put("site", key, key);
    put("sit", "x", "");
    put("site2", "x", "");
    const Keys all = {"-", "10", "9", "B", "a", "a-1", "b", "Đ"};
    EXPECT_EQ(keys("site"), all);
    Keys paged;
    for (std::string after;;) {
        const Keys page = keys("site", after, 3);
        ASSERT_LE(page.size(), 3U);
        if (page.empty()) break;
        paged.insert(paged.end(), page.begin(), page.end());
        after = page.back();
    }
    EXPECT_EQ(paged, all);
    EXPECT_EQ(keys("site", "a", 1), Keys{"a-1"});
    EXPECT_EQ(keys("site", "a0"), (Keys{"b", "Đ"}));  // after a key that is not there
    EXPECT_TRUE(keys("site", "", 0).empty());
}

TEST_P(RegisterStoreContract, rows_are_listed_from_the_end_page_by_page) {
    for (const char* key : {"b", "a", "Đ", "B", "10", "9", "-", "a-1"}) put("site", key, key);
    put("sit", "x", "");
    put("site2", "x", "");
    const auto before = [&](const std::string& key, std::size_t count_max) {
        Keys found;
        for (const Row& row : store().list_before("site", key, count_max).value()) {
            EXPECT_EQ(row.kind, "site");
            EXPECT_EQ(row.body, row.key);
            found.push_back(row.key);
        }
        return found;
    };
    const Keys all = {"Đ", "b", "a-1", "a", "B", "9", "10", "-"};
    EXPECT_EQ(before("", 100), all);
    Keys paged;
    for (Keys page = before("", 3); !page.empty(); page = before(page.back(), 3))
        paged.insert(paged.end(), page.begin(), page.end());
    EXPECT_EQ(paged, all);
    EXPECT_EQ(before("a0", 2), (Keys{"a-1", "a"}));  // before a key that is not there
    EXPECT_TRUE(before("-", 9).empty());
    EXPECT_TRUE(before("", 0).empty());
    EXPECT_TRUE(store().list_before("nothing", "", 9).value().empty());
}

TEST_P(RegisterStoreContract,
       entries_wait_for_their_own_log_oldest_first_until_they_are_sequenced) {
    RegisterWrite write;
    for (const std::uint32_t n : {5U, 2U, 9U}) write.entries.push_back(entry(n));
    write.entries.push_back(entry(3, LogName::province("11")));
    ASSERT_TRUE(store().apply(write).ok());
    reopen();
    EXPECT_EQ(waiting(), (Numbers{2, 5, 9}));
    EXPECT_EQ(waiting(LogName::organisation(), 2), (Numbers{2, 5}));
    EXPECT_EQ(waiting(LogName::province("11")), Numbers{3});
    EXPECT_TRUE(waiting(LogName::province("1")).empty());
    const std::array places{SequencedEntry{entry_id(5), 0}, SequencedEntry{entry_id(77), 1},
                            SequencedEntry{entry_id(3), 2}};
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(store().mark_sequenced(LogName::organisation(), places).ok());
        reopen();
        EXPECT_EQ(waiting(), (Numbers{2, 9}));
        EXPECT_EQ(waiting(LogName::province("11")), Numbers{3});  // another log cannot take it
    }
}

TEST_P(RegisterStoreContract, a_write_with_an_entry_that_waits_already_changes_nothing) {
    RegisterWrite first;
    first.put.push_back({"site", "DBP", "one"});
    first.entries.push_back(entry(1));
    ASSERT_TRUE(store().apply(first).ok());
    RegisterWrite second;
    second.erase.emplace_back("site", "DBP");
    second.put.push_back({"site", "HNI", "two"});
    second.entries = {entry(2), entry(1)};
    const auto applied = store().apply(second);
    ASSERT_FALSE(applied.ok());
    EXPECT_EQ(applied.error().kind, FaultKind::invalid);
    second.entries = {entry(3), entry(3)};
    EXPECT_FALSE(store().apply(second).ok());
    EXPECT_EQ(body("site", "DBP"), "one");
    EXPECT_FALSE(body("site", "HNI"));
    EXPECT_EQ(waiting(), Numbers{1});
    second.entries = {entry(2)};
    EXPECT_TRUE(store().apply(second).ok());  // and the store goes on
    EXPECT_EQ(waiting(), (Numbers{1, 2}));
}

TEST_P(RegisterStoreContract, many_threads_lose_nothing) {
    std::vector<std::thread> threads;
    for (std::uint32_t thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::uint32_t i = 0; i < 25; ++i) {
                const std::uint32_t n = thread * 100 + i;
                RegisterWrite write;
                write.put.push_back({"site", std::to_string(n), "x"});
                write.entries.push_back(entry(n));
                EXPECT_TRUE(store().apply(write).ok());
                EXPECT_EQ(store().find("site", std::to_string(n)).value(), "x");
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(keys("site", "", 1000).size(), 100U);
    EXPECT_EQ(waiting(LogName::organisation(), 1000).size(), 100U);
}

INSTANTIATE_TEST_SUITE_P(
    each, RegisterStoreContract,
    ::testing::Values(Adapter{"memory", [] { return std::make_unique<InMemory>(); }},
                      Adapter{"sqlite", [] { return std::make_unique<InSqlite<FolderOnDisk>>(); }},
                      Adapter{"sqlite_over_our_files",
                              [] { return std::make_unique<InSqlite<FolderInMemory>>(); }}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace buuan::contract
