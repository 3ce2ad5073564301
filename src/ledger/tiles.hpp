// C2SP tlog-tiles: how a log is laid out as static files. Hash tiles of height 8, entry bundles of
// 256 entries, and their paths. https://c2sp.org/tlog-tiles; docs/formats/ledger.md. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace buuan::ledger {

inline constexpr std::uint64_t tile_width = 256;

/// A hash tile or, with level -1, an entry bundle. `width` is 256 for a full one.
struct TileName {
    int level{};
    std::uint64_t index{};
    std::uint64_t width = tile_width;
    friend bool operator==(const TileName&, const TileName&) = default;
};

/// "tile/0/x001/234", "tile/1/000.p/5", "tile/entries/000.p/7".
std::string tile_path(const TileName& tile);
std::optional<TileName> parse_tile_path(std::string_view path);

/// A bundle is each entry as big-endian u16 length ‖ bytes.
void append_to_bundle(Bytes& bundle, std::string_view entry);
/// nullopt when the bundle is cut short or has bytes left over.
std::optional<std::vector<std::string_view>> entries_in(BytesView bundle);

/// Reads the hashes of a tile, at least `width` of them.
using TileReader =
    std::function<Result<Bytes>(int level, std::uint64_t index, std::uint64_t width)>;

/// The hash of the complete subtree of height `height` at `index` (it covers leaves index·2^height
/// …).
Result<Digest> subtree_hash(const TileReader& tiles, unsigned height, std::uint64_t index);
/// The root of the tree over the leaves [begin, end) with begin aligned as RFC 6962 splits it.
Result<Digest> range_root(const TileReader& tiles, std::uint64_t begin, std::uint64_t end);

/// RFC 6962 sections 2.1.1 and 2.1.2, lowest level first. index < size; 0 < old_size <= size.
Result<std::vector<Digest>> inclusion_path(const TileReader& tiles, std::uint64_t index,
                                           std::uint64_t size);
Result<std::vector<Digest>> consistency_path(const TileReader& tiles, std::uint64_t old_size,
                                             std::uint64_t size);
/// Whether the tree of old_size and old_root is a prefix of the tree of size and root.
bool is_consistent(std::uint64_t old_size, const Digest& old_root, std::uint64_t size,
                   const Digest& root, const std::vector<Digest>& path);

}  // namespace buuan::ledger
