// The connection that reads one day's file, its statements prepared once; what it reads of several
// tables is one snapshot. Knows nothing of threads, caches or other days; SqliteDays sees to that.
// Faults name the file, so the day.
#pragma once

#include <memory>
#include <vector>

#include "adapters/sqlite/outbox.hpp"
#include "adapters/sqlite/sqlite.hpp"
#include "base/day_store.hpp"

namespace buuan::sqlite {

class DayReader {
public:
    /// `outbox`: of this day; outlives the reader.
    static Result<std::unique_ptr<DayReader>> open(const Place& place, const std::string& path,
                                                   Outbox& outbox);

    Result<std::optional<StoredItem>> find(const ItemId& item);
    Result<std::optional<ItemRow>> find_row(const ItemId& item);
    Result<std::optional<Digest>> find_command(const CommandId& command);
    Result<std::optional<ItemId>> find_by_entry(const EntryId& entry, const ItemId& first,
                                                const ItemId& last);
    Result<std::vector<ItemId>> find_by_tokens(std::span<const Token> tokens,
                                               std::size_t count_max);
    Result<std::vector<StoredItem>> scan(const std::optional<ItemId>& after, std::size_t count_max);
    Result<std::vector<NewestRecord>> newest_records(DataClass data_class,
                                                     const std::optional<ItemId>& after,
                                                     std::size_t count_max);
    Result<std::vector<ItemRow>> newest_rows(const CounterCode& counter,
                                             const std::optional<ItemId>& before,
                                             std::size_t count_max);
    Result<std::vector<ItemRow>> rows_in(std::span<const ItemState> states,
                                         std::span<const Service> services,
                                         const std::optional<ItemId>& after, std::size_t count_max);
    Result<std::vector<StateCount>> state_counts();
    Result<std::vector<CounterNumber>> counter_numbers();
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t count_max);
    Result<bool> has_pending();
    void forget_on_close() { db_.forget_on_close(); }

private:
    DayReader(Database db, const Outbox& outbox);
    Result<Done> add_parts(std::vector<StoredItem>& items);

    Database db_;
    const Outbox& outbox_;
    Statement find_item_, find_by_n_, next_items_, records_, newest_, objects_, entries_,
        find_command_, find_by_entry_, find_token_, newest_rows_, rows_in_, stopped_rows_,
        undelivered_rows_, state_counts_, numbers_, pending_, has_pending_;
};

}  // namespace buuan::sqlite
