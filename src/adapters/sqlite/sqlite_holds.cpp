#include "adapters/sqlite/sqlite_holds.hpp"

#include "adapters/sqlite/schema.hpp"

namespace buuan::sqlite {
namespace {

using retention::HeldItem;
using retention::HeldName;
using retention::HoldNumber;

constexpr std::array migrations = {holds_schema_0001};
constexpr Limits limits{.cache_kib = 8000};

}  // namespace

SqliteHolds::SqliteHolds(Database db)
    : db_(std::move(db)),
      put_item_(db_.prepare("insert or replace into item (hold, id, day) values (?1, ?2, ?3)")),
      put_part_(db_.prepare(
          "insert or replace into part (hold, item, number, sealed) values (?1, ?2, ?3, ?4)")),
      put_record_(db_.prepare("insert or replace into record (hold, item, class, revision, sealed) "
                              "values (?1, ?2, ?3, ?4, ?5)")),
      put_object_(db_.prepare("insert or replace into object (hold, item, id, class, sealed) "
                              "values (?1, ?2, ?3, ?4, ?5)")),
      put_token_(
          db_.prepare("insert or ignore into token (hold, item, token) values (?1, ?2, ?3)")),
      find_item_(db_.prepare("select day from item where hold = ?1 and id = ?2")),
      find_parts_(db_.prepare(
          "select number, sealed from part where hold = ?1 and item = ?2 order by number")),
      find_records_(db_.prepare("select class, revision, sealed from record where hold = ?1 and "
                                "item = ?2 order by class, revision")),
      holds_of_(db_.prepare("select hold from item where id = ?1 order by hold")),
      find_object_(db_.prepare("select sealed from object where hold = ?1 and id = ?2")),
      find_token_(db_.prepare(
          "select item from token where hold = ?1 and token = ?2 order by item limit ?3")),
      next_items_(
          db_.prepare("select id from item where hold = ?1 and id > ?2 order by id limit ?3")),
      count_(db_.prepare("select count(*) from item where hold = ?1")),
      drop_one_{db_.prepare("delete from token where hold = ?1 and item = ?2"),
                db_.prepare("delete from object where hold = ?1 and item = ?2"),
                db_.prepare("delete from record where hold = ?1 and item = ?2"),
                db_.prepare("delete from part where hold = ?1 and item = ?2"),
                db_.prepare("delete from item where hold = ?1 and id = ?2")},
      drop_all_{db_.prepare("delete from token where hold = ?1"),
                db_.prepare("delete from object where hold = ?1"),
                db_.prepare("delete from record where hold = ?1"),
                db_.prepare("delete from part where hold = ?1"),
                db_.prepare("delete from item where hold = ?1")} {}

Result<std::unique_ptr<SqliteHolds>> SqliteHolds::open(const Place& place,
                                                       const std::string& path) {
    auto db = Database::open(place, path, migrations, limits);
    if (!db.ok()) return db.error();
    std::unique_ptr<SqliteHolds> holds(new SqliteHolds(std::move(db).value()));
    if (auto prepared = holds->db_.prepared(); !prepared.ok()) return prepared.error();
    return holds;
}

Result<Done> SqliteHolds::run(Statement& statement) {
    return statement.run() ? Result<Done>(Done{}) : Result<Done>(db_.fault());
}

Result<Done> SqliteHolds::put_one(HoldNumber hold, const HeldItem& item) {
    const BytesView id(item.item.bytes);
    if (auto put = run(put_item_.bind(1, std::int64_t{hold})
                           .bind(2, id)
                           .bind(3, std::int64_t{item.day.number}));
        !put.ok())
        return put;
    for (const retention::HeldPart& part : item.parts) {
        if (auto put = run(put_part_.bind(1, std::int64_t{hold})
                               .bind(2, id)
                               .bind(3, std::int64_t{part.number})
                               .bind(4, BytesView(part.sealed)));
            !put.ok())
            return put;
    }
    for (const SealedRow& record : item.records) {
        if (auto put = run(put_record_.bind(1, std::int64_t{hold})
                               .bind(2, id)
                               .bind(3, static_cast<std::int64_t>(record.data_class))
                               .bind(4, std::int64_t{record.revision})
                               .bind(5, BytesView(record.sealed)));
            !put.ok())
            return put;
    }
    for (const retention::HeldObject& object : item.objects) {
        if (auto put = run(put_object_.bind(1, std::int64_t{hold})
                               .bind(2, id)
                               .bind(3, BytesView(object.id.bytes))
                               .bind(4, static_cast<std::int64_t>(object.data_class))
                               .bind(5, BytesView(object.sealed)));
            !put.ok())
            return put;
    }
    for (const Token& token : item.tokens) {
        if (auto put = run(
                put_token_.bind(1, std::int64_t{hold}).bind(2, id).bind(3, BytesView(token.bytes)));
            !put.ok())
            return put;
    }
    return Done{};
}

Result<Done> SqliteHolds::put(HoldNumber hold, std::span<const HeldItem> items) {
    const std::scoped_lock lock(mutex_);
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    for (const HeldItem& item : items) {
        if (auto put = put_one(hold, item); !put.ok()) return put;
    }
    return transaction.value().commit();
}

Result<std::optional<HeldItem>> SqliteHolds::find(const HeldName& name) {
    const std::scoped_lock lock(mutex_);
    const BytesView id(name.item.bytes);
    std::optional<HeldItem> held;
    auto read = db_.each(find_item_.bind(1, std::int64_t{name.hold}).bind(2, id),
                         [&](const Statement& row) {
                             held.emplace();
                             held->item = name.item;
                             held->day = Day{static_cast<std::int32_t>(row.integer(0))};
                         });
    if (!read.ok()) return read.error();
    if (!held) return held;
    read = db_.each(find_parts_.bind(1, std::int64_t{name.hold}).bind(2, id), [&](const Statement&
                                                                                      row) {
        held->parts.push_back({static_cast<std::uint8_t>(row.integer(0)), copy_of(row.blob(1))});
    });
    if (!read.ok()) return read.error();
    read = db_.each(find_records_.bind(1, std::int64_t{name.hold}).bind(2, id),
                    [&](const Statement& row) {
                        held->records.push_back({static_cast<DataClass>(row.integer(0)),
                                                 static_cast<std::uint32_t>(row.integer(1)),
                                                 copy_of(row.blob(2))});
                    });
    if (!read.ok()) return read.error();
    return held;
}

Result<std::vector<HoldNumber>> SqliteHolds::holds_of(const ItemId& item) {
    const std::scoped_lock lock(mutex_);
    std::vector<HoldNumber> holds;
    auto read = db_.each(holds_of_.bind(1, BytesView(item.bytes)), [&](const Statement& row) {
        holds.push_back(static_cast<HoldNumber>(row.integer(0)));
    });
    if (!read.ok()) return read.error();
    return holds;
}

Result<Bytes> SqliteHolds::object(HoldNumber hold, const Digest& id) {
    const std::scoped_lock lock(mutex_);
    std::optional<Bytes> sealed;
    auto read = db_.each(find_object_.bind(1, std::int64_t{hold}).bind(2, BytesView(id.bytes)),
                         [&](const Statement& row) { sealed = copy_of(row.blob(0)); });
    if (!read.ok()) return read.error();
    if (!sealed) return Fault{FaultKind::unavailable, "the hold has no object " + id.text()};
    return std::move(*sealed);
}

Result<std::vector<ItemId>> SqliteHolds::find_by_token(HoldNumber hold, const Token& token,
                                                       std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::vector<ItemId> items;
    auto read = db_.each(find_token_.bind(1, std::int64_t{hold})
                             .bind(2, BytesView(token.bytes))
                             .bind(3, static_cast<std::int64_t>(count_max)),
                         [&](const Statement& row) { items.push_back(row.fixed<ItemId>(0)); });
    if (!read.ok()) return read.error();
    return items;
}

Result<std::vector<ItemId>> SqliteHolds::items(HoldNumber hold, const std::optional<ItemId>& after,
                                               std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    std::vector<ItemId> found;
    // An empty blob stands before every id.
    auto read = db_.each(next_items_.bind(1, std::int64_t{hold})
                             .bind(2, after ? BytesView(after->bytes) : BytesView{})
                             .bind(3, static_cast<std::int64_t>(count_max)),
                         [&](const Statement& row) { found.push_back(row.fixed<ItemId>(0)); });
    if (!read.ok()) return read.error();
    return found;
}

Result<std::uint64_t> SqliteHolds::count(HoldNumber hold) {
    const std::scoped_lock lock(mutex_);
    std::uint64_t items = 0;
    auto read = db_.each(count_.bind(1, std::int64_t{hold}), [&](const Statement& row) {
        items = static_cast<std::uint64_t>(row.integer(0));
    });
    if (!read.ok()) return read.error();
    return items;
}

Result<Done> SqliteHolds::drop(const HeldName& name) {
    const std::scoped_lock lock(mutex_);
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    for (Statement& each : drop_one_) {
        if (auto gone =
                run(each.bind(1, std::int64_t{name.hold}).bind(2, BytesView(name.item.bytes)));
            !gone.ok())
            return gone;
    }
    if (auto done = transaction.value().commit(); !done.ok()) return done;
    return db_.empty_log();
}

Result<Done> SqliteHolds::drop_all(HoldNumber hold) {
    const std::scoped_lock lock(mutex_);
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    for (Statement& each : drop_all_) {
        if (auto gone = run(each.bind(1, std::int64_t{hold})); !gone.ok()) return gone;
    }
    if (auto done = transaction.value().commit(); !done.ok()) return done;
    return db_.empty_log();
}

}  // namespace buuan::sqlite
