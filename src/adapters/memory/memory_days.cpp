#include "adapters/memory/memory_days.hpp"

#include <algorithm>

namespace buuan::memory {

Applied MemoryDays::apply_one(OneDay& day, const DayWrite& write) {
    if (const auto done = day.commands.find(write.command); done != day.commands.end()) {
        return done->second == write.request ? Applied::already_there : Applied::conflict;
    }
    const auto there = day.items.find(write.item);
    const std::uint32_t version = there == day.items.end() ? 0 : there->second.row.version;
    if (version != write.expects) return write.expects == 0 ? Applied::conflict : Applied::stale;
    StoredItem& item = day.items[write.item];
    item.row = write.after;
    item.records.insert(item.records.end(), write.records.begin(), write.records.end());
    std::sort(item.records.begin(), item.records.end(), [](const SealedRow& a, const SealedRow& b) {
        return std::pair(a.data_class, a.revision) < std::pair(b.data_class, b.revision);
    });
    item.objects.insert(item.objects.end(), write.objects.begin(), write.objects.end());
    std::sort(item.objects.begin(), item.objects.end(), [](const ObjectRow& a, const ObjectRow& b) { return a.slot < b.slot; });
    for (const Token& token : write.tokens) day.tokens.emplace(token, write.item);
    for (const PendingEntry& entry : write.entries) {
        day.pending.emplace(entry.id, entry);
        day.entry_items.emplace(entry.id, write.item);
        item.entries.push_back({entry.id, entry.log, std::nullopt});
    }
    std::sort(item.entries.begin(), item.entries.end(), [](const StoredEntry& a, const StoredEntry& b) { return a.id < b.id; });
    day.commands.emplace(write.command, write.request);
    return Applied::written;
}

Result<std::vector<Applied>> MemoryDays::apply(Day day, std::span<const DayWrite> batch) {
    const std::scoped_lock lock(mutex_);
    std::vector<Applied> answers;
    for (const DayWrite& write : batch) answers.push_back(closed_.contains(day) ? Applied::day_closed : apply_one(days_[day], write));
    return answers;
}

Result<std::optional<StoredItem>> MemoryDays::find(Day day, const ItemId& item) {
    const std::scoped_lock lock(mutex_);
    const auto found = days_[day].items.find(item);
    return found == days_[day].items.end() ? std::optional<StoredItem>{} : std::optional(found->second);
}

Result<std::optional<ItemRow>> MemoryDays::find_row(Day day, const ItemId& item) {
    const auto found = find(day, item);
    return found.value() ? std::optional(found.value()->row) : std::nullopt;
}

Result<std::optional<Digest>> MemoryDays::find_command(Day day, const CommandId& command) {
    const std::scoped_lock lock(mutex_);
    const auto found = days_[day].commands.find(command);
    return found == days_[day].commands.end() ? std::optional<Digest>{} : std::optional(found->second);
}

Result<std::vector<ItemId>> MemoryDays::find_by_tokens(Day day, std::span<const Token> tokens, std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::set<ItemId> items;
    for (const Token& token : tokens) {
        for (auto it = days_[day].tokens.lower_bound({token, {}}); it != days_[day].tokens.end() && it->first == token; ++it) items.insert(it->second);
    }
    std::vector<ItemId> found(items.begin(), items.end());
    if (found.size() > count_max) found.resize(count_max);
    return found;
}

Result<std::vector<StoredItem>> MemoryDays::scan(Day day, const std::optional<ItemId>& after, std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::vector<StoredItem> found;
    const auto& items = days_[day].items;
    for (auto it = items.upper_bound(after.value_or(ItemId{})); it != items.end() && found.size() < count_max; ++it) found.push_back(it->second);
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

Result<std::vector<CounterNumber>> MemoryDays::counter_numbers(Day day) {
    const std::scoped_lock lock(mutex_);
    std::vector<CounterNumber> numbers;
    for (const auto& [id, item] : days_[day].items) numbers.push_back({item.row.counter, item.row.number});
    return numbers;
}

Result<Done> MemoryDays::clear_tokens(Day day) {
    const std::scoped_lock lock(mutex_);
    days_[day].tokens.clear();
    return Done{};
}

Result<Done> MemoryDays::add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) {
    const std::scoped_lock lock(mutex_);
    for (const Token& token : tokens) days_[day].tokens.emplace(token, item);
    return Done{};
}

Result<Done> MemoryDays::drop(Day day) {
    const std::scoped_lock lock(mutex_);
    days_.erase(day);
    closed_.insert(day);
    return Done{};
}

Result<std::vector<PendingEntry>> MemoryDays::pending(const LogName& log, std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::vector<PendingEntry> found;
    for (const auto& [number, day] : days_) {
        for (const auto& [id, entry] : day.pending) {
            if (found.size() < count_max && entry.log == log) found.push_back(entry);
        }
    }
    return found;
}

Result<Done> MemoryDays::mark_sequenced(const LogName& log, std::span<const SequencedEntry> entries) {
    const std::scoped_lock lock(mutex_);
    for (auto& [number, day] : days_) {
        for (const SequencedEntry& entry : entries) {
            const auto waiting = day.pending.find(entry.id);
            if (waiting == day.pending.end() || waiting->second.log != log) continue;
            for (StoredEntry& stored : day.items[day.entry_items.at(entry.id)].entries) {
                if (stored.id == entry.id) stored.index = entry.index;
            }
            day.pending.erase(waiting);
        }
    }
    return Done{};
}

}  // namespace buuan::memory
