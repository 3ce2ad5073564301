// Days in memory: for tests and simulation; the same promises as SQLite's but durability.
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "base/day_store.hpp"

namespace buuan::memory {

class MemoryDays final : public DayStore {
public:
    Result<std::vector<Applied>> apply(Day day, std::span<const DayWrite> batch) override;
    Result<std::optional<StoredItem>> find(Day day, const ItemId& item) override;
    Result<std::optional<ItemRow>> find_row(Day day, const ItemId& item) override;
    Result<std::optional<Digest>> find_command(Day day, const CommandId& command) override;
    Result<std::optional<ItemId>> find_by_entry(Day day, const EntryId& entry, const ItemId& first,
                                                const ItemId& last) override;
    Result<std::vector<ItemId>> find_by_tokens(Day day, std::span<const Token> tokens,
                                               std::size_t count_max) override;
    Result<std::vector<StoredItem>> scan(Day day, const std::optional<ItemId>& after,
                                         std::size_t count_max) override;
    Result<std::vector<NewestRecord>> newest_records(Day day, DataClass data_class,
                                                     const std::optional<ItemId>& after,
                                                     std::size_t count_max) override;
    Result<std::vector<Day>> days() override;
    Result<std::vector<ItemRow>> rows_in(Day day, std::span<const ItemState> states,
                                         std::span<const Service> services,
                                         const std::optional<ItemId>& after,
                                         std::size_t count_max) override;
    Result<std::vector<StateCount>> state_counts(Day day) override;
    Result<std::vector<ItemRow>> newest_rows(Day day, const CounterCode& counter,
                                             const std::optional<ItemId>& before,
                                             std::size_t count_max) override;
    Result<std::vector<CounterNumber>> counter_numbers(Day day) override;
    Result<Done> clear_tokens(Day day) override;
    Result<Done> add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) override;
    Result<Done> catch_up() override { return Done{}; }
    Result<Done> forget_erased(Day) override { return Done{}; }
    Result<Done> drop(Day day) override;
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t count_max) override;
    Result<Done> mark_sequenced(const LogName& log,
                                std::span<const SequencedEntry> entries) override;

private:
    struct Command {
        ItemId item;
        Digest request;
    };
    struct Waiting {
        ItemId item;
        std::string text;
    };
    struct OneDay {
        std::map<ItemId, StoredItem> items;
        std::set<std::pair<Token, ItemId>> tokens;
        std::map<CommandId, Command> commands;
        std::map<std::pair<LogName, EntryId>, Waiting> pending;
    };
    static Applied apply_one(OneDay& day, const DayWrite& write);
    /// An empty day where there is none.
    const OneDay& at(Day day) const;

    std::mutex mutex_;  // guards all below
    std::map<Day, OneDay> days_;
    std::set<Day> closed_;
};

}  // namespace buuan::memory
