// The register's rows in memory: for tests and simulation.
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "register/register_store.hpp"

namespace buuan::memory {

class MemoryRegister : public register_::RegisterStore {
public:
    Result<Done> apply(const register_::RegisterWrite& write) override {
        const std::scoped_lock lock(mutex_);
        std::set<EntryId> ids;
        for (const auto& entry : write.entries) {
            if (pending_.contains(entry.id) || !ids.insert(entry.id).second)
                return Fault{FaultKind::invalid, "the entry waits already: " + entry.id.text()};
        }
        for (const auto& name : write.erase) rows_.erase(name);
        for (const auto& row : write.put) rows_[{row.kind, row.key}] = row.body;
        for (const auto& entry : write.entries) pending_.emplace(entry.id, entry);
        return Done{};
    }
    Result<std::optional<std::string>> find(const std::string& kind,
                                            const std::string& key) override {
        const std::scoped_lock lock(mutex_);
        const auto found = rows_.find({kind, key});
        return found == rows_.end() ? std::optional<std::string>{} : std::optional(found->second);
    }
    Result<std::vector<register_::Row>> list(const std::string& kind, const std::string& after,
                                             std::size_t count_max) override {
        const std::scoped_lock lock(mutex_);
        std::vector<register_::Row> rows;
        for (auto it = rows_.upper_bound({kind, after});
             it != rows_.end() && it->first.first == kind && rows.size() < count_max; ++it) {
            rows.push_back({kind, it->first.second, it->second});
        }
        return rows;
    }
    Result<std::vector<register_::Row>> list_before(const std::string& kind,
                                                    const std::string& before,
                                                    std::size_t count_max) override {
        const std::scoped_lock lock(mutex_);
        std::vector<register_::Row> rows;
        // The first row of the kinds that follow this one.
        auto it = before.empty() ? rows_.lower_bound({kind + '\0', ""})
                                 : rows_.lower_bound({kind, before});
        while (it != rows_.begin() && rows.size() < count_max) {
            --it;
            if (it->first.first != kind) break;
            rows.push_back({kind, it->first.second, it->second});
        }
        return rows;
    }
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t count_max) override {
        const std::scoped_lock lock(mutex_);
        std::vector<PendingEntry> found;
        for (const auto& [id, entry] : pending_) {
            if (entry.log == log && found.size() < count_max) found.push_back(entry);
        }
        return found;
    }
    Result<Done> mark_sequenced(const LogName& log,
                                std::span<const SequencedEntry> entries) override {
        const std::scoped_lock lock(mutex_);
        for (const SequencedEntry& entry : entries) {
            const auto waiting = pending_.find(entry.id);
            if (waiting != pending_.end() && waiting->second.log == log) pending_.erase(waiting);
        }
        return Done{};
    }

private:
    std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, std::string> rows_;
    std::map<EntryId, PendingEntry> pending_;
};

}  // namespace buuan::memory
