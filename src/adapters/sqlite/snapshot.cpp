#include "adapters/sqlite/snapshot.hpp"

namespace buuan::sqlite {
namespace {

constexpr int busy_timeout_ms = 1000;
constexpr int pages_a_step = 256;

Result<std::unique_ptr<sqlite3, CloseDatabase>> connect(const std::string& path, int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(
        path.c_str(), &raw,
        flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    std::unique_ptr<sqlite3, CloseDatabase> db(raw);
    if (code != SQLITE_OK) return fault_of(raw, path);
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    return db;
}

struct FinishBackup {
    void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
};

}  // namespace

Result<Looker> Looker::open(const std::string& path) {
    auto db = connect(path, 0);
    if (!db.ok()) return db.error();
    // What stands in the write-ahead log is its owner's to copy into the database.
    sqlite3_db_config(db.value().get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return Looker(std::move(db).value(), path);
}

Result<Done> Looker::execute(const char* sql) {
    if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return fault_of(db_.get(), path_);
    return Done{};
}

Result<Done> Looker::lock() {
    return execute("begin immediate");
}

void Looker::release() {
    (void)execute("rollback");
}

Result<Done> Looker::pin() {
    // The snapshot is taken by the first read, not by "begin".
    return execute("begin; select count(*) from sqlite_schema");
}

Result<Done> Looker::copy_to(const std::string& path) {
    auto copy = connect(path, SQLITE_OPEN_CREATE);
    if (!copy.ok()) return copy.error();
    sqlite3* to = copy.value().get();
    if (sqlite3_exec(to, "pragma journal_mode = off; pragma synchronous = off", nullptr, nullptr,
                     nullptr) != SQLITE_OK)
        return fault_of(to, path);
    std::unique_ptr<sqlite3_backup, FinishBackup> backup(
        sqlite3_backup_init(to, "main", db_.get(), "main"));
    if (backup == nullptr) return fault_of(to, path_);
    int code = SQLITE_OK;
    while (code == SQLITE_OK) code = sqlite3_backup_step(backup.get(), pages_a_step);
    backup.reset();
    if (code != SQLITE_DONE) return fault_of(to, path_);
    return Done{};
}

}  // namespace buuan::sqlite
