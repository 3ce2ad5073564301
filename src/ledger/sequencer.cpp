#include "ledger/sequencer.hpp"

#include <cstring>
#include <map>
#include <optional>

#include "base/merkle.hpp"

namespace buuan::ledger {
namespace {

std::vector<Digest> hashes_in(BytesView tile, std::uint64_t count) {
    std::vector<Digest> hashes(count);
    for (std::uint64_t i = 0; i < count; ++i)
        std::memcpy(hashes[i].bytes.data(), tile.data() + i * 32, 32);
    return hashes;
}

Bytes bytes_of(const std::vector<Digest>& hashes) {
    Bytes bytes;
    bytes.reserve(hashes.size() * 32);
    for (const Digest& hash : hashes)
        bytes.insert(bytes.end(), hash.bytes.begin(), hash.bytes.end());
    return bytes;
}

/// The root over the partial tiles of all levels: each level's hashes, then what lies below them on
/// the right.
Digest root_of_edge(const std::vector<std::vector<Digest>>& edge) {
    std::optional<Digest> below;
    for (const auto& level : edge) {
        std::vector<Digest> hashes = level;
        if (below) hashes.push_back(*below);
        if (!hashes.empty()) below = merkle::root_of(hashes);
    }
    return below ? *below : merkle::root_of({});
}

/// The edge of the tree while entries are added, and the tiles that change.
struct Growth {
    std::vector<std::vector<Digest>>& edge;
    Bytes& last_bundle;
    std::uint64_t size;
    std::vector<StoredTile> tiles;

    void add(std::string_view entry) {
        append_to_bundle(last_bundle, entry);
        add_hash(0, size, merkle::leaf_hash(as_bytes(entry)));
        if (++size % tile_width == 0) {
            tiles.push_back({-1, size / tile_width - 1, std::move(last_bundle)});
            last_bundle.clear();
        }
    }

    /// `index`: of the hash within its level.
    void add_hash(std::size_t level, std::uint64_t index, const Digest& hash) {
        if (edge.size() == level) edge.emplace_back();
        edge[level].push_back(hash);
        if (edge[level].size() < tile_width) return;
        const Digest root = merkle::root_of(edge[level]);
        tiles.push_back({static_cast<int>(level), index / tile_width, bytes_of(edge[level])});
        edge[level].clear();
        add_hash(level + 1, index / tile_width, root);
    }

    void add_partial_tiles() {
        if (!last_bundle.empty()) tiles.push_back({-1, size / tile_width, last_bundle});
        std::uint64_t hashes = size;
        for (std::size_t level = 0; level < edge.size(); ++level, hashes /= tile_width) {
            if (!edge[level].empty())
                tiles.push_back(
                    {static_cast<int>(level), hashes / tile_width, bytes_of(edge[level])});
        }
    }
};

}  // namespace

Result<std::unique_ptr<Sequencer>> Sequencer::start(LogName log, LedgerStore& store,
                                                    std::vector<PendingEntries*> sources,
                                                    const LogKey& key, const LogKey* before) {
    std::unique_ptr<Sequencer> sequencer(
        new Sequencer(std::move(log), store, std::move(sources), key, before));
    const auto head = store.take_over();
    if (!head.ok()) return head.error();
    sequencer->head_ = head.value();
    if (auto refreshed = sequencer->refresh(); !refreshed.ok()) return refreshed.error();
    if (auto published = sequencer->publish(); !published.ok()) return published.error();
    return sequencer;
}

/// Takes head and edge from the store, unless they are known to be the same. Fenced off, the own
/// head stays and no append succeeds.
Result<Done> Sequencer::refresh() {
    if (edge_is_stored_) return Done{};
    const auto head = store_.head();
    if (!head.ok()) return head.error();
    if (head.value().epoch != head_.epoch)
        return Fault{FaultKind::denied, "another sequencer has the log"};
    head_ = head.value();
    if (auto loaded = load_edge(); !loaded.ok()) return loaded;
    edge_is_stored_ = true;
    return Done{};
}

Result<Done> Sequencer::load_edge() {
    const Fault broken{
        FaultKind::corrupt,
        "log " + log_.value + ": its right edge does not give its root; run buuan check"};
    edge_.clear();
    last_bundle_.clear();
    for (std::uint64_t hashes = head_.size, level = 0; hashes > 0; hashes /= tile_width, ++level) {
        const std::uint64_t width = hashes % tile_width;
        auto& here = edge_.emplace_back();
        if (width == 0) continue;
        const auto tile = store_.tile(static_cast<int>(level), hashes / tile_width);
        if (!tile.ok()) return tile.error();
        if (!tile.value() || tile.value()->size() < width * 32) return broken;
        here = hashes_in(*tile.value(), width);
    }
    if (head_.size % tile_width != 0) {
        const auto bundle = store_.tile(-1, head_.size / tile_width);
        if (!bundle.ok()) return bundle.error();
        // What is appended to must be what was signed: its entries are those of the lowest tile.
        const auto entries = bundle.value() ? entries_in(*bundle.value()) : std::nullopt;
        if (!entries || entries->size() != edge_[0].size()) return broken;
        for (std::size_t i = 0; i < entries->size(); ++i) {
            if (merkle::leaf_hash(as_bytes((*entries)[i])) != edge_[0][i]) return broken;
        }
        last_bundle_ = *bundle.value();
    }
    if (root_of_edge(edge_) != head_.root) return broken;
    return Done{};
}

Result<std::size_t> Sequencer::run_once() {
    if (auto refreshed = refresh(); !refreshed.ok()) return refreshed.error();
    std::size_t count = 0;
    std::optional<Fault> fault;
    for (PendingEntries* source : sources_) {
        const auto sequenced = sequence(*source);
        if (sequenced.ok()) count += sequenced.value();
        if (!sequenced.ok() && !fault) fault = sequenced.error();
        // A fault may have left the edge ahead of the store.
        if (auto refreshed = refresh(); !refreshed.ok()) return refreshed.error();
    }
    if (auto published = publish(); !published.ok()) return published.error();
    if (fault) return *fault;
    return count;
}

Result<std::size_t> Sequencer::sequence(PendingEntries& source) {
    const auto pending = source.pending(log_, batch_max);
    if (!pending.ok()) return pending.error();
    if (pending.value().empty()) return std::size_t{0};

    edge_is_stored_ = false;  // from here on the edge runs ahead of the store
    Growth growth{edge_, last_bundle_, head_.size, {}};
    Append append{head_, head_, {}, {}};
    std::vector<SequencedEntry> places;
    std::map<EntryId, std::uint64_t> in_this_batch;
    for (const PendingEntry& entry : pending.value()) {
        // Already in the tree: the last run stopped between append and mark.
        const auto known = store_.index_of(entry.id);
        if (!known.ok()) return known.error();
        if (known.value()) {
            places.push_back({entry.id, *known.value()});
            continue;
        }
        const auto [at, is_new] = in_this_batch.emplace(entry.id, growth.size);
        places.push_back({entry.id, at->second});
        if (!is_new) continue;
        append.ids.push_back(entry.id);
        growth.add(entry.text);
    }
    if (!append.ids.empty()) {
        growth.add_partial_tiles();
        append.tiles = std::move(growth.tiles);
        append.next.size = growth.size;
        append.next.root = root_of_edge(edge_);
        if (auto appended = store_.append(append); !appended.ok()) return appended.error();
        head_ = append.next;
    }
    edge_is_stored_ = true;
    if (auto marked = source.mark_sequenced(log_, places); !marked.ok()) return marked.error();
    if (!append.ids.empty()) return places.size();
    // Marks that were taken and do not hold (a day's file that is gone) would come for ever.
    const auto next = source.pending(log_, 1);
    if (!next.ok()) return next.error();
    if (!next.value().empty() && next.value().front().id == pending.value().front().id)
        return Fault{FaultKind::unavailable,
                     "entries of the log " + log_.value + " have their place, and wait still"};
    return places.size();
}

Result<Done> Sequencer::publish() {
    const std::string body = Checkpoint{key_.name(), head_.size, head_.root}.text();
    std::string note = key_.sign(body);
    if (before_ != nullptr) note = before_->add_signature(std::move(note));
    const auto last = store_.checkpoint();
    if (!last.ok()) return last.error();
    if (last.value() == note) return Done{};
    return store_.set_checkpoint(head_.epoch, note);
}

}  // namespace buuan::ledger
