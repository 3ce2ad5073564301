// Where one log is kept: hash tiles, entry bundles, its head, and the checkpoint signed from that
// head. Promise: `append` is one durable transaction, so tiles are never behind the head, and it is
// a compare-and-set on size and epoch, so that of two sequencers only the newer can write
// (DESIGN.md section 5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "ledger/tiles.hpp"

namespace buuan::ledger {

struct Head {
    std::uint64_t size{};
    Digest root;
    std::uint64_t epoch{};
    friend bool operator==(const Head&, const Head&) = default;
};

/// The present bytes of a tile (hashes) or, with level -1, of a bundle.
struct StoredTile {
    int level{};
    std::uint64_t index{};
    Bytes bytes;
};

struct Append {
    Head expected;
    Head next;
    std::vector<StoredTile> tiles;  // new or grown; they replace what was there
    std::vector<EntryId> ids;       // of the new entries, at expected.size, expected.size + 1 …
};

class LedgerStore {
public:
    virtual ~LedgerStore() = default;
    /// The empty tree's head in a new store.
    virtual Result<Head> head() = 0;
    /// What is stored of a tile, full or partial.
    virtual Result<std::optional<Bytes>> tile(int level, std::uint64_t index) = 0;
    virtual Result<std::optional<std::uint64_t>> index_of(const EntryId& id) = 0;
    /// denied when the head is not `expected` any more.
    virtual Result<Done> append(const Append& append) = 0;
    /// Fences off older sequencers: raises the epoch and returns the head with it.
    virtual Result<Head> take_over() = 0;
    /// The last signed checkpoint; empty before the first.
    virtual Result<std::string> checkpoint() = 0;
    /// Durable; denied when the epoch is not `epoch`.
    virtual Result<Done> set_checkpoint(std::uint64_t epoch, const std::string& note) = 0;
};

}  // namespace buuan::ledger
