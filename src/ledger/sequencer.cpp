#include "ledger/sequencer.hpp"

#include <map>
#include <optional>

namespace buuan::ledger {

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
    auto edge = TreeEdge::load(store_, head_);
    if (!edge.ok() && edge.error().kind == FaultKind::corrupt)
        return Fault{FaultKind::corrupt,
                     "log " + log_.value + ": " + edge.error().what + "; run buuan check"};
    if (!edge.ok()) return edge.error();
    edge_ = std::move(edge).value();
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
        const auto [at, is_new] = in_this_batch.emplace(entry.id, edge_.size());
        places.push_back({entry.id, at->second});
        if (!is_new) continue;
        append.ids.push_back(entry.id);
        edge_.add(entry.text);
    }
    if (!append.ids.empty()) {
        append.next.size = edge_.size();
        append.next.root = edge_.root();
        append.tiles = edge_.take_full();
        for (StoredTile& tile : edge_.partial()) append.tiles.push_back(std::move(tile));
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
