#include "adapters/sqlite/sqlite.hpp"

#include "base/check.hpp"

namespace buuan::sqlite {
namespace {

constexpr int busy_timeout_ms = 5000;

FaultKind kind_of(int code) {
    switch (code) {
        case SQLITE_IOERR_SHORT_READ:
        case SQLITE_IOERR_DATA:
        case SQLITE_IOERR_CORRUPTFS:
            return FaultKind::corrupt;
        case SQLITE_IOERR_SHMSIZE:
            return FaultKind::full;  // the -shm file could not grow
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return FaultKind::busy;
        case SQLITE_FULL:
        case SQLITE_NOMEM:
            return FaultKind::full;
        case SQLITE_ERROR:  // our SQL is right, so the file lacks a table or column
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return FaultKind::corrupt;
        case SQLITE_PERM:
        case SQLITE_READONLY:
        case SQLITE_AUTH:
            return FaultKind::denied;
        case SQLITE_CONSTRAINT:
            return FaultKind::invalid;
        default:
            return FaultKind::unavailable;
    }
}

Result<std::size_t> version_of(Database& db) {
    auto select = db.prepare("pragma user_version");
    std::size_t version = 0;
    auto read = db.each(
        select, [&](const Statement& row) { version = static_cast<std::size_t>(row.integer(0)); });
    if (!read.ok()) return read.error();
    return version;
}

Result<Done> migrate(Database& db, std::span<const std::string_view> migrations) {
    auto present = version_of(db);
    if (!present.ok()) return present.error();
    if (present.value() > migrations.size()) {
        return Fault{FaultKind::invalid,
                     db.path() + " has schema " + std::to_string(present.value()) +
                         "; this program knows " + std::to_string(migrations.size()) +
                         ". Use the newer program."};
    }
    if (present.value() == migrations.size()) return Done{};
    auto transaction = Transaction::begin(db);
    if (!transaction.ok()) return transaction.error();
    present = version_of(db);  // another connection may have been faster
    if (!present.ok()) return present.error();
    for (std::size_t i = present.value(); i < migrations.size(); ++i) {
        if (auto done = db.execute(std::string(migrations[i]).c_str()); !done.ok()) return done;
        if (auto done = db.execute(("pragma user_version = " + std::to_string(i + 1)).c_str());
            !done.ok())
            return done;
    }
    return transaction.value().commit();
}

/// Only asks when the file has it already; SQLite answers with the mode it is in, not with an
/// error.
Result<Done> use_write_ahead_log(Database& db) {
    auto select = db.prepare("pragma journal_mode = wal");
    bool on = false;
    auto asked = db.each(select, [&](const Statement& row) { on = row.text(0) == "wal"; });
    if (!asked.ok()) return asked;
    if (!on)
        return Fault{FaultKind::unavailable, db.path() + ": this folder allows no write-ahead log"};
    return Done{};
}

}  // namespace

Fault fault_of(sqlite3* db, std::string_view what) {
    const int code = sqlite3_extended_errcode(db);
    return {kind_of(code), std::string(what) + ": " + sqlite3_errstr(code)};
}

Statement::Statement(sqlite3* db, const char* sql) {
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    statement_.reset(raw);
}

Statement& Statement::bind(int at, std::int64_t value) {
    sqlite3_bind_int64(statement_.get(), at, value);
    return *this;
}

Statement& Statement::bind(int at, std::string_view text) {
    sqlite3_bind_text64(statement_.get(), at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bind(int at, BytesView blob) {
    // An empty blob is not null: sqlite3_bind_blob with a null pointer would bind one.
    sqlite3_bind_blob64(statement_.get(), at,
                        blob.empty() ? "" : static_cast<const void*>(blob.data()), blob.size(),
                        SQLITE_STATIC);
    return *this;
}

bool Statement::step() {
    if (statement_ == nullptr) {
        failed_ = true;
        return false;
    }
    const int code = sqlite3_step(statement_.get());
    failed_ = code != SQLITE_ROW && code != SQLITE_DONE;
    return code == SQLITE_ROW;
}

bool Statement::run() {
    step();
    const bool good = !failed_;
    reset();
    return good;
}

void Statement::reset() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
}

std::string_view Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text == nullptr ? std::string_view{}
                           : std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(
                                                        statement_.get(), column)));
}

BytesView Statement::blob(int column) const {
    const auto* data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Result<Database> Database::open_with(const Place& place, const std::string& path, int flags,
                                     std::span<const std::string_view> migrations, Limits limits) {
    Database db;
    db.path_ = path;
    sqlite3* raw = nullptr;
    flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2((place.root.empty() ? path : place.root + "/" + path).c_str(),
                                     &raw, flags, place.vfs);
    db.db_.reset(raw);
    if (code != SQLITE_OK) return Fault{kind_of(code), path + ": " + sqlite3_errstr(code)};
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (auto sized =
            db.execute(("pragma page_size = " + std::to_string(limits.page_bytes)).c_str());
        !sized.ok())
        return sized.error();
    if (auto logged = use_write_ahead_log(db); !logged.ok()) return logged.error();
    const std::string settings =
        "pragma synchronous = full; pragma secure_delete = on; pragma trusted_schema = off;"
        "pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -" +
        std::to_string(limits.cache_kib) +
        "; pragma wal_autocheckpoint = " + std::to_string(limits.wal_pages);
    if (auto set = db.execute(settings.c_str()); !set.ok()) return set.error();
    if (auto migrated = migrate(db, migrations); !migrated.ok()) return migrated.error();
    return db;
}

Result<Database> Database::open(const Place& place, const std::string& path,
                                std::span<const std::string_view> migrations, Limits limits) {
    return open_with(place, path, SQLITE_OPEN_CREATE, migrations, limits);
}

Result<Database> Database::open_to_read(const Place& place, const std::string& path,
                                        std::span<const std::string_view> migrations,
                                        Limits limits) {
    auto db = open_with(place, path, 0, migrations, limits);
    if (!db.ok()) return db;
    if (auto set = db.value().execute("pragma query_only = on"); !set.ok()) return set.error();
    return db;
}

Result<Done> Database::execute(const char* sql) {
    if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return fault();
    return Done{};
}

Result<Done> Database::empty_log() {
    Statement checkpoint = prepare("pragma wal_checkpoint(truncate)");
    bool was_kept_from_it = false;
    auto read =
        each(checkpoint, [&](const Statement& row) { was_kept_from_it = row.integer(0) != 0; });
    if (!read.ok()) return read;
    if (was_kept_from_it)
        return Fault{FaultKind::busy, path_ + ": somebody reads what is to be overwritten"};
    return Done{};
}

Statement Database::prepare(const char* sql) {
    Statement statement(db_.get(), sql);
    if (!statement.ok() && !unprepared_) unprepared_ = fault_of(db_.get(), path_);
    return statement;
}

Result<Done> Database::prepared() const {
    if (unprepared_) return *unprepared_;
    return Done{};
}

Result<Done> Database::end(Statement& statement) {
    if (!statement.failed()) {
        statement.reset();
        return Done{};
    }
    const Fault why = fault();
    statement.reset();
    return why;
}

Fault Database::fault() const {
    return unprepared_ ? *unprepared_ : fault_of(db_.get(), path_);
}

void Database::forget_on_close() {
    sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

Result<Transaction> Transaction::begin(Database& db) {
    if (auto begun = db.execute("begin immediate"); !begun.ok()) return begun.error();
    return Transaction(db);
}

Result<Transaction> Transaction::begin_to_read(Database& db) {
    if (auto begun = db.execute("begin"); !begun.ok()) return begun.error();
    return Transaction(db);
}

Transaction::~Transaction() {
    if (db_ != nullptr) sqlite3_exec(db_->get(), "rollback", nullptr, nullptr, nullptr);
}

Result<Done> Transaction::commit() {
    if (auto committed = db_->execute("commit"); !committed.ok()) return committed;
    db_ = nullptr;
    return Done{};
}

}  // namespace buuan::sqlite
