// A mirror follows its log whatever the sizes and wherever the power goes, and takes over no other
// history; from it a log that lost its end has it again, to the byte.
#include "ledger/mirror.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_files.hpp"
#include "adapters/memory/memory_ledger.hpp"
#include "ledger/entry.hpp"
#include "ledger/log_reader.hpp"
#include "ledger/sequencer.hpp"

namespace buuan::ledger {
namespace {

const LogName log_name = LogName::province("11");

class FixedEntropy final : public Entropy {
public:
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = next_++;
    }

private:
    std::uint8_t next_ = 1;
};

/// A log and what it was given; `history` makes the entries of another one different.
struct World {
    explicit World(std::uint8_t its_history = 0) : history(its_history) {}

    struct Waiting final : PendingEntries {
        std::vector<PendingEntry> entries;
        Result<std::vector<PendingEntry>> pending(const LogName&, std::size_t max) override {
            return std::vector(
                entries.begin(),
                entries.begin() + static_cast<std::ptrdiff_t>(std::min(max, entries.size())));
        }
        Result<Done> mark_sequenced(const LogName&,
                                    std::span<const SequencedEntry> marks) override {
            entries.erase(entries.begin(),
                          entries.begin() + static_cast<std::ptrdiff_t>(marks.size()));
            return Done{};
        }
    };

    void grow_to(std::uint64_t size) {
        for (; given < size; ++given) {
            Entry entry;
            for (std::size_t i = 0; i < 8; ++i)
                entry.id.bytes[15 - i] = static_cast<std::uint8_t>(given >> (8 * i));
            entry.id.bytes[6] = 0x70;
            entry.id.bytes[8] = 0x80;
            entry.salt[0] = history;
            entry.type = "item.scanned";
            entry.at = entry.seen = Instant{1'795'492'755'123};
            entry.by = *StaffNumber::parse("K7Q2M9");
            waiting.entries.push_back({entry.id, log_name, encode(entry).value()});
        }
        auto sequencer = Sequencer::start(log_name, store, {&waiting}, key);
        ASSERT_TRUE(sequencer.ok());
        while (sequencer.value()->run_once().value() > 0) {
        }
    }

    BundleReader bundles() {
        return [this](std::uint64_t index, std::uint64_t width) {
            return tile_bytes(store, {-1, index, width});
        };
    }
    Result<std::uint64_t> followed_by(LogMirror& mirror) {
        return mirror.follow(store.checkpoint().value(), {key.verifier()}, bundles());
    }

    std::uint8_t history;
    std::uint64_t given = 0;
    Waiting waiting;
    memory::MemoryLedger store;
    FixedEntropy entropy;
    LogKey key = LogKey::make("vidu.example/p11", entropy);
};

constexpr std::uint64_t sizes[] = {0, 1, 255, 256, 257, 512, 700, 66'000};

TEST(log_mirror, follows_from_any_size_to_any_other) {
    for (const std::uint64_t from : sizes) {
        for (const std::uint64_t to : sizes) {
            if (to < from || (to > 1000 && from % 700 != 0)) continue;
            World world;
            memory::MemoryFiles files;
            LogMirror mirror(files, "p11");
            world.grow_to(from);
            const auto begun = world.followed_by(mirror);
            ASSERT_TRUE(begun.ok()) << from << ": " << begun.error().what;
            ASSERT_EQ(begun.value(), from);
            world.grow_to(to);
            const auto followed = world.followed_by(mirror);
            ASSERT_TRUE(followed.ok()) << from << " to " << to << ": " << followed.error().what;
            ASSERT_EQ(followed.value(), to - from) << from << " to " << to;
            const auto checkpoint = mirror.checkpoint({world.key.verifier()});
            ASSERT_TRUE(checkpoint.ok() && checkpoint.value());
            EXPECT_EQ(checkpoint.value()->root, world.store.head().value().root);
            // What was begun then and is more now does not lie about.
            if (to == 700 && from == 257) {
                EXPECT_FALSE(files.has("p11/tile/entries/001.p/1"));
                EXPECT_TRUE(files.has("p11/tile/entries/002.p/188"));
                EXPECT_TRUE(files.has("p11/tile/0/002.p/188"));
                EXPECT_TRUE(files.has("p11/tile/entries/001"));
            }
        }
    }
}

TEST(log_mirror, holds_the_tiles_that_the_log_itself_serves) {
    World world;
    memory::MemoryFiles files;
    LogMirror mirror(files, "p11");
    world.grow_to(66'000);
    ASSERT_TRUE(world.followed_by(mirror).ok());
    std::size_t tiles = 0;
    for (const std::string& path : files.paths()) {
        if (!path.starts_with("p11/tile/")) continue;
        const auto name = parse_tile_path(path.substr(4));
        ASSERT_TRUE(name) << path;
        EXPECT_EQ(files.bytes(path), tile_bytes(world.store, *name).value()) << path;
        ++tiles;
    }
    EXPECT_EQ(tiles,
              2 * 258U + 2 + 1);  // entries and hashes, 257 hashes above them, and one above these
}

TEST(log_mirror, cut_off_anywhere_it_is_as_it_was_and_follows_again) {
    for (int step = 0;; ++step) {
        World world;
        memory::MemoryFiles files;
        LogMirror mirror(files, "p11");
        world.grow_to(300);
        ASSERT_TRUE(world.followed_by(mirror).ok());
        world.grow_to(700);
        int calls = 0;
        files.fault = [&](std::string_view, std::string_view) -> std::optional<Fault> {
            if (calls++ < step) return std::nullopt;
            return Fault{FaultKind::unavailable, "the power is gone"};
        };
        const bool whole = world.followed_by(mirror).ok();
        files.fault = nullptr;
        files.lose_power();
        const auto left = mirror.checkpoint({world.key.verifier()});
        ASSERT_TRUE(left.ok() && left.value()) << "step " << step;
        EXPECT_TRUE(left.value()->size == 300 || left.value()->size == 700) << step;
        ASSERT_TRUE(world.followed_by(mirror).ok()) << "step " << step;
        EXPECT_EQ(mirror.checkpoint({world.key.verifier()}).value()->size, 700U);
        if (whole) break;
        ASSERT_LT(step, 1000);
    }
}

TEST(log_mirror, takes_over_no_other_history) {
    World ours;
    World forked(1);
    memory::MemoryFiles files;
    LogMirror mirror(files, "p11");
    ours.grow_to(300);
    ASSERT_TRUE(ours.followed_by(mirror).ok());
    const auto before = files.paths();
    for (const std::uint64_t size : {200, 300, 301, 700}) {
        if (size > forked.given) forked.grow_to(size);
        const auto followed = forked.followed_by(mirror);
        ASSERT_FALSE(followed.ok()) << size;
        EXPECT_EQ(followed.error().kind, FaultKind::corrupt);
        EXPECT_EQ(files.paths(), before);
        EXPECT_EQ(mirror.checkpoint({ours.key.verifier()}).value()->root,
                  ours.store.head().value().root);
    }
    ours.grow_to(400);
    EXPECT_EQ(ours.followed_by(mirror).value(), 100U);
}

TEST(log_mirror, takes_no_checkpoint_that_another_key_signed_or_that_is_of_another_log) {
    World world;
    memory::MemoryFiles files;
    LogMirror mirror(files, "p11");
    world.grow_to(5);
    const LogKey stranger = LogKey::make("vidu.example/p11", world.entropy);
    const LogKey elsewhere = LogKey::make("vidu.example/p12", world.entropy);
    for (const LogKey* each : {&stranger, &elsewhere}) {
        const auto followed =
            mirror.follow(world.store.checkpoint().value(), {each->verifier()}, world.bundles());
        ASSERT_FALSE(followed.ok());
        EXPECT_EQ(followed.error().kind, FaultKind::denied);
    }
    EXPECT_FALSE(mirror.checkpoint({world.key.verifier()}).value());
}

TEST(log_mirror, of_a_damaged_mirror_the_log_takes_nothing) {
    World world;
    memory::MemoryFiles files;
    LogMirror mirror(files, "p11");
    world.grow_to(700);
    ASSERT_TRUE(world.followed_by(mirror).ok());
    for (const char* path : {"p11/tile/entries/001", "p11/tile/entries/002.p/188"}) {
        Bytes& bytes = files.bytes(path);
        const std::size_t behind = bytes.size() - 100;  // the backup's own entries are not read
        bytes[behind] ^= 1;
        World restored;
        restored.grow_to(300);
        const auto compared = compare(restored.store, mirror, {world.key.verifier()},
                                      [](std::string_view) { return Result<Done>(Done{}); });
        EXPECT_FALSE(compared.ok()) << path;
        EXPECT_EQ(restored.store.head().value().size, 300U);
        bytes[behind] ^= 1;
    }
}

TEST(log_mirror, gives_a_restored_log_its_end_again_to_the_byte) {
    using Sizes = std::pair<std::uint64_t, std::uint64_t>;
    for (const auto& [backup, lost] : {Sizes{0, 66'000}, Sizes{1, 700}, Sizes{256, 700},
                                       Sizes{300, 700}, Sizes{512, 513}, Sizes{700, 5000}}) {
        World world;
        memory::MemoryFiles files;
        LogMirror mirror(files, "p11");
        world.grow_to(lost);
        ASSERT_TRUE(world.followed_by(mirror).ok());
        World restored;
        restored.grow_to(backup);
        std::uint64_t seen = 0;
        const auto beyond = compare(restored.store, mirror, {world.key.verifier()},
                                    [&, from = backup](std::string_view text) {
                                        EXPECT_EQ(text, entry_at(world.store, from + seen).value());
                                        ++seen;
                                        return Result<Done>(Done{});
                                    });
        ASSERT_TRUE(beyond.ok()) << beyond.error().what;
        EXPECT_EQ(seen, lost - backup);
        ASSERT_TRUE(take_back(restored.store, mirror, beyond.value()).ok());
        EXPECT_EQ(restored.store.head().value().root, world.store.head().value().root);
        // Going on behind it, nothing of the backup is signed that contradicts it.
        restored.given = lost;
        restored.grow_to(lost + 1);
        const auto checked =
            check_log(restored.store, restored.key.verifier(), [](std::uint64_t, const Entry&) {});
        ASSERT_TRUE(checked.ok());
        EXPECT_TRUE(checked.value().problems.empty());
        EXPECT_EQ(range_root(reader_of(restored.store), 0, lost).value(),
                  world.store.head().value().root);
    }
}

TEST(log_mirror, that_is_behind_the_log_or_empty_gives_nothing_and_that_forked_is_told) {
    World world;
    World forked(1);
    memory::MemoryFiles files;
    LogMirror mirror(files, "p11");
    LogMirror empty(files, "p12");
    world.grow_to(300);
    ASSERT_TRUE(world.followed_by(mirror).ok());
    world.grow_to(400);
    const auto nothing = [](std::string_view) {
        ADD_FAILURE() << "there is nothing to take back";
        return Result<Done>(Done{});
    };
    const auto ahead = compare(world.store, mirror, {world.key.verifier()}, nothing);
    ASSERT_TRUE(ahead.ok());
    EXPECT_LE(ahead.value().to.size, ahead.value().from);
    EXPECT_EQ(compare(world.store, empty, {world.key.verifier()}, nothing).value().to.size, 0U);
    for (const std::uint64_t size : {200, 300, 400}) {
        forked.grow_to(size);
        const auto other = compare(forked.store, mirror, {world.key.verifier()},
                                   [](std::string_view) { return Result<Done>(Done{}); });
        ASSERT_FALSE(other.ok()) << size;
        EXPECT_EQ(other.error().kind, FaultKind::corrupt);
    }
}

}  // namespace
}  // namespace buuan::ledger
