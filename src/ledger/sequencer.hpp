// Puts pending entries into one log: takes them from where commands left them, appends them to the
// tree, notes their places, signs the new head and publishes the checkpoint. Promises: an entry is
// in the tree once however often it is offered; a crash between any two steps is repaired by
// running again; no checkpoint is ever signed that contradicts an earlier one, because only a
// durable head is signed (DESIGN.md section 5). One thread per log.
#pragma once

#include <memory>
#include <vector>

#include "base/pending.hpp"
#include "ledger/ledger_store.hpp"
#include "ledger/note.hpp"
#include "ledger/tree_edge.hpp"

namespace buuan::ledger {

class Sequencer {
public:
    /// Takes over the log (an older sequencer is fenced off) and signs its head if the last run did
    /// not come to it, or signed it with other keys. `before`: the log's key before a change, which
    /// signs beside the new one for a while.
    static Result<std::unique_ptr<Sequencer>> start(LogName log, LedgerStore& store,
                                                    std::vector<PendingEntries*> sources,
                                                    const LogKey& key,
                                                    const LogKey* before = nullptr);

    /// One round over all sources; how many entries got a place. 0: nothing was waiting. A source
    /// that fails does not keep the others' entries out of the log; its fault is the answer. After
    /// a fault the next round begins from what the store holds, and signs it if that is still due.
    Result<std::size_t> run_once();

    static constexpr std::size_t batch_max = 4096;

private:
    Sequencer(LogName log, LedgerStore& store, std::vector<PendingEntries*> sources,
              const LogKey& key, const LogKey* before)
        : log_(std::move(log)),
          store_(store),
          sources_(std::move(sources)),
          key_(key),
          before_(before) {}
    Result<Done> refresh();
    Result<Done> load_edge();
    Result<std::size_t> sequence(PendingEntries& source);
    Result<Done> publish();

    LogName log_;
    LedgerStore& store_;
    std::vector<PendingEntries*> sources_;
    const LogKey& key_;
    const LogKey* const before_;
    Head head_;
    TreeEdge edge_;
    bool edge_is_stored_ = false;  // false while edge_ may say more, or less, than the store
};

}  // namespace buuan::ledger
