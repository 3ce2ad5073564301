#include "adapters/sqlite/sqlite_days.hpp"

#include <algorithm>

#include "adapters/sqlite/fair_mutex.hpp"

namespace buuan::sqlite {

struct SqliteDays::OpenDay {
    Outbox outbox;
    FairMutex write_mutex;
    std::unique_ptr<DayWriter> writer;
    std::mutex read_mutex;
    std::unique_ptr<DayReader> reader;
    std::mutex opening_mutex;     // two connections must not create or migrate one file at once
    std::uint64_t last_used = 0;  // under the cache mutex
};

SqliteDays::SqliteDays(Place place, std::string folder, std::size_t days_open_max,
                       std::unique_ptr<DayIndex> index)
    : place_(std::move(place)),
      folder_(std::move(folder)),
      days_open_max_(std::max<std::size_t>(days_open_max, 1)),
      index_(std::move(index)) {}

SqliteDays::~SqliteDays() = default;

Result<std::unique_ptr<SqliteDays>> SqliteDays::open(const Place& place, const std::string& folder,
                                                     std::size_t days_open_max) {
    auto index = DayIndex::open(place, folder + "/index.db");
    if (!index.ok()) return index.error();
    std::unique_ptr<SqliteDays> days(
        new SqliteDays(place, folder, days_open_max, std::move(index).value()));
    if (auto clean = days->remove_leftovers(); !clean.ok()) return clean.error();
    return days;
}

std::string SqliteDays::path_of(Day day) const {
    return folder_ + "/" + day.text() + ".db";
}

Result<bool> SqliteDays::exists(Day day) {
    return place_.files.exists(path_of(day));
}

std::shared_ptr<SqliteDays::OpenDay> SqliteDays::cached(Day day) {
    std::shared_ptr<OpenDay> closing;  // closes its connections after the lock is gone
    const std::scoped_lock lock(mutex_);
    auto& open_day = cache_[day];
    if (!open_day) open_day = std::make_shared<OpenDay>();
    open_day->last_used = ++uses_;
    auto answer = open_day;
    if (cache_.size() > days_open_max_) {
        auto oldest = cache_.end();
        for (auto it = cache_.begin(); it != cache_.end(); ++it) {
            const bool idle =
                it->second.use_count() == 1;  // nobody can get it without the cache mutex
            if (idle &&
                (oldest == cache_.end() || it->second->last_used < oldest->second->last_used))
                oldest = it;
        }
        if (oldest != cache_.end()) {
            closing = std::move(oldest->second);
            cache_.erase(oldest);
        }
    }
    return answer;
}

Result<Done> SqliteDays::open_writer(Day day, OpenDay& open_day) {
    if (open_day.writer) return Done{};
    const std::scoped_lock opening(open_day.opening_mutex);
    const auto there = exists(day);
    if (!there.ok()) return there.error();
    auto writer = DayWriter::open(place_, path_of(day), open_day.outbox);
    if (!writer.ok()) return writer.error();
    if (!there.value()) {
        if (auto synced = place_.files.sync_folder(folder_); !synced.ok()) return synced;
    }
    open_day.writer = std::move(writer).value();
    return Done{};
}

Result<Done> SqliteDays::open_reader(Day day, OpenDay& open_day) {
    if (open_day.reader || index_->is_closed(day)) return Done{};
    const auto there = exists(day);
    if (!there.ok()) return there.error();
    if (!there.value()) return Done{};
    const std::scoped_lock opening(open_day.opening_mutex);
    auto reader = DayReader::open(place_, path_of(day), open_day.outbox);
    if (!reader.ok()) return reader.error();
    open_day.reader = std::move(reader).value();
    return Done{};
}

template <class Answer, class Use>
Result<Answer> SqliteDays::read(Day day, Answer absent, Use use) {
    const auto open_day = cached(day);
    const std::scoped_lock lock(open_day->read_mutex);
    if (auto opened = open_reader(day, *open_day); !opened.ok()) return opened.error();
    if (!open_day->reader) return absent;
    return use(*open_day->reader);
}

template <class Use>
Result<Done> SqliteDays::write_existing(Day day, Use use) {
    const auto open_day = cached(day);
    const std::scoped_lock lock(open_day->write_mutex);
    if (index_->is_closed(day)) return Done{};
    const auto there = exists(day);
    if (!there.ok()) return there.error();
    if (!there.value()) return Done{};
    if (auto opened = open_writer(day, *open_day); !opened.ok()) return opened;
    return use(*open_day->writer);
}

Result<std::vector<Applied>> SqliteDays::apply(Day day, std::span<const DayWrite> batch) {
    const auto open_day = cached(day);
    const bool erases = std::any_of(batch.begin(), batch.end(),
                                    [](const DayWrite& write) { return !write.erases.empty(); });
    if (erases) {
        const std::scoped_lock alone(catching_up_);
        if (auto opened = write_existing(day, [](DayWriter&) -> Result<Done> { return Done{}; });
            !opened.ok())
            return opened.error();
        if (auto indexed = index_tokens(day, *open_day); !indexed.ok()) return indexed.error();
    }
    const std::scoped_lock lock(open_day->write_mutex);
    if (index_->is_closed(day)) return std::vector<Applied>(batch.size(), Applied::day_closed);
    if (!open_day->writer && std::all_of(batch.begin(), batch.end(), [](const DayWrite& write) {
            return write.expects != 0;
        })) {
        const auto there = exists(day);
        if (!there.ok()) return there.error();
        if (!there.value())
            return std::vector<Applied>(batch.size(), Applied::stale);  // and no empty file
    }
    if (auto noted = index_->will_write(day); !noted.ok()) return noted.error();
    if (auto opened = open_writer(day, *open_day); !opened.ok()) return opened.error();
    auto answers = open_day->writer->apply(batch);
    index_->wrote(day);
    return answers;
}

Result<std::optional<StoredItem>> SqliteDays::find(Day day, const ItemId& item) {
    return read(day, std::optional<StoredItem>{},
                [&](DayReader& reader) { return reader.find(item); });
}

Result<std::optional<ItemRow>> SqliteDays::find_row(Day day, const ItemId& item) {
    return read(day, std::optional<ItemRow>{},
                [&](DayReader& reader) { return reader.find_row(item); });
}

Result<std::optional<Digest>> SqliteDays::find_command(Day day, const CommandId& command) {
    return read(day, std::optional<Digest>{},
                [&](DayReader& reader) { return reader.find_command(command); });
}

Result<std::optional<ItemId>> SqliteDays::find_by_entry(Day day, const EntryId& entry,
                                                        const ItemId& first, const ItemId& last) {
    return read(day, std::optional<ItemId>{},
                [&](DayReader& reader) { return reader.find_by_entry(entry, first, last); });
}

Result<std::vector<ItemId>> SqliteDays::find_by_tokens(Day day, std::span<const Token> tokens,
                                                       std::size_t count_max) {
    return read(day, std::vector<ItemId>{},
                [&](DayReader& reader) { return reader.find_by_tokens(tokens, count_max); });
}

Result<std::vector<StoredItem>> SqliteDays::scan(Day day, const std::optional<ItemId>& after,
                                                 std::size_t count_max) {
    return read(day, std::vector<StoredItem>{},
                [&](DayReader& reader) { return reader.scan(after, count_max); });
}

Result<std::vector<NewestRecord>> SqliteDays::newest_records(Day day, DataClass data_class,
                                                             const std::optional<ItemId>& after,
                                                             std::size_t count_max) {
    return read(day, std::vector<NewestRecord>{}, [&](DayReader& reader) {
        return reader.newest_records(data_class, after, count_max);
    });
}

Result<std::vector<ItemRow>> SqliteDays::newest_rows(Day day, const CounterCode& counter,
                                                     const std::optional<ItemId>& before,
                                                     std::size_t count_max) {
    return read(day, std::vector<ItemRow>{},
                [&](DayReader& reader) { return reader.newest_rows(counter, before, count_max); });
}

Result<std::vector<ItemRow>> SqliteDays::rows_in(Day day, std::span<const ItemState> states,
                                                 std::span<const Service> services,
                                                 const std::optional<ItemId>& after,
                                                 std::size_t count_max) {
    return read(day, std::vector<ItemRow>{}, [&](DayReader& reader) {
        return reader.rows_in(states, services, after, count_max);
    });
}

Result<std::vector<StateCount>> SqliteDays::state_counts(Day day) {
    return read(day, std::vector<StateCount>{},
                [&](DayReader& reader) { return reader.state_counts(); });
}

Result<std::vector<CounterNumber>> SqliteDays::counter_numbers(Day day) {
    return read(day, std::vector<CounterNumber>{},
                [&](DayReader& reader) { return reader.counter_numbers(); });
}

Result<std::vector<Day>> SqliteDays::days() {
    const auto names = place_.files.list(folder_);
    if (!names.ok()) return names.error();
    std::vector<Day> found;
    for (const std::string& name : names.value()) {
        const auto day = Day::parse(std::string_view(name).substr(0, name.find('.')));
        if (day && name == day->text() + ".db" && !index_->is_closed(*day)) found.push_back(*day);
    }
    return found;
}

Result<Done> SqliteDays::clear_tokens(Day day) {
    const std::scoped_lock alone(catching_up_);  // what is being indexed would come back
    return write_existing(day, [](DayWriter& writer) { return writer.clear_tokens(); });
}

Result<Done> SqliteDays::add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) {
    return write_existing(day, [&](DayWriter& writer) { return writer.add_tokens(item, tokens); });
}

Result<Done> SqliteDays::catch_up() {
    const std::scoped_lock alone(catching_up_);
    std::vector<std::pair<Day, std::shared_ptr<OpenDay>>> behind;
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& [day, open_day] : cache_) {
            if (open_day->outbox.size() > 0) behind.emplace_back(day, open_day);
        }
    }
    Result<Done> all = Done{};
    for (const auto& [day, open_day] : behind) {
        // A day that cannot be written does not leave the others behind.
        if (auto indexed = index_tokens(day, *open_day); !indexed.ok() && all.ok()) all = indexed;
    }
    return all;
}

/// In parts, so that no command waits for more than one; a crash between two of them leaves all in
/// the outbox, and what is in the index already is put there once more, which changes nothing.
Result<Done> SqliteDays::index_tokens(Day day, OpenDay& open_day) {
    constexpr std::size_t part_max = 2048;
    const Outbox::Batch batch = open_day.outbox.batch();
    for (std::span<const TokenRow> left = batch.tokens; !left.empty();) {
        const auto part = left.first(std::min(left.size(), part_max));
        left = left.subspan(part.size());
        const std::scoped_lock lock(open_day.write_mutex);
        if (index_->is_closed(day)) return Done{};
        if (auto opened = open_writer(day, open_day); !opened.ok()) return opened;
        const auto last = left.empty() ? std::optional(batch.last) : std::nullopt;
        if (auto indexed = open_day.writer->index(part, last); !indexed.ok()) return indexed;
        if (last) open_day.outbox.leave(*last);
    }
    return Done{};
}

Result<Done> SqliteDays::forget_erased(Day day) {
    const auto open_day = cached(day);
    return write_existing(day, [&](DayWriter& writer) {
        const std::scoped_lock reading(open_day->read_mutex);
        return writer.empty_log();
    });
}

Result<Done> SqliteDays::unlink_files(Day day) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
        if (auto gone = place_.files.remove(path_of(day) + suffix); !gone.ok()) return gone;
    }
    return place_.files.sync_folder(folder_);
}

Result<Done> SqliteDays::remove_leftovers() {
    const auto names = place_.files.list(folder_);
    if (!names.ok()) return names.error();
    std::set<Day> left;
    for (const std::string& name : names.value()) {
        const auto day = Day::parse(std::string_view(name).substr(0, name.find('.')));
        if (day && index_->is_closed(*day)) left.insert(*day);
    }
    for (const Day day : left) {
        if (auto gone = unlink_files(day); !gone.ok()) return gone;
    }
    return Done{};
}

Result<Done> SqliteDays::drop(Day day) {
    const auto open_day = cached(day);
    const std::scoped_lock writing(open_day->write_mutex);
    const std::scoped_lock reading(open_day->read_mutex);
    if (!index_->is_closed(day)) {
        const auto opened = open_reader(day, *open_day);
        // What cannot be read holds nothing for the log, and its end is due all the same.
        const auto waiting =
            opened.ok() && open_day->reader ? open_day->reader->has_pending() : Result<bool>(false);
        if (waiting.ok() && waiting.value()) {
            return Fault{FaultKind::busy,
                         "the day " + day.text() +
                             " has entries that no log holds yet; drop it again later"};
        }
        if (auto closed = index_->close(day); !closed.ok()) return closed;
    }
    if (open_day->writer) open_day->writer->forget_on_close();
    if (open_day->reader) open_day->reader->forget_on_close();
    open_day->writer.reset();
    open_day->reader.reset();
    open_day->outbox.clear();
    return unlink_files(day);
}

Result<std::vector<PendingEntry>> SqliteDays::pending(const LogName& log, std::size_t count_max) {
    std::vector<PendingEntry> found;
    std::optional<Fault> fault;
    for (const auto& candidate : index_->may_be_pending()) {
        if (found.size() >= count_max) break;
        bool empty = false;
        auto entries = read(candidate.day, std::vector<PendingEntry>{},
                            [&](DayReader& reader) -> Result<std::vector<PendingEntry>> {
                                auto of_log = reader.pending(log, count_max - found.size());
                                if (!of_log.ok() || !of_log.value().empty()) return of_log;
                                auto of_any = reader.has_pending();
                                if (!of_any.ok()) return of_any.error();
                                empty = !of_any.value();
                                return of_log;
                            });
        if (!entries.ok()) {
            if (!fault) fault = entries.error();
            continue;  // a day that cannot be read does not keep the others out of their log
        }
        std::move(entries.value().begin(), entries.value().end(), std::back_inserter(found));
        if (!empty) continue;
        if (auto noted = index_->was_empty(candidate); !noted.ok()) return noted.error();
    }
    if (fault && found.empty()) return *fault;
    return found;
}

Result<Done> SqliteDays::mark_sequenced(const LogName& log,
                                        std::span<const SequencedEntry> entries) {
    // In parts, so that no command waits for more than one.
    constexpr std::ptrdiff_t marked_at_once_max = 256;
    std::vector<SequencedEntry> left(entries.begin(), entries.end());
    std::optional<Fault> fault;
    for (const auto& candidate : index_->may_be_pending()) {
        if (left.empty()) return Done{};
        const auto entries_here = std::exchange(left, {});
        for (auto part = entries_here.begin(); part != entries_here.end();) {
            const auto end = part + std::min(entries_here.end() - part, marked_at_once_max);
            std::vector<SequencedEntry> some(part, end);
            part = end;
            auto marked = write_existing(
                candidate.day, [&](DayWriter& writer) { return writer.mark_sequenced(log, some); });
            if (!marked.ok() && !fault) fault = marked.error();
            left.insert(left.end(), some.begin(), some.end());
        }
    }
    if (fault) return *fault;
    return Done{};
}

}  // namespace buuan::sqlite
