// Backups in a target that fills up, is cut off or damaged: there is each backup whole, or not.
#include "edge/backup/archive.hpp"

#include <gtest/gtest.h>

#include <set>

#include "adapters/posix/system_entropy.hpp"

namespace buuan::backup {
namespace {

/// Keeps names and bytes; full after so many more writes.
class TargetInMemory final : public Target {
public:
    std::map<std::string, Bytes, std::less<>> kept;
    std::size_t writes_left = std::numeric_limits<std::size_t>::max();

    Result<std::vector<std::string>> list(std::string_view folder) override {
        const std::string prefix = folder.empty() ? "" : std::string(folder) + "/";
        std::set<std::string> names;
        for (const auto& [name, bytes] : kept) {
            if (!name.starts_with(prefix)) continue;
            const std::string below = name.substr(prefix.size());
            names.insert(below.substr(0, below.find('/')));
        }
        return std::vector<std::string>(names.begin(), names.end());
    }
    Result<std::vector<std::string>> list_pairs(std::string_view folder) override {
        std::vector<std::string> names;
        for (const auto& [name, bytes] : kept) {
            if (name.starts_with(std::string(folder) + "/"))
                names.push_back(name.substr(folder.size() + 1));
        }
        return names;
    }
    Result<Bytes> get(std::string_view name, std::size_t bytes_max) override {
        const auto found = kept.find(name);
        if (found == kept.end()) return Fault{FaultKind::unavailable, std::string(name)};
        if (found->second.size() > bytes_max) return Fault{FaultKind::invalid, std::string(name)};
        return found->second;
    }
    Result<Done> put(std::string_view name, BytesView bytes) override {
        if (writes_left == 0) return Fault{FaultKind::full, "the disk is full"};
        --writes_left;
        kept.insert_or_assign(std::string(name), copy_of(bytes));
        return Done{};
    }
    Result<Done> settle() override { return Done{}; }
    Result<Done> remove(std::string_view name) override {
        kept.erase(std::string(name));
        return Done{};
    }
};

struct ArchiveTest : ::testing::Test {
    SystemEntropy entropy;
    TargetInMemory target;
    Secret root;
    std::int64_t now_ms = 1'795'704'274'123;

    void SetUp() override { entropy.fill(root.fill()); }

    Archive archive() {
        auto opened = Archive::open_or_make(target, root, "vidu.example", entropy);
        CHECK(opened.ok());
        CHECK(opened.value().look().ok());
        return std::move(opened).value();
    }
    /// A backup of one file with these chunks.
    Result<Done> back_up(Archive& archive, const std::vector<std::string>& texts) {
        SavedFile file{"node.toml", 0, "-", {}};
        for (const std::string& text : texts) {
            const auto chunk = archive.put_chunk(as_bytes(text));
            if (!chunk.ok()) return chunk.error();
            file.chunks.push_back(chunk.value());
        }
        file.size = file.chunks.empty() ? 0 : (file.chunks.size() - 1) * chunk_bytes + 1;
        return archive.add({"vidu.example", Instant{now_ms++}, {file}});
    }
    std::size_t chunks() {
        return static_cast<std::size_t>(
            std::count_if(target.kept.begin(), target.kept.end(),
                          [](const auto& each) { return each.first.starts_with("chunks/"); }));
    }
};

TEST_F(ArchiveTest, keeps_equal_chunks_once_for_all_backups) {
    Archive mine = archive();
    ASSERT_TRUE(back_up(mine, {"a", "b", "a"}).ok());
    EXPECT_EQ(chunks(), 2U);
    Archive later = archive();
    ASSERT_TRUE(back_up(later, {"a", "c"}).ok());
    EXPECT_EQ(chunks(), 3U);
    EXPECT_EQ(later.chunks_written(), 1U);
    const auto manifest = later.newest(Instant{now_ms});
    ASSERT_TRUE(manifest.ok());
    EXPECT_EQ(as_text(later.chunk(manifest.value().files[0].chunks[1]).value()), "c");
}

TEST_F(ArchiveTest, full_at_any_write_leaves_the_backups_before_whole) {
    Archive first = archive();
    ASSERT_TRUE(back_up(first, {"a", "b"}).ok());
    for (std::size_t writes = 0; writes < 3; ++writes) {
        Archive next = archive();
        target.writes_left = writes;
        const std::string mark = std::to_string(writes);
        const auto done = back_up(next, {"a", "new" + mark, "other" + mark});
        ASSERT_FALSE(done.ok());
        EXPECT_EQ(done.error().kind, FaultKind::full);
        EXPECT_EQ(next.backups().value().size(), 1U);
        target.writes_left = std::numeric_limits<std::size_t>::max();
    }
    // What they left is used again, or goes.
    Archive last = archive();
    ASSERT_TRUE(back_up(last, {"a", "new1"}).ok());
    EXPECT_EQ(last.chunks_written(), 0U) << "new1 was written before the disk was full";
    EXPECT_EQ(last.forget(1).value().backups, 1U);
    EXPECT_EQ(chunks(), 2U);
}

TEST_F(ArchiveTest, forgets_nothing_beside_a_backup_that_does_not_open) {
    Archive mine = archive();
    ASSERT_TRUE(back_up(mine, {"a"}).ok());
    ASSERT_TRUE(back_up(mine, {"b"}).ok());
    ASSERT_TRUE(back_up(mine, {"c"}).ok());
    const std::string damaged = mine.backups().value()[1];
    target.kept.at("backups/" + damaged).back() ^= 1;
    const auto forgotten = mine.forget(2);
    ASSERT_TRUE(forgotten.ok());
    EXPECT_EQ(forgotten.value().damaged, std::vector<std::string>{damaged});
    EXPECT_EQ(mine.backups().value().size(), 3U);
    EXPECT_EQ(chunks(), 3U);
}

TEST_F(ArchiveTest, names_a_chunk_that_is_damaged_or_another_one) {
    Archive mine = archive();
    const Digest a = mine.put_chunk(as_bytes("a")).value();
    const Digest b = mine.put_chunk(as_bytes("b")).value();
    const auto path = [](const Digest& chunk) {
        return "chunks/" + chunk.text().substr(0, 2) + "/" + chunk.text();
    };
    const Bytes whole = target.kept.at(path(a));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        target.kept.at(path(a))[at] ^= 0x20;
        const auto read = mine.chunk(a);
        ASSERT_FALSE(read.ok());
        EXPECT_NE(read.error().what.find(a.text()), std::string::npos);
        target.kept.at(path(a)) = whole;
    }
    target.kept.at(path(a)) = target.kept.at(path(b));
    EXPECT_EQ(mine.chunk(a).error().kind, FaultKind::corrupt);
}

TEST_F(ArchiveTest, a_backup_under_another_name_is_not_taken_for_it) {
    Archive mine = archive();
    ASSERT_TRUE(back_up(mine, {"a"}).ok());
    const std::string name = mine.backups().value()[0];
    const std::string later = name_of(Instant{now_ms + 1000});
    target.kept["backups/" + later] = target.kept.at("backups/" + name);
    EXPECT_EQ(mine.newest(Instant{now_ms + 2000}).error().kind, FaultKind::corrupt);
    EXPECT_TRUE(mine.newest(Instant{now_ms}).ok());
}

TEST_F(ArchiveTest, belongs_to_one_node_and_one_root_key) {
    (void)archive();
    EXPECT_EQ(Archive::open_or_make(target, root, "kia.example", entropy).error().kind,
              FaultKind::denied);
    Secret other;
    entropy.fill(other.fill());
    EXPECT_EQ(Archive::open(target, other, entropy).error().kind, FaultKind::denied);
    TargetInMemory used;
    used.kept["holiday.jpg"] = {};
    EXPECT_EQ(Archive::open_or_make(used, root, "vidu.example", entropy).error().kind,
              FaultKind::invalid);
    EXPECT_EQ(Archive::open(used, root, entropy).error().kind, FaultKind::unavailable);
    EXPECT_EQ(used.kept.size(), 1U);
}

}  // namespace
}  // namespace buuan::backup
