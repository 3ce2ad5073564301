// Tiles: paths as strangers ask for them, and bundles of entries. One path for one tile, one
// bundle for one list.
#include "ledger/tiles.hpp"

#include "fuzz.hpp"

namespace buuan::fuzz {

void take(BytesView input) {
    if (const auto tile = ledger::parse_tile_path(as_text(input))) {
        CHECK(ledger::tile_path(*tile) == as_text(input));
        CHECK(tile->width >= 1 && tile->width <= ledger::tile_width);
        CHECK(tile->level >= -1 && tile->level <= 63);
    }
    if (const auto entries = ledger::entries_in(input)) {
        Bytes again;
        for (const auto entry : *entries) ledger::append_to_bundle(again, entry);
        CHECK(again == copy_of(input));
    }
    // A path of hashes that somebody made up leads nowhere.
    std::vector<Digest> path;
    for (BytesView rest = input; rest.size() >= 32; rest = rest.subspan(32))
        std::copy_n(rest.begin(), 32, path.emplace_back().bytes.begin());
    const std::uint64_t size = input.empty() ? 1 : input.back() + std::uint64_t{2};
    const Digest root = sha256(as_bytes("root"));
    for (std::uint64_t old = 1; old < size; ++old)
        CHECK(!ledger::is_consistent(old, sha256(as_bytes("old")), size, root, path));
}

}  // namespace buuan::fuzz
