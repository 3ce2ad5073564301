#include "adapters/sqlite/day_reader.hpp"

#include <algorithm>
#include <limits>

#include "adapters/sqlite/day_schema.hpp"

namespace buuan::sqlite {
namespace {

// The inner pages of the indexes; the system keeps the others.
constexpr Limits limits{.cache_kib = 192};

constexpr const char* item_columns =
    "id, type, state, version, site, counter, number, log, accepted_at, pictures_due, on_hold, "
    "service";

ItemRow row_from(const Statement& s) {
    ItemRow row;
    row.id = s.fixed<ItemId>(0);
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
    row.service = static_cast<Service>(s.integer(11));
    return row;
}

/// A bit for each of them.
template <class Enum>
std::int64_t bits_of(std::span<const Enum> values) {
    std::int64_t bits = 0;
    for (const Enum value : values) bits |= std::int64_t{1} << static_cast<int>(value);
    return bits;
}

std::int64_t limit_of(std::size_t count_max) {
    return static_cast<std::int64_t>(
        std::min<std::size_t>(count_max, std::numeric_limits<std::int64_t>::max()));
}

}  // namespace

DayReader::DayReader(Database db, const Outbox& outbox)
    : db_(std::move(db)),
      outbox_(outbox),
      find_item_(db_.prepare(
          ("select " + std::string(item_columns) + " from item where id = ?1").c_str())),
      find_by_n_(db_.prepare("select id from item where n = ?1")),
      next_items_(db_.prepare(
          ("select " + std::string(item_columns) + " from item where id > ?1 order by id limit ?2")
              .c_str())),
      records_(db_.prepare("select item, class, revision, sealed from record where item between ?1 "
                           "and ?2 order by item, class, revision")),
      // Of a group with max() SQLite takes the other columns from the row that has it.
      newest_(db_.prepare("select item, max(revision), sealed from record where item > ?1 and "
                          "class = ?2 group by item order by item limit ?3")),
      objects_(db_.prepare("select item, slot, class, id, size from object where item between ?1 "
                           "and ?2 order by item, slot")),
      entries_(db_.prepare(
          "select item, id, log, place from entry where item between ?1 and ?2 order by item, id")),
      find_command_(db_.prepare("select request from command where id = ?1")),
      find_by_entry_(
          db_.prepare("select item from entry where item between ?1 and ?2 and id = ?3 limit 1")),
      find_token_(db_.prepare(
          "select id from token join item using (n) where token = ?1 order by n limit ?2")),
      newest_rows_(
          db_.prepare(("select " + std::string(item_columns) +
                       " from item where id < ?1 and counter = ?2 order by id desc limit ?3")
                          .c_str())),
      // ?2 has a bit for each state, ?4 for each service. In the order of the table, without a look
      // into its index.
      rows_in_(db_.prepare(("select " + std::string(item_columns) +
                            " from item where n > coalesce((select n from item where id = ?1), 0) "
                            "and ((1 << state) & ?2 or (1 << service) & ?4) order by n limit ?3")
                               .c_str())),
      stopped_rows_(db_.prepare(("select " + std::string(item_columns) +
                                 " from item where state = 3 and n > coalesce((select n from item "
                                 "where id = ?1), 0) order by n limit ?3")
                                    .c_str())),
      undelivered_rows_(
          db_.prepare(("select " + std::string(item_columns) +
                       " from item where state in (4, 8) and n > coalesce((select n from item "
                       "where id = ?1), 0) order by n limit ?3")
                          .c_str())),
      state_counts_(db_.prepare("select state, count(*) from item group by state")),
      numbers_(db_.prepare("select counter, number from item")),
      pending_(db_.prepare("select id, text from pending where log = ?1 order by id limit ?2")),
      has_pending_(db_.prepare("select exists (select 1 from pending)")) {}

Result<std::unique_ptr<DayReader>> DayReader::open(const Place& place, const std::string& path,
                                                   Outbox& outbox) {
    auto db = Database::open_to_read(place, path, day_migrations, limits);
    if (!db.ok()) return db.error();
    std::unique_ptr<DayReader> reader(new DayReader(std::move(db).value(), outbox));
    if (auto prepared = reader->db_.prepared(); !prepared.ok()) return prepared.error();
    if (auto loaded = outbox.load(reader->db_); !loaded.ok()) return loaded.error();
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

Result<std::vector<StoredItem>> DayReader::scan(const std::optional<ItemId>& after,
                                                std::size_t count_max) {
    auto snapshot = Transaction::begin_to_read(db_);
    if (!snapshot.ok()) return snapshot.error();
    std::vector<StoredItem> items;
    // An empty blob stands before every id.
    next_items_.bind(1, after ? BytesView(after->bytes) : BytesView{}).bind(2, limit_of(count_max));
    auto read = db_.each(next_items_,
                         [&](const Statement& row) { items.emplace_back().row = row_from(row); });
    if (!read.ok()) return read.error();
    if (auto added = add_parts(items); !added.ok()) return added.error();
    return items;
}

/// Records, objects and entries of `items`, which are all the items of a stretch in id order: three
/// range queries in one pass, not three queries for each item.
Result<Done> DayReader::add_parts(std::vector<StoredItem>& items) {
    if (items.empty()) return Done{};
    const BytesView first(items.front().row.id.bytes);
    const BytesView last(items.back().row.id.bytes);
    const auto add = [&](Statement& parts, auto add_to) {
        auto item = items.begin();
        return db_.each(parts.bind(1, first).bind(2, last), [&](const Statement& row) {
            const auto id = row.fixed<ItemId>(0);
            while (item != items.end() && item->row.id < id) ++item;
            if (item != items.end() && item->row.id == id) add_to(*item, row);
        });
    };
    auto added = add(records_, [](StoredItem& item, const Statement& row) {
        const auto revision = static_cast<std::uint32_t>(row.integer(2));
        item.records.push_back(
            {static_cast<DataClass>(row.integer(1)), revision, copy_of(row.blob(3))});
    });
    if (!added.ok()) return added;
    added = add(objects_, [](StoredItem& item, const Statement& row) {
        item.objects.push_back({row.fixed<Digest>(3), static_cast<DataClass>(row.integer(2)),
                                std::string(row.text(1)),
                                static_cast<std::uint64_t>(row.integer(4))});
    });
    if (!added.ok()) return added;
    return add(entries_, [](StoredItem& item, const Statement& row) {
        StoredEntry& entry = item.entries.emplace_back();
        entry.id = row.fixed<EntryId>(1);
        entry.log.value = row.text(2);
        if (!row.is_null(3)) entry.index = static_cast<std::uint64_t>(row.integer(3));
    });
}

Result<std::vector<NewestRecord>> DayReader::newest_records(DataClass data_class,
                                                            const std::optional<ItemId>& after,
                                                            std::size_t count_max) {
    std::vector<NewestRecord> found;
    newest_.bind(1, after ? BytesView(after->bytes) : BytesView{})
        .bind(2, static_cast<std::int64_t>(data_class))
        .bind(3, limit_of(count_max));
    auto read = db_.each(newest_, [&](const Statement& row) {
        found.push_back({row.fixed<ItemId>(0), static_cast<std::uint32_t>(row.integer(1)),
                         copy_of(row.blob(2))});
    });
    if (!read.ok()) return read.error();
    return found;
}

Result<std::optional<Digest>> DayReader::find_command(const CommandId& command) {
    std::optional<Digest> request;
    find_command_.bind(1, BytesView(command.bytes));
    auto read =
        db_.each(find_command_, [&](const Statement& row) { request = row.fixed<Digest>(0); });
    if (!read.ok()) return read.error();
    return request;
}

Result<std::optional<ItemId>> DayReader::find_by_entry(const EntryId& entry, const ItemId& first,
                                                       const ItemId& last) {
    std::optional<ItemId> found;
    find_by_entry_.bind(1, BytesView(first.bytes))
        .bind(2, BytesView(last.bytes))
        .bind(3, BytesView(entry.bytes));
    auto read =
        db_.each(find_by_entry_, [&](const Statement& row) { found = row.fixed<ItemId>(0); });
    if (!read.ok()) return read.error();
    return found;
}

Result<std::vector<ItemId>> DayReader::find_by_tokens(std::span<const Token> tokens,
                                                      std::size_t count_max) {
    std::vector<ItemId> items;
    const auto take = [&](const Statement& row) { items.push_back(row.fixed<ItemId>(0)); };
    // First the outbox: what leaves it meanwhile is in the index by then.
    for (const std::int64_t n : outbox_.find(tokens)) {
        if (auto read = db_.each(find_by_n_.bind(1, n), take); !read.ok()) return read.error();
    }
    for (const Token& token : tokens) {
        find_token_.bind(1, BytesView(token.bytes)).bind(2, limit_of(count_max));
        if (auto read = db_.each(find_token_, take); !read.ok()) return read.error();
    }
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    if (items.size() > count_max) items.resize(count_max);
    return items;
}

Result<std::vector<ItemRow>> DayReader::newest_rows(const CounterCode& counter,
                                                    const std::optional<ItemId>& before,
                                                    std::size_t count_max) {
    constexpr ItemId after_all{{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,  //
                                0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    const ItemId& end = before ? *before : after_all;
    std::vector<ItemRow> rows;
    newest_rows_.bind(1, BytesView(end.bytes)).bind(2, counter.value).bind(3, limit_of(count_max));
    auto read =
        db_.each(newest_rows_, [&](const Statement& row) { rows.push_back(row_from(row)); });
    if (!read.ok()) return read.error();
    return rows;
}

Result<std::vector<ItemRow>> DayReader::rows_in(std::span<const ItemState> states,
                                                std::span<const Service> services,
                                                const std::optional<ItemId>& after,
                                                std::size_t count_max) {
    // These have indexes of their own (schema/0004_day.sql, 0005_day.sql).
    constexpr ItemState stopped[] = {ItemState::stopped};
    constexpr ItemState undelivered[] = {ItemState::held_for_pickup, ItemState::unclaimed};
    const std::int64_t wanted = bits_of(states);
    Statement* indexed = nullptr;
    if (services.empty() && wanted == bits_of<ItemState>(stopped)) indexed = &stopped_rows_;
    if (services.empty() && wanted == bits_of<ItemState>(undelivered)) indexed = &undelivered_rows_;
    Statement& statement = indexed != nullptr ? *indexed : rows_in_;
    statement.bind(1, after ? BytesView(after->bytes) : BytesView{}).bind(3, limit_of(count_max));
    if (indexed == nullptr) statement.bind(2, wanted).bind(4, bits_of(services));
    std::vector<ItemRow> rows;
    auto read = db_.each(statement, [&](const Statement& row) { rows.push_back(row_from(row)); });
    if (!read.ok()) return read.error();
    return rows;
}

Result<std::vector<StateCount>> DayReader::state_counts() {
    std::vector<StateCount> counts;
    auto read = db_.each(state_counts_, [&](const Statement& row) {
        counts.push_back(
            {static_cast<ItemState>(row.integer(0)), static_cast<std::uint64_t>(row.integer(1))});
    });
    if (!read.ok()) return read.error();
    return counts;
}

Result<std::vector<CounterNumber>> DayReader::counter_numbers() {
    std::vector<CounterNumber> numbers;
    auto read = db_.each(numbers_, [&](const Statement& row) {
        numbers.push_back(
            {CounterCode{std::string(row.text(0))}, static_cast<std::uint32_t>(row.integer(1))});
    });
    if (!read.ok()) return read.error();
    return numbers;
}

Result<std::vector<PendingEntry>> DayReader::pending(const LogName& log, std::size_t count_max) {
    std::vector<PendingEntry> found;
    pending_.bind(1, log.value).bind(2, limit_of(count_max));
    auto read = db_.each(pending_, [&](const Statement& row) {
        found.push_back({row.fixed<EntryId>(0), log, std::string(row.text(1))});
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
