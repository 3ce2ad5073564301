// The right edge of a log's tree: all that adding entries needs of it, a partial tile on each level
// and the last bundle. Who has the edge and the entries that follow can compute the root that a
// later checkpoint must have, without any older part of the tree. Pure.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "ledger/ledger_store.hpp"

namespace buuan::ledger {

class TreeEdge {
public:
    /// Reads a tile (hashes) or, with level -1, a bundle, of at least `width`; nullopt where there
    /// is none.
    using Reader = std::function<Result<std::optional<Bytes>>(int level, std::uint64_t index,
                                                              std::uint64_t width)>;

    /// Of the empty tree.
    TreeEdge() = default;
    /// The edge of the tree with this size and root. corrupt where what is read does not give that
    /// root, or the last bundle does not hold the leaves of the lowest tile.
    static Result<TreeEdge> load(const Reader& reader, std::uint64_t size, const Digest& root);
    static Result<TreeEdge> load(LedgerStore& store, const Head& head);

    void add(std::string_view entry);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] Digest root() const;

    /// The tiles and bundles that became full since it was loaded or last asked.
    std::vector<StoredTile> take_full();
    /// Those that are begun now: their widths are what `size` leaves of full ones.
    [[nodiscard]] std::vector<StoredTile> partial() const;

private:
    void add_hash(std::size_t level, std::uint64_t index, const Digest& hash);

    std::uint64_t size_ = 0;
    std::vector<std::vector<Digest>> hashes_;  // per level: those of the rightmost, partial tile
    Bytes last_bundle_;                        // the rightmost, partial one
    std::vector<StoredTile> full_;
};

}  // namespace buuan::ledger
