// One log in memory: for tests and simulation.
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "base/merkle.hpp"
#include "ledger/ledger_store.hpp"

namespace buuan::memory {

class MemoryLedger final : public ledger::LedgerStore {
public:
    Result<ledger::Head> head() override {
        const std::scoped_lock lock(mutex_);
        return head_;
    }
    Result<std::optional<Bytes>> tile(int level, std::uint64_t index) override {
        const std::scoped_lock lock(mutex_);
        const auto found = tiles_.find({level, index});
        return found == tiles_.end() ? std::optional<Bytes>{} : std::optional(found->second);
    }
    Result<std::optional<std::uint64_t>> index_of(const EntryId& id) override {
        const std::scoped_lock lock(mutex_);
        const auto found = places_.find(id);
        return found == places_.end() ? std::optional<std::uint64_t>{}
                                      : std::optional(found->second);
    }
    Result<Done> append(const ledger::Append& append) override {
        const std::scoped_lock lock(mutex_);
        if (head_ != append.expected)
            return Fault{FaultKind::denied, "another sequencer has the log"};
        std::set<EntryId> ids;
        for (const EntryId& id : append.ids) {
            if (places_.contains(id) || !ids.insert(id).second)
                return Fault{FaultKind::invalid, "the entry is in the log already: " + id.text()};
        }
        std::uint64_t place = head_.size;
        for (const EntryId& id : append.ids) places_[id] = place++;
        for (const auto& tile : append.tiles) tiles_[{tile.level, tile.index}] = tile.bytes;
        head_ = {append.next.size, append.next.root, head_.epoch};
        return Done{};
    }
    Result<ledger::Head> take_over() override {
        const std::scoped_lock lock(mutex_);
        ++head_.epoch;
        return head_;
    }
    Result<std::string> checkpoint() override {
        const std::scoped_lock lock(mutex_);
        return checkpoint_;
    }
    Result<Done> set_checkpoint(std::uint64_t epoch, const std::string& note) override {
        const std::scoped_lock lock(mutex_);
        if (head_.epoch != epoch) return Fault{FaultKind::denied, "another sequencer has the log"};
        checkpoint_ = note;
        return Done{};
    }

private:
    std::mutex mutex_;
    ledger::Head head_{0, merkle::root_of({}), 0};
    std::map<std::pair<int, std::uint64_t>, Bytes> tiles_;
    std::map<EntryId, std::uint64_t> places_;
    std::string checkpoint_;
};

}  // namespace buuan::memory
