#include "adapters/sqlite/sqlite_days.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

#include "adapters/sqlite/schema.hpp"

namespace buuan::sqlite {
namespace {

constexpr std::string_view index_schema =
    "create table closed_day (day integer primary key);"    // purged: nothing enters it again
    "create table pending_day (day integer primary key);";  // may hold entries that no log has yet
constexpr std::array index_migrations = {index_schema};
constexpr std::array day_migrations = {day_schema_0001};

template <class Id>
Id id_from(BytesView blob) {
    Id id;
    if (blob.size() == id.bytes.size()) std::memcpy(id.bytes.data(), blob.data(), blob.size());
    return id;
}

ItemRow row_from(const Statement& s, const ItemId& id) {
    ItemRow row;
    row.id = id;
    row.type = static_cast<ItemType>(s.integer(1));
    row.state = static_cast<ItemState>(s.integer(2));
    row.version = static_cast<std::uint32_t>(s.integer(3));
    row.site.value = s.text(4);
    row.counter.value = s.text(5);
    row.number = static_cast<std::uint32_t>(s.integer(6));
    row.log.value = s.text(7);
    row.accepted_at = {s.integer(8)};
    row.pictures_due = static_cast<std::uint8_t>(s.integer(9));
    row.on_hold = s.integer(10) != 0;
    return row;
}

Result<Done> sync_folder(const std::filesystem::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return Fault{FaultKind::unavailable, "open folder " + folder.string()};
    const bool synced = ::fsync(file) == 0;
    ::close(file);
    if (!synced) return Fault{FaultKind::unavailable, "sync folder " + folder.string()};
    return Done{};
}

constexpr const char* select_item =
    "select id, type, state, version, site, counter, number, log, accepted_at, pictures_due, on_hold from item where id = ?1";

}  // namespace

struct SqliteDays::OpenDay {
    struct Writer {
        explicit Writer(Database opened)
            : db(std::move(opened)),
              command_request(db.prepare("select request from command where id = ?1")),
              item_version(db.prepare("select version from item where id = ?1")),
              insert_command(db.prepare("insert into command (id, item, request) values (?1, ?2, ?3)")),
              put_item(db.prepare("insert into item (id, type, state, version, site, counter, number, log, accepted_at, pictures_due, on_hold) "
                                  "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) on conflict (id) do update set state = excluded.state, "
                                  "version = excluded.version, pictures_due = excluded.pictures_due, on_hold = excluded.on_hold")),
              insert_record(db.prepare("insert into record (item, class, revision, sealed) values (?1, ?2, ?3, ?4)")),
              insert_object(db.prepare("insert into object (item, slot, class, id, size) values (?1, ?2, ?3, ?4, ?5)")),
              insert_token(db.prepare("insert or ignore into token (token, item) values (?1, ?2)")),
              insert_entry(db.prepare("insert into entry (id, item, log, text) values (?1, ?2, ?3, ?4)")),
              mark_entry(db.prepare("update entry set place = ?1, text = null where id = ?2 and log = ?3 and place is null")) {}
        Database db;
        Statement command_request, item_version, insert_command, put_item, insert_record, insert_object, insert_token, insert_entry, mark_entry;

        Result<Applied> apply(const DayWrite& write);
        bool write_rows(const DayWrite& write);
    };
    struct Reader {
        explicit Reader(Database opened)
            : db(std::move(opened)),
              item(db.prepare(select_item)),
              records(db.prepare("select class, revision, sealed from record where item = ?1 order by class, revision")),
              objects(db.prepare("select slot, class, id, size from object where item = ?1 order by slot")),
              entries(db.prepare("select id, log, place from entry where item = ?1 order by id")),
              command(db.prepare("select request from command where id = ?1")),
              by_token(db.prepare("select item from token where token = ?1 order by item limit ?2")),
              pending(db.prepare("select id, text from entry where log = ?1 and place is null order by id limit ?2")),
              next_items(db.prepare("select id from item where id > ?1 order by id limit ?2")) {}
        Database db;
        Statement item, records, objects, entries, command, by_token, pending, next_items;

        Result<std::optional<StoredItem>> find(const ItemId& id);
        Result<std::optional<ItemRow>> find_row(const ItemId& id);
    };

    std::mutex write_mutex;
    std::optional<Writer> writer;
    std::mutex read_mutex;
    std::optional<Reader> reader;
    std::atomic<std::uint64_t> last_used{0};
};

Result<Applied> SqliteDays::OpenDay::Writer::apply(const DayWrite& write) {
    command_request.bind(1, BytesView(write.command.bytes));
    if (command_request.step()) {
        const bool same = equal_in_constant_time(command_request.blob(0), write.request.bytes);
        command_request.reset();
        return same ? Applied::already_there : Applied::conflict;
    }
    const bool command_failed = command_request.failed();
    command_request.reset();
    if (command_failed) return db.fault();

    item_version.bind(1, BytesView(write.item.bytes));
    const std::uint32_t version = item_version.step() ? static_cast<std::uint32_t>(item_version.integer(0)) : 0;
    const bool version_failed = item_version.failed();
    item_version.reset();
    if (version_failed) return db.fault();
    if (version != write.expects) return write.expects == 0 ? Applied::conflict : Applied::stale;
    if (!write_rows(write)) return db.fault();
    return Applied::written;
}

bool SqliteDays::OpenDay::Writer::write_rows(const DayWrite& write) {
    const BytesView item(write.item.bytes);
    const ItemRow& row = write.after;
    bool good = insert_command.bind(1, BytesView(write.command.bytes)).bind(2, item).bind(3, BytesView(write.request.bytes)).run();
    put_item.bind(1, item).bind(2, static_cast<std::int64_t>(row.type)).bind(3, static_cast<std::int64_t>(row.state)).bind(4, std::int64_t{row.version});
    put_item.bind(5, row.site.value).bind(6, row.counter.value).bind(7, std::int64_t{row.number}).bind(8, row.log.value).bind(9, row.accepted_at.ms);
    good = put_item.bind(10, std::int64_t{row.pictures_due}).bind(11, std::int64_t{row.on_hold ? 1 : 0}).run() && good;
    for (const SealedRow& record : write.records) {
        good = good && insert_record.bind(1, item).bind(2, static_cast<std::int64_t>(record.data_class)).bind(3, std::int64_t{record.revision})
                           .bind(4, BytesView(record.sealed)).run();
    }
    for (const ObjectRow& object : write.objects) {
        good = good && insert_object.bind(1, item).bind(2, object.slot).bind(3, static_cast<std::int64_t>(object.data_class))
                           .bind(4, BytesView(object.object.bytes)).bind(5, static_cast<std::int64_t>(object.size)).run();
    }
    for (const Token& token : write.tokens) good = good && insert_token.bind(1, BytesView(token.bytes)).bind(2, item).run();
    for (const PendingEntry& entry : write.entries) {
        good = good && insert_entry.bind(1, BytesView(entry.id.bytes)).bind(2, item).bind(3, entry.log.value).bind(4, entry.text).run();
    }
    return good;
}

Result<std::optional<ItemRow>> SqliteDays::OpenDay::Reader::find_row(const ItemId& id) {
    item.bind(1, BytesView(id.bytes));
    std::optional<ItemRow> row;
    if (item.step()) row = row_from(item, id);
    const bool failed = item.failed();
    item.reset();
    if (failed) return db.fault();
    return row;
}

Result<std::optional<StoredItem>> SqliteDays::OpenDay::Reader::find(const ItemId& id) {
    auto row = find_row(id);
    if (!row.ok()) return row.error();
    if (!row.value()) return std::optional<StoredItem>{};
    StoredItem stored;
    stored.row = *row.value();
    const BytesView key(id.bytes);
    for (records.bind(1, key); records.step();) {
        stored.records.push_back({static_cast<DataClass>(records.integer(0)), static_cast<std::uint32_t>(records.integer(1)), copy_of(records.blob(2))});
    }
    for (objects.bind(1, key); objects.step();) {
        Digest object;
        const BytesView blob = objects.blob(2);
        if (blob.size() == object.bytes.size()) std::copy(blob.begin(), blob.end(), object.bytes.begin());
        stored.objects.push_back({object, static_cast<DataClass>(objects.integer(1)), std::string(objects.text(0)), static_cast<std::uint64_t>(objects.integer(3))});
    }
    for (entries.bind(1, key); entries.step();) {
        StoredEntry entry{id_from<EntryId>(entries.blob(0)), LogName{std::string(entries.text(1))}, std::nullopt};
        if (!entries.is_null(2)) entry.index = static_cast<std::uint64_t>(entries.integer(2));
        stored.entries.push_back(std::move(entry));
    }
    const bool failed = records.failed() || objects.failed() || entries.failed();
    records.reset();
    objects.reset();
    entries.reset();
    if (failed) return db.fault();
    return std::optional(std::move(stored));
}

SqliteDays::~SqliteDays() = default;

Result<std::unique_ptr<SqliteDays>> SqliteDays::open(const std::filesystem::path& folder, std::size_t days_open_max) {
    std::unique_ptr<SqliteDays> days(new SqliteDays(folder, std::max<std::size_t>(days_open_max, 1)));
    if (auto loaded = days->load_index(); !loaded.ok()) return loaded.error();
    return days;
}

Result<Done> SqliteDays::load_index() {
    auto index = Database::open((folder_ / "index.db").string(), index_migrations);
    if (!index.ok()) return index.error();
    index_ = std::move(index).value();
    auto closed = index_.prepare("select day from closed_day");
    while (closed.step()) closed_.insert(Day{static_cast<std::int32_t>(closed.integer(0))});
    auto pending = index_.prepare("select day from pending_day");
    while (pending.step()) may_hold_pending_.insert(Day{static_cast<std::int32_t>(pending.integer(0))});
    if (closed.failed() || pending.failed()) return index_.fault();
    // A crash in the middle of drop() may have left files of a closed day.
    for (const Day day : closed_) {
        if (auto gone = unlink_files(day); !gone.ok()) return gone;
    }
    return Done{};
}

std::filesystem::path SqliteDays::path_of(Day day) const { return folder_ / (day.text() + ".db"); }

std::shared_ptr<SqliteDays::OpenDay> SqliteDays::cached(Day day) {
    const std::scoped_lock lock(mutex_);
    auto& open_day = cache_[day];
    if (!open_day) open_day = std::make_shared<OpenDay>();
    open_day->last_used = ++uses_;
    const std::shared_ptr<OpenDay> wanted = open_day;
    while (cache_.size() > days_open_max_) {
        // The least recently used day that nobody works on; if all are in use the cache is larger for a moment.
        auto oldest = cache_.end();
        for (auto it = cache_.begin(); it != cache_.end(); ++it) {
            if (it->second.use_count() == 1 && (oldest == cache_.end() || it->second->last_used < oldest->second->last_used)) oldest = it;
        }
        if (oldest == cache_.end()) break;
        cache_.erase(oldest);
    }
    return wanted;
}

Result<std::shared_ptr<SqliteDays::OpenDay>> SqliteDays::day_for_reading(Day day) {
    auto open_day = cached(day);
    const std::scoped_lock lock(open_day->read_mutex);
    if (open_day->reader) return open_day;
    std::error_code error;
    if (!std::filesystem::exists(path_of(day), error)) return std::shared_ptr<OpenDay>{};
    auto db = Database::open_to_read(path_of(day).string());
    if (!db.ok()) return db.error();
    open_day->reader.emplace(std::move(db).value());
    if (!open_day->reader->item.ok()) {
        const Fault fault = open_day->reader->db.fault();
        open_day->reader.reset();
        return fault;
    }
    return open_day;
}

Result<std::shared_ptr<SqliteDays::OpenDay>> SqliteDays::day_for_writing(Day day) {
    auto open_day = cached(day);
    const std::scoped_lock lock(open_day->write_mutex);
    if (open_day->writer) return open_day;
    const bool is_new = !std::filesystem::exists(path_of(day));
    auto db = Database::open(path_of(day).string(), day_migrations);
    if (!db.ok()) return db.error();
    if (is_new) {
        if (auto synced = sync_folder(folder_); !synced.ok()) return synced.error();
    }
    open_day->writer.emplace(std::move(db).value());
    return open_day;
}

Result<Done> SqliteDays::note_pending(Day day) {
    const std::scoped_lock lock(mutex_);
    if (may_hold_pending_.contains(day)) return Done{};
    auto insert = index_.prepare("insert or ignore into pending_day (day) values (?1)");
    if (!insert.bind(1, std::int64_t{day.number}).run()) return index_.fault();
    may_hold_pending_.insert(day);
    return Done{};
}

Result<std::vector<Applied>> SqliteDays::apply(Day day, std::span<const DayWrite> batch) {
    {
        const std::scoped_lock lock(mutex_);
        if (closed_.contains(day)) return std::vector<Applied>(batch.size(), Applied::day_closed);
    }
    // Before the entries themselves, so that no restart can overlook them.
    if (auto noted = note_pending(day); !noted.ok()) return noted.error();
    auto open_day = day_for_writing(day);
    if (!open_day.ok()) return open_day.error();
    const std::scoped_lock lock(open_day.value()->write_mutex);
    auto& writer = *open_day.value()->writer;
    auto transaction = Transaction::begin(writer.db);
    if (!transaction.ok()) return transaction.error();
    std::vector<Applied> answers;
    for (const DayWrite& write : batch) {
        const auto applied = writer.apply(write);
        if (!applied.ok()) return applied.error();
        answers.push_back(applied.value());
    }
    if (auto committed = transaction.value().commit(); !committed.ok()) return committed.error();
    return answers;
}

Result<std::optional<StoredItem>> SqliteDays::find(Day day, const ItemId& item) {
    auto open_day = day_for_reading(day);
    if (!open_day.ok()) return open_day.error();
    if (!open_day.value()) return std::optional<StoredItem>{};
    const std::scoped_lock lock(open_day.value()->read_mutex);
    return open_day.value()->reader->find(item);
}

Result<std::optional<ItemRow>> SqliteDays::find_row(Day day, const ItemId& item) {
    auto open_day = day_for_reading(day);
    if (!open_day.ok()) return open_day.error();
    if (!open_day.value()) return std::optional<ItemRow>{};
    const std::scoped_lock lock(open_day.value()->read_mutex);
    return open_day.value()->reader->find_row(item);
}

Result<std::optional<Digest>> SqliteDays::find_command(Day day, const CommandId& command) {
    auto open_day = day_for_reading(day);
    if (!open_day.ok()) return open_day.error();
    std::optional<Digest> request;
    if (!open_day.value()) return request;
    const std::scoped_lock lock(open_day.value()->read_mutex);
    auto& reader = *open_day.value()->reader;
    reader.command.bind(1, BytesView(command.bytes));
    if (reader.command.step() && reader.command.blob(0).size() == 32) {
        const BytesView blob = reader.command.blob(0);
        std::copy(blob.begin(), blob.end(), request.emplace().bytes.begin());
    }
    const bool failed = reader.command.failed();
    reader.command.reset();
    if (failed) return reader.db.fault();
    return request;
}

Result<std::vector<ItemId>> SqliteDays::find_by_tokens(Day day, std::span<const Token> tokens, std::size_t count_max) {
    auto open_day = day_for_reading(day);
    if (!open_day.ok()) return open_day.error();
    std::vector<ItemId> items;
    if (!open_day.value()) return items;
    const std::scoped_lock lock(open_day.value()->read_mutex);
    auto& reader = *open_day.value()->reader;
    for (const Token& token : tokens) {
        reader.by_token.bind(1, BytesView(token.bytes)).bind(2, static_cast<std::int64_t>(count_max));
        while (reader.by_token.step()) items.push_back(id_from<ItemId>(reader.by_token.blob(0)));
        const bool failed = reader.by_token.failed();
        reader.by_token.reset();
        if (failed) return reader.db.fault();
    }
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    if (items.size() > count_max) items.resize(count_max);
    return items;
}

Result<std::vector<StoredItem>> SqliteDays::scan(Day day, const std::optional<ItemId>& after, std::size_t count_max) {
    auto open_day = day_for_reading(day);
    if (!open_day.ok()) return open_day.error();
    std::vector<StoredItem> items;
    if (!open_day.value()) return items;
    const std::scoped_lock lock(open_day.value()->read_mutex);
    auto& reader = *open_day.value()->reader;
    std::vector<ItemId> ids;
    reader.next_items.bind(1, BytesView(after.value_or(ItemId{}).bytes)).bind(2, static_cast<std::int64_t>(count_max));
    while (reader.next_items.step()) ids.push_back(id_from<ItemId>(reader.next_items.blob(0)));
    const bool failed = reader.next_items.failed();
    reader.next_items.reset();
    if (failed) return reader.db.fault();
    for (const ItemId& id : ids) {
        auto item = reader.find(id);
        if (!item.ok()) return item.error();
        if (item.value()) items.push_back(std::move(*item.value()));
    }
    return items;
}

Result<std::vector<Day>> SqliteDays::days() {
    std::vector<Day> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
        if (entry.path().extension() != ".db") continue;
        if (const auto day = Day::parse(entry.path().stem().string())) found.push_back(*day);
    }
    if (error) return Fault{FaultKind::unavailable, "list " + folder_.string() + ": " + error.message()};
    std::sort(found.begin(), found.end());
    return found;
}

Result<std::vector<CounterNumber>> SqliteDays::counter_numbers(Day day) {
    auto open_day = day_for_reading(day);
    if (!open_day.ok()) return open_day.error();
    std::vector<CounterNumber> numbers;
    if (!open_day.value()) return numbers;
    const std::scoped_lock lock(open_day.value()->read_mutex);
    auto select = open_day.value()->reader->db.prepare("select counter, number from item");
    while (select.step()) numbers.push_back({CounterCode{std::string(select.text(0))}, static_cast<std::uint32_t>(select.integer(1))});
    if (select.failed()) return open_day.value()->reader->db.fault();
    return numbers;
}

Result<Done> SqliteDays::clear_tokens(Day day) {
    auto open_day = day_for_writing(day);
    if (!open_day.ok()) return open_day.error();
    const std::scoped_lock lock(open_day.value()->write_mutex);
    return open_day.value()->writer->db.execute("delete from token");
}

Result<Done> SqliteDays::add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) {
    auto open_day = day_for_writing(day);
    if (!open_day.ok()) return open_day.error();
    const std::scoped_lock lock(open_day.value()->write_mutex);
    auto& writer = *open_day.value()->writer;
    auto transaction = Transaction::begin(writer.db);
    if (!transaction.ok()) return transaction.error();
    for (const Token& token : tokens) {
        if (!writer.insert_token.bind(1, BytesView(token.bytes)).bind(2, BytesView(item.bytes)).run()) return writer.db.fault();
    }
    return transaction.value().commit();
}

Result<Done> SqliteDays::unlink_files(Day day) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code error;
        std::filesystem::remove(path_of(day).string() + suffix, error);
        if (error) return Fault{FaultKind::unavailable, "remove the day " + day.text() + ": " + error.message()};
    }
    return Done{};
}

Result<Done> SqliteDays::drop(Day day) {
    std::shared_ptr<OpenDay> open_day;
    {
        const std::scoped_lock lock(mutex_);
        auto insert = index_.prepare("insert or ignore into closed_day (day) values (?1)");
        if (!insert.bind(1, std::int64_t{day.number}).run()) return index_.fault();
        closed_.insert(day);
        if (const auto found = cache_.find(day); found != cache_.end()) {
            open_day = found->second;
            cache_.erase(found);
        }
    }
    if (open_day) {
        const std::scoped_lock lock(open_day->write_mutex, open_day->read_mutex);
        open_day->writer.reset();
        open_day->reader.reset();
    }
    if (auto gone = unlink_files(day); !gone.ok()) return gone;
    return sync_folder(folder_);
}

Result<std::vector<PendingEntry>> SqliteDays::pending(const LogName& log, std::size_t count_max) {
    std::set<Day> candidates;
    {
        const std::scoped_lock lock(mutex_);
        candidates = may_hold_pending_;
    }
    std::vector<PendingEntry> found;
    for (const Day day : candidates) {
        if (found.size() >= count_max) break;
        auto open_day = day_for_reading(day);
        if (!open_day.ok()) return open_day.error();
        if (!open_day.value()) continue;
        const std::scoped_lock lock(open_day.value()->read_mutex);
        auto& reader = *open_day.value()->reader;
        reader.pending.bind(1, log.value).bind(2, static_cast<std::int64_t>(count_max - found.size()));
        while (reader.pending.step()) found.push_back({id_from<EntryId>(reader.pending.blob(0)), log, std::string(reader.pending.text(1))});
        const bool failed = reader.pending.failed();
        reader.pending.reset();
        if (failed) return reader.db.fault();
    }
    return found;
}

Result<Done> SqliteDays::mark_sequenced(const LogName& log, std::span<const SequencedEntry> entries) {
    std::set<Day> candidates;
    {
        const std::scoped_lock lock(mutex_);
        candidates = may_hold_pending_;
    }
    for (const Day day : candidates) {
        if (entries.empty()) break;
        auto open_day = day_for_writing(day);
        if (!open_day.ok()) return open_day.error();
        const std::scoped_lock lock(open_day.value()->write_mutex);
        auto& writer = *open_day.value()->writer;
        auto transaction = Transaction::begin(writer.db);
        if (!transaction.ok()) return transaction.error();
        for (const SequencedEntry& entry : entries) {
            if (!writer.mark_entry.bind(1, static_cast<std::int64_t>(entry.index)).bind(2, BytesView(entry.id.bytes)).bind(3, log.value).run()) {
                return writer.db.fault();
            }
        }
        if (auto committed = transaction.value().commit(); !committed.ok()) return committed;
    }
    return Done{};
}

}  // namespace buuan::sqlite
