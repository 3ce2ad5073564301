// Which item an entry tells of, for entries that were just written: the log itself has only a
// blinded reference. Fed by the committer; what is not here any more is looked for in the days.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>

#include "base/day_store.hpp"

namespace buuan::webhooks {

inline constexpr std::size_t recent_entries_max = 100'000;

class RecentItems {
public:
    void note(const DayWrite& write) {
        const std::scoped_lock lock(mutex_);
        for (const PendingEntry& entry : write.entries) {
            if (items_.emplace(entry.id, write.item).second) order_.push_back(entry.id);
        }
        while (order_.size() > recent_entries_max) {
            items_.erase(order_.front());
            order_.pop_front();
        }
    }
    std::optional<ItemId> find(const EntryId& entry) {
        const std::scoped_lock lock(mutex_);
        const auto found = items_.find(entry);
        return found == items_.end() ? std::nullopt : std::optional(found->second);
    }

private:
    std::mutex mutex_;
    std::map<EntryId, ItemId> items_;
    std::deque<EntryId> order_;
};

}  // namespace buuan::webhooks
