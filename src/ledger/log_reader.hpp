// What others read of a log: proofs, entries, tiles by path; and a check of everything that lies on
// disk against the head and the signed checkpoint.
#pragma once

#include <string>
#include <vector>

#include "ledger/ledger_store.hpp"
#include "ledger/note.hpp"
#include "ledger/proof.hpp"

namespace buuan::ledger {

/// A reader over a store, for the tree functions.
TileReader reader_of(LedgerStore& store);

/// The tlog-proof of the entry at `index` under the last signed checkpoint; unavailable while that
/// does not cover it.
Result<std::string> prove(LedgerStore& store, std::uint64_t index);

Result<std::string> entry_at(LedgerStore& store, std::uint64_t index);

/// The bytes of a tile as tlog-tiles serves them; unavailable when the published tree has none of
/// that width.
Result<Bytes> tile_bytes(LedgerStore& store, const TileName& name);

struct LogProblem {
    std::string where;  // "tile/0/x001/234", "checkpoint", "entry 17"
    std::string what;
};

struct CheckedLog {
    std::uint64_t entries{};
    std::vector<LogProblem> problems;
};
/// Recomputes the whole tree from the entries. Calls `visit` for each entry that decodes, in order.
Result<CheckedLog> check_log(LedgerStore& store, const VerifierKey& key,
                             const std::function<void(std::uint64_t, const Entry&)>& visit);

}  // namespace buuan::ledger
