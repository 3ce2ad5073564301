#include "adapters/sqlite/sqlite_ledger.hpp"

#include <array>

#include "adapters/sqlite/schema.hpp"
#include "base/merkle.hpp"

namespace buuan::sqlite {
namespace {

constexpr std::array migrations = {log_schema_0001};

}  // namespace

SqliteLedger::SqliteLedger(Database db)
    : db_(std::move(db)),
      select_head_(db_.prepare("select size, root, epoch from head")),
      select_tile_(db_.prepare("select bytes from tile where level = ?1 and number = ?2")),
      select_place_(db_.prepare("select place from sequenced where id = ?1")),
      put_tile_(db_.prepare("insert into tile (level, number, bytes) values (?1, ?2, ?3) on "
                            "conflict (level, number) do update set bytes = excluded.bytes")),
      put_id_(db_.prepare("insert into sequenced (id, place) values (?1, ?2)")),
      set_head_(db_.prepare("update head set size = ?1, root = ?2")),
      raise_epoch_(db_.prepare("update head set epoch = epoch + 1")),
      put_checkpoint_(db_.prepare("update head set checkpoint = ?1 where epoch = ?2")),
      select_checkpoint_(db_.prepare("select checkpoint from head")) {}

Result<std::unique_ptr<SqliteLedger>> SqliteLedger::open(const Place& place,
                                                         const std::string& path) {
    auto db = Database::open(place, path, migrations);
    if (!db.ok()) return db.error();
    auto insert = db.value().prepare(
        "insert or ignore into head (one, size, root, epoch, checkpoint) values (1, 0, ?1, 0, '')");
    if (!insert.bind(1, BytesView(merkle::root_of({}).bytes)).run()) return db.value().fault();
    std::unique_ptr<SqliteLedger> log(new SqliteLedger(std::move(db).value()));
    if (auto prepared = log->db_.prepared(); !prepared.ok()) return prepared.error();
    return log;
}

Result<ledger::Head> SqliteLedger::read_head() {
    std::optional<ledger::Head> head;
    auto read = db_.each(select_head_, [&](const Statement& row) {
        head = ledger::Head{static_cast<std::uint64_t>(row.integer(0)), row.fixed<Digest>(1),
                            static_cast<std::uint64_t>(row.integer(2))};
    });
    if (!read.ok()) return read.error();
    if (!head) return Fault{FaultKind::corrupt, db_.path() + " has no head"};
    return *head;
}

Result<ledger::Head> SqliteLedger::head() {
    const std::scoped_lock lock(mutex_);
    return read_head();
}

Result<std::optional<Bytes>> SqliteLedger::tile(int level, std::uint64_t index) {
    const std::scoped_lock lock(mutex_);
    select_tile_.bind(1, std::int64_t{level}).bind(2, static_cast<std::int64_t>(index));
    std::optional<Bytes> bytes;
    auto read = db_.each(select_tile_, [&](const Statement& row) { bytes = copy_of(row.blob(0)); });
    if (!read.ok()) return read.error();
    return bytes;
}

Result<std::optional<std::uint64_t>> SqliteLedger::index_of(const EntryId& id) {
    const std::scoped_lock lock(mutex_);
    select_place_.bind(1, BytesView(id.bytes));
    std::optional<std::uint64_t> place;
    auto read = db_.each(select_place_, [&](const Statement& row) {
        place = static_cast<std::uint64_t>(row.integer(0));
    });
    if (!read.ok()) return read.error();
    return place;
}

Result<Done> SqliteLedger::write_tiles_and_ids(const ledger::Append& append) {
    for (const ledger::StoredTile& tile : append.tiles) {
        if (!put_tile_.bind(1, std::int64_t{tile.level})
                 .bind(2, static_cast<std::int64_t>(tile.index))
                 .bind(3, BytesView(tile.bytes))
                 .run()) {
            return db_.fault();
        }
    }
    auto place = static_cast<std::int64_t>(append.expected.size);
    for (const EntryId& id : append.ids) {
        if (!put_id_.bind(1, BytesView(id.bytes)).bind(2, place++).run()) return db_.fault();
    }
    return Done{};
}

Result<Done> SqliteLedger::append(const ledger::Append& append) {
    const std::scoped_lock lock(mutex_);
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    const auto head = read_head();
    if (!head.ok()) return head.error();
    if (head.value() != append.expected)
        return Fault{FaultKind::denied, db_.path() + ": another sequencer has the log"};
    if (auto written = write_tiles_and_ids(append); !written.ok()) return written;
    if (!set_head_.bind(1, static_cast<std::int64_t>(append.next.size))
             .bind(2, BytesView(append.next.root.bytes))
             .run())
        return db_.fault();
    return transaction.value().commit();
}

Result<ledger::Head> SqliteLedger::take_over() {
    const std::scoped_lock lock(mutex_);
    if (!raise_epoch_.run()) return db_.fault();
    return read_head();
}

Result<std::string> SqliteLedger::checkpoint() {
    const std::scoped_lock lock(mutex_);
    std::string note;
    auto read = db_.each(select_checkpoint_, [&](const Statement& row) { note = row.text(0); });
    if (!read.ok()) return read.error();
    return note;
}

Result<Done> SqliteLedger::set_checkpoint(std::uint64_t epoch, const std::string& note) {
    const std::scoped_lock lock(mutex_);
    if (!put_checkpoint_.bind(1, note).bind(2, static_cast<std::int64_t>(epoch)).run())
        return db_.fault();
    if (sqlite3_changes(db_.get()) == 0)
        return Fault{FaultKind::denied, db_.path() + ": another sequencer has the log"};
    return Done{};
}

}  // namespace buuan::sqlite
