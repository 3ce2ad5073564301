#include "ledger/tree_edge.hpp"

#include <cstring>
#include <utility>

#include "base/merkle.hpp"

namespace buuan::ledger {
namespace {

const Fault broken{FaultKind::corrupt, "its right edge does not give its root"};

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

/// The last bundle, if its entries are the leaves.
Result<Bytes> bundle_of(const TreeEdge::Reader& reader, std::uint64_t index,
                        const std::vector<Digest>& leaves) {
    auto bundle = reader(-1, index, leaves.size());
    if (!bundle.ok()) return bundle.error();
    const auto entries = bundle.value() ? entries_in(*bundle.value()) : std::nullopt;
    if (!entries || entries->size() != leaves.size()) return broken;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (merkle::leaf_hash(as_bytes((*entries)[i])) != leaves[i]) return broken;
    }
    return *std::move(bundle).value();
}

}  // namespace

Result<TreeEdge> TreeEdge::load(const Reader& reader, std::uint64_t size, const Digest& root) {
    TreeEdge edge;
    edge.size_ = size;
    int level = 0;
    for (std::uint64_t count = size; count > 0; count /= tile_width, ++level) {
        const std::uint64_t width = count % tile_width;
        auto& here = edge.hashes_.emplace_back();
        if (width == 0) continue;
        const auto tile = reader(level, count / tile_width, width);
        if (!tile.ok()) return tile.error();
        if (!tile.value() || tile.value()->size() < width * 32) return broken;
        here = hashes_in(*tile.value(), width);
    }
    if (size % tile_width != 0) {
        auto bundle = bundle_of(reader, size / tile_width, edge.hashes_[0]);
        if (!bundle.ok()) return bundle.error();
        edge.last_bundle_ = std::move(bundle).value();
    }
    if (edge.root() != root) return broken;
    return edge;
}

Result<TreeEdge> TreeEdge::load(LedgerStore& store, const Head& head) {
    return load(
        [&](int level, std::uint64_t index, std::uint64_t) { return store.tile(level, index); },
        head.size, head.root);
}

void TreeEdge::add(std::string_view entry) {
    append_to_bundle(last_bundle_, entry);
    add_hash(0, size_, merkle::leaf_hash(as_bytes(entry)));
    if (++size_ % tile_width == 0)
        full_.push_back({-1, size_ / tile_width - 1, std::exchange(last_bundle_, {})});
}

/// `index`: of the hash within its level.
void TreeEdge::add_hash(std::size_t level, std::uint64_t index, const Digest& hash) {
    if (hashes_.size() == level) hashes_.emplace_back();
    hashes_[level].push_back(hash);
    if (hashes_[level].size() < tile_width) return;
    const auto whole = std::exchange(hashes_[level], {});
    full_.push_back({static_cast<int>(level), index / tile_width, bytes_of(whole)});
    add_hash(level + 1, index / tile_width, merkle::root_of(whole));
}

/// Each level's hashes, then what lies below them on the right.
Digest TreeEdge::root() const {
    std::optional<Digest> below;
    for (std::vector<Digest> level : hashes_) {
        if (below) level.push_back(*below);
        if (!level.empty()) below = merkle::root_of(level);
    }
    return below ? *below : merkle::root_of({});
}

std::vector<StoredTile> TreeEdge::take_full() {
    return std::exchange(full_, {});
}

std::vector<StoredTile> TreeEdge::partial() const {
    std::vector<StoredTile> tiles;
    if (!last_bundle_.empty()) tiles.push_back({-1, size_ / tile_width, last_bundle_});
    std::uint64_t count = size_;
    for (std::size_t level = 0; level < hashes_.size(); ++level, count /= tile_width) {
        if (!hashes_[level].empty())
            tiles.push_back(
                {static_cast<int>(level), count / tile_width, bytes_of(hashes_[level])});
    }
    return tiles;
}

}  // namespace buuan::ledger
