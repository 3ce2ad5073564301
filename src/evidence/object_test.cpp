#include "evidence/object.hpp"

#include <gtest/gtest.h>

#include "adapters/posix/system_entropy.hpp"
#include "base/merkle.hpp"

namespace buuan::evidence {
namespace {

struct ObjectTest : ::testing::Test {
    SystemEntropy random;
    Secret key = new_key();
    ObjectContext context{"buuan.example.vn", ItemId::make({1'795'492'755'123}, random),
                          DataClass::picture, "contents"};

    Secret new_key() {
        Secret made;
        random.fill(made.fill());
        return made;
    }
    Bytes some(std::size_t size) {
        Bytes bytes(size);
        random.fill(bytes);
        return bytes;
    }
    [[nodiscard]] bool opens(BytesView sealed) const {
        return decrypt_chunked(sealed, key, "context").ok();
    }
};

TEST_F(ObjectTest, comes_back_at_every_length_around_a_chunk) {
    for (const std::size_t size :
         {0, 1, 15, 16, 16'383, 16'384, 16'385, 32'767, 32'768, 32'769, 200'000}) {
        const Bytes plain = some(size);
        const auto object = seal_object(plain, key, context, random);
        EXPECT_EQ(object.sealed.size(), sealed_size(size));
        const auto opened = open_object(object.sealed, object.id, key, context);
        ASSERT_TRUE(opened.ok()) << size;
        EXPECT_EQ(opened.value(), plain);
    }
}

TEST_F(ObjectTest, opens_as_itself_only) {
    const auto object = seal_object(some(100), key, context, random);
    const auto opens_as = [&](const ObjectContext& as, const Secret& with) {
        return open_object(object.sealed, object.id, with, as).ok();
    };
    ASSERT_TRUE(opens_as(context, key));
    ObjectContext other = context;
    other.node = "buuan.example.vm";
    EXPECT_FALSE(opens_as(other, key));
    other = context;
    other.item.bytes[15] ^= 1;
    EXPECT_FALSE(opens_as(other, key));
    other = context;
    other.data_class = DataClass::footage;
    EXPECT_FALSE(opens_as(other, key));
    other = context;
    other.slot = "contents2";
    EXPECT_FALSE(opens_as(other, key));
    EXPECT_FALSE(opens_as(context, new_key()));
    EXPECT_FALSE(open_object(object.sealed, sha256(as_bytes("another")), key, context).ok());
}

TEST_F(ObjectTest, a_changed_byte_anywhere_is_noticed_with_and_without_the_key) {
    const auto object = seal_object(some(300), key, context, random);
    for (std::size_t at = 0; at < object.sealed.size(); ++at) {
        Bytes bad = object.sealed;
        bad[at] ^= 1;
        ASSERT_NE(object_id(bad), object.id) << at;
        ASSERT_FALSE(decrypt_chunked(bad, key, context.text()).ok()) << at;
    }
}

TEST_F(ObjectTest, chunks_cannot_be_cut_off_added_or_moved) {
    const Bytes sealed = encrypt_chunked(some(3 * chunk_plain_bytes + 10), key, "context", random);
    const auto chunk = [&](std::size_t number) {
        const BytesView rest =
            BytesView(sealed).subspan(header_bytes + number * chunk_sealed_bytes);
        return copy_of(rest.first(std::min(rest.size(), chunk_sealed_bytes)));
    };
    const auto with = [&](std::initializer_list<std::size_t> chunks) {
        Bytes out(sealed.begin(), sealed.begin() + header_bytes);
        for (const std::size_t number : chunks) {
            const Bytes part = chunk(number);
            out.insert(out.end(), part.begin(), part.end());
        }
        return out;
    };
    EXPECT_TRUE(opens(with({0, 1, 2, 3})));
    EXPECT_FALSE(opens(with({0, 1, 2})));
    EXPECT_FALSE(opens(with({0, 1, 3})));
    EXPECT_FALSE(opens(with({1, 0, 2, 3})));
    EXPECT_FALSE(opens(with({0, 1, 2, 3, 3})));
    EXPECT_FALSE(opens(with({0, 1, 2, 2, 3})));
    EXPECT_FALSE(opens(with({3})));
    EXPECT_FALSE(opens(with({})));
    for (std::size_t cut = 1; cut < 30; ++cut)
        EXPECT_FALSE(opens(BytesView(sealed).first(sealed.size() - cut))) << cut;
    Bytes longer = sealed;
    longer.push_back(0);
    EXPECT_FALSE(opens(longer));
    for (std::size_t size = 0; size < header_bytes + 20; ++size)
        EXPECT_FALSE(opens(BytesView(sealed).first(size)));
}

TEST_F(ObjectTest, a_message_that_fills_its_chunks_cannot_lose_its_empty_end) {
    const Bytes sealed = encrypt_chunked(some(chunk_plain_bytes), key, "context", random);
    ASSERT_EQ(sealed.size(), header_bytes + chunk_sealed_bytes + 16);
    EXPECT_TRUE(opens(sealed));
    EXPECT_FALSE(opens(BytesView(sealed).first(sealed.size() - 16)));
}

TEST_F(ObjectTest, the_same_picture_twice_is_two_objects) {
    const Bytes plain = some(100);
    EXPECT_NE(seal_object(plain, key, context, random).id,
              seal_object(plain, key, context, random).id);
}

TEST_F(ObjectTest, one_chunk_is_checked_by_its_path_without_the_key_and_opened_alone_with_it) {
    const Bytes plain = some(5 * chunk_plain_bytes + 100);
    const auto object = seal_object(plain, key, context, random);
    const BytesView sealed = object.sealed;
    std::vector<Digest> leaves{merkle::leaf_hash(sealed.first(header_bytes))};
    std::vector<BytesView> chunks;
    for (std::size_t at = header_bytes; at < sealed.size(); at += chunk_sealed_bytes) {
        chunks.push_back(sealed.subspan(at, std::min(chunk_sealed_bytes, sealed.size() - at)));
        leaves.push_back(merkle::leaf_hash(chunks.back()));
    }
    ASSERT_EQ(chunks.size(), 6U);
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const auto path = merkle::path_of(leaves, i + 1);
        EXPECT_EQ(merkle::root_from_path(merkle::leaf_hash(chunks[i]), i + 1, leaves.size(), path),
                  object.id);
        EXPECT_NE(merkle::root_from_path(merkle::leaf_hash(chunks[i]), (i + 1) % 6 + 1,
                                         leaves.size(), path),
                  object.id);
        const auto opened =
            decrypt_chunk(sealed.first(header_bytes), chunks[i], i, key, context.text());
        ASSERT_TRUE(opened.ok());
        const BytesView wanted = BytesView(plain).subspan(i * chunk_plain_bytes);
        EXPECT_TRUE(std::equal(opened.value().begin(), opened.value().end(), wanted.begin()));
        EXPECT_FALSE(
            decrypt_chunk(sealed.first(header_bytes), chunks[i], i + 1, key, context.text()).ok())
            << "under another number";
    }
    EXPECT_FALSE(decrypt_chunk(sealed.first(20), chunks[0], 0, key, context.text()).ok());
    EXPECT_FALSE(
        decrypt_chunk(sealed.first(header_bytes), sealed.first(15), 0, key, context.text()).ok());
}

}  // namespace
}  // namespace buuan::evidence
