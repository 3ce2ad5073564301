// What every ObjectStore must keep (src/evidence/object_store.hpp), asked of each adapter by one
// suite.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "adapters/disk/pack_store.hpp"
#include "adapters/memory/memory_objects.hpp"
#include "adapters/posix/posix_files.hpp"
#include "base/temporary_folder_test.hpp"

namespace buuan::contract {
namespace {

class ObjectsUnderTest {
public:
    virtual ~ObjectsUnderTest() = default;
    virtual evidence::ObjectStore& store() = 0;
    virtual void reopen() {}
};

class InMemory final : public ObjectsUnderTest {
public:
    evidence::ObjectStore& store() override { return store_; }

private:
    memory::MemoryObjects store_;
};

/// Packs on a real disk.
class InPacks final : public ObjectsUnderTest {
public:
    InPacks() { InPacks::reopen(); }
    ~InPacks() override { store_.reset(); }
    evidence::ObjectStore& store() override { return *store_; }
    void reopen() override {
        store_.reset();
        files_ = PosixFiles::open_root(folder_).value();
        store_ = std::make_unique<disk::PackStore>(*files_);
    }

private:
    TemporaryFolder temporary_;
    const std::filesystem::path& folder_ = temporary_.path;
    std::unique_ptr<PosixFiles> files_;
    std::unique_ptr<disk::PackStore> store_;
};

struct Adapter {
    const char* name;
    std::function<std::unique_ptr<ObjectsUnderTest>()> open;
};

class ObjectStoreContract : public ::testing::TestWithParam<Adapter> {
protected:
    evidence::ObjectStore& store() { return under_test_->store(); }
    std::unique_ptr<ObjectsUnderTest> under_test_ = GetParam().open();
    const Day today_ = *Day::parse("2026-11-24");
};

constexpr DataClass picture = DataClass::picture;

Bytes some_bytes(std::size_t size, std::uint8_t seed) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(seed + i * 7);
    return bytes;
}

TEST_P(ObjectStoreContract, what_was_put_is_got_back_also_after_a_restart) {
    for (const std::size_t size : {56UL, 100UL, 16'456UL, 70'000UL}) {
        const Bytes sealed = some_bytes(size, 1);
        ASSERT_TRUE(store().put(today_, picture, evidence::object_id(sealed), sealed).ok());
    }
    under_test_->reopen();
    for (const std::size_t size : {56UL, 100UL, 16'456UL, 70'000UL}) {
        const Bytes sealed = some_bytes(size, 1);
        const auto got = store().get(today_, picture, evidence::object_id(sealed));
        ASSERT_TRUE(got.ok()) << size;
        EXPECT_EQ(got.value(), sealed) << size;
    }
}

TEST_P(ObjectStoreContract, an_object_that_was_never_put_is_unavailable) {
    const auto got = store().get(today_, picture, evidence::object_id(some_bytes(60, 9)));
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().kind, FaultKind::unavailable);
}

TEST_P(ObjectStoreContract, the_same_object_twice_is_one) {
    const Bytes sealed = some_bytes(300, 2);
    const Digest id = evidence::object_id(sealed);
    ASSERT_TRUE(store().put(today_, picture, id, sealed).ok());
    ASSERT_TRUE(store().put(today_, picture, id, sealed).ok());
    EXPECT_EQ(store().list(today_, picture).value(), std::vector{id});
}

TEST_P(ObjectStoreContract, a_day_and_class_ends_alone_and_may_be_ended_twice) {
    const Bytes sealed = some_bytes(300, 3);
    const Digest id = evidence::object_id(sealed);
    const std::pair<Day, DataClass> shelves[] = {
        {today_, picture}, {today_.plus_days(1), picture}, {today_, DataClass::minutes}};
    for (const auto& [day, data_class] : shelves)
        ASSERT_TRUE(store().put(day, data_class, id, sealed).ok());
    ASSERT_TRUE(store().drop(today_, picture).ok());
    ASSERT_TRUE(store().drop(today_, picture).ok());
    under_test_->reopen();
    EXPECT_FALSE(store().get(today_, picture, id).ok());
    EXPECT_TRUE(store().list(today_, picture).value().empty());
    EXPECT_TRUE(store().get(today_.plus_days(1), picture, id).ok());
    EXPECT_TRUE(store().get(today_, DataClass::minutes, id).ok());
}

TEST_P(ObjectStoreContract, one_object_is_erased_and_its_neighbours_stay_also_after_a_restart) {
    std::vector<Bytes> objects;
    for (std::uint8_t seed = 20; seed < 23; ++seed) {
        objects.push_back(some_bytes(20'000, seed));
        const Bytes& sealed = objects.back();
        ASSERT_TRUE(store().put(today_, picture, evidence::object_id(sealed), sealed).ok());
    }
    const Digest gone = evidence::object_id(objects[1]);
    ASSERT_TRUE(store().erase(today_, picture, gone).ok());
    ASSERT_TRUE(store().erase(today_, picture, gone).ok());
    for (int run = 0; run < 2; ++run) {
        EXPECT_EQ(store().get(today_, picture, gone).error().kind, FaultKind::unavailable);
        EXPECT_EQ(store().list(today_, picture).value().size(), 2U);
        EXPECT_EQ(store().get(today_, picture, evidence::object_id(objects[0])).value(),
                  objects[0]);
        EXPECT_EQ(store().get(today_, picture, evidence::object_id(objects[2])).value(),
                  objects[2]);
        under_test_->reopen();
    }
}

TEST_P(ObjectStoreContract, lists_what_a_day_and_class_holds) {
    std::vector<Digest> ids;
    for (std::uint8_t seed = 10; seed < 15; ++seed) {
        const Bytes sealed = some_bytes(200, seed);
        ids.push_back(evidence::object_id(sealed));
        ASSERT_TRUE(store().put(today_, picture, ids.back(), sealed).ok());
    }
    std::vector<Digest> listed = store().list(today_, picture).value();
    std::sort(ids.begin(), ids.end());
    std::sort(listed.begin(), listed.end());
    EXPECT_EQ(listed, ids);
}

INSTANTIATE_TEST_SUITE_P(
    all, ObjectStoreContract,
    ::testing::Values(
        Adapter{"memory", [] { return std::unique_ptr<ObjectsUnderTest>(new InMemory); }},
        Adapter{"packs", [] { return std::unique_ptr<ObjectsUnderTest>(new InPacks); }}),
    [](const auto& with) { return with.param.name; });

}  // namespace
}  // namespace buuan::contract
