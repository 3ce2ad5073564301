#include "vault/key_ring.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "adapters/memory/memory_files.hpp"
#include "adapters/memory/memory_token.hpp"
#include "adapters/posix/system_entropy.hpp"

namespace buuan::vault {
namespace {

constexpr std::size_t header_bytes = 512, slot_bytes = 128;
const Day today = *Day::parse("2026-11-24");

struct KeyRingTest : ::testing::Test {
    memory::MemoryFiles files;
    SystemEntropy random;
    Secret root = new_key();
    std::unique_ptr<KeyRing> ring;

    Secret new_key() {
        Secret key;
        random.fill(key.fill());
        return key;
    }
    void SetUp() override {
        ASSERT_TRUE(KeyRing::create(files, root, random).ok());
        reopen();
    }
    void reopen() {
        ring.reset();
        auto opened = KeyRing::open(files, root, random);
        ASSERT_TRUE(opened.ok()) << opened.error().what;
        ring = std::move(opened).value();
    }
    std::optional<std::string> key(Day day, DataClass data_class) {
        const auto found = ring->key(day, data_class);
        return found.ok() ? std::optional(to_hex(found.value().view())) : std::nullopt;
    }
    std::optional<FaultKind> fault(Day day, DataClass data_class) {
        const auto found = ring->key(day, data_class);
        return found.ok() ? std::nullopt : std::optional(found.error().kind);
    }
    std::map<std::pair<Day, DataClass>, std::string> all_keys(std::initializer_list<Day> days) {
        std::map<std::pair<Day, DataClass>, std::string> keys;
        for (const Day day : days) {
            for (const DataClass data_class : all_classes())
                keys[{day, data_class}] = key(day, data_class).value_or("none");
        }
        return keys;
    }
    /// Where the slot of a name lies in the file: slots are in the order they were made.
    Bytes slot(std::size_t index) {
        const Bytes& bytes = files.bytes("keys/ring");
        const auto at =
            bytes.begin() + static_cast<std::ptrdiff_t>(header_bytes + index * slot_bytes);
        return {at, at + slot_bytes};
    }
};

TEST_F(KeyRingTest, every_class_of_every_day_has_a_key_of_its_own_that_lasts) {
    ASSERT_TRUE(ring->ensure(today).ok());
    ASSERT_TRUE(ring->ensure(today.plus_days(1)).ok());
    const auto before = all_keys({today, today.plus_days(1)});
    std::set<std::string> different;
    for (const auto& [name, text] : before) different.insert(text);
    EXPECT_EQ(different.size(), 2 * all_classes().size());
    EXPECT_FALSE(different.contains("none"));
    files.lose_power();
    reopen();
    EXPECT_EQ(all_keys({today, today.plus_days(1)}), before);
    ASSERT_TRUE(ring->ensure(today).ok());
    EXPECT_EQ(all_keys({today, today.plus_days(1)}), before) << "ensure made a key anew";
}

TEST_F(KeyRingTest, a_key_is_durable_before_it_is_handed_out) {
    int left = 0;
    files.fault = [&](std::string_view call, std::string_view) -> std::optional<Fault> {
        if (call == "write" || call == "sync") {
            if (left-- == 0) return Fault{FaultKind::full, "no space left"};
        }
        return std::nullopt;
    };
    for (int cut = 0; cut < 10; ++cut) {  // nine slots and the sync
        left = cut;
        ASSERT_FALSE(ring->ensure(today).ok()) << cut;
        for (const DataClass data_class : all_classes())
            ASSERT_FALSE(key(today, data_class)) << "after call " << cut;
    }
    left = 1000;
    ASSERT_TRUE(ring->ensure(today).ok());
    const auto before = all_keys({today});
    files.lose_power();
    reopen();
    EXPECT_EQ(all_keys({today}), before);
}

TEST_F(KeyRingTest, destroying_overwrites_the_keys_bytes_where_they_lay) {
    ASSERT_TRUE(ring->ensure(today).ok());
    const auto before = all_keys({today});
    const std::size_t index = 1;  // identity is the second class
    const Bytes live = slot(index);
    const Bytes file_before = files.bytes("keys/ring");
    ASSERT_TRUE(ring->destroy(today, DataClass::identity).ok());
    files.lose_power();
    const Bytes gone = slot(index);
    EXPECT_EQ(files.bytes("keys/ring").size(), file_before.size()) << "nothing is appended";
    EXPECT_TRUE(std::all_of(gone.begin() + 8, gone.begin() + 112,
                            [](std::uint8_t byte) { return byte == 0; }));
    const Bytes& file = files.bytes("keys/ring");
    EXPECT_EQ(std::search(file.begin(), file.end(), live.begin() + 8, live.begin() + 40),
              file.end());
    reopen();
    EXPECT_EQ(fault(today, DataClass::identity), FaultKind::denied);
    for (const DataClass data_class : all_classes()) {
        if (data_class == DataClass::identity) continue;
        EXPECT_EQ(key(today, data_class), before.at({today, data_class}));
    }
}

TEST_F(KeyRingTest, a_destroyed_key_is_never_made_again) {
    ASSERT_TRUE(ring->ensure(today).ok());
    ASSERT_TRUE(ring->destroy(today, DataClass::record).ok());
    ASSERT_TRUE(ring->destroy(today, DataClass::record).ok()) << "twice is once";
    ASSERT_TRUE(ring->ensure(today).ok());
    EXPECT_EQ(fault(today, DataClass::record), FaultKind::denied);
    reopen();
    ASSERT_TRUE(ring->ensure(today).ok());
    EXPECT_EQ(fault(today, DataClass::record), FaultKind::denied);
}

TEST_F(KeyRingTest, a_day_without_a_key_can_be_closed_for_good) {
    const Day past = today.plus_days(-200);
    EXPECT_EQ(fault(past, DataClass::record), FaultKind::unavailable);
    ASSERT_TRUE(ring->destroy(past, DataClass::record).ok());
    ASSERT_TRUE(ring->ensure(past).ok());
    EXPECT_EQ(fault(past, DataClass::record), FaultKind::denied);
    EXPECT_EQ(fault(past, DataClass::identity), std::nullopt);
    reopen();
    EXPECT_EQ(fault(past, DataClass::record), FaultKind::denied);
}

TEST_F(KeyRingTest, a_destruction_that_could_not_be_written_is_told_and_leaves_no_false_key) {
    ASSERT_TRUE(ring->ensure(today).ok());
    const Day past = today.plus_days(-200);
    for (const char* failing : {"write", "sync"}) {
        files.fault = [&](std::string_view call, std::string_view) {
            return call == failing ? std::optional(Fault{FaultKind::full, "full"}) : std::nullopt;
        };
        EXPECT_FALSE(ring->destroy(today, DataClass::record).ok());
        EXPECT_FALSE(ring->destroy(past, DataClass::record).ok());
        EXPECT_EQ(fault(past, DataClass::record), FaultKind::unavailable)
            << "a key of zeros was handed out";
    }
    files.fault = nullptr;
    ASSERT_TRUE(ring->destroy(today, DataClass::record).ok());
    ASSERT_TRUE(ring->destroy(past, DataClass::record).ok());
    reopen();
    EXPECT_EQ(fault(today, DataClass::record), FaultKind::denied);
    EXPECT_EQ(fault(past, DataClass::record), FaultKind::denied);
    EXPECT_EQ(fault(today, DataClass::act), std::nullopt);
}

TEST_F(KeyRingTest, a_damaged_slot_loses_its_own_key_only_and_is_named) {
    ASSERT_TRUE(ring->ensure(today).ok());
    const auto before = all_keys({today});
    const std::size_t at = header_bytes + 3 * slot_bytes;  // picture
    const Bytes good = files.bytes("keys/ring");
    for (std::size_t i = 0; i < slot_bytes; ++i) {
        files.bytes("keys/ring") = good;
        files.bytes("keys/ring")[at + i] ^= 0x10;
        reopen();
        ASSERT_FALSE(key(today, DataClass::picture)) << "byte " << i;
        for (const DataClass data_class : all_classes()) {
            if (data_class == DataClass::picture) continue;
            ASSERT_EQ(key(today, data_class), before.at({today, data_class})) << "byte " << i;
        }
        const auto all = ring->list();
        ASSERT_EQ(
            std::count_if(all.begin(), all.end(),
                          [](const KeyInfo& info) { return info.state == KeyState::damaged; }),
            1)
            << "byte " << i;
    }
    files.bytes("keys/ring") = good;
    files.bytes("keys/ring")[at + 50] ^= 1;
    reopen();
    EXPECT_EQ(fault(today, DataClass::picture), FaultKind::corrupt);
}

TEST_F(KeyRingTest, a_slot_moved_to_another_day_or_class_does_not_open) {
    ASSERT_TRUE(ring->ensure(today).ok());
    Bytes& bytes = files.bytes("keys/ring");
    const auto first = bytes.begin() + header_bytes;
    std::copy(first + 8, first + 81,
              first + slot_bytes + 8);  // the record's wrapped key into the slot of identity
    const Digest digest = sha256(BytesView(bytes).subspan(header_bytes + slot_bytes, 112));
    std::copy_n(digest.bytes.begin(), 16, first + slot_bytes + 112);
    reopen();
    EXPECT_EQ(fault(today, DataClass::identity), FaultKind::corrupt);
    EXPECT_EQ(fault(today, DataClass::record), std::nullopt);
}

// Found by the fuzzer: 65,536 years later the calendar's text of a day is the same.
TEST_F(KeyRingTest, a_slot_of_a_day_beyond_the_calendar_does_not_open) {
    ASSERT_TRUE(ring->ensure(today).ok());
    const Bytes good = files.bytes("keys/ring");
    for (std::int32_t days = 23'936'525; days < 23'936'540; ++days) {
        files.bytes("keys/ring") = good;
        const auto slot = files.bytes("keys/ring").begin() + header_bytes;
        const Day beyond{today.number + days};
        for (int i = 0; i < 4; ++i)
            slot[4 + i] =
                static_cast<std::uint8_t>(static_cast<std::uint32_t>(beyond.number) >> (8 * i));
        const Digest digest = sha256(BytesView(&*slot, 112));
        std::copy_n(digest.bytes.begin(), 16, slot + 112);
        reopen();
        EXPECT_EQ(fault(beyond, DataClass::record), FaultKind::corrupt) << days;
    }
}

TEST_F(KeyRingTest, a_torn_tail_costs_nothing) {
    ASSERT_TRUE(ring->ensure(today).ok());
    const auto before = all_keys({today});
    Bytes& bytes = files.bytes("keys/ring");
    bytes.insert(bytes.end(), 77, 0xab);
    reopen();
    EXPECT_EQ(all_keys({today}), before);
    ASSERT_TRUE(ring->ensure(today.plus_days(1)).ok());
    const auto after = all_keys({today, today.plus_days(1)});
    reopen();
    EXPECT_EQ(all_keys({today, today.plus_days(1)}), after);
}

TEST_F(KeyRingTest, another_root_key_or_a_damaged_header_opens_nothing) {
    const auto wrong = KeyRing::open(files, new_key(), random);
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.error().kind, FaultKind::denied);
    const Bytes good = files.bytes("keys/ring");
    for (std::size_t at = 0; at < 89; ++at) {
        if (at >= 13 && at < 16) continue;  // reserved
        files.bytes("keys/ring") = good;
        files.bytes("keys/ring")[at] ^= 1;
        ASSERT_FALSE(KeyRing::open(files, root, random).ok()) << at;
    }
    files.bytes("keys/ring").resize(100);
    EXPECT_FALSE(KeyRing::open(files, root, random).ok());
}

TEST_F(KeyRingTest, destroying_again_is_durable_although_the_first_sync_failed) {
    ASSERT_TRUE(ring->ensure(today).ok());
    files.fault = [](std::string_view call, std::string_view) {
        return call == "sync" ? std::optional(Fault{FaultKind::unavailable, "the disk fails"})
                              : std::nullopt;
    };
    EXPECT_FALSE(ring->destroy(today, DataClass::record).ok());
    files.fault = nullptr;
    reopen();  // by another process, which reads what the system still remembers
    EXPECT_EQ(fault(today, DataClass::record), FaultKind::denied);
    ASSERT_TRUE(ring->destroy(today, DataClass::record).ok());
    files.lose_power();
    reopen();
    EXPECT_EQ(fault(today, DataClass::record), FaultKind::denied);
}

TEST_F(KeyRingTest, a_slot_that_a_power_cut_left_out_is_passed_over_and_its_key_made_anew) {
    ASSERT_TRUE(ring->ensure(today).ok());
    // Sectors are written in any order: the first four slots of the next day are not, the last are.
    Bytes& bytes = files.bytes("keys/ring");
    const std::size_t before = bytes.size();
    ASSERT_TRUE(ring->ensure(today.plus_days(1)).ok());
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(before), 512, 0);
    reopen();
    EXPECT_EQ(ring->list().size(), 2 * all_classes().size() - 4);
    for (const KeyInfo& info : ring->list()) EXPECT_EQ(info.state, KeyState::live);
    ASSERT_TRUE(ring->ensure(today.plus_days(1)).ok());
    reopen();
    EXPECT_EQ(ring->list().size(), 2 * all_classes().size());
    for (const KeyInfo& info : ring->list()) EXPECT_EQ(info.state, KeyState::live);
}

TEST_F(KeyRingTest, a_second_ring_is_never_made_over_the_first) {
    ASSERT_TRUE(ring->ensure(today).ok());
    const Bytes before = files.bytes("keys/ring");
    const auto again = KeyRing::create(files, root, random);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().kind, FaultKind::denied);
    EXPECT_EQ(files.bytes("keys/ring"), before);
}

TEST(staff_key_day, is_the_first_day_of_the_quarter) {
    EXPECT_EQ(staff_key_day(*Day::parse("2026-11-24")).text(), "2026-10-01");
    EXPECT_EQ(staff_key_day(*Day::parse("2026-01-01")).text(), "2026-01-01");
    EXPECT_EQ(staff_key_day(*Day::parse("2026-03-31")).text(), "2026-01-01");
    EXPECT_EQ(staff_key_day(*Day::parse("2026-04-01")).text(), "2026-04-01");
}

TEST_F(KeyRingTest, destroying_wipes_a_damaged_slot_whatever_byte_of_it_is_damaged) {
    ASSERT_TRUE(ring->ensure(today).ok());
    const Bytes good = files.bytes("keys/ring");
    const std::size_t at = header_bytes + 3 * slot_bytes;  // picture
    for (std::size_t i = 0; i < slot_bytes; ++i) {
        files.bytes("keys/ring") = good;
        files.bytes("keys/ring")[at + i] ^= 0x10;
        reopen();
        ASSERT_TRUE(ring->destroy(today, DataClass::picture).ok());
        files.lose_power();
        const Bytes& bytes = files.bytes("keys/ring");
        ASSERT_EQ(std::search(bytes.begin(), bytes.end(),
                              good.begin() + static_cast<std::ptrdiff_t>(at) + 60,
                              good.begin() + static_cast<std::ptrdiff_t>(at) + 81),
                  bytes.end())
            << "byte " << i << ": the wrapped key is still in the file";
        reopen();
        ASSERT_EQ(fault(today, DataClass::picture), FaultKind::denied) << "byte " << i;
        for (const KeyInfo& each : ring->list())
            ASSERT_NE(each.state, KeyState::damaged) << "byte " << i;
    }
}

TEST_F(KeyRingTest, destroying_wipes_an_earlier_slot_of_the_same_name_too) {
    ASSERT_TRUE(ring->ensure(today).ok());
    Bytes& bytes = files.bytes("keys/ring");
    const Bytes first = slot(0);
    bytes.insert(bytes.end(), first.begin(), first.end());
    ASSERT_TRUE(files.open("keys/ring", OpenMode::read_write).value()->sync().ok());
    reopen();
    ASSERT_TRUE(ring->destroy(today, DataClass::record).ok());
    files.lose_power();
    const Bytes& after = files.bytes("keys/ring");
    EXPECT_EQ(std::search(after.begin(), after.end(), first.begin() + 8, first.begin() + 81),
              after.end());
    reopen();
    EXPECT_EQ(fault(today, DataClass::record), FaultKind::denied);
}

TEST_F(KeyRingTest, a_slot_that_lost_its_name_is_not_given_a_second_key) {
    ASSERT_TRUE(ring->ensure(today).ok());
    files.bytes("keys/ring")[header_bytes + 4] ^= 1;  // the day of the record's slot
    reopen();
    ASSERT_TRUE(ring->ensure(today).ok());
    EXPECT_EQ(fault(today, DataClass::record), FaultKind::corrupt);
}

TEST_F(KeyRingTest, a_backed_up_key_goes_where_one_is_damaged_or_missing_and_nowhere_else) {
    ASSERT_TRUE(ring->ensure(today).ok());
    const auto before = all_keys({today});
    const auto backed_up = ring->live_keys();
    ASSERT_EQ(backed_up.size(), all_classes().size());
    ASSERT_TRUE(ring->destroy(today, DataClass::identity).ok());
    const std::size_t record_at = header_bytes, size = files.bytes("keys/ring").size();
    files.bytes("keys/ring")[record_at + 50] ^= 1;
    files.bytes("keys/ring").resize(size - slot_bytes);  // the last class is missing
    reopen();
    for (const ClassKey& each : backed_up) ASSERT_TRUE(ring->put_back(each).ok());
    reopen();
    EXPECT_EQ(fault(today, DataClass::identity), FaultKind::denied) << "a destroyed key came back";
    for (const DataClass data_class : all_classes()) {
        if (data_class == DataClass::identity) continue;
        EXPECT_EQ(key(today, data_class), before.at({today, data_class}));
    }
    EXPECT_EQ(files.bytes("keys/ring").size(), size);
}

struct TokenRingTest : ::testing::Test {
    memory::MemoryFiles files;
    SystemEntropy random;
    memory::MemoryToken token{random};
    Secret root;

    Result<std::unique_ptr<KeyRing>> open() { return KeyRing::open(files, root, random, &token); }
    void SetUp() override { begin(); }
    void begin() {
        ASSERT_TRUE(files.remove("keys/ring").ok());
        for (const std::string& label : token.keys("").value())
            ASSERT_TRUE(token.destroy_key(label).ok());
        random.fill(root.fill());
        ASSERT_TRUE(KeyRing::create(files, root, random, &token).ok());
        auto ring = open();
        ASSERT_TRUE(ring.ok());
        ASSERT_TRUE(ring.value()->ensure(today).ok());
    }
    std::string key(KeyRing& ring, DataClass data_class) {
        const auto found = ring.key(today, data_class);
        return found.ok() ? to_hex(found.value().view()) : std::string(name_of(found.error().kind));
    }
};

TEST_F(TokenRingTest, an_old_copy_of_the_file_is_useless_after_a_destruction) {
    auto ring = open();
    const Bytes copy = files.bytes("keys/ring");
    const std::string record = key(*ring.value(), DataClass::record);
    const KeyName going[] = {{today, DataClass::identity}, {today.plus_days(-9), DataClass::act}};
    EXPECT_EQ(ring.value()->grade(), Grade::a);
    ASSERT_TRUE(ring.value()->destroy(going).ok());
    files.lose_power();
    const auto after = open();
    ASSERT_TRUE(after.ok());
    EXPECT_EQ(key(*after.value(), DataClass::identity), "denied");
    EXPECT_EQ(key(*after.value(), DataClass::record), record);
    EXPECT_EQ(after.value()->key(today.plus_days(-9), DataClass::act).error().kind,
              FaultKind::denied);
    EXPECT_EQ(token.keys("").value().size(), 1U) << "the old key is still in the token";
    files.bytes("keys/ring") = copy;
    EXPECT_FALSE(open().ok()) << "the copy opens";
}

TEST_F(TokenRingTest, under_grade_b_an_old_copy_still_opens_which_is_what_the_grade_says) {
    memory::MemoryFiles plain;
    ASSERT_TRUE(KeyRing::create(plain, root, random).ok());
    auto ring = KeyRing::open(plain, root, random);
    ASSERT_TRUE(ring.value()->ensure(today).ok());
    const Bytes copy = plain.bytes("keys/ring");
    EXPECT_EQ(ring.value()->grade(), Grade::b);
    ASSERT_TRUE(ring.value()->destroy(today, DataClass::identity).ok());
    plain.bytes("keys/ring") = copy;
    auto old = KeyRing::open(plain, root, random);
    ASSERT_TRUE(old.ok());
    EXPECT_TRUE(old.value()->key(today, DataClass::identity).ok());
}

TEST_F(TokenRingTest, a_cut_at_any_step_of_a_destruction_leaves_a_ring_that_opens_and_can_go_on) {
    for (int cut = 0;; ++cut) {
        begin();
        auto ring = open();
        const std::string record = key(*ring.value(), DataClass::record);
        const std::string identity = key(*ring.value(), DataClass::identity);
        int left = cut;
        bool cut_it = false;
        const auto counts = [&](std::string_view call, std::string_view) -> std::optional<Fault> {
            const bool changes = call == "write" || call == "sync" || call == "rename" ||
                                 call == "sync_folder" || call == "make_key" ||
                                 call == "destroy_key";
            if (cut_it || (changes && left-- == 0)) {
                cut_it = true;
                return Fault{FaultKind::unavailable, "the power is gone"};
            }
            return std::nullopt;
        };
        files.fault = counts;
        token.fault = counts;
        const bool done = ring.value()->destroy(today, DataClass::identity).ok();
        files.fault = nullptr;
        token.fault = nullptr;
        files.lose_power();
        auto after = open();
        ASSERT_TRUE(after.ok()) << "cut " << cut << ": " << after.error().what;
        ASSERT_EQ(key(*after.value(), DataClass::record), record) << "cut " << cut;
        ASSERT_EQ(token.keys("").value().size(), 1U) << "cut " << cut << ": a key is left over";
        const std::string now = key(*after.value(), DataClass::identity);
        ASSERT_TRUE(now == "denied" || (!done && now == identity)) << "cut " << cut << ": " << now;
        ASSERT_TRUE(after.value()->destroy(today, DataClass::identity).ok());
        ASSERT_EQ(key(*after.value(), DataClass::identity), "denied");
        if (!cut_it) {
            ASSERT_TRUE(done);
            ASSERT_GT(cut, 5);
            break;
        }
    }
}

TEST_F(TokenRingTest, a_file_that_cannot_be_read_back_is_never_written_over) {
    for (int unread = 0;; ++unread) {
        begin();
        auto ring = open();
        const std::string record = key(*ring.value(), DataClass::record);
        bool replaced = false;
        bool failed = false;
        int left = unread;
        files.fault = [&](std::string_view call, std::string_view) -> std::optional<Fault> {
            replaced = replaced || call == "rename";
            if (!replaced || call != "read" || left-- != 0) return std::nullopt;
            failed = true;
            return Fault{FaultKind::unavailable, "the disk does not answer"};
        };
        const bool done = ring.value()->destroy(today, DataClass::identity).ok();
        files.fault = nullptr;
        ASSERT_EQ(done, !failed);
        if (failed) {
            EXPECT_FALSE(ring.value()->destroy(today, DataClass::picture).ok());
            EXPECT_FALSE(ring.value()->write_anew("keys/other", root, &token).ok());
        }
        auto after = open();
        ASSERT_TRUE(after.ok()) << after.error().what;
        EXPECT_EQ(key(*after.value(), DataClass::record), record) << "read " << unread;
        EXPECT_EQ(key(*after.value(), DataClass::identity), "denied") << "read " << unread;
        if (!failed) {
            EXPECT_GT(unread, 5);
            break;
        }
    }
}

TEST_F(TokenRingTest, without_the_token_or_its_key_nothing_opens_and_it_is_told) {
    const auto without = KeyRing::open(files, root, random);
    ASSERT_FALSE(without.ok());
    EXPECT_EQ(without.error().kind, FaultKind::denied);
    memory::MemoryToken empty(random);
    EXPECT_FALSE(KeyRing::open(files, root, random, &empty).ok());
}

}  // namespace
}  // namespace buuan::vault
