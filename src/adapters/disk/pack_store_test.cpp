#include "adapters/disk/pack_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "adapters/memory/memory_files.hpp"
#include "evidence/object.hpp"

namespace buuan::disk {
namespace {

const Day today = *Day::parse("2026-11-24");
constexpr DataClass picture = DataClass::picture;
const std::string folder = "objects/4/2026-11-24";

struct Stored {
    Digest id;
    Bytes sealed;
};

/// Not sealed, but named as an object is: the store does not look inside.
Stored an_object(std::size_t number, std::size_t size = 200) {
    Bytes bytes(size, static_cast<std::uint8_t>(number));
    for (std::size_t i = 0; i < std::min<std::size_t>(size, 8); ++i)
        bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return {evidence::object_id(bytes), bytes};
}

struct PackStoreTest : ::testing::Test {
    memory::MemoryFiles files;
    std::unique_ptr<PackStore> store = std::make_unique<PackStore>(files);

    bool put(const Stored& object, Day day = today, DataClass data_class = picture) {
        return store->put(day, data_class, object.id, object.sealed).ok();
    }
    bool has(const Stored& object, Day day = today, DataClass data_class = picture) {
        const auto got = store->get(day, data_class, object.id);
        return got.ok() && got.value() == object.sealed;
    }
    FaultKind fault(const Stored& object) {
        return store->get(today, picture, object.id).error().kind;
    }
    void reopen(std::uint64_t pack_bytes_max = std::uint64_t{1} << 30) {
        store = std::make_unique<PackStore>(files, pack_bytes_max);
    }
    std::size_t packs() { return files.list(folder).value().size(); }
};

TEST_F(PackStoreTest, what_was_put_survives_power_loss) {
    for (std::size_t i = 0; i < 20; ++i) {
        ASSERT_TRUE(put(an_object(i, 50 + i)));
        files.lose_power();
        reopen();
        for (std::size_t j = 0; j <= i; ++j)
            ASSERT_TRUE(has(an_object(j, 50 + j))) << j << " after " << i;
    }
    EXPECT_EQ(store->list(today, picture).value().size(), 20U);
    EXPECT_EQ(packs(), 1U);
}

TEST_F(PackStoreTest, the_same_object_again_changes_nothing) {
    ASSERT_TRUE(put(an_object(1)));
    const Bytes before = files.bytes(folder + "/pack-0000");
    ASSERT_TRUE(put(an_object(1)));
    reopen();
    ASSERT_TRUE(put(an_object(1)));
    EXPECT_EQ(files.bytes(folder + "/pack-0000"), before);
}

TEST_F(PackStoreTest, days_and_classes_are_apart_and_end_apart) {
    const Day tomorrow = today.plus_days(1);
    ASSERT_TRUE(put(an_object(1)));
    ASSERT_TRUE(put(an_object(2), tomorrow));
    ASSERT_TRUE(put(an_object(3), today, DataClass::footage));
    EXPECT_FALSE(has(an_object(2)));
    EXPECT_EQ(fault(an_object(2)), FaultKind::unavailable);
    ASSERT_TRUE(store->drop(today, picture).ok());
    EXPECT_TRUE(store->drop(today, picture).ok()) << "twice is once";
    EXPECT_FALSE(has(an_object(1)));
    EXPECT_EQ(packs(), 0U);
    files.lose_power();
    reopen();
    EXPECT_FALSE(has(an_object(1)));
    EXPECT_TRUE(store->list(today, picture).value().empty());
    EXPECT_TRUE(has(an_object(2), tomorrow));
    EXPECT_TRUE(has(an_object(3), today, DataClass::footage));
}

TEST_F(PackStoreTest, a_pack_is_left_when_it_is_full_and_all_are_found) {
    reopen(1000);
    for (std::size_t i = 0; i < 10; ++i) ASSERT_TRUE(put(an_object(i)));
    EXPECT_EQ(packs(), 3U);  // four records of 248 bytes each
    files.lose_power();
    reopen(1000);
    for (std::size_t i = 0; i < 10; ++i) EXPECT_TRUE(has(an_object(i)));
    ASSERT_TRUE(put(an_object(10, 3000))) << "one that is larger than a pack has one of its own";
    reopen(1000);
    EXPECT_TRUE(has(an_object(10, 3000)));
    ASSERT_TRUE(store->drop(today, picture).ok());
    EXPECT_EQ(packs(), 0U);
}

TEST_F(PackStoreTest, a_torn_tail_is_left_as_it_is_and_costs_no_other_object) {
    ASSERT_TRUE(put(an_object(1)));
    ASSERT_TRUE(put(an_object(2)));
    const Bytes whole = files.bytes(folder + "/pack-0000");
    for (std::size_t size = whole.size() / 2 + 1; size < whole.size(); size += 7) {
        files.bytes(folder + "/pack-0000") =
            Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        ASSERT_TRUE(files.remove(folder + "/pack-0001").ok());
        reopen();
        ASSERT_TRUE(has(an_object(1))) << size;
        ASSERT_FALSE(has(an_object(2))) << size;
        ASSERT_TRUE(put(an_object(2)));
        ASSERT_EQ(files.bytes(folder + "/pack-0000").size(), size)
            << "something was written over the tail";
        ASSERT_EQ(packs(), 2U);
        reopen();
        ASSERT_TRUE(has(an_object(1)) && has(an_object(2))) << size;
    }
}

TEST_F(PackStoreTest, a_damaged_object_is_never_served_and_the_others_are) {
    for (std::size_t i = 0; i < 3; ++i) ASSERT_TRUE(put(an_object(i)));
    const Bytes good = files.bytes(folder + "/pack-0000");
    const std::size_t record = 48 + 200;
    for (std::size_t at = record + 48; at < 2 * record; ++at) {
        files.bytes(folder + "/pack-0000") = good;
        files.bytes(folder + "/pack-0000")[at] ^= 1;
        reopen();
        ASSERT_EQ(fault(an_object(1)), FaultKind::corrupt) << at;
        ASSERT_TRUE(has(an_object(0)) && has(an_object(2))) << at;
    }
    // A damaged record head hides what is behind it in that pack, but nothing wrong comes out and
    // what is before stays.
    for (std::size_t at = record; at < record + 48; ++at) {
        files.bytes(folder + "/pack-0000") = good;
        files.bytes(folder + "/pack-0000")[at] ^= 1;
        reopen();
        ASSERT_TRUE(has(an_object(0))) << at;
        ASSERT_FALSE(has(an_object(1))) << at;
    }
}

TEST_F(PackStoreTest, a_put_that_failed_at_any_call_can_be_tried_again) {
    ASSERT_TRUE(put(an_object(1)));
    for (const char* failing : {"write", "sync"}) {
        for (int cut = 0; cut < 2; ++cut) {
            int left = cut;
            bool failed = false;
            files.fault = [&](std::string_view call, std::string_view) -> std::optional<Fault> {
                if (call != failing || failed || left-- > 0) return std::nullopt;
                failed = true;
                return Fault{FaultKind::full, "no space left"};
            };
            const Stored object =
                an_object(static_cast<std::size_t>(10 + cut), failing[0] == 'w' ? 300 : 301);
            const bool done = put(object);
            files.fault = nullptr;
            EXPECT_EQ(done, !failed) << failing << " " << cut;
            ASSERT_TRUE(put(object));
            files.lose_power();
            reopen();
            EXPECT_TRUE(has(object) && has(an_object(1))) << failing << " " << cut;
        }
    }
}

// A system that could not write pages may forget them and call the next sync of the file a success.
TEST_F(PackStoreTest, nothing_relies_on_bytes_whose_sync_failed) {
    ASSERT_TRUE(put(an_object(1)));
    files.fault = [](std::string_view call, std::string_view) {
        return call == "sync" ? std::optional(Fault{FaultKind::corrupt, "input/output error"})
                              : std::nullopt;
    };
    EXPECT_FALSE(put(an_object(2)));
    files.fault = nullptr;
    EXPECT_FALSE(has(an_object(2)));
    const std::size_t lost = 48 + 200;
    Bytes& pack = files.bytes(folder + "/pack-0000");
    std::fill(pack.begin() + static_cast<std::ptrdiff_t>(lost), pack.end(), std::uint8_t{0});
    ASSERT_TRUE(put(an_object(2)));
    EXPECT_EQ(packs(), 2U);
    files.lose_power();
    reopen();
    EXPECT_TRUE(has(an_object(1)) && has(an_object(2)));
}

TEST_F(PackStoreTest, a_first_look_that_failed_half_way_is_made_again_from_the_start) {
    reopen(500);
    for (std::size_t i = 0; i < 6; ++i) ASSERT_TRUE(put(an_object(i)));
    ASSERT_EQ(packs(), 3U);
    reopen(500);
    for (int cut = 0; cut < 12; ++cut) {
        int left = cut;
        files.fault = [&](std::string_view, std::string_view) {
            return left-- == 0 ? std::optional(Fault{FaultKind::busy, "too many files"})
                               : std::nullopt;
        };
        (void)store->get(today, picture, an_object(0).id);
    }
    files.fault = nullptr;
    for (std::size_t i = 0; i < 6; ++i) EXPECT_TRUE(has(an_object(i))) << i;
    ASSERT_TRUE(put(an_object(6)));
    reopen(500);
    for (std::size_t i = 0; i < 7; ++i) EXPECT_TRUE(has(an_object(i))) << i;
}

TEST_F(PackStoreTest, what_is_too_large_is_refused) {
    const auto refused = store->put(today, picture, Digest{}, Bytes(64 * 1024 * 1024 + 1));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().kind, FaultKind::invalid);
}

TEST_F(PackStoreTest, many_callers_at_once_lose_nothing) {
    std::atomic<int> failures{0};
    files.fault = [&](std::string_view call, std::string_view) -> std::optional<Fault> {
        if (call == "sync") std::this_thread::yield();  // others write meanwhile
        return std::nullopt;
    };
    reopen(20'000);
    std::vector<std::thread> callers;
    for (std::size_t caller = 0; caller < 8; ++caller) {
        callers.emplace_back([&, caller] {
            for (std::size_t i = 0; i < 50; ++i) {
                const Stored object = an_object(caller * 1000 + i);
                if (!put(object) || !has(object)) ++failures;
            }
        });
    }
    for (auto& caller : callers) caller.join();
    EXPECT_EQ(failures, 0);
    files.fault = nullptr;
    files.lose_power();
    reopen(20'000);
    for (std::size_t caller = 0; caller < 8; ++caller) {
        for (std::size_t i = 0; i < 50; ++i) ASSERT_TRUE(has(an_object(caller * 1000 + i)));
    }
}

}  // namespace
}  // namespace buuan::disk
