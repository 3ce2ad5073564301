#include "ledger/log_reader.hpp"

#include <algorithm>

#include "base/merkle.hpp"

namespace buuan::ledger {
namespace {

constexpr std::size_t problems_max = 1000;

/// The checkpoint that the store last published, unverified (it is ours).
Result<Checkpoint> published(LedgerStore& store, std::string& note) {
    auto text = store.checkpoint();
    if (!text.ok()) return text.error();
    note = text.value();
    const auto split = note.find("\n\n");
    auto checkpoint =
        Checkpoint::parse(split == std::string::npos ? note : note.substr(0, split + 1));
    if (!checkpoint) return Fault{FaultKind::unavailable, "the log has no checkpoint yet"};
    return *checkpoint;
}

struct Checker {
    LedgerStore& store;
    CheckedLog result;

    void report(std::string where, std::string what) {
        if (result.problems.size() < problems_max)
            result.problems.push_back({std::move(where), std::move(what)});
    }

    /// Compares a level's hashes with its tiles and returns the next level's.
    Result<std::vector<Digest>> check_level(int level, const std::vector<Digest>& hashes) {
        std::vector<Digest> above;
        for (std::uint64_t first = 0; first < hashes.size(); first += tile_width) {
            const std::uint64_t width = std::min<std::uint64_t>(tile_width, hashes.size() - first);
            const auto stored = store.tile(level, first / tile_width);
            if (!stored.ok()) return stored.error();
            const std::string where = tile_path({level, first / tile_width, width});
            if (!stored.value() || stored.value()->size() != width * 32) {
                report(where, "the tile is missing or has another width");
            } else {
                for (std::uint64_t i = 0; i < width; ++i) {
                    if (!std::equal(
                            hashes[first + i].bytes.begin(), hashes[first + i].bytes.end(),
                            stored.value()->begin() + static_cast<std::ptrdiff_t>(i * 32))) {
                        report(where,
                               "hash " + std::to_string(i) + " is not that of what lies below");
                    }
                }
            }
            if (width == tile_width)
                above.push_back(merkle::root_of(std::span(hashes).subspan(first, width)));
        }
        return above;
    }
};

}  // namespace

TileReader reader_of(LedgerStore& store) {
    return [&store](int level, std::uint64_t index, std::uint64_t width) -> Result<Bytes> {
        auto tile = store.tile(level, index);
        if (!tile.ok()) return tile.error();
        if (!tile.value() || tile.value()->size() < width * 32) {
            return Fault{FaultKind::corrupt,
                         tile_path({level, index, width}) + " is missing or too short"};
        }
        return std::move(*std::move(tile).value());
    };
}

Result<std::string> entry_at(LedgerStore& store, std::uint64_t index) {
    const auto bundle = store.tile(-1, index / tile_width);
    if (!bundle.ok()) return bundle.error();
    if (!bundle.value())
        return Fault{FaultKind::unavailable, "the log has no entry " + std::to_string(index)};
    const auto entries = entries_in(*bundle.value());
    if (!entries)
        return Fault{FaultKind::corrupt, tile_path({-1, index / tile_width}) + " is not a bundle"};
    if (index % tile_width >= entries->size())
        return Fault{FaultKind::unavailable, "the log has no entry " + std::to_string(index)};
    return std::string((*entries)[index % tile_width]);
}

Result<std::string> prove(LedgerStore& store, std::uint64_t index) {
    Proof proof;
    const auto checkpoint = published(store, proof.checkpoint);
    if (!checkpoint.ok()) return checkpoint.error();
    if (index >= checkpoint.value().size)
        return Fault{FaultKind::unavailable, "the entry is not in a signed checkpoint yet"};
    auto entry = entry_at(store, index);
    if (!entry.ok()) return entry;
    auto path = inclusion_path(reader_of(store), index, checkpoint.value().size);
    if (!path.ok()) return path.error();
    proof.extra = std::move(entry).value();
    proof.index = index;
    proof.path = std::move(path).value();
    // A damaged tile must not leave as a proof.
    if (merkle::root_from_path(merkle::leaf_hash(as_bytes(proof.extra)), index,
                               checkpoint.value().size, proof.path) != checkpoint.value().root) {
        return Fault{FaultKind::corrupt, "entry " + std::to_string(index) +
                                             " does not lead to the signed root; run buuan check"};
    }
    return proof.text();
}

Result<Bytes> tile_bytes(LedgerStore& store, const TileName& name) {
    std::string note;
    const auto checkpoint = published(store, note);
    if (!checkpoint.ok()) return checkpoint.error();
    std::uint64_t nodes = checkpoint.value().size;
    for (int level = 0; level < name.level; ++level) nodes /= tile_width;
    const Fault absent{FaultKind::unavailable, "the log has no " + tile_path(name)};
    if (name.index > nodes / tile_width || name.index * tile_width + name.width > nodes)
        return absent;
    auto stored = store.tile(name.level, name.index);
    if (!stored.ok()) return stored.error();
    if (!stored.value()) return absent;
    Bytes bytes = std::move(*stored.value());
    if (name.level >= 0) {
        if (bytes.size() < name.width * 32)
            return Fault{FaultKind::corrupt, tile_path(name) + " is too short"};
        bytes.resize(name.width * 32);
        return bytes;
    }
    const auto entries = entries_in(bytes);
    if (!entries || entries->size() < name.width)
        return Fault{FaultKind::corrupt, tile_path(name) + " is not a bundle"};
    Bytes prefix;
    for (std::uint64_t i = 0; i < name.width; ++i) append_to_bundle(prefix, (*entries)[i]);
    return prefix;
}

Result<CheckedLog> check_log(LedgerStore& store, const VerifierKey& key,
                             const std::function<void(std::uint64_t, const Entry&)>& visit) {
    Checker checker{store, {}};
    const auto head = store.head();
    if (!head.ok()) return head.error();
    std::vector<Digest> hashes;
    for (std::uint64_t first = 0; first < head.value().size; first += tile_width) {
        const auto bundle = store.tile(-1, first / tile_width);
        if (!bundle.ok()) return bundle.error();
        const std::uint64_t width = std::min<std::uint64_t>(tile_width, head.value().size - first);
        const auto entries = bundle.value() ? entries_in(*bundle.value()) : std::nullopt;
        if (!entries || entries->size() != width) {
            checker.report(tile_path({-1, first / tile_width, width}),
                           "the bundle is missing, broken, or has another number of entries");
            return std::move(checker.result);
        }
        for (std::uint64_t i = 0; i < width; ++i) {
            hashes.push_back(merkle::leaf_hash(as_bytes((*entries)[i])));
            const auto entry = decode((*entries)[i]);
            if (!entry.ok()) {
                checker.report("entry " + std::to_string(first + i), entry.error().what);
            } else {
                visit(first + i, entry.value());
            }
        }
    }
    checker.result.entries = hashes.size();
    const Digest root = merkle::root_of(hashes);
    if (root != head.value().root)
        checker.report("head", "the stored root is not that of the entries");

    const auto note = store.checkpoint();
    if (!note.ok()) return note.error();
    const auto opened = open_note(note.value(), {key});
    const auto checkpoint = opened ? Checkpoint::parse(opened->text) : std::nullopt;
    if (!checkpoint || checkpoint->origin != key.name) {
        checker.report("checkpoint", "it is not signed by the log's key");
    } else if (checkpoint->size > hashes.size()) {
        checker.report("checkpoint", "it speaks of more entries than there are");
    } else if (merkle::root_of(std::span(hashes).first(checkpoint->size)) != checkpoint->root) {
        checker.report("checkpoint", "its root is not that of the entries");
    }
    for (int level = 0; !hashes.empty(); ++level) {
        auto above = checker.check_level(level, hashes);
        if (!above.ok()) return above.error();
        hashes = std::move(above).value();
    }
    return std::move(checker.result);
}

}  // namespace buuan::ledger
