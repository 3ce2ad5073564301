// What happens when a key is lost, tried: each loss, then the backup, then what opens again.
#include "vault/restore_keys.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_files.hpp"
#include "adapters/memory/memory_token.hpp"
#include "adapters/posix/system_entropy.hpp"

namespace buuan::vault {
namespace {

const Day today = *Day::parse("2026-11-24");
const LogName org = *LogName::parse("org");

struct RestoreKeysTest : ::testing::Test {
    memory::MemoryFiles files;
    SystemEntropy random;
    memory::MemoryToken token{random};
    KeyBackup backup;
    std::string record, seed, root_text;

    RootMeans means() {
        RootMeans means;
        means.passphrase = Personal("một cụm mật khẩu dài");
        means.cost = StretchCost::interactive;
        means.token = std::shared_ptr<KeyToken>(std::shared_ptr<void>(), &token);
        return means;
    }
    /// A node of that source, and its backup with class keys; the identity key is destroyed after.
    void begin(RootSource source) {
        auto root = create_root_key(files, source, means(), random);
        ASSERT_TRUE(root.ok()) << root.error().what;
        KeyToken* const of_ring = source == RootSource::token ? &token : nullptr;
        ASSERT_TRUE(KeyRing::create(files, root.value(), random, of_ring).ok());
        auto ring = KeyRing::open(files, root.value(), random, of_ring);
        ASSERT_TRUE(ring.value()->ensure(today).ok());
        record = to_hex(ring.value()->key(today, DataClass::record).value().view());
        LogSeeds seeds;
        random.fill(seeds.now.fill());
        seed = to_hex(seeds.now.view());
        ASSERT_TRUE(write_log_seeds(files, root.value(), org, seeds, random).ok());
        backup.node = "buuan.example.vn";
        backup.made = today.start();
        backup.ring_until = today.plus_days(30);
        backup.root = root.value().duplicate();
        backup.logs.emplace_back(org, std::move(seeds));
        backup.classes = ring.value()->live_keys();
        root_text = to_hex(root.value().view());
        ASSERT_TRUE(ring.value()->destroy(today, DataClass::identity).ok());
    }
    Result<RestoredKeys> restore(RestorePlan plan = {}, Day on = today) {
        return restore_keys(files, backup, plan, &token, means(), on, random);
    }
    void expect_whole() {
        const auto root = open_root_key(files, means());
        ASSERT_TRUE(root.ok()) << root.error().what;
        auto ring = KeyRing::open(files, root.value(), random, &token);
        ASSERT_TRUE(ring.ok()) << ring.error().what;
        ASSERT_TRUE(ring.value()->key(today, DataClass::record).ok());
        EXPECT_EQ(to_hex(ring.value()->key(today, DataClass::record).value().view()), record);
        EXPECT_EQ(to_hex(read_log_seeds(files, root.value(), org).value().now.view()), seed);
    }
    FaultKind identity() {
        const auto root = open_root_key(files, means());
        auto ring = KeyRing::open(files, root.value(), random, &token);
        const auto key = ring.value()->key(today, DataClass::identity);
        return key.ok() ? FaultKind::busy : key.error().kind;
    }
};

TEST_F(RestoreKeysTest, a_lost_key_file_comes_back_as_the_same_key) {
    begin(RootSource::file);
    ASSERT_TRUE(files.remove("root.key").ok());
    EXPECT_EQ(open_root_key(files, means()).error().kind, FaultKind::unavailable);
    const auto done = restore();
    ASSERT_TRUE(done.ok()) << done.error().what;
    EXPECT_FALSE(done.value().new_root);
    EXPECT_EQ(to_hex(open_root_key(files, means()).value().view()), root_text);
    expect_whole();
    EXPECT_EQ(identity(), FaultKind::denied) << "a destroyed key came back";
}

TEST_F(RestoreKeysTest, a_lost_passphrase_is_replaced_by_another_source) {
    begin(RootSource::passphrase);
    for (const RootSource next : {RootSource::passphrase, RootSource::token, RootSource::file}) {
        const auto done = restore({next, false});
        ASSERT_TRUE(done.ok()) << done.error().what;
        EXPECT_EQ(root_source(files).value(), next);
        expect_whole();
        EXPECT_EQ(identity(), FaultKind::denied);
        backup.root = open_root_key(files, means()).value().duplicate();
    }
}

TEST_F(RestoreKeysTest, a_lost_token_needs_the_class_keys_of_a_backup) {
    begin(RootSource::token);
    for (const std::string& label : token.keys("").value())
        ASSERT_TRUE(token.destroy_key(label).ok());
    EXPECT_FALSE(open_root_key(files, means()).ok());
    KeyBackup with_classes = std::move(backup);
    backup = KeyBackup{
        with_classes.node, with_classes.made, std::nullopt, with_classes.root.duplicate(), {}, {}};
    EXPECT_EQ(restore().error().kind, FaultKind::corrupt) << "what is lost must be said";
    backup = std::move(with_classes);
    const auto done = restore({RootSource::token, false});
    ASSERT_TRUE(done.ok()) << done.error().what;
    EXPECT_TRUE(done.value().new_ring);
    EXPECT_EQ(done.value().classes, all_classes().size());
    expect_whole();
    EXPECT_EQ(token.keys("").value().size(), 2U);
}

TEST_F(RestoreKeysTest, without_class_keys_a_node_can_go_on_with_an_empty_keyring) {
    begin(RootSource::token);
    for (const std::string& label : token.keys("").value())
        ASSERT_TRUE(token.destroy_key(label).ok());
    backup.classes.clear();
    backup.ring_until.reset();
    const auto done = restore({RootSource::file, true});
    ASSERT_TRUE(done.ok()) << done.error().what;
    const auto root = open_root_key(files, means());
    EXPECT_EQ(to_hex(read_log_seeds(files, root.value(), org).value().now.view()), seed);
    auto ring = KeyRing::open(files, root.value(), random);
    EXPECT_EQ(ring.value()->key(today, DataClass::record).error().kind, FaultKind::unavailable);
}

TEST_F(RestoreKeysTest, a_damaged_root_json_slot_and_log_key_come_back) {
    begin(RootSource::file);
    files.bytes("keys/root.json") = copy_of(as_bytes("{"));
    files.bytes("keys/logs/org.key")[40] ^= 1;
    files.bytes("keys/ring")[512 + 50] ^= 1;  // the record's slot
    const auto done = restore();
    ASSERT_TRUE(done.ok()) << done.error().what;
    EXPECT_EQ(done.value().logs, std::vector<LogName>{org});
    EXPECT_EQ(done.value().classes, 1U);
    expect_whole();
    EXPECT_EQ(identity(), FaultKind::denied);
}

TEST_F(RestoreKeysTest, a_lost_keyring_comes_back_from_the_class_keys) {
    begin(RootSource::file);
    ASSERT_TRUE(files.remove("keys/ring").ok());
    ASSERT_TRUE(restore().ok());
    expect_whole();
}

TEST_F(RestoreKeysTest, after_its_day_a_backup_gives_no_class_key) {
    begin(RootSource::file);
    files.bytes("keys/ring")[512 + 50] ^= 1;
    const auto late = restore({}, today.plus_days(31));
    ASSERT_TRUE(late.ok()) << late.error().what;
    EXPECT_TRUE(late.value().ring_expired);
    EXPECT_EQ(late.value().classes, 0U);
    ASSERT_TRUE(files.remove("keys/ring").ok());
    EXPECT_EQ(restore({}, today.plus_days(31)).error().kind, FaultKind::corrupt);
    EXPECT_TRUE(restore({}, today.plus_days(30)).ok());
}

TEST_F(RestoreKeysTest, the_backup_of_another_root_key_changes_nothing) {
    begin(RootSource::file);
    const Bytes root_json = files.bytes("keys/root.json"), ring = files.bytes("keys/ring");
    random.fill(backup.root.fill());
    EXPECT_EQ(restore().error().kind, FaultKind::denied);
    files.bytes("keys/root.json") = copy_of(as_bytes("{"));
    EXPECT_EQ(restore().error().kind, FaultKind::denied);
    files.bytes("keys/root.json") = root_json;
    EXPECT_EQ(files.bytes("keys/ring"), ring);
    EXPECT_TRUE(open_root_key(files, means()).ok());
}

}  // namespace
}  // namespace buuan::vault
