// keys.json against the code of the vault; docs/formats/keys.md.
#include "adapters/memory/memory_files.hpp"
#include "vault/key_backup.hpp"
#include "vault/ring_file.hpp"
#include "vectors.hpp"

namespace buuan::vectors {
namespace {

const boost::json::value& keys() {
    static const boost::json::value file = read("keys.json");
    return file;
}

TEST(keys_vectors, a_split_makes_the_written_shares_and_any_enough_of_them_the_secret) {
    for (const auto& v : list(keys(), "splits")) {
        const Secret whole = secret(v, "secret");
        const vault::RecoveryKey key{vault::recovery_public_of(whole), 0, 0, {}};
        EXPECT_EQ(to_hex(key.public_half), text(v, "public_half"));
        EXPECT_EQ(to_hex(key.id()), text(v, "id"));
        ScriptedEntropy entropy(bytes(v, "randomness"));
        const auto& written = list(v, "shares");
        const auto needed = static_cast<unsigned>(number(v, "needed"));
        const auto shares =
            vault::split(whole, key.id(), needed, static_cast<unsigned>(written.size()), entropy);
        std::vector<vault::Share> read;
        for (std::size_t i = 0; i < written.size(); ++i) {
            EXPECT_EQ(shares[i].text(), text(written[i], "text"));
            auto share = vault::Share::parse(text(written[i], "text"));
            ASSERT_TRUE(share);
            EXPECT_EQ(share->index, number(written[i], "index"));
            EXPECT_EQ(to_hex(share->part.view()), text(written[i], "part"));
            read.push_back(std::move(*share));
        }
        const auto last = std::span(read).last(needed);
        EXPECT_EQ(to_hex(vault::combine(last).value().view()), text(v, "secret"));
    }
}

TEST(keys_vectors, the_written_backups_open_with_their_holder) {
    const auto& by_passphrase = list(keys(), "backups")[0];
    const auto first =
        vault::open_backup(text(by_passphrase, "file"), text(by_passphrase, "passphrase"));
    ASSERT_TRUE(first.ok()) << first.error().what;
    EXPECT_EQ(to_hex(first.value().root.view()), text(by_passphrase, "root_key"));
    ASSERT_EQ(first.value().logs.size(), 1U);

    const auto& v = list(keys(), "backups")[1];
    const auto opened = vault::open_backup(text(v, "file"), secret(v, "recovery_secret"));
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    const vault::KeyBackup& backup = opened.value();
    EXPECT_EQ(to_hex(backup.root.view()), text(v, "root_key"));
    ASSERT_EQ(backup.logs.size(), 2U);
    const auto& seeds = v.at("seeds");
    EXPECT_EQ(to_hex(backup.logs[0].second.now.view()), text(seeds, "org"));
    EXPECT_EQ(to_hex(backup.logs[1].second.now.view()), text(seeds, "p11"));
    ASSERT_TRUE(backup.logs[1].second.before);
    EXPECT_EQ(to_hex(backup.logs[1].second.before->seed.view()), text(seeds, "p11 before"));
    EXPECT_EQ(backup.logs[1].second.before->until.text(), text(v, "before_until"));
    ASSERT_EQ(backup.classes.size(), 2U);
    for (const auto& each : backup.classes)
        EXPECT_EQ(to_hex(each.key.view()),
                  text(v.at("classes"), boost::describe::enum_to_string(each.name.data_class, "")));

    // Sealing it again with the same randomness makes the same file.
    ScriptedEntropy entropy(bytes(v, "randomness"));
    const vault::RecoveryKey key{vault::recovery_public_of(secret(v, "recovery_secret")), 3, 5, {}};
    const auto again = vault::seal_backup(backup, key, entropy);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value(), text(v, "file"));
}

TEST(keys_vectors, a_log_key_under_change_has_the_written_bytes) {
    const auto& v = keys().at("log_key");
    const LogName log = *LogName::parse(text(v, "log"));
    memory::MemoryFiles files;
    ScriptedEntropy entropy(bytes(v, "randomness"));
    vault::LogSeeds seeds{secret(v, "seed"), std::nullopt};
    seeds.before = vault::LogSeeds::Before{secret(v, "before"), *Day::parse(text(v, "until"))};
    ASSERT_TRUE(vault::write_log_seeds(files, secret(v, "root_key"), log, seeds, entropy).ok());
    EXPECT_EQ(to_hex(files.bytes("keys/logs/p11.key")), text(v, "file"));
    const auto read = vault::read_log_seeds(files, secret(v, "root_key"), log);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(to_hex(read.value().before->seed.view()), text(v, "before"));
}

TEST(keys_vectors, the_written_recovery_key_is_taken) {
    const auto& v = keys().at("recovery");
    memory::MemoryFiles files;
    ASSERT_TRUE(files.make_folders("keys").ok());
    ASSERT_TRUE(replace_file(files, vault::recovery_path, as_bytes(text(v, "file"))).ok());
    const auto key = vault::read_recovery_key(files, secret(v, "root_key"));
    ASSERT_TRUE(key.ok() && key.value());
    ASSERT_TRUE(vault::write_recovery_key(files, *key.value(), secret(v, "root_key")).ok());
    EXPECT_EQ(as_text(files.bytes(std::string(vault::recovery_path))), text(v, "file"));
}

TEST(keys_vectors, the_header_of_a_keyring_in_a_token_is_as_written) {
    const auto& v = keys().at("ring_in_token");
    const auto header = vault::RingHeader::decode(bytes(v, "header"));
    ASSERT_TRUE(header.ok());
    EXPECT_EQ(header.value().token_key, text(v, "token_key"));
    EXPECT_EQ(to_hex(header.value().sealed), text(v, "sealed"));
    EXPECT_EQ(to_hex(header.value().encode()), text(v, "header"));
}

}  // namespace
}  // namespace buuan::vectors
