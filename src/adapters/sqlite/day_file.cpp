#include "adapters/sqlite/day_file.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "adapters/sqlite/schema.hpp"

namespace buuan::sqlite {
namespace {

constexpr std::array migrations = {day_schema_0001};

// Tokens fall anywhere in their index, so a page changes many times before it is worth copying into the database; and the
// pages of today's index should stay in memory. Readers only need the inner pages: the system caches the others.
constexpr Limits writer_limits{.cache_kib = 16'000, .wal_pages = 16'000};
constexpr Limits reader_limits{.cache_kib = 256};

constexpr const char* item_columns = "id, type, state, version, site, counter, number, log, accepted_at, pictures_due, on_hold";

template <class Fixed>
Fixed fixed_from(BytesView blob) {
    Fixed fixed;
    if (blob.size() == fixed.bytes.size()) std::memcpy(fixed.bytes.data(), blob.data(), blob.size());
    return fixed;
}

ItemRow row_from(const Statement& s) {
    ItemRow row;
    row.id = fixed_from<ItemId>(s.blob(0));
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

std::int64_t limit_of(std::size_t count_max) {
    return static_cast<std::int64_t>(std::min<std::size_t>(count_max, std::numeric_limits<std::int64_t>::max()));
}

}  // namespace

DayWriter::DayWriter(Database db)
    : db_(std::move(db)),
      find_command_(db_.prepare("select item, request from command where id = ?1")),
      find_item_(db_.prepare("select version, n from item where id = ?1")),
      insert_command_(db_.prepare("insert into command (id, item, request) values (?1, ?2, ?3)")),
      insert_item_(db_.prepare("insert into item (id, type, state, version, site, counter, number, log, accepted_at, "
                               "pictures_due, on_hold) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")),
      update_item_(db_.prepare("update item set type = ?2, state = ?3, version = ?4, site = ?5, counter = ?6, number = ?7, "
                               "log = ?8, accepted_at = ?9, pictures_due = ?10, on_hold = ?11 where id = ?1")),
      insert_record_(db_.prepare("insert into record (item, class, revision, sealed) values (?1, ?2, ?3, ?4)")),
      insert_object_(db_.prepare("insert into object (item, slot, class, id, size) values (?1, ?2, ?3, ?4, ?5)")),
      insert_token_(db_.prepare("insert or ignore into token (token, n) values (?1, ?2)")),
      insert_entry_(db_.prepare("insert into entry (item, id, log) values (?1, ?2, ?3)")),
      insert_pending_(db_.prepare("insert into pending (log, id, item, text) values (?1, ?2, ?3, ?4)")),
      find_pending_(db_.prepare("select item from pending where log = ?1 and id = ?2")),
      set_place_(db_.prepare("update entry set place = ?1 where item = ?2 and id = ?3")),
      erase_pending_(db_.prepare("delete from pending where log = ?1 and id = ?2")) {}

Result<std::unique_ptr<DayWriter>> DayWriter::open(const std::string& path) {
    auto db = Database::open(path, migrations, writer_limits);
    if (!db.ok()) return db.error();
    std::unique_ptr<DayWriter> writer(new DayWriter(std::move(db).value()));
    if (auto prepared = writer->db_.prepared(); !prepared.ok()) return prepared.error();
    return writer;
}

Result<std::vector<Applied>> DayWriter::apply(std::span<const DayWrite> batch) {
    auto answers = try_apply(batch, false);
    // Some write names a revision, slot or entry that is there already. That is rare, so only now each pays for a savepoint.
    if (answers.ok() && !answers.value()) answers = try_apply(batch, true);
    if (!answers.ok()) return answers.error();
    return std::move(*answers.value());
}

Result<std::optional<std::vector<Applied>>> DayWriter::try_apply(std::span<const DayWrite> batch, bool each_apart) {
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    std::vector<Applied> answers;
    answers.reserve(batch.size());
    new_tokens_.clear();
    for (const DayWrite& write : batch) {
        if (each_apart) {
            if (auto saved = db_.execute("savepoint one"); !saved.ok()) return saved.error();
        }
        auto applied = apply_one(write);
        if (!applied.ok() && applied.error().kind == FaultKind::invalid) {
            if (!each_apart) return std::optional<std::vector<Applied>>{};
            if (auto undone = db_.execute("rollback to one"); !undone.ok()) return undone.error();
            applied = Applied::conflict;
        }
        if (!applied.ok()) return applied.error();
        if (each_apart) {
            if (auto released = db_.execute("release one"); !released.ok()) return released.error();
        }
        answers.push_back(applied.value());
    }
    if (!write_tokens()) return db_.fault();
    if (auto committed = transaction.value().commit(); !committed.ok()) return committed.error();
    return std::optional(std::move(answers));
}

Result<Applied> DayWriter::apply_one(const DayWrite& write) {
    std::optional<bool> repeated;
    find_command_.bind(1, BytesView(write.command.bytes));
    auto read = db_.each(find_command_, [&](const Statement& row) {
        repeated = fixed_from<ItemId>(row.blob(0)) == write.item && equal_in_constant_time(row.blob(1), write.request.bytes);
    });
    if (!read.ok()) return read.error();
    if (repeated) return *repeated ? Applied::already_there : Applied::conflict;

    std::uint32_t version = 0;
    std::int64_t n = 0;
    find_item_.bind(1, BytesView(write.item.bytes));
    read = db_.each(find_item_, [&](const Statement& row) {
        version = static_cast<std::uint32_t>(row.integer(0));
        n = row.integer(1);
    });
    if (!read.ok()) return read.error();
    if (version != write.expects) return write.expects == 0 ? Applied::conflict : Applied::stale;

    if (!write_item(write)) return db_.fault();
    if (write.expects == 0) n = sqlite3_last_insert_rowid(db_.get());
    if (!write_rows(write)) return db_.fault();
    for (const Token& token : write.tokens) new_tokens_.push_back({token, n});
    return Applied::written;
}

bool DayWriter::write_rows(const DayWrite& write) {
    const BytesView item(write.item.bytes);
    if (!insert_command_.bind(1, BytesView(write.command.bytes)).bind(2, item).bind(3, BytesView(write.request.bytes)).run()) return false;
    for (const SealedRow& record : write.records) {
        insert_record_.bind(1, item).bind(2, static_cast<std::int64_t>(record.data_class)).bind(3, std::int64_t{record.revision});
        if (!insert_record_.bind(4, BytesView(record.sealed)).run()) return false;
    }
    for (const ObjectRow& object : write.objects) {
        insert_object_.bind(1, item).bind(2, object.slot).bind(3, static_cast<std::int64_t>(object.data_class));
        insert_object_.bind(4, BytesView(object.object.bytes)).bind(5, static_cast<std::int64_t>(object.size));
        if (!insert_object_.run()) return false;
    }
    for (const PendingEntry& entry : write.entries) {
        const BytesView id(entry.id.bytes);
        if (!insert_entry_.bind(1, item).bind(2, id).bind(3, entry.log.value).run()) return false;
        if (!insert_pending_.bind(1, entry.log.value).bind(2, id).bind(3, item).bind(4, entry.text).run()) return false;
    }
    return true;
}

bool DayWriter::write_item(const DayWrite& write) {
    const ItemRow& row = write.after;
    Statement& put = write.expects == 0 ? insert_item_ : update_item_;
    put.bind(1, BytesView(write.item.bytes)).bind(2, static_cast<std::int64_t>(row.type)).bind(3, static_cast<std::int64_t>(row.state));
    put.bind(4, std::int64_t{row.version}).bind(5, row.site.value).bind(6, row.counter.value).bind(7, std::int64_t{row.number});
    put.bind(8, row.log.value).bind(9, row.accepted_at.ms).bind(10, std::int64_t{row.pictures_due});
    return put.bind(11, std::int64_t{row.on_hold ? 1 : 0}).run();
}

/// In their order, so that neighbours in the index are written together.
bool DayWriter::write_tokens() {
    std::sort(new_tokens_.begin(), new_tokens_.end());
    for (const NewToken& one : new_tokens_) {
        if (!insert_token_.bind(1, BytesView(one.token.bytes)).bind(2, one.n).run()) return false;
    }
    return true;
}

Result<Done> DayWriter::mark_sequenced(const LogName& log, std::vector<SequencedEntry>& entries) {
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    std::vector<SequencedEntry> elsewhere;
    for (const SequencedEntry& entry : entries) {
        const BytesView id(entry.id.bytes);
        std::optional<ItemId> item;
        find_pending_.bind(1, log.value).bind(2, id);
        auto read = db_.each(find_pending_, [&](const Statement& row) { item = fixed_from<ItemId>(row.blob(0)); });
        if (!read.ok()) return read;
        if (!item) {
            elsewhere.push_back(entry);
            continue;
        }
        set_place_.bind(1, static_cast<std::int64_t>(entry.index)).bind(2, BytesView(item->bytes)).bind(3, id);
        if (!set_place_.run() || !erase_pending_.bind(1, log.value).bind(2, id).run()) return db_.fault();
    }
    auto committed = transaction.value().commit();
    if (committed.ok()) entries = std::move(elsewhere);
    return committed;
}

Result<Done> DayWriter::add_tokens(const ItemId& item, std::span<const Token> tokens) {
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    new_tokens_.clear();
    find_item_.bind(1, BytesView(item.bytes));
    auto read = db_.each(find_item_, [&](const Statement& row) {
        for (const Token& token : tokens) new_tokens_.push_back({token, row.integer(1)});
    });
    if (!read.ok()) return read;
    if (!write_tokens()) return db_.fault();
    return transaction.value().commit();
}

DayReader::DayReader(Database db)
    : db_(std::move(db)),
      find_item_(db_.prepare(("select " + std::string(item_columns) + " from item where id = ?1").c_str())),
      next_items_(db_.prepare(("select " + std::string(item_columns) + " from item where id > ?1 order by id limit ?2").c_str())),
      records_(db_.prepare("select item, class, revision, sealed from record where item between ?1 and ?2 order by item, class, revision")),
      objects_(db_.prepare("select item, slot, class, id, size from object where item between ?1 and ?2 order by item, slot")),
      entries_(db_.prepare("select item, id, log, place from entry where item between ?1 and ?2 order by item, id")),
      find_command_(db_.prepare("select request from command where id = ?1")),
      find_token_(db_.prepare("select id from token join item using (n) where token = ?1 order by n limit ?2")),
      numbers_(db_.prepare("select counter, number from item")),
      pending_(db_.prepare("select id, text from pending where log = ?1 order by id limit ?2")),
      has_pending_(db_.prepare("select exists (select 1 from pending)")) {}

Result<std::unique_ptr<DayReader>> DayReader::open(const std::string& path) {
    auto db = Database::open_to_read(path, migrations, reader_limits);
    if (!db.ok()) return db.error();
    std::unique_ptr<DayReader> reader(new DayReader(std::move(db).value()));
    if (auto prepared = reader->db_.prepared(); !prepared.ok()) return prepared.error();
    return reader;
}

Result<std::optional<ItemRow>> DayReader::find_row(const ItemId& item) {
    std::optional<ItemRow> found;
    find_item_.bind(1, BytesView(item.bytes));
    auto read = db_.each(find_item_, [&](const Statement& row) { found = row_from(row); });
    if (!read.ok()) return read.error();
    return found;
}

Result<std::optional<StoredItem>> DayReader::find(const ItemId& item) {
    auto snapshot = Transaction::begin_to_read(db_);
    if (!snapshot.ok()) return snapshot.error();
    auto row = find_row(item);
    if (!row.ok()) return row.error();
    if (!row.value()) return std::optional<StoredItem>{};
    std::vector<StoredItem> one(1);
    one.front().row = std::move(*row.value());
    if (auto added = add_parts(one); !added.ok()) return added.error();
    return std::optional(std::move(one.front()));
}

Result<std::vector<StoredItem>> DayReader::scan(const std::optional<ItemId>& after, std::size_t count_max) {
    auto snapshot = Transaction::begin_to_read(db_);
    if (!snapshot.ok()) return snapshot.error();
    std::vector<StoredItem> items;
    // An empty blob stands before every id.
    next_items_.bind(1, after ? BytesView(after->bytes) : BytesView{}).bind(2, limit_of(count_max));
    auto read = db_.each(next_items_, [&](const Statement& row) { items.emplace_back().row = row_from(row); });
    if (!read.ok()) return read.error();
    if (auto added = add_parts(items); !added.ok()) return added.error();
    return items;
}

/// Records, objects and entries of `items`, which are all the items of a stretch in id order: three range queries in one pass,
/// not three queries for each item.
Result<Done> DayReader::add_parts(std::vector<StoredItem>& items) {
    if (items.empty()) return Done{};
    const BytesView first(items.front().row.id.bytes);
    const BytesView last(items.back().row.id.bytes);
    const auto add = [&](Statement& parts, auto add_to) {
        auto item = items.begin();
        return db_.each(parts.bind(1, first).bind(2, last), [&](const Statement& row) {
            const auto id = fixed_from<ItemId>(row.blob(0));
            while (item != items.end() && item->row.id < id) ++item;
            if (item != items.end() && item->row.id == id) add_to(*item, row);
        });
    };
    auto added = add(records_, [](StoredItem& item, const Statement& row) {
        const auto revision = static_cast<std::uint32_t>(row.integer(2));
        item.records.push_back({static_cast<DataClass>(row.integer(1)), revision, copy_of(row.blob(3))});
    });
    if (!added.ok()) return added;
    added = add(objects_, [](StoredItem& item, const Statement& row) {
        item.objects.push_back({fixed_from<Digest>(row.blob(3)), static_cast<DataClass>(row.integer(2)), std::string(row.text(1)),
                                static_cast<std::uint64_t>(row.integer(4))});
    });
    if (!added.ok()) return added;
    return add(entries_, [](StoredItem& item, const Statement& row) {
        StoredEntry& entry = item.entries.emplace_back();
        entry.id = fixed_from<EntryId>(row.blob(1));
        entry.log.value = row.text(2);
        if (!row.is_null(3)) entry.index = static_cast<std::uint64_t>(row.integer(3));
    });
}

Result<std::optional<Digest>> DayReader::find_command(const CommandId& command) {
    std::optional<Digest> request;
    find_command_.bind(1, BytesView(command.bytes));
    auto read = db_.each(find_command_, [&](const Statement& row) { request = fixed_from<Digest>(row.blob(0)); });
    if (!read.ok()) return read.error();
    return request;
}

Result<std::vector<ItemId>> DayReader::find_by_tokens(std::span<const Token> tokens, std::size_t count_max) {
    std::vector<ItemId> items;
    for (const Token& token : tokens) {
        find_token_.bind(1, BytesView(token.bytes)).bind(2, limit_of(count_max));
        auto read = db_.each(find_token_, [&](const Statement& row) { items.push_back(fixed_from<ItemId>(row.blob(0))); });
        if (!read.ok()) return read.error();
    }
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    if (items.size() > count_max) items.resize(count_max);
    return items;
}

Result<std::vector<CounterNumber>> DayReader::counter_numbers() {
    std::vector<CounterNumber> numbers;
    auto read = db_.each(numbers_, [&](const Statement& row) {
        numbers.push_back({CounterCode{std::string(row.text(0))}, static_cast<std::uint32_t>(row.integer(1))});
    });
    if (!read.ok()) return read.error();
    return numbers;
}

Result<std::vector<PendingEntry>> DayReader::pending(const LogName& log, std::size_t count_max) {
    std::vector<PendingEntry> found;
    pending_.bind(1, log.value).bind(2, limit_of(count_max));
    auto read = db_.each(pending_, [&](const Statement& row) {
        found.push_back({fixed_from<EntryId>(row.blob(0)), log, std::string(row.text(1))});
    });
    if (!read.ok()) return read.error();
    return found;
}

Result<bool> DayReader::has_pending() {
    bool any = false;
    auto read = db_.each(has_pending_, [&](const Statement& row) { any = row.integer(0) != 0; });
    if (!read.ok()) return read.error();
    return any;
}

}  // namespace buuan::sqlite
