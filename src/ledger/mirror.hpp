// A copy of one log somewhere else, as the static files of C2SP tlog-tiles: `checkpoint`,
// `tile/entries/…`, `tile/0/…`. It follows the log by its entry bundles alone: the hashes are
// computed here, and what does not give the signed root is another history and is not taken over.
// From it a log that came back from an old backup takes what it had said since (DESIGN.md
// section 5).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "ledger/ledger_store.hpp"
#include "ledger/note.hpp"
#include "ledger/tree_edge.hpp"

namespace buuan::ledger {

/// Reads the first `width` entries of a bundle.
using BundleReader = std::function<Result<Bytes>(std::uint64_t index, std::uint64_t width)>;

class LogMirror {
public:
    /// In `folder` of `files`, which need not be there yet.
    LogMirror(Files& files, std::string folder) : files_(files), folder_(std::move(folder)) {}

    /// Its checkpoint, signed by one of `keys`; nullopt where it has followed nothing yet. denied
    /// where none of them signed it.
    Result<std::optional<Checkpoint>> checkpoint(const std::vector<VerifierKey>& keys);
    Result<Bytes> bundle(std::uint64_t index, std::uint64_t width);

    /// Follows the log to the tree of `note`; how many entries came. denied where none of `keys`
    /// signed it, corrupt where that tree is not the one that was mirrored, grown: the mirror stays
    /// as it was. Durable, its checkpoint last; cut off, it follows again.
    Result<std::uint64_t> follow(const std::string& note, const std::vector<VerifierKey>& keys,
                                 const BundleReader& bundles);

private:
    Result<std::optional<std::string>> note();
    Result<std::optional<Bytes>> read(int level, std::uint64_t index, std::uint64_t width);
    Result<Checkpoint> last_followed(const std::optional<std::string>& note);
    Result<TreeEdge> edge_of(const Checkpoint& last);
    Result<Done> write_entries(TreeEdge& edge, std::span<const Digest> leaves,
                               const BundleReader& bundles);
    Result<Done> write(const std::vector<StoredTile>& tiles, std::uint64_t size);
    Result<Done> remove_partial(std::uint64_t size);
    [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }

    Files& files_;
    const std::string folder_;
};

/// What a mirror has beyond a log.
struct Beyond {
    std::uint64_t from{};        // the log's size
    Checkpoint to;               // the mirror's; to.size <= from where it has nothing beyond
    std::vector<Digest> leaves;  // of the entries between
    [[nodiscard]] bool has_more() const { return to.size > from; }
};
/// Compares a log with its mirror, whole, and shows each entry that only the mirror has, in order.
/// corrupt where neither is the other, grown; denied where the mirror's checkpoint is signed by
/// none of `keys`. Changes nothing.
Result<Beyond> compare(LedgerStore& store, LogMirror& mirror, const std::vector<VerifierKey>& keys,
                       const std::function<Result<Done>(std::string_view entry)>& visit);
/// Puts what compare() found into the log, and nothing else: corrupt where the mirror became
/// another since, denied where the log did. No sequencer may work on the log; one starts anew
/// afterwards.
Result<Done> take_back(LedgerStore& store, LogMirror& mirror, const Beyond& beyond);

}  // namespace buuan::ledger
