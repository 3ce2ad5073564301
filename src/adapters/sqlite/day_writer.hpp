// The connection that writes to one day's file, its statements prepared once. Knows nothing of
// threads, caches or other days; SqliteDays sees to that. Faults name the file, so the day.
#pragma once

#include <memory>
#include <vector>

#include "adapters/sqlite/outbox.hpp"
#include "adapters/sqlite/sqlite.hpp"
#include "base/day_store.hpp"

namespace buuan::sqlite {

class DayWriter {
public:
    /// Creates the file where there is none. New tokens go to `outbox`, which outlives it.
    static Result<std::unique_ptr<DayWriter>> open(const Place& place, const std::string& path,
                                                   Outbox& outbox);

    /// DayStore::apply for one open day. busy where a write erases and tokens wait for the index.
    Result<std::vector<Applied>> apply(std::span<const DayWrite> batch);
    /// Gives those of `entries` that wait here their place, and takes them out of it.
    Result<Done> mark_sequenced(const LogName& log, std::vector<SequencedEntry>& entries);
    /// Puts tokens, sorted, into the index; if they end a batch, its rows up to `last` leave the
    /// table of the outbox.
    Result<Done> index(std::span<const TokenRow> tokens, std::optional<std::int64_t> last);
    Result<Done> clear_tokens();
    /// Puts all that was written into the database itself and cuts the log to nothing, so that what
    /// was erased stands in neither. busy while another connection reads.
    Result<Done> empty_log() { return db_.empty_log(); }
    Result<Done> add_tokens(const ItemId& item, std::span<const Token> tokens);
    void forget_on_close() { db_.forget_on_close(); }

private:
    DayWriter(Database db, Outbox& outbox);
    Result<std::optional<std::vector<Applied>>> try_apply(std::span<const DayWrite> batch,
                                                          bool each_apart);
    Result<Applied> apply_one(const DayWrite& write);
    bool write_rows(const DayWrite& write);
    bool write_item(const DayWrite& write);
    bool erase_rows(const DayWrite& write, std::int64_t n);
    /// The commit, after which the new tokens wait in the outbox.
    Result<Done> commit_with_tokens(Transaction& transaction);

    Database db_;
    Outbox& outbox_;
    std::vector<TokenRow> new_tokens_;  // of the transaction under way
    Statement find_command_, find_item_, insert_command_, insert_item_, update_item_,
        insert_record_, insert_object_, insert_outbox_, insert_token_, leave_outbox_, insert_entry_,
        insert_pending_, erase_pending_, set_place_, erase_records_, erase_objects_, erase_tokens_;
};

}  // namespace buuan::sqlite
