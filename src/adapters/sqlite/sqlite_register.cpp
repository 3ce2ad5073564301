#include "adapters/sqlite/sqlite_register.hpp"

#include <array>

#include "adapters/sqlite/schema.hpp"

namespace buuan::sqlite {
namespace {

constexpr std::array migrations = {node_schema_0001, node_schema_0002};

}  // namespace

SqliteRegister::SqliteRegister(Database db)
    : db_(std::move(db)),
      put_row_(db_.prepare("insert into row (kind, key, body) values (?1, ?2, ?3) on conflict "
                           "(kind, key) do update set body = excluded.body")),
      erase_row_(db_.prepare("delete from row where kind = ?1 and key = ?2")),
      put_entry_(db_.prepare("insert into entry (id, log, text) values (?1, ?2, ?3)")),
      find_row_(db_.prepare("select body from row where kind = ?1 and key = ?2")),
      list_rows_(db_.prepare(
          "select key, body from row where kind = ?1 and key > ?2 order by key limit ?3")),
      list_last_(
          db_.prepare("select key, body from row where kind = ?1 order by key desc limit ?2")),
      list_before_(db_.prepare(
          "select key, body from row where kind = ?1 and key < ?3 order by key desc limit ?2")),
      pending_(db_.prepare("select id, text from entry where log = ?1 order by id limit ?2")),
      erase_entry_(db_.prepare("delete from entry where id = ?1 and log = ?2")) {}

Result<std::unique_ptr<SqliteRegister>> SqliteRegister::open(const Place& place,
                                                             const std::string& path) {
    auto db = Database::open(place, path, migrations);
    if (!db.ok()) return db.error();
    std::unique_ptr<SqliteRegister> store(new SqliteRegister(std::move(db).value()));
    if (auto prepared = store->db_.prepared(); !prepared.ok()) return prepared.error();
    return store;
}

Result<Done> SqliteRegister::apply(const register_::RegisterWrite& write) {
    const std::scoped_lock lock(mutex_);
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    bool good = true;
    for (const auto& [kind, key] : write.erase)
        good = good && erase_row_.bind(1, kind).bind(2, key).run();
    for (const auto& row : write.put)
        good =
            good && put_row_.bind(1, row.kind).bind(2, row.key).bind(3, as_bytes(row.body)).run();
    for (const auto& entry : write.entries)
        good = good && put_entry_.bind(1, BytesView(entry.id.bytes))
                           .bind(2, entry.log.value)
                           .bind(3, entry.text)
                           .run();
    if (!good) return db_.fault();
    return transaction.value().commit();
}

Result<std::optional<std::string>> SqliteRegister::find(const std::string& kind,
                                                        const std::string& key) {
    const std::scoped_lock lock(mutex_);
    find_row_.bind(1, kind).bind(2, key);
    std::optional<std::string> body;
    auto read = db_.each(find_row_,
                         [&](const Statement& row) { body = std::string(as_text(row.blob(0))); });
    if (!read.ok()) return read.error();
    return body;
}

Result<std::vector<register_::Row>> SqliteRegister::list(const std::string& kind,
                                                         const std::string& after,
                                                         std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    list_rows_.bind(1, kind).bind(2, after).bind(3, static_cast<std::int64_t>(count_max));
    std::vector<register_::Row> rows;
    auto read = db_.each(list_rows_, [&](const Statement& row) {
        rows.push_back({kind, std::string(row.text(0)), std::string(as_text(row.blob(1)))});
    });
    if (!read.ok()) return read.error();
    return rows;
}

Result<std::vector<register_::Row>> SqliteRegister::list_before(const std::string& kind,
                                                                const std::string& before,
                                                                std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    Statement& listed = before.empty() ? list_last_ : list_before_;
    listed.bind(1, kind).bind(2, static_cast<std::int64_t>(count_max));
    if (!before.empty()) listed.bind(3, before);
    std::vector<register_::Row> rows;
    auto read = db_.each(listed, [&](const Statement& row) {
        rows.push_back({kind, std::string(row.text(0)), std::string(as_text(row.blob(1)))});
    });
    if (!read.ok()) return read.error();
    return rows;
}

Result<std::vector<PendingEntry>> SqliteRegister::pending(const LogName& log,
                                                          std::size_t count_max) {
    const std::scoped_lock lock(mutex_);
    pending_.bind(1, log.value).bind(2, static_cast<std::int64_t>(count_max));
    std::vector<PendingEntry> found;
    auto read = db_.each(pending_, [&](const Statement& row) {
        found.push_back({row.fixed<EntryId>(0), log, std::string(row.text(1))});
    });
    if (!read.ok()) return read.error();
    return found;
}

Result<Done> SqliteRegister::mark_sequenced(const LogName& log,
                                            std::span<const SequencedEntry> entries) {
    const std::scoped_lock lock(mutex_);
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    for (const SequencedEntry& entry : entries) {
        if (!erase_entry_.bind(1, BytesView(entry.id.bytes)).bind(2, log.value).run())
            return db_.fault();
    }
    return transaction.value().commit();
}

}  // namespace buuan::sqlite
