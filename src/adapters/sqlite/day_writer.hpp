// The connection that writes to one day's file, its statements prepared once. Knows nothing of
// threads, caches or other days; SqliteDays sees to that. Faults name the file, so the day.
#pragma once

#include <memory>
#include <vector>

#include "adapters/sqlite/sqlite.hpp"
#include "base/day_store.hpp"

namespace buuan::sqlite {

class DayWriter {
public:
    /// Creates the file where there is none.
    static Result<std::unique_ptr<DayWriter>> open(const Place& place, const std::string& path);

    /// DayStore::apply for one open day.
    Result<std::vector<Applied>> apply(std::span<const DayWrite> batch);
    /// Gives those of `entries` that wait here their place, and takes them out of it.
    Result<Done> mark_sequenced(const LogName& log, std::vector<SequencedEntry>& entries);
    Result<Done> clear_tokens() { return db_.execute("delete from token"); }
    Result<Done> add_tokens(const ItemId& item, std::span<const Token> tokens);
    void forget_on_close() { db_.forget_on_close(); }

private:
    explicit DayWriter(Database db);
    Result<std::optional<std::vector<Applied>>> try_apply(std::span<const DayWrite> batch,
                                                          bool each_apart);
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
    Statement find_command_, find_item_, insert_command_, insert_item_, update_item_,
        insert_record_, insert_object_, insert_token_, insert_entry_, insert_pending_,
        find_pending_, set_place_, erase_pending_;
};

}  // namespace buuan::sqlite
