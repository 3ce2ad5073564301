// One day's database file: a connection that writes and one that reads, each with its statements prepared once. Neither knows of
// threads, caches or other days; SqliteDays sees to that. Faults name the file, so the day.
#pragma once

#include <map>
#include <vector>

#include "adapters/sqlite/sqlite.hpp"
#include "base/day_store.hpp"

namespace buuan::sqlite {

class DayWriter {
public:
    /// Creates the file where there is none.
    static Result<std::unique_ptr<DayWriter>> open(const std::string& path);

    /// DayStore::apply for one open day.
    Result<std::vector<Applied>> apply(std::span<const DayWrite> batch);
    /// Gives those of `entries` that wait here their place, and takes them out of it.
    Result<Done> mark_sequenced(const LogName& log, std::vector<SequencedEntry>& entries);
    Result<Done> clear_tokens() { return db_.execute("delete from token"); }
    Result<Done> add_tokens(const ItemId& item, std::span<const Token> tokens);
    void forget_on_close() { db_.forget_on_close(); }

private:
    explicit DayWriter(Database db);
    Result<std::optional<std::vector<Applied>>> try_apply(std::span<const DayWrite> batch, bool each_apart);
    Result<Applied> apply_one(const DayWrite& write);
    bool write_rows(const DayWrite& write);
    bool write_item(const DayWrite& write);
    bool write_tokens();

    struct NewToken {
        Token token;
        std::int64_t n;
        friend auto operator<=>(const NewToken&, const NewToken&) = default;
    };
    Database db_;
    std::vector<NewToken> new_tokens_;  // of the transaction under way
    Statement find_command_, find_item_, insert_command_, insert_item_, update_item_, insert_record_, insert_object_,
        insert_token_, insert_entry_, insert_pending_, find_pending_, set_place_, erase_pending_;
};

class DayReader {
public:
    static Result<std::unique_ptr<DayReader>> open(const std::string& path);

    Result<std::optional<StoredItem>> find(const ItemId& item);
    Result<std::optional<ItemRow>> find_row(const ItemId& item);
    Result<std::optional<Digest>> find_command(const CommandId& command);
    Result<std::vector<ItemId>> find_by_tokens(std::span<const Token> tokens, std::size_t count_max);
    Result<std::vector<StoredItem>> scan(const std::optional<ItemId>& after, std::size_t count_max);
    Result<std::vector<CounterNumber>> counter_numbers();
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t count_max);
    Result<bool> has_pending();
    void forget_on_close() { db_.forget_on_close(); }

private:
    explicit DayReader(Database db);
    Result<Done> add_parts(std::vector<StoredItem>& items);

    Database db_;
    Statement find_item_, next_items_, records_, objects_, entries_, find_command_, find_token_, numbers_, pending_, has_pending_;
};

}  // namespace buuan::sqlite
