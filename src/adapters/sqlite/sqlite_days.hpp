// Days in SQLite: one database file per civil day holds the whole transaction of a command, so a day ends by unlinking a file
// (DESIGN.md section 12). days/index.db remembers which days are closed for good and which may hold entries that no log has yet.
//
// A bounded cache of open days: one writing connection, used under the day's write mutex, and one reading connection under its read
// mutex. Locks: cache mutex, then a day's; the cache mutex is never held while SQL runs on a day.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "adapters/sqlite/sqlite.hpp"
#include "base/day_store.hpp"

namespace buuan::sqlite {

class SqliteDays final : public DayStore {
public:
    /// `folder` exists; `days_open_max` bounds the open files (three for each day).
    static Result<std::unique_ptr<SqliteDays>> open(const std::filesystem::path& folder, std::size_t days_open_max);
    ~SqliteDays() override;

    Result<std::vector<Applied>> apply(Day day, std::span<const DayWrite> batch) override;
    Result<std::optional<StoredItem>> find(Day day, const ItemId& item) override;
    Result<std::optional<ItemRow>> find_row(Day day, const ItemId& item) override;
    Result<std::optional<Digest>> find_command(Day day, const CommandId& command) override;
    Result<std::vector<ItemId>> find_by_tokens(Day day, std::span<const Token> tokens, std::size_t count_max) override;
    Result<std::vector<StoredItem>> scan(Day day, const std::optional<ItemId>& after, std::size_t count_max) override;
    Result<std::vector<Day>> days() override;
    Result<std::vector<CounterNumber>> counter_numbers(Day day) override;
    Result<Done> clear_tokens(Day day) override;
    Result<Done> add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) override;
    Result<Done> drop(Day day) override;
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t count_max) override;
    Result<Done> mark_sequenced(const LogName& log, std::span<const SequencedEntry> entries) override;

private:
    struct OpenDay;
    SqliteDays(std::filesystem::path folder, std::size_t days_open_max) : folder_(std::move(folder)), days_open_max_(days_open_max) {}
    Result<Done> load_index();
    [[nodiscard]] std::filesystem::path path_of(Day day) const;
    /// The cached day; for reading, a day without a file is nullptr.
    Result<std::shared_ptr<OpenDay>> day_for_reading(Day day);
    Result<std::shared_ptr<OpenDay>> day_for_writing(Day day);
    std::shared_ptr<OpenDay> cached(Day day);
    Result<Done> note_pending(Day day);
    Result<Done> unlink_files(Day day);

    const std::filesystem::path folder_;
    const std::size_t days_open_max_;
    std::mutex mutex_;  // guards all below
    Database index_;
    std::map<Day, std::shared_ptr<OpenDay>> cache_;
    std::uint64_t uses_ = 0;
    std::set<Day> closed_;
    std::set<Day> may_hold_pending_;
};

}  // namespace buuan::sqlite
