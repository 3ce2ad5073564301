#include "vault/root_key.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_files.hpp"
#include "adapters/memory/memory_token.hpp"
#include "adapters/posix/system_entropy.hpp"

namespace buuan::vault {
namespace {

struct RootKeyTest : ::testing::Test {
    memory::MemoryFiles files;
    SystemEntropy random;
    const std::string passphrase = "bưu cục số 1, mùa ban nở";

    static RootMeans by(std::string_view text) {
        RootMeans means;
        means.passphrase = Personal(std::string(text));
        means.cost = StretchCost::interactive;
        return means;
    }
};

TEST_F(RootKeyTest, by_file_comes_back_and_a_foreign_file_is_refused) {
    const auto made = create_root_key(files, RootSource::file, {}, random);
    ASSERT_TRUE(made.ok());
    files.lose_power();
    const auto opened = open_root_key(files, {});
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(to_hex(opened.value().view()), to_hex(made.value().view()));
    const Bytes good = files.bytes("root.key");
    memory::MemoryFiles elsewhere;
    ASSERT_TRUE(create_root_key(elsewhere, RootSource::file, {}, random).ok());
    files.bytes("root.key") = elsewhere.bytes("root.key");
    EXPECT_EQ(open_root_key(files, {}).error().kind, FaultKind::denied);
    files.bytes("root.key") = Bytes{'A', 'A', '=', '='};
    EXPECT_EQ(open_root_key(files, {}).error().kind, FaultKind::corrupt);
    files.bytes("root.key") = good;
    EXPECT_TRUE(open_root_key(files, {}).ok());
    ASSERT_TRUE(files.remove("root.key").ok());
    EXPECT_EQ(open_root_key(files, {}).error().kind, FaultKind::unavailable);
}

TEST_F(RootKeyTest, by_passphrase_comes_back_and_no_other_passphrase_does) {
    const auto made = create_root_key(files, RootSource::passphrase, by(passphrase), random);
    ASSERT_TRUE(made.ok());
    EXPECT_FALSE(files.has("root.key")) << "nothing on disk opens it";
    const auto opened = open_root_key(files, by(passphrase));
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(to_hex(opened.value().view()), to_hex(made.value().view()));
    for (const std::string& wrong : {std::string(), passphrase + " ", passphrase.substr(1),
                                     std::string("bưu cục số 2, mùa ban nở")}) {
        const auto refused = open_root_key(files, by(wrong));
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().kind, FaultKind::denied);
    }
}

TEST_F(RootKeyTest, a_short_passphrase_is_refused_and_leaves_nothing) {
    const auto made = create_root_key(files, RootSource::passphrase, by("too short"), random);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, FaultKind::invalid);
    EXPECT_FALSE(files.has("keys/root.json"));
}

TEST_F(RootKeyTest, is_made_once) {
    ASSERT_TRUE(create_root_key(files, RootSource::file, {}, random).ok());
    const Bytes before = files.bytes("root.key");
    EXPECT_EQ(create_root_key(files, RootSource::passphrase, by(passphrase), random).error().kind,
              FaultKind::denied);
    EXPECT_EQ(files.bytes("root.key"), before);
}

TEST_F(RootKeyTest, a_damaged_root_json_is_named_and_costs_neither_memory_nor_time) {
    ASSERT_TRUE(create_root_key(files, RootSource::passphrase, by(passphrase), random).ok());
    std::string text(as_text(files.bytes("keys/root.json")));
    const auto with = [&](const std::string& member, const std::string& value) {
        std::string changed = text;
        const auto at = changed.find("\"" + member + "\":") + member.size() + 3;
        changed.replace(at, changed.find_first_of(",}", at) - at, value);
        files.bytes("keys/root.json") = copy_of(as_bytes(changed));
        return open_root_key(files, by(passphrase));
    };
    EXPECT_EQ(with("memory_bytes", "99999999999999").error().kind, FaultKind::corrupt);
    EXPECT_EQ(with("passes", "1000000").error().kind, FaultKind::corrupt);
    EXPECT_EQ(with("salt", "\"00\"").error().kind, FaultKind::corrupt);
    EXPECT_EQ(with("proof", "\"00\"").error().kind, FaultKind::denied);
    EXPECT_EQ(with("version", "2").error().kind, FaultKind::corrupt);
    EXPECT_EQ(with("source", "\"cellar\"").error().kind, FaultKind::corrupt);
    files.bytes("keys/root.json") = copy_of(as_bytes("{"));
    EXPECT_EQ(open_root_key(files, by(passphrase)).error().kind, FaultKind::corrupt);
}

TEST_F(RootKeyTest, by_credential_takes_the_one_that_is_this_nodes) {
    RootMeans means;
    EXPECT_EQ(create_root_key(files, RootSource::credential, means, random).error().kind,
              FaultKind::invalid);
    for (int i = 0; i < 2; ++i) random.fill(means.credentials.emplace_back().fill());
    const auto made = create_root_key(files, RootSource::credential, means, random);
    ASSERT_TRUE(made.ok()) << made.error().what;
    EXPECT_FALSE(files.has("root.key")) << "nothing on disk opens it";
    std::swap(means.credentials[0], means.credentials[1]);
    const auto opened = open_root_key(files, means);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(to_hex(opened.value().view()), to_hex(made.value().view()));
    means.credentials.pop_back();
    EXPECT_EQ(open_root_key(files, means).error().kind, FaultKind::denied);
    means.credentials.clear();
    EXPECT_EQ(open_root_key(files, means).error().kind, FaultKind::unavailable);
}

TEST_F(RootKeyTest, in_a_token_it_opens_with_that_token_only) {
    memory::MemoryToken token(random);
    RootMeans means;
    means.token = std::shared_ptr<KeyToken>(std::shared_ptr<void>(), &token);
    const auto made = create_root_key(files, RootSource::token, means, random);
    ASSERT_TRUE(made.ok()) << made.error().what;
    EXPECT_FALSE(files.has("root.key"));
    EXPECT_EQ(to_hex(open_root_key(files, means).value().view()), to_hex(made.value().view()));
    memory::MemoryToken other(random);
    means.token = std::shared_ptr<KeyToken>(std::shared_ptr<void>(), &other);
    EXPECT_FALSE(open_root_key(files, means).ok());
    EXPECT_EQ(open_root_key(files, {}).error().kind, FaultKind::denied);
}

}  // namespace
}  // namespace buuan::vault
