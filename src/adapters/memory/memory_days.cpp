#include "adapters/memory/memory_days.hpp"

#include <algorithm>

namespace buuan::memory {
namespace {

/// Puts `parts` where their order demands; false if one of them has an equal there already.
template <class Part, class Less>
bool merge(std::vector<Part>& into, const std::vector<Part>& parts, Less less) {
    for (const Part& part : parts) {
        const auto place = std::lower_bound(into.begin(), into.end(), part, less);
        if (place != into.end() && !less(part, *place)) return false;
        into.insert(place, part);
    }
    return true;
}

bool by_revision(const SealedRow& a, const SealedRow& b) {
    return std::pair(a.data_class, a.revision) < std::pair(b.data_class, b.revision);
}
bool by_slot(const ObjectRow& a, const ObjectRow& b) {
    return a.slot < b.slot;
}
bool by_id(const StoredEntry& a, const StoredEntry& b) {
    return a.id < b.id;
}

}  // namespace

Applied MemoryDays::apply_one(OneDay& day, const DayWrite& write) {
    if (const auto done = day.commands.find(write.command); done != day.commands.end()) {
        const bool same = done->second.item == write.item && done->second.request == write.request;
        return same ? Applied::already_there : Applied::conflict;
    }
    const auto there = day.items.find(write.item);
    StoredItem item = there == day.items.end() ? StoredItem{} : there->second;
    if (item.row.version != write.expects)
        return write.expects == 0 ? Applied::conflict : Applied::stale;

    const auto goes = [&](const auto& row) {
        return std::find(write.erases.begin(), write.erases.end(), row.data_class) !=
               write.erases.end();
    };
    std::erase_if(item.records, goes);
    std::erase_if(item.objects, goes);
    std::vector<StoredEntry> entries;
    for (const PendingEntry& entry : write.entries) {
        if (day.pending.contains({entry.log, entry.id})) return Applied::conflict;
        entries.push_back({entry.id, entry.log, std::nullopt});
    }
    if (!merge(item.records, write.records, by_revision) ||
        !merge(item.objects, write.objects, by_slot) || !merge(item.entries, entries, by_id)) {
        return Applied::conflict;
    }
    item.row = write.after;
    day.items.insert_or_assign(write.item, std::move(item));
    if (!write.erases.empty())
        std::erase_if(day.tokens, [&](const auto& each) { return each.second == write.item; });
    for (const Token& token : write.tokens) day.tokens.emplace(token, write.item);
    for (const PendingEntry& entry : write.entries)
        day.pending[{entry.log, entry.id}] = {write.item, entry.text};
    day.commands[write.command] = {write.item, write.request};
    return Applied::written;
}

const MemoryDays::OneDay& MemoryDays::at(Day day) const {
    static const OneDay none;
    const auto found = days_.find(day);
    return found == days_.end() ? none : found->second;
}

Result<std::vector<Applied>> MemoryDays::apply(Day day, std::span<const DayWrite> batch) {
    const std::scoped_lock lock(mutex_);
    if (closed_.contains(day)) return std::vector<Applied>(batch.size(), Applied::day_closed);
    std::vector<Applied> answers;
    for (const DayWrite& write : batch) answers.push_back(apply_one(days_[day], write));
    return answers;
}

Result<std::optional<StoredItem>> MemoryDays::find(Day day, const ItemId& item) {
    const std::scoped_lock lock(mutex_);
    const auto& items = at(day).items;
    const auto found = items.find(item);
    return found == items.end() ? std::optional<StoredItem>{} : std::optional(found->second);
}

Result<std::optional<ItemRow>> MemoryDays::find_row(Day day, const ItemId& item) {
    const std::scoped_lock lock(mutex_);
    const auto& items = at(day).items;
    const auto found = items.find(item);
    return found == items.end() ? std::optional<ItemRow>{} : std::optional(found->second.row);
}

Result<std::optional<Digest>> MemoryDays::find_command(Day day, const CommandId& command) {
    const std::scoped_lock lock(mutex_);
    const auto& commands = at(day).commands;
    const auto found = commands.find(command);
    return found == commands.end() ? std::optional<Digest>{} : std::optional(found->second.request);
}

Result<std::optional<ItemId>> MemoryDays::find_by_entry(Day day, const EntryId& entry,
                                                        const ItemId& first, const ItemId& last) {
    const std::scoped_lock lock(mutex_);
    const auto& items = at(day).items;
    for (auto item = items.lower_bound(first); item != items.end() && item->first <= last; ++item) {
        for (const StoredEntry& each : item->second.entries) {
            if (each.id == entry) return std::optional(item->first);
        }
    }
    return std::optional<ItemId>{};
}

Result<std::vector<ItemId>> MemoryDays::find_by_tokens(Day day, std::span<const Token> tokens,
                                                       std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::set<ItemId> items;
    const auto& all = at(day).tokens;
    for (const Token& token : tokens) {
        for (auto it = all.lower_bound({token, {}}); it != all.end() && it->first == token; ++it)
            items.insert(it->second);
    }
    std::vector<ItemId> found(items.begin(), items.end());
    if (found.size() > count_max) found.resize(count_max);
    return found;
}

Result<std::vector<StoredItem>> MemoryDays::scan(Day day, const std::optional<ItemId>& after,
                                                 std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::vector<StoredItem> found;
    const auto& items = at(day).items;
    for (auto it = after ? items.upper_bound(*after) : items.begin();
         it != items.end() && found.size() < count_max; ++it) {
        found.push_back(it->second);
    }
    return found;
}

Result<std::vector<NewestRecord>> MemoryDays::newest_records(Day day, DataClass data_class,
                                                             const std::optional<ItemId>& after,
                                                             std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::vector<NewestRecord> found;
    const auto& items = at(day).items;
    for (auto it = after ? items.upper_bound(*after) : items.begin();
         it != items.end() && found.size() < count_max; ++it) {
        NewestRecord newest{it->first, 0, {}};
        for (const SealedRow& record : it->second.records) {
            if (record.data_class == data_class && record.revision > newest.revision)
                newest = {it->first, record.revision, record.sealed};
        }
        if (newest.revision > 0) found.push_back(std::move(newest));
    }
    return found;
}

Result<std::vector<Day>> MemoryDays::days() {
    const std::scoped_lock lock(mutex_);
    std::vector<Day> found;
    for (const auto& [day, content] : days_) {
        if (!content.items.empty()) found.push_back(day);
    }
    return found;
}

Result<std::vector<ItemRow>> MemoryDays::newest_rows(Day day, const CounterCode& counter,
                                                     const std::optional<ItemId>& before,
                                                     std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::vector<ItemRow> rows;
    const auto& items = at(day).items;
    for (auto it = before ? items.lower_bound(*before) : items.end();
         it != items.begin() && rows.size() < count_max;) {
        --it;
        if (it->second.row.counter == counter) rows.push_back(it->second.row);
    }
    return rows;
}

Result<std::vector<ItemRow>> MemoryDays::rows_in(Day day, std::span<const ItemState> states,
                                                 std::span<const Service> services,
                                                 const std::optional<ItemId>& after,
                                                 std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::vector<ItemRow> rows;
    const auto& items = at(day).items;
    for (auto it = after ? items.upper_bound(*after) : items.begin();
         it != items.end() && rows.size() < count_max; ++it) {
        const ItemRow& row = it->second.row;
        if (std::find(states.begin(), states.end(), row.state) != states.end() ||
            std::find(services.begin(), services.end(), row.service) != services.end())
            rows.push_back(row);
    }
    return rows;
}

Result<std::vector<StateCount>> MemoryDays::state_counts(Day day) {
    const std::scoped_lock lock(mutex_);
    std::map<ItemState, std::uint64_t> counts;
    for (const auto& [id, item] : at(day).items) ++counts[item.row.state];
    std::vector<StateCount> found;
    for (const auto& [state, items] : counts) found.push_back({state, items});
    return found;
}

Result<std::vector<CounterNumber>> MemoryDays::counter_numbers(Day day) {
    const std::scoped_lock lock(mutex_);
    std::vector<CounterNumber> numbers;
    for (const auto& [id, item] : at(day).items)
        numbers.push_back({item.row.counter, item.row.number});
    return numbers;
}

Result<Done> MemoryDays::clear_tokens(Day day) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = days_.find(day); found != days_.end()) found->second.tokens.clear();
    return Done{};
}

Result<Done> MemoryDays::add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) {
    const std::scoped_lock lock(mutex_);
    const auto found = days_.find(day);
    if (found == days_.end() || !found->second.items.contains(item)) return Done{};
    for (const Token& token : tokens) found->second.tokens.emplace(token, item);
    return Done{};
}

Result<Done> MemoryDays::drop(Day day) {
    const std::scoped_lock lock(mutex_);
    if (!at(day).pending.empty()) {
        return Fault{
            FaultKind::busy,
            "the day " + day.text() + " has entries that no log holds yet; drop it again later"};
    }
    days_.erase(day);
    closed_.insert(day);
    return Done{};
}

Result<std::vector<PendingEntry>> MemoryDays::pending(const LogName& log, std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::vector<PendingEntry> found;
    for (const auto& [number, day] : days_) {
        for (auto it = day.pending.lower_bound({log, {}});
             it != day.pending.end() && it->first.first == log; ++it) {
            if (found.size() == count_max) return found;
            found.push_back({it->first.second, log, it->second.text});
        }
    }
    return found;
}

Result<Done> MemoryDays::mark_sequenced(const LogName& log,
                                        std::span<const SequencedEntry> entries) {
    const std::scoped_lock lock(mutex_);
    for (auto& [number, day] : days_) {
        for (const SequencedEntry& entry : entries) {
            const auto waiting = day.pending.find({log, entry.id});
            if (waiting == day.pending.end()) continue;
            for (StoredEntry& stored : day.items[waiting->second.item].entries) {
                if (stored.id == entry.id) stored.index = entry.index;
            }
            day.pending.erase(waiting);
        }
    }
    return Done{};
}

}  // namespace buuan::memory
