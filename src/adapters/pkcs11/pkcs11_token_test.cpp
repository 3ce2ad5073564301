// Against SoftHSM, in a folder of its own.
#include "adapters/pkcs11/pkcs11_token.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "adapters/memory/memory_files.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/temporary_folder_test.hpp"
#include "vault/key_ring.hpp"
#include "vault/root_change.hpp"

namespace buuan::pkcs11 {
namespace {

constexpr const char* module = "/usr/lib/softhsm/libsofthsm2.so";
const Day today = *Day::parse("2026-11-24");

/// One SoftHSM for all tests of this program: its library reads its settings once.
struct SoftHsm : ::testing::Environment {
    void SetUp() override {
        std::filesystem::create_directory(folder / "tokens");
        std::ofstream(folder / "softhsm2.conf")
            << "directories.tokendir = " << (folder / "tokens").string() << "\nlog.level = ERROR\n";
        setenv("SOFTHSM2_CONF", (folder / "softhsm2.conf").c_str(), 1);
        ASSERT_EQ(std::system("softhsm2-util --init-token --free --label buuan --pin 246810 "
                              "--so-pin 13579111 >/dev/null"),
                  0);
    }
    TemporaryFolder temporary;
    const std::filesystem::path& folder = temporary.path;
};
const auto* const softhsm = ::testing::AddGlobalTestEnvironment(new SoftHsm);

struct Pkcs11TokenTest : ::testing::Test {
    SystemEntropy random;
    std::shared_ptr<Pkcs11Token> token;

    void SetUp() override { reopen(); }
    void TearDown() override {
        if (token == nullptr) return;
        for (const auto& label : token->keys("").value()) (void)token->destroy_key(label);
    }
    void reopen() {
        token.reset();
        auto opened = Pkcs11Token::open(module, "buuan", "246810", random);
        ASSERT_TRUE(opened.ok()) << opened.error().what;
        token = std::move(opened).value();
    }
};

TEST_F(Pkcs11TokenTest, what_a_key_seals_opens_under_that_key_only_also_after_signing_in_again) {
    const std::string text = "thirty-two bytes of a secret key";
    ASSERT_TRUE(token->make_key("one").ok());
    ASSERT_TRUE(token->make_key("two").ok());
    EXPECT_EQ(token->make_key("one").error().kind, FaultKind::denied);
    const auto sealed = token->seal("one", as_bytes(text));
    ASSERT_TRUE(sealed.ok()) << sealed.error().what;
    EXPECT_EQ(sealed.value().size(), 12 + text.size() + 16);
    reopen();
    const auto opened = token->open("one", sealed.value());
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    EXPECT_EQ(as_text(opened.value()), text);
    EXPECT_FALSE(token->open("two", sealed.value()).ok());
    for (std::size_t at = 0; at < sealed.value().size(); ++at) {
        Bytes changed = sealed.value();
        changed[at] ^= 1;
        ASSERT_FALSE(token->open("one", changed).ok()) << at;
    }
    EXPECT_TRUE(token->open("one", sealed.value()).ok());
}

TEST_F(Pkcs11TokenTest, a_destroyed_key_is_gone_and_the_others_are_not) {
    ASSERT_TRUE(token->make_key("ring-1").ok());
    ASSERT_TRUE(token->make_key("ring-2").ok());
    const auto sealed = token->seal("ring-1", as_bytes("secret"));
    ASSERT_TRUE(token->destroy_key("ring-1").ok());
    ASSERT_TRUE(token->destroy_key("ring-1").ok()) << "twice is once";
    EXPECT_EQ(token->open("ring-1", sealed.value()).error().kind, FaultKind::unavailable);
    EXPECT_EQ(token->keys("ring-").value(), std::vector<std::string>{"ring-2"});
    EXPECT_TRUE(token->keys("other").value().empty());
}

TEST_F(Pkcs11TokenTest, a_wrong_pin_token_or_module_is_told) {
    token.reset();
    EXPECT_EQ(Pkcs11Token::open(module, "buuan", "000000", random).error().kind, FaultKind::denied);
    EXPECT_EQ(Pkcs11Token::open(module, "another", "246810", random).error().kind,
              FaultKind::unavailable);
    EXPECT_EQ(Pkcs11Token::open("/nowhere.so", "buuan", "246810", random).error().kind,
              FaultKind::unavailable);
    EXPECT_EQ(Pkcs11Token::open("libc.so.6", "buuan", "246810", random).error().kind,
              FaultKind::invalid);
}

TEST_F(Pkcs11TokenTest, a_destruction_makes_every_old_copy_of_the_keyring_useless) {
    memory::MemoryFiles files;
    vault::RootMeans means;
    means.token = token;
    const auto root = vault::create_root_key(files, vault::RootSource::token, means, random);
    ASSERT_TRUE(root.ok()) << root.error().what;
    ASSERT_TRUE(vault::KeyRing::create(files, root.value(), random, token.get()).ok());
    auto ring = vault::KeyRing::open(files, root.value(), random, token.get());
    ASSERT_TRUE(ring.ok()) << ring.error().what;
    EXPECT_EQ(ring.value()->grade(), vault::Grade::a);
    ASSERT_TRUE(ring.value()->ensure(today).ok());
    const std::string record = to_hex(ring.value()->key(today, DataClass::record).value().view());

    const Bytes copy = files.bytes("keys/ring");
    ASSERT_TRUE(ring.value()->destroy(today, DataClass::identity).ok());
    ring.value().reset();
    reopen();
    means.token = token;
    const auto again = vault::open_root_key(files, means);
    ASSERT_TRUE(again.ok()) << again.error().what;
    auto after = vault::KeyRing::open(files, again.value(), random, token.get());
    ASSERT_TRUE(after.ok()) << after.error().what;
    EXPECT_EQ(to_hex(after.value()->key(today, DataClass::record).value().view()), record);
    EXPECT_EQ(after.value()->key(today, DataClass::identity).error().kind, FaultKind::denied);
    files.bytes("keys/ring") = copy;
    EXPECT_FALSE(vault::KeyRing::open(files, again.value(), random, token.get()).ok())
        << "the copy from before opens, with the token and the root key at hand";
}

}  // namespace
}  // namespace buuan::pkcs11
