// What every HoldStore must keep (src/retention/hold_store.hpp), asked of each adapter by one
// suite.
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "adapters/memory/memory_holds.hpp"
#include "adapters/sqlite/sqlite_holds.hpp"
#include "folders.hpp"

namespace buuan::contract {
namespace {

using retention::HeldItem;
using retention::HoldStore;

class HoldsUnderTest {
public:
    virtual ~HoldsUnderTest() = default;
    virtual HoldStore& store() = 0;
    virtual void reopen() {}
};

class InMemory final : public HoldsUnderTest {
public:
    HoldStore& store() override { return store_; }

private:
    memory::MemoryHolds store_;
};

template <class Folder>
class InSqlite final : public HoldsUnderTest {
public:
    InSqlite() { InSqlite::reopen(); }
    ~InSqlite() override { store_.reset(); }
    HoldStore& store() override { return *store_; }
    void reopen() override {
        store_.reset();
        auto opened = sqlite::SqliteHolds::open(folder_.place(), "holds.db");
        CHECK(opened.ok());
        store_ = std::move(opened).value();
    }

private:
    Folder folder_;
    std::unique_ptr<sqlite::SqliteHolds> store_;
};

struct Adapter {
    std::string name;
    std::function<std::unique_ptr<HoldsUnderTest>()> open;
};
void PrintTo(const Adapter& adapter, std::ostream* out) {
    *out << adapter.name;
}

ItemId item_id(std::uint8_t n) {
    ItemId id;
    id.bytes[0] = n;
    return id;
}
Token token(std::uint8_t n) {
    Token made;
    made.bytes[15] = n;
    return made;
}
Digest object_id(std::uint8_t n) {
    Digest id;
    id.bytes[31] = n;
    return id;
}
HeldItem held(std::uint8_t n) {
    HeldItem item;
    item.item = item_id(n);
    item.day = Day{20'000};
    item.parts = {{0, {1, n}}, {1, {2, n}}};
    item.records = {{DataClass::record, 1, {3, n}}};
    item.objects = {{object_id(n), DataClass::picture, {4, n}}};
    item.tokens = {token(n), token(200)};
    return item;
}

class HoldStoreContract : public ::testing::TestWithParam<Adapter> {
protected:
    HoldStore& store() { return under_test_->store(); }
    void put(retention::HoldNumber hold, std::vector<HeldItem> items) {
        ASSERT_TRUE(store().put(hold, items).ok());
        under_test_->reopen();
    }

private:
    std::unique_ptr<HoldsUnderTest> under_test_ = GetParam().open();
};

TEST_P(HoldStoreContract, what_was_put_is_there_whole_and_only_in_its_hold) {
    put(1, {held(1), held(2)});
    const auto found = store().find({1, item_id(1)}).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->day, Day{20'000});
    ASSERT_EQ(found->parts.size(), 2U);
    EXPECT_EQ(found->parts[1].number, 1);
    EXPECT_EQ(found->parts[1].sealed, (Bytes{2, 1}));
    EXPECT_EQ(found->records, held(1).records);
    EXPECT_EQ(store().object(1, object_id(1)).value(), (Bytes{4, 1}));
    EXPECT_FALSE(store().find({2, item_id(1)}).value());
    EXPECT_EQ(store().object(2, object_id(1)).error().kind, FaultKind::unavailable);
    EXPECT_EQ(store().holds_of(item_id(1)).value(), std::vector<retention::HoldNumber>{1});
}

TEST_P(HoldStoreContract, what_comes_later_of_an_item_is_added_and_the_same_part_replaced) {
    put(1, {held(1)});
    HeldItem more;
    more.item = item_id(1);
    more.day = Day{20'000};
    more.parts = {{0, {9}}, {2, {8}}};
    more.records = {{DataClass::identity, 1, {7}}};
    put(1, {more});
    const auto found = store().find({1, item_id(1)}).value();
    ASSERT_EQ(found->parts.size(), 3U);
    EXPECT_EQ(found->parts[0].sealed, Bytes{9});
    EXPECT_EQ(found->records.size(), 2U);
    EXPECT_EQ(store().object(1, object_id(1)).value(), (Bytes{4, 1}));
    EXPECT_EQ(store().count(1).value(), 1U);
}

TEST_P(HoldStoreContract, items_are_found_by_token_and_page_by_page_in_the_order_of_their_ids) {
    put(1, {held(3), held(1), held(2)});
    EXPECT_EQ(store().find_by_token(1, token(2), 9).value(), std::vector{item_id(2)});
    EXPECT_EQ(store().find_by_token(1, token(200), 2).value().size(), 2U);
    EXPECT_TRUE(store().find_by_token(2, token(2), 9).value().empty());
    EXPECT_EQ(store().items(1, std::nullopt, 2).value(), (std::vector{item_id(1), item_id(2)}));
    EXPECT_EQ(store().items(1, item_id(2), 2).value(), std::vector{item_id(3)});
}

TEST_P(HoldStoreContract, an_item_is_let_go_from_one_hold_and_stays_in_another) {
    put(1, {held(1), held(2)});
    put(2, {held(1)});
    ASSERT_TRUE(store().drop({1, item_id(1)}).ok());
    ASSERT_TRUE(store().drop({1, item_id(1)}).ok());
    EXPECT_FALSE(store().find({1, item_id(1)}).value());
    EXPECT_FALSE(store().object(1, object_id(1)).ok());
    EXPECT_TRUE(store().find_by_token(1, token(1), 9).value().empty());
    EXPECT_TRUE(store().find({1, item_id(2)}).value());
    EXPECT_TRUE(store().find({2, item_id(1)}).value());
    EXPECT_EQ(store().count(1).value(), 1U);
}

TEST_P(HoldStoreContract, a_hold_that_ended_has_nothing_and_the_others_have_all) {
    put(1, {held(1), held(2)});
    put(2, {held(1)});
    ASSERT_TRUE(store().drop_all(1).ok());
    ASSERT_TRUE(store().drop_all(1).ok());
    EXPECT_EQ(store().count(1).value(), 0U);
    EXPECT_TRUE(store().items(1, std::nullopt, 9).value().empty());
    EXPECT_FALSE(store().object(1, object_id(2)).ok());
    EXPECT_EQ(store().object(2, object_id(1)).value(), (Bytes{4, 1}));
    EXPECT_EQ(store().holds_of(item_id(1)).value(), std::vector<retention::HoldNumber>{2});
}

INSTANTIATE_TEST_SUITE_P(
    each, HoldStoreContract,
    ::testing::Values(Adapter{"memory", [] { return std::make_unique<InMemory>(); }},
                      Adapter{"sqlite", [] { return std::make_unique<InSqlite<FolderOnDisk>>(); }},
                      Adapter{"sqlite_over_files",
                              [] { return std::make_unique<InSqlite<FolderInMemory>>(); }}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace buuan::contract
