#include "vault/root_change.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_files.hpp"
#include "adapters/memory/memory_token.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "vault/key_ring.hpp"
#include "vault/log_keys.hpp"
#include "vault/recovery_key.hpp"

namespace buuan::vault {
namespace {

const Day today = *Day::parse("2026-11-24");
const LogName org = *LogName::parse("org");

/// A node's keys in memory, with everything that is under a root key.
struct Keys {
    memory::MemoryFiles files;
    SystemEntropy random;
    memory::MemoryToken token{random};
    Secret credential;
    Secret before;  // the root key of the beginning
    std::string record, seed;
    RecoveryKey recovery{{}, 2, 3, today.start()};

    Keys() {
        random.fill(credential.fill());
        Secret secret;
        random.fill(secret.fill());
        recovery.public_half = recovery_public_of(secret);
    }
    RootMeans means() {
        RootMeans means;
        means.passphrase = Personal("một cụm mật khẩu dài");
        means.cost = StretchCost::interactive;
        means.credentials.push_back(credential.duplicate());
        means.token = std::shared_ptr<KeyToken>(std::shared_ptr<void>(), &token);
        return means;
    }
    void make(RootSource source) {
        auto root = create_root_key(files, source, means(), random);
        ASSERT_TRUE(root.ok()) << root.error().what;
        before = std::move(root).value();
        KeyToken* const ring_token = source == RootSource::token ? &token : nullptr;
        ASSERT_TRUE(KeyRing::create(files, before, random, ring_token).ok());
        auto ring = KeyRing::open(files, before, random, ring_token);
        ASSERT_TRUE(ring.value()->ensure(today).ok());
        ASSERT_TRUE(ring.value()->destroy(today, DataClass::identity).ok());
        record = to_hex(ring.value()->key(today, DataClass::record).value().view());
        LogSeeds seeds;
        random.fill(seeds.now.fill());
        seed = to_hex(seeds.now.view());
        ASSERT_TRUE(write_log_seeds(files, before, org, seeds, random).ok());
        ASSERT_TRUE(write_recovery_key(files, recovery, before).ok());
        ASSERT_TRUE(files.sync_folder("").ok());
    }
    /// Everything opens, from one source or the other, and is what it was.
    void expect_whole(const std::string& where) {
        ASSERT_TRUE(settle_root_change(files).ok()) << where;
        const auto root = open_root_key(files, means());
        ASSERT_TRUE(root.ok()) << where << ": " << root.error().what;
        auto ring = KeyRing::open(files, root.value(), random, &token);
        ASSERT_TRUE(ring.ok()) << where << ": " << ring.error().what;
        ASSERT_EQ(to_hex(ring.value()->key(today, DataClass::record).value().view()), record)
            << where;
        ASSERT_EQ(ring.value()->key(today, DataClass::identity).error().kind, FaultKind::denied)
            << where;
        const auto seeds = read_log_seeds(files, root.value(), org);
        ASSERT_TRUE(seeds.ok()) << where << ": " << seeds.error().what;
        ASSERT_EQ(to_hex(seeds.value().now.view()), seed) << where;
        const auto kept = read_recovery_key(files, root.value());
        ASSERT_TRUE(kept.ok() && kept.value()) << where;
        ASSERT_EQ(kept.value()->public_half, recovery.public_half) << where;
    }
};

constexpr RootSource sources[] = {RootSource::file, RootSource::passphrase, RootSource::credential,
                                  RootSource::token};

TEST(change_root_key, goes_from_every_source_to_every_other_and_the_old_key_opens_nothing) {
    for (const RootSource from : sources) {
        for (const RootSource to : sources) {
            if (from == to && to == RootSource::credential) continue;  // below
            Keys keys;
            keys.make(from);
            const std::string where =
                std::string(name_of(from)) + " to " + std::string(name_of(to));
            const auto done = change_root_key(keys.files, keys.before, &keys.token, to,
                                              keys.means(), keys.random);
            ASSERT_TRUE(done.ok()) << where << ": " << done.error().what;
            keys.files.lose_power();
            keys.expect_whole(where);
            EXPECT_EQ(root_source(keys.files).value(), to) << where;
            EXPECT_FALSE(is_root_key(keys.files, keys.before).value()) << where;
            EXPECT_FALSE(read_log_seeds(keys.files, keys.before, org).ok()) << where;
            EXPECT_EQ(keys.files.has("root.key"), to == RootSource::file) << where;
            EXPECT_EQ(keys.token.keys("").value().size(), to == RootSource::token ? 2U : 0U)
                << where;
        }
    }
}

TEST(change_root_key, takes_the_credential_that_is_not_in_use) {
    Keys keys;
    keys.make(RootSource::credential);
    RootMeans means = keys.means();
    EXPECT_EQ(change_root_key(keys.files, keys.before, nullptr, RootSource::credential, means,
                              keys.random)
                  .error()
                  .kind,
              FaultKind::invalid);
    Secret next;
    keys.random.fill(next.fill());
    means.credentials.push_back(next.duplicate());
    ASSERT_TRUE(change_root_key(keys.files, keys.before, nullptr, RootSource::credential, means,
                                keys.random)
                    .ok());
    EXPECT_TRUE(is_root_key(keys.files, next).value());
    keys.credential = std::move(next);
    keys.expect_whole("the other credential");
}

TEST(change_root_key, a_power_loss_before_any_write_leaves_the_old_or_the_new_whole) {
    for (const auto& [from, to] : {std::pair{RootSource::file, RootSource::file},
                                   {RootSource::file, RootSource::passphrase},
                                   {RootSource::passphrase, RootSource::token},
                                   {RootSource::token, RootSource::file}}) {
        for (int cut = 0;; ++cut) {
            Keys keys;
            keys.make(from);
            int left = cut;
            bool cut_it = false;
            const auto counts = [&](std::string_view call,
                                    std::string_view) -> std::optional<Fault> {
                const bool changes = call == "write" || call == "sync" || call == "rename" ||
                                     call == "remove" || call == "sync_folder" ||
                                     call == "make_key" || call == "destroy_key";
                if (cut_it || (changes && left-- == 0)) {
                    cut_it = true;
                    return Fault{FaultKind::unavailable, "the power is gone"};
                }
                return std::nullopt;
            };
            keys.files.fault = counts;
            keys.token.fault = counts;
            const bool done =
                change_root_key(keys.files, keys.before, &keys.token, to, keys.means(), keys.random)
                    .ok();
            keys.files.fault = nullptr;
            keys.token.fault = nullptr;
            keys.files.lose_power();
            const std::string where = std::string(name_of(from)) + " to " +
                                      std::string(name_of(to)) + ", cut " + std::to_string(cut);
            ASSERT_NO_FATAL_FAILURE(keys.expect_whole(where));
            if (done) {
                ASSERT_EQ(root_source(keys.files).value(), to) << where;
            }
            // And it can be done again from wherever it is.
            const auto root = open_root_key(keys.files, keys.means());
            ASSERT_TRUE(change_root_key(keys.files, root.value(), &keys.token, to, keys.means(),
                                        keys.random)
                            .ok())
                << where;
            ASSERT_NO_FATAL_FAILURE(keys.expect_whole(where + ", again"));
            if (!cut_it) {
                ASSERT_TRUE(done);
                ASSERT_GT(cut, 20);
                break;
            }
        }
    }
}

TEST(change_root_key, wipes_what_the_old_key_opened_where_it_lay) {
    Keys keys;
    keys.make(RootSource::file);
    std::vector<std::unique_ptr<File>> old;
    for (const char* path : {"root.key", "keys/ring", "keys/logs/org.key", "keys/root.json"})
        old.push_back(keys.files.open(path, OpenMode::read).value());
    ASSERT_TRUE(change_root_key(keys.files, keys.before, nullptr, RootSource::passphrase,
                                keys.means(), keys.random)
                    .ok());
    for (const auto& file : old) {
        Bytes bytes(file->size().value());
        ASSERT_EQ(file->read_at(0, bytes).value(), bytes.size());
        EXPECT_EQ(bytes, Bytes(bytes.size()));
    }
    EXPECT_FALSE(keys.files.has("root.key"));
    EXPECT_FALSE(keys.files.has("keys/next/root.key"));
}

}  // namespace
}  // namespace buuan::vault
