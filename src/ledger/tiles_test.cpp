#include "ledger/tiles.hpp"

#include <gtest/gtest.h>

#include <map>

#include "base/merkle.hpp"
#include "ledger/entry.hpp"

namespace buuan::ledger {
namespace {

constexpr std::uint64_t size_max = 300;

/// A tree in memory whose tiles are computed from RFC 6962's definition, for every size up to 300
/// and a few larger.
struct Tree {
    std::vector<Digest> leaves;
    explicit Tree(std::uint64_t size) {
        for (std::uint64_t i = 0; i < size; ++i)
            leaves.push_back(merkle::leaf_hash(as_bytes("entry " + std::to_string(i))));
    }
    [[nodiscard]] Digest root(std::uint64_t size) const {
        return merkle::root_of(std::span(leaves).first(size));
    }
    [[nodiscard]] TileReader reader(std::uint64_t size) const {
        return [this, size](int level, std::uint64_t index, std::uint64_t width) -> Result<Bytes> {
            std::uint64_t span = 1;
            for (int i = 0; i < level; ++i) span *= tile_width;
            Bytes bytes;
            for (std::uint64_t i = 0; i < width; ++i) {
                const std::uint64_t first = (index * tile_width + i) * span;
                if (first + span > size)
                    return Fault{FaultKind::corrupt,
                                 "asked for a hash that a tree of this size has not"};
                const Digest hash = merkle::root_of(std::span(leaves).subspan(first, span));
                bytes.insert(bytes.end(), hash.bytes.begin(), hash.bytes.end());
            }
            return bytes;
        };
    }
};

const Tree& tree() {
    static const Tree made(70'000);
    return made;
}

TEST(tiles, every_entry_of_every_tree_is_proved) {
    for (std::uint64_t size = 1; size <= size_max; ++size) {
        const Digest root = tree().root(size);
        const auto tiles = tree().reader(size);
        ASSERT_EQ(range_root(tiles, 0, size).value(), root) << size;
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto path = inclusion_path(tiles, index, size);
            ASSERT_TRUE(path.ok());
            ASSERT_EQ(merkle::root_from_path(tree().leaves[index], index, size, path.value()), root)
                << index << " of " << size;
        }
    }
}

TEST(tiles, every_tree_is_shown_to_grow_from_every_smaller_one) {
    std::vector<Digest> roots;
    for (std::uint64_t size = 0; size <= size_max; ++size) roots.push_back(tree().root(size));
    for (std::uint64_t size = 1; size <= size_max; ++size) {
        const auto tiles = tree().reader(size);
        for (std::uint64_t old = 1; old <= size; ++old) {
            const auto path = consistency_path(tiles, old, size);
            ASSERT_TRUE(path.ok());
            ASSERT_TRUE(is_consistent(old, roots[old], size, roots[size], path.value()))
                << old << " to " << size;
        }
    }
}

TEST(tiles, trees_of_three_levels_are_proved) {
    const std::uint64_t size = tree().leaves.size();
    const auto tiles = tree().reader(size);
    const Digest root = tree().root(size);
    for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{255}, std::uint64_t{256},
                                      std::uint64_t{65'535}, std::uint64_t{65'536}, size - 1}) {
        EXPECT_EQ(merkle::root_from_path(tree().leaves[index], index, size,
                                         inclusion_path(tiles, index, size).value()),
                  root)
            << index;
    }
    for (const std::uint64_t old : {1U, 256U, 65'535U, 65'536U, 65'537U, 69'999U}) {
        EXPECT_TRUE(is_consistent(old, tree().root(old), size, root,
                                  consistency_path(tiles, old, size).value()))
            << old;
    }
}

TEST(tiles, a_history_that_was_changed_is_not_consistent) {
    for (const std::uint64_t size : {2U, 3U, 7U, 8U, 100U, 256U, 257U}) {
        const auto tiles = tree().reader(size);
        const Digest root = tree().root(size);
        for (std::uint64_t old = 1; old < size; ++old) {
            const Digest old_root = tree().root(old);
            const auto good = consistency_path(tiles, old, size).value();
            Digest other = old_root;
            other.bytes[0] ^= 1;
            ASSERT_FALSE(is_consistent(old, other, size, root, good));
            ASSERT_FALSE(is_consistent(old, old_root, size, other, good));
            ASSERT_FALSE(is_consistent(size, root, old, old_root, good)) << "a log does not shrink";
            for (std::size_t i = 0; i < good.size(); ++i) {
                auto bad = good;
                bad[i].bytes[31] ^= 1;
                ASSERT_FALSE(is_consistent(old, old_root, size, root, bad))
                    << old << " to " << size << ", hash " << i;
                bad = good;
                bad.erase(bad.begin() + static_cast<std::ptrdiff_t>(i));
                ASSERT_FALSE(is_consistent(old, old_root, size, root, bad));
            }
            auto longer = good;
            longer.emplace_back();
            ASSERT_FALSE(is_consistent(old, old_root, size, root, longer));
        }
    }
    EXPECT_FALSE(is_consistent(0, tree().root(0), 5, tree().root(5), {}));
    EXPECT_TRUE(is_consistent(5, tree().root(5), 5, tree().root(5), {}));
    EXPECT_FALSE(is_consistent(5, tree().root(5), 5, tree().root(4), {}));
    EXPECT_FALSE(is_consistent(5, tree().root(5), 5, tree().root(5), {tree().root(1)}));
}

TEST(tiles, a_reader_that_fails_is_not_a_proof) {
    const TileReader away = [](int, std::uint64_t, std::uint64_t) -> Result<Bytes> {
        return Fault{FaultKind::unavailable, "away"};
    };
    EXPECT_FALSE(inclusion_path(away, 3, 10).ok());
    EXPECT_FALSE(consistency_path(away, 3, 10).ok());
    EXPECT_FALSE(range_root(away, 0, 10).ok());
}

TEST(tile_path, comes_back_for_every_name) {
    for (int level = -1; level < 64; level += 7) {
        for (std::uint64_t index = 0; index < 5'000'000'000; index = index * 3 + 1) {
            for (const std::uint64_t width : {1U, 17U, 255U, 256U}) {
                const TileName name{level, index, width};
                ASSERT_EQ(parse_tile_path(tile_path(name)), name) << tile_path(name);
            }
        }
    }
}

TEST(bundle, gives_back_what_was_put_in_and_notices_any_cut) {
    Bytes bundle;
    const std::vector<std::string> entries{"", "a", std::string(entry_bytes_max, 'x'), "sổ"};
    std::vector<std::size_t> ends{0};
    for (const auto& entry : entries) {
        append_to_bundle(bundle, entry);
        ends.push_back(bundle.size());
    }
    const auto read = entries_in(bundle);
    ASSERT_TRUE(read);
    EXPECT_EQ(std::vector<std::string>(read->begin(), read->end()), entries);
    for (std::size_t size = 0; size < bundle.size(); ++size) {
        ASSERT_EQ(entries_in(BytesView(bundle).first(size)).has_value(),
                  std::find(ends.begin(), ends.end(), size) != ends.end())
            << size;
    }
}

struct EntryTest : ::testing::Test {
    Entry entry;
    void SetUp() override {
        entry.id = *EntryId::parse("019e0000-0000-7000-8000-000000000001");
        entry.type = "item.accepted";
        entry.at = *Instant::parse("2026-11-24T03:59:15.123Z");
        entry.seen = *Instant::parse("2026-11-24T03:59:15.200Z");
        entry.site = SiteCode::parse("DBP-01");
        entry.by = *StaffNumber::parse("K7Q2M9");
        entry.ref = std::string(32, 'a');
        entry.data["weight_g"] = 1200;
    }
};

TEST_F(EntryTest, has_one_encoding_that_comes_back) {
    const std::string text = encode(entry).value();
    EXPECT_EQ(
        text,
        R"({"at":"2026-11-24T03:59:15.123Z","by":"K7Q2M9","data":{"weight_g":1200},"id":"019e0000-0000-7000-8000-000000000001","ref":")" +
            std::string(32, 'a') + R"(","salt":")" + std::string(32, '0') +
            R"(","seen":"2026-11-24T03:59:15.200Z","site":"DBP-01","type":"item.accepted","v":1})");
    const auto again = decode(text);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(encode(again.value()).value(), text);
    entry.site.reset();
    entry.ref.reset();
    EXPECT_TRUE(decode(encode(entry).value()).ok());
}

TEST_F(EntryTest, decoding_takes_nothing_that_encoding_does_not_make) {
    const std::string good = encode(entry).value();
    std::size_t accepted = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string changed = good;
            changed[at] = static_cast<char>(byte);
            const auto decoded = decode(changed);
            if (!decoded.ok()) continue;
            ++accepted;
            ASSERT_EQ(encode(decoded.value()).value(), changed) << changed;
        }
        ASSERT_FALSE(decode(good.substr(0, at)).ok());
    }
    EXPECT_GT(accepted, good.size());  // another digit is another entry
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string changed = good;
        changed.replace(changed.find(from), from.size(), to);
        return decode(changed).ok();
    };
    EXPECT_FALSE(with("{\"at\"", "{ \"at\""));
    EXPECT_FALSE(with("\"v\":1", "\"v\":2"));
    EXPECT_FALSE(with("\"v\":1", "\"v\":1,\"w\":1"));
    EXPECT_FALSE(with("\"v\":1", "\"v\":1,\"v\":1"));
    EXPECT_FALSE(with("1200", "1200.0"));
    EXPECT_FALSE(with("1200", "12e2"));
    EXPECT_FALSE(with("1200", "9007199254740993"));
    EXPECT_FALSE(with("DBP-01", "DBP\\u002d01"));
    EXPECT_FALSE(with("item.accepted", "item.Accepted"));
    EXPECT_FALSE(with("{\"weight_g\":1200}", "[]"));
    EXPECT_FALSE(with("{\"weight_g\":1200}", "\"\""));
}

TEST_F(EntryTest, what_is_too_large_or_badly_named_is_refused_before_it_is_written) {
    entry.data["text"] = std::string(16'000, 'x');
    EXPECT_TRUE(encode(entry).ok());
    entry.data["text"] = std::string(16'384, 'x');
    EXPECT_FALSE(encode(entry).ok());
    entry.data["text"] = 1.5;
    EXPECT_FALSE(encode(entry).ok());
    entry.data["text"] = "e\u0301";
    EXPECT_FALSE(encode(entry).ok()) << "not in NFC";
    entry.data.erase("text");
    entry.type = "Item";
    EXPECT_FALSE(encode(entry).ok());
    entry.type = "item.accepted";
    entry.ref = "zz";
    EXPECT_FALSE(encode(entry).ok());
}

}  // namespace
}  // namespace buuan::ledger
