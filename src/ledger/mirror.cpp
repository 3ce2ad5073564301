#include "ledger/mirror.hpp"

#include <algorithm>

#include "base/merkle.hpp"
#include "ledger/entry.hpp"
#include "ledger/log_reader.hpp"
#include "ledger/tiles.hpp"

namespace buuan::ledger {
namespace {

constexpr std::size_t checkpoint_bytes_max = std::size_t{64} << 10;
constexpr std::size_t bundle_bytes_max = tile_width * (entry_bytes_max + 2);
constexpr std::size_t batch_bundles = 16;

const Fault other_history{FaultKind::corrupt,
                          "the log and its mirror have different histories under one key. Keep "
                          "both as they are: one of them was shown to somebody"};

Result<Checkpoint> open_checkpoint(const std::string& note, const std::vector<VerifierKey>& keys) {
    const auto opened = open_note(note, keys);
    if (!opened)
        return Fault{FaultKind::denied, "the checkpoint is not signed by a key of this log"};
    auto checkpoint = Checkpoint::parse(opened->text);
    if (!checkpoint || checkpoint->origin != keys.front().name)
        return Fault{FaultKind::denied, "the checkpoint is of another log"};
    return *std::move(checkpoint);
}

using Visit = std::function<Result<Done>(std::string_view entry)>;

/// The entries [from, to) of a tree of size `to`, each to `visit`, and after each bundle
/// `end_of_bundle`.
Result<Done> read_entries(const BundleReader& bundles, std::uint64_t from, std::uint64_t to,
                          const Visit& visit, const std::function<Result<Done>()>& end_of_bundle) {
    for (std::uint64_t at = from; at < to;) {
        const std::uint64_t index = at / tile_width;
        const std::uint64_t width = std::min(tile_width, to - index * tile_width);
        const auto bundle = bundles(index, width);
        if (!bundle.ok()) return bundle.error();
        const auto entries = entries_in(bundle.value());
        if (!entries || entries->size() != width)
            return Fault{FaultKind::corrupt, tile_path({-1, index, width}) + " is not a bundle"};
        for (; at < index * tile_width + width; ++at) {
            if (auto seen = visit((*entries)[at % tile_width]); !seen.ok()) return seen;
        }
        if (auto ended = end_of_bundle(); !ended.ok()) return ended;
    }
    return Done{};
}

/// The leaves that lead from a tree to the one of `to`. corrupt where no such way is there.
Result<std::vector<Digest>> leaves_between(TreeEdge edge, const Checkpoint& to,
                                           const BundleReader& bundles, const Visit& visit) {
    std::vector<Digest> leaves;
    const auto read = read_entries(
        bundles, edge.size(), to.size,
        [&](std::string_view entry) {
            edge.add(entry);
            leaves.push_back(merkle::leaf_hash(as_bytes(entry)));
            return visit(entry);
        },
        [&edge] {
            (void)edge.take_full();
            return Result<Done>(Done{});
        });
    if (!read.ok()) return read.error();
    if (edge.root() != to.root) return other_history;
    return leaves;
}

/// The entries of these leaves again; what became another since is not taken for them.
Result<Done> read_again(const BundleReader& bundles, std::uint64_t from,
                        std::span<const Digest> leaves, const Visit& visit,
                        const std::function<Result<Done>()>& end_of_bundle) {
    std::size_t next = 0;
    return read_entries(
        bundles, from, from + leaves.size(),
        [&](std::string_view entry) -> Result<Done> {
            if (merkle::leaf_hash(as_bytes(entry)) != leaves[next++])
                return Fault{FaultKind::corrupt, "an entry became another while it was read"};
            return visit(entry);
        },
        end_of_bundle);
}

BundleReader bundles_of(LogMirror& mirror) {
    return
        [&mirror](std::uint64_t index, std::uint64_t width) { return mirror.bundle(index, width); };
}

/// Whether what a mirror has is the beginning of the log.
Result<Done> compare_beginning(LedgerStore& store, const Checkpoint& mirrored) {
    if (mirrored.size == 0) return Done{};
    const auto root = range_root(reader_of(store), 0, mirrored.size);
    if (!root.ok()) return root.error();
    if (root.value() != mirrored.root) return other_history;
    return Done{};
}

}  // namespace

Result<std::optional<std::string>> LogMirror::note() {
    const auto there = files_.exists(path("checkpoint"));
    if (!there.ok()) return there.error();
    if (!there.value()) return std::optional<std::string>();
    const auto bytes = read_file(files_, path("checkpoint"), checkpoint_bytes_max);
    if (!bytes.ok()) return bytes.error();
    return std::optional(std::string(as_text(bytes.value())));
}

Result<std::optional<Checkpoint>> LogMirror::checkpoint(const std::vector<VerifierKey>& keys) {
    const auto text = note();
    if (!text.ok()) return text.error();
    if (!text.value()) return std::optional<Checkpoint>();
    auto checkpoint = open_checkpoint(*text.value(), keys);
    if (!checkpoint.ok()) return checkpoint.error();
    return std::optional(std::move(checkpoint).value());
}

/// A full tile serves for a part of it.
Result<std::optional<Bytes>> LogMirror::read(int level, std::uint64_t index, std::uint64_t width) {
    for (const std::uint64_t each : {width, tile_width}) {
        const std::string name = path(tile_path({level, index, each}));
        const auto there = files_.exists(name);
        if (!there.ok()) return there.error();
        if (!there.value()) continue;
        auto bytes = read_file(files_, name, bundle_bytes_max);
        if (!bytes.ok()) return bytes.error();
        return std::optional(std::move(bytes).value());
    }
    return std::optional<Bytes>();
}

Result<Bytes> LogMirror::bundle(std::uint64_t index, std::uint64_t width) {
    auto bytes = read(-1, index, width);
    if (!bytes.ok()) return bytes.error();
    if (!bytes.value())
        return Fault{FaultKind::corrupt, "the mirror lacks " + path(tile_path({-1, index, width}))};
    return *std::move(bytes).value();
}

/// Ours, whoever signed it: the log's key may have changed since.
Result<Checkpoint> LogMirror::last_followed(const std::optional<std::string>& note) {
    if (!note) return Checkpoint{};
    const auto parsed =
        Checkpoint::parse(std::string_view(*note).substr(0, note->find("\n\n") + 1));
    if (!parsed) return Fault{FaultKind::corrupt, path("checkpoint") + " is damaged"};
    return *parsed;
}

Result<TreeEdge> LogMirror::edge_of(const Checkpoint& last) {
    if (last.size == 0) return TreeEdge{};
    auto edge = TreeEdge::load([this](int level, std::uint64_t index,
                                      std::uint64_t width) { return read(level, index, width); },
                               last.size, last.root);
    if (!edge.ok()) return Fault{edge.error().kind, "the mirror is damaged: " + edge.error().what};
    return edge;
}

Result<std::uint64_t> LogMirror::follow(const std::string& text,
                                        const std::vector<VerifierKey>& keys,
                                        const BundleReader& bundles) {
    const auto next = open_checkpoint(text, keys);
    if (!next.ok()) return next.error();
    const auto before = note();
    if (!before.ok()) return before.error();
    if (before.value() == text) return std::uint64_t{0};
    const auto last = last_followed(before.value());
    if (!last.ok()) return last.error();
    if (before.value() && last.value().origin != next.value().origin)
        return Fault{FaultKind::denied, folder_ + " is a mirror of another log"};
    const std::uint64_t size = last.value().size;
    if (next.value().size < size) return other_history;
    auto edge = edge_of(last.value());
    if (!edge.ok()) return edge.error();
    // First all of it is found to be the same log, then it is written.
    const auto leaves = leaves_between(edge.value(), next.value(), bundles,
                                       [](std::string_view) { return Result<Done>(Done{}); });
    if (!leaves.ok()) return leaves.error();
    if (auto made = files_.make_folders(folder_); !made.ok()) return made.error();
    if (auto written = write_entries(edge.value(), leaves.value(), bundles); !written.ok())
        return written.error();
    if (auto written = replace_file(files_, path("checkpoint"), as_bytes(text)); !written.ok())
        return written.error();
    if (leaves.value().empty()) return std::uint64_t{0};
    if (auto removed = remove_partial(size); !removed.ok()) return removed.error();
    return leaves.value().size();
}

Result<Done> LogMirror::write_entries(TreeEdge& edge, std::span<const Digest> leaves,
                                      const BundleReader& bundles) {
    const auto written = read_again(
        bundles, edge.size(), leaves,
        [&edge](std::string_view entry) {
            edge.add(entry);
            return Result<Done>(Done{});
        },
        [&] { return write(edge.take_full(), edge.size()); });
    return written.ok() ? write(edge.partial(), edge.size()) : written;
}

Result<Done> LogMirror::write(const std::vector<StoredTile>& tiles, std::uint64_t size) {
    for (const StoredTile& tile : tiles) {
        std::uint64_t count = size;
        for (int level = 0; level < tile.level; ++level) count /= tile_width;
        const std::uint64_t width = std::min(tile_width, count - tile.index * tile_width);
        const std::string name = path(tile_path({tile.level, tile.index, width}));
        if (auto made = files_.make_folders(folder_of(name)); !made.ok()) return made;
        if (auto written = replace_file(files_, name, tile.bytes); !written.ok()) return written;
    }
    return Done{};
}

/// The tiles that were begun when the log had this size.
Result<Done> LogMirror::remove_partial(std::uint64_t size) {
    const auto remove = [this](int level, std::uint64_t count) -> Result<Done> {
        if (count % tile_width == 0) return Done{};
        const std::string name = path(tile_path({level, count / tile_width, count % tile_width}));
        if (auto removed = files_.remove(name); !removed.ok()) return removed;
        return files_.remove(folder_of(name));
    };
    if (auto removed = remove(-1, size); !removed.ok()) return removed;
    int level = 0;
    for (std::uint64_t count = size; count > 0; count /= tile_width, ++level) {
        if (auto removed = remove(level, count); !removed.ok()) return removed;
    }
    return Done{};
}

Result<Beyond> compare(LedgerStore& store, LogMirror& mirror, const std::vector<VerifierKey>& keys,
                       const Visit& visit) {
    const auto head = store.head();
    if (!head.ok()) return head.error();
    auto mirrored = mirror.checkpoint(keys);
    if (!mirrored.ok()) return mirrored.error();
    if (!mirrored.value()) return Beyond{head.value().size, {}, {}};
    Beyond beyond{head.value().size, *mirrored.value(), {}};
    if (!beyond.has_more()) {
        if (auto same = compare_beginning(store, beyond.to); !same.ok()) return same.error();
        return beyond;
    }
    auto edge = TreeEdge::load(store, head.value());
    if (!edge.ok()) return edge.error();
    auto leaves = leaves_between(std::move(edge).value(), beyond.to, bundles_of(mirror), visit);
    if (!leaves.ok()) return leaves.error();
    beyond.leaves = std::move(leaves).value();
    return beyond;
}

Result<Done> take_back(LedgerStore& store, LogMirror& mirror, const Beyond& beyond) {
    const auto head = store.head();
    if (!head.ok()) return head.error();
    if (head.value().size != beyond.from)
        return Fault{FaultKind::denied, "the log is not as it was compared"};
    auto loaded = TreeEdge::load(store, head.value());
    if (!loaded.ok()) return loaded.error();
    TreeEdge edge = std::move(loaded).value();
    Append append{head.value(), head.value(), {}, {}};
    const auto store_batch = [&]() -> Result<Done> {
        if (append.ids.empty()) return Done{};
        append.next.size = edge.size();
        append.next.root = edge.root();
        append.tiles = edge.take_full();
        for (StoredTile& tile : edge.partial()) append.tiles.push_back(std::move(tile));
        if (auto appended = store.append(append); !appended.ok()) return appended;
        append = {append.next, append.next, {}, {}};
        return Done{};
    };
    const auto read = read_again(
        bundles_of(mirror), beyond.from, beyond.leaves,
        [&](std::string_view text) -> Result<Done> {
            const auto entry = decode(text);
            if (!entry.ok()) return entry.error();
            edge.add(text);
            append.ids.push_back(entry.value().id);
            return Done{};
        },
        [&]() -> Result<Done> {
            return append.ids.size() < batch_bundles * tile_width ? Result<Done>(Done{})
                                                                  : store_batch();
        });
    if (!read.ok()) return read.error();
    return store_batch();
}

}  // namespace buuan::ledger
