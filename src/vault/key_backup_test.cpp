#include "vault/key_backup.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_files.hpp"
#include "adapters/posix/system_entropy.hpp"

namespace buuan::vault {
namespace {

const Day today = *Day::parse("2026-11-24");
const std::string passphrase = "bưu cục số 1, mùa ban nở";

struct KeyBackupTest : ::testing::Test {
    SystemEntropy random;

    Secret new_key() {
        Secret key;
        random.fill(key.fill());
        return key;
    }
    KeyBackup some_backup() {
        KeyBackup backup{"buuan.example.vn", today.start(), today.plus_days(30), new_key(), {}, {}};
        backup.logs.emplace_back(*LogName::parse("org"), LogSeeds{new_key(), std::nullopt});
        LogSeeds changed{new_key(), std::nullopt};
        changed.before = LogSeeds::Before{new_key(), today.plus_days(30)};
        backup.logs.emplace_back(*LogName::parse("p11"), std::move(changed));
        for (int i = 0; i < 100; ++i)
            backup.classes.push_back({{today.plus_days(i), DataClass::record}, new_key()});
        return backup;
    }
    static void expect_same(const KeyBackup& a, const KeyBackup& b) {
        EXPECT_EQ(to_hex(a.root.view()), to_hex(b.root.view()));
        ASSERT_EQ(a.logs.size(), b.logs.size());
        for (std::size_t i = 0; i < a.logs.size(); ++i) {
            EXPECT_EQ(a.logs[i].first, b.logs[i].first);
            EXPECT_EQ(to_hex(a.logs[i].second.now.view()), to_hex(b.logs[i].second.now.view()));
            ASSERT_EQ(a.logs[i].second.before.has_value(), b.logs[i].second.before.has_value());
            if (!a.logs[i].second.before) continue;
            EXPECT_EQ(a.logs[i].second.before->until, b.logs[i].second.before->until);
            EXPECT_EQ(to_hex(a.logs[i].second.before->seed.view()),
                      to_hex(b.logs[i].second.before->seed.view()));
        }
        ASSERT_EQ(a.classes.size(), b.classes.size());
        for (std::size_t i = 0; i < a.classes.size(); ++i) {
            EXPECT_EQ(a.classes[i].name, b.classes[i].name);
            EXPECT_EQ(to_hex(a.classes[i].key.view()), to_hex(b.classes[i].key.view()));
        }
    }
};

TEST_F(KeyBackupTest, under_a_passphrase_it_opens_with_that_passphrase_only) {
    const KeyBackup backup = some_backup();
    const auto file = seal_backup(backup, passphrase, StretchCost::interactive, random);
    ASSERT_TRUE(file.ok());
    const auto opened = open_backup(file.value(), passphrase);
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    expect_same(opened.value(), backup);
    EXPECT_EQ(open_backup(file.value(), passphrase + ".").error().kind, FaultKind::denied);
    EXPECT_EQ(open_backup(file.value(), new_key()).error().kind, FaultKind::denied);
    EXPECT_EQ(seal_backup(backup, "short", StretchCost::interactive, random).error().kind,
              FaultKind::invalid);
}

TEST_F(KeyBackupTest, to_a_recovery_key_it_opens_with_the_shares_of_that_key_only) {
    const Secret secret = new_key();
    const RecoveryKey recovery{recovery_public_of(secret), 2, 3, today.start()};
    const KeyBackup backup = some_backup();
    const auto file = seal_backup(backup, recovery, random);
    ASSERT_TRUE(file.ok());
    EXPECT_EQ(label_of_backup(file.value()).value().recovery, recovery.id());
    EXPECT_EQ(label_of_backup(file.value()).value().ring_until, today.plus_days(30));
    auto shares = split(secret, recovery.id(), 2, 3, random);
    const auto combined = combine(std::span(shares).subspan(1));
    const auto opened = open_backup(file.value(), combined.value());
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    expect_same(opened.value(), backup);
    EXPECT_EQ(open_backup(file.value(), new_key()).error().kind, FaultKind::denied);
    EXPECT_EQ(open_backup(file.value(), passphrase).error().kind, FaultKind::denied);
}

TEST_F(KeyBackupTest, a_file_that_was_changed_anywhere_does_not_open) {
    const Secret secret = new_key();
    const RecoveryKey recovery{recovery_public_of(secret), 2, 3, today.start()};
    KeyBackup backup = some_backup();
    backup.classes.clear();
    const std::string good = seal_backup(backup, recovery, random).value();
    for (std::size_t at = 0; at + 1 < good.size(); ++at) {
        std::string changed = good;
        changed[at] = good[at] == '3' ? '4' : '3';
        const auto opened = open_backup(changed, secret);
        // The id of the recovery key only helps to find the right shares.
        const auto id = good.find(to_hex(recovery.id()));
        if (at >= id && at < id + 16) continue;
        ASSERT_FALSE(opened.ok()) << "byte " << at << " of " << good;
    }
    for (std::size_t size = 0; size + 1 < good.size(); ++size)
        ASSERT_FALSE(open_backup(good.substr(0, size), secret).ok()) << size;
}

TEST_F(KeyBackupTest, a_recovery_key_of_another_hand_is_not_taken) {
    memory::MemoryFiles files;
    ASSERT_TRUE(files.make_folders("keys").ok());
    const Secret root = new_key();
    EXPECT_FALSE(read_recovery_key(files, root).value());
    const RecoveryKey ours{recovery_public_of(new_key()), 3, 5, today.start()};
    ASSERT_TRUE(write_recovery_key(files, ours, root).ok());
    EXPECT_EQ(read_recovery_key(files, root).value()->public_half, ours.public_half);
    const RecoveryKey theirs{recovery_public_of(new_key()), 3, 5, today.start()};
    ASSERT_TRUE(write_recovery_key(files, theirs, new_key()).ok());
    EXPECT_EQ(read_recovery_key(files, root).error().kind, FaultKind::corrupt);
}

}  // namespace
}  // namespace buuan::vault
