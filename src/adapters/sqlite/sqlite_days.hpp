// Days in SQLite: one database file per civil day holds the whole transaction of a command, so a
// day ends by unlinking a file (DESIGN.md section 12). What must be known without opening them
// stands in DayIndex.
//
// At most `days_open_max` days are open, the one used longest ago is closed first; each has a
// writing connection under its write mutex and a reading one under its read mutex, opened when
// first needed. What drop() leaves after a crash is removed at start.
//
// What is found by a token stands in the day's index or still in its Outbox; catch_up() moves it.
//
// Locks, in this order: the mutex of catch_up(), a day's write or read mutex, its opening mutex;
// the cache mutex and DayIndex's alone, no SQL of a day runs under the cache mutex. Whether a day
// is closed is asked under one of its mutexes: drop() holds both while it unlinks.
#pragma once

#include <map>

#include "adapters/sqlite/day_index.hpp"
#include "adapters/sqlite/day_reader.hpp"
#include "adapters/sqlite/day_writer.hpp"

namespace buuan::sqlite {

class SqliteDays final : public DayStore {
public:
    /// `folder` exists in `place`, whose files outlive the store. Each open day takes at most five
    /// file descriptors.
    static Result<std::unique_ptr<SqliteDays>> open(const Place& place, const std::string& folder,
                                                    std::size_t days_open_max);
    ~SqliteDays() override;

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
    Result<std::vector<ItemRow>> newest_rows(Day day, const CounterCode& counter,
                                             const std::optional<ItemId>& before,
                                             std::size_t count_max) override;
    Result<std::vector<ItemRow>> rows_in(Day day, std::span<const ItemState> states,
                                         std::span<const Service> services,
                                         const std::optional<ItemId>& after,
                                         std::size_t count_max) override;
    Result<std::vector<StateCount>> state_counts(Day day) override;
    Result<std::vector<CounterNumber>> counter_numbers(Day day) override;
    Result<Done> clear_tokens(Day day) override;
    Result<Done> add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) override;
    Result<Done> catch_up() override;
    Result<Done> forget_erased(Day day) override;
    Result<Done> drop(Day day) override;
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t count_max) override;
    Result<Done> mark_sequenced(const LogName& log,
                                std::span<const SequencedEntry> entries) override;

private:
    struct OpenDay;
    Result<Done> index_tokens(Day day, OpenDay& open_day);
    SqliteDays(Place place, std::string folder, std::size_t days_open_max,
               std::unique_ptr<DayIndex> index);
    [[nodiscard]] std::string path_of(Day day) const;
    Result<bool> exists(Day day);
    std::shared_ptr<OpenDay> cached(Day day);
    Result<Done> open_writer(Day day, OpenDay& open_day);
    /// Opens the reader if the day has a file and is not closed.
    Result<Done> open_reader(Day day, OpenDay& open_day);
    /// What `use` answers, or `absent` for a day that has no file or is closed.
    template <class Answer, class Use>
    Result<Answer> read(Day day, Answer absent, Use use);
    template <class Use>
    Result<Done> write_existing(Day day, Use use);
    Result<Done> unlink_files(Day day);
    Result<Done> remove_leftovers();

    const Place place_;
    const std::string folder_;
    const std::size_t days_open_max_;
    const std::unique_ptr<DayIndex> index_;
    std::mutex catching_up_;
    std::mutex mutex_;  // guards the cache
    std::map<Day, std::shared_ptr<OpenDay>> cache_;
    std::uint64_t uses_ = 0;
};

}  // namespace buuan::sqlite
