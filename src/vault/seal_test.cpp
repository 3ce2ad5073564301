#include "vault/seal.hpp"

#include <gtest/gtest.h>

#include "adapters/posix/system_entropy.hpp"

namespace buuan::vault {
namespace {

SystemEntropy random;

Secret a_key() {
    Secret key;
    random.fill(key.fill());
    return key;
}

SealContext a_context() {
    return {"buuan.example.vn", ItemId::make({1'795'492'755'123}, random), DataClass::record, 1};
}

bool opens(BytesView sealed, const Secret& key, const SealContext& context) {
    Bytes plain;
    return open(sealed, key, context, plain).ok();
}

TEST(seal, what_was_sealed_opens_again_at_every_length_around_a_padding_class) {
    const Secret key = a_key();
    const SealContext context = a_context();
    for (const std::size_t size :
         {0, 1, 2, 254, 255, 256, 257, 510, 511, 512, 1023, 1024, 4000, 65'535, 65'536}) {
        Bytes plain(size);
        random.fill(plain);
        Bytes opened(3, 0xee);  // what is in the reused buffer does not matter
        ASSERT_TRUE(open(seal(plain, key, context, random), key, context, opened).ok()) << size;
        EXPECT_EQ(opened, plain);
    }
}

TEST(seal, plain_text_that_ends_like_padding_comes_back_whole) {
    const Secret key = a_key();
    const SealContext context = a_context();
    for (const Bytes& plain :
         {Bytes{0x80}, Bytes{0x80, 0, 0}, Bytes{0, 0, 0}, Bytes(255, 0), Bytes(256, 0x80)}) {
        Bytes opened;
        ASSERT_TRUE(open(seal(plain, key, context, random), key, context, opened).ok());
        EXPECT_EQ(opened, plain);
    }
}

TEST(seal, the_length_tells_only_the_padding_class) {
    const Secret key = a_key();
    const SealContext context = a_context();
    const auto sealed_bytes = [&](std::size_t plain) {
        return seal(Bytes(plain), key, context, random).size() - 1 - 24 - 16;
    };
    for (std::size_t plain = 0; plain <= 255; ++plain) ASSERT_EQ(sealed_bytes(plain), 256U);
    EXPECT_EQ(sealed_bytes(256), 512U);
    EXPECT_EQ(sealed_bytes(511), 512U);
    EXPECT_EQ(sealed_bytes(512), 1024U);
    EXPECT_EQ(sealed_bytes(65'536), 131'072U);
}

TEST(seal, a_flipped_bit_anywhere_does_not_open) {
    const Secret key = a_key();
    const SealContext context = a_context();
    const Bytes good = seal(as_bytes("Lò Thị Mai, bản Him Lam"), key, context, random);
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Bytes bad = good;
            bad[at] ^= static_cast<std::uint8_t>(1U << bit);
            ASSERT_FALSE(opens(bad, key, context)) << "byte " << at << ", bit " << bit;
        }
    }
    EXPECT_TRUE(opens(good, key, context));
}

TEST(seal, a_cut_or_longer_one_does_not_open) {
    const Secret key = a_key();
    const SealContext context = a_context();
    const Bytes good = seal(as_bytes("x"), key, context, random);
    for (std::size_t size = 0; size < good.size(); ++size)
        ASSERT_FALSE(opens(BytesView(good).first(size), key, context)) << size;
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_FALSE(opens(longer, key, context));
}

TEST(seal, nothing_opens_as_another_node_item_class_or_revision_or_under_another_key) {
    const Secret key = a_key();
    const SealContext context = a_context();
    const Bytes sealed = seal(as_bytes("x"), key, context, random);
    SealContext other = context;
    other.node = "buuan.example.vm";
    EXPECT_FALSE(opens(sealed, key, other));
    other = context;
    other.node += "\n";
    EXPECT_FALSE(opens(sealed, key, other));
    other = context;
    other.item.bytes[15] ^= 1;
    EXPECT_FALSE(opens(sealed, key, other));
    other = context;
    other.data_class = DataClass::identity;
    EXPECT_FALSE(opens(sealed, key, other));
    other = context;
    other.revision = 2;
    EXPECT_FALSE(opens(sealed, key, other));
    EXPECT_FALSE(opens(sealed, a_key(), context));
    EXPECT_TRUE(opens(sealed, key, context));
}

TEST(seal, the_same_text_twice_gives_bytes_that_have_nothing_in_common) {
    const Secret key = a_key();
    const SealContext context = a_context();
    const Bytes first = seal(as_bytes("the same"), key, context, random);
    const Bytes second = seal(as_bytes("the same"), key, context, random);
    std::size_t same = 0;
    for (std::size_t i = 1; i < first.size(); ++i) same += first[i] == second[i] ? 1 : 0;
    EXPECT_LT(same, 12U);  // 1 in 256 by chance
}

TEST(seal, a_fault_names_the_item_and_nothing_that_was_sealed) {
    const SealContext context = a_context();
    Bytes sealed = seal(as_bytes("Lò Thị Mai"), a_key(), context, random);
    Bytes plain;
    const auto opened = open(sealed, a_key(), context, plain);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().kind, FaultKind::corrupt);
    EXPECT_NE(opened.error().what.find(context.item.text()), std::string::npos);
    EXPECT_EQ(opened.error().what.find("Mai"), std::string::npos);
}

TEST(wrap, opens_with_its_key_and_label_only) {
    const Secret key = a_key();
    const Bytes secret(32, 7);
    const Bytes wrapped = wrap(secret, key, "buuan/log-key/v1/p11", random);
    EXPECT_EQ(wrapped.size(), 73U);
    EXPECT_EQ(unwrap(wrapped, key, "buuan/log-key/v1/p11").value(), secret);
    EXPECT_FALSE(unwrap(wrapped, key, "buuan/log-key/v1/p12").ok());
    const auto wrong = unwrap(wrapped, a_key(), "buuan/log-key/v1/p11");
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.error().kind, FaultKind::denied);
    for (std::size_t at = 0; at < wrapped.size(); ++at) {
        Bytes bad = wrapped;
        bad[at] ^= 1;
        ASSERT_FALSE(unwrap(bad, key, "buuan/log-key/v1/p11").ok()) << at;
    }
}

}  // namespace
}  // namespace buuan::vault
