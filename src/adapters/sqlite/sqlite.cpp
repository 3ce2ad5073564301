#include "adapters/sqlite/sqlite.hpp"

#include "base/check.hpp"

namespace buuan::sqlite {
namespace {

constexpr int busy_timeout_ms = 5000;

FaultKind kind_of(int code) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return FaultKind::busy;
        case SQLITE_FULL: return FaultKind::full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return FaultKind::corrupt;
        case SQLITE_PERM:
        case SQLITE_READONLY:
        case SQLITE_AUTH: return FaultKind::denied;
        case SQLITE_NOMEM: return FaultKind::full;
        default: return FaultKind::unavailable;
    }
}

Result<std::unique_ptr<sqlite3, CloseDatabase>> open_file(const std::string& path, int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    std::unique_ptr<sqlite3, CloseDatabase> db(raw);
    if (code != SQLITE_OK) return Fault{kind_of(code), "open " + path + ": " + sqlite3_errstr(code)};
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    return db;
}

Result<Done> migrate(Database& db, std::span<const std::string_view> migrations) {
    auto version = db.prepare("pragma user_version");
    if (!version.step()) return db.fault();
    const auto present = static_cast<std::size_t>(version.integer(0));
    version.reset();
    if (present > migrations.size()) {
        return Fault{FaultKind::invalid, db.path() + " has schema " + std::to_string(present) + "; this program knows " +
                                             std::to_string(migrations.size()) + ". Use the newer program."};
    }
    for (std::size_t i = present; i < migrations.size(); ++i) {
        auto transaction = Transaction::begin(db);
        if (!transaction.ok()) return transaction.error();
        if (auto done = db.execute(std::string(migrations[i]).c_str()); !done.ok()) return done;
        if (auto done = db.execute(("pragma user_version = " + std::to_string(i + 1)).c_str()); !done.ok()) return done;
        if (auto done = transaction.value().commit(); !done.ok()) return done;
    }
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
    sqlite3_bind_text64(statement_.get(), at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bind(int at, BytesView blob) {
    // An empty blob is not null: sqlite3_bind_blob with a null pointer would bind one.
    sqlite3_bind_blob64(statement_.get(), at, blob.empty() ? "" : static_cast<const void*>(blob.data()), blob.size(), SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bind_null(int at) {
    sqlite3_bind_null(statement_.get(), at);
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
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
}

std::string_view Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text == nullptr ? std::string_view{} : std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

BytesView Statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Result<Database> Database::open(const std::string& path, std::span<const std::string_view> migrations) {
    auto opened = open_file(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!opened.ok()) return opened.error();
    Database db;
    db.db_ = std::move(opened).value();
    db.path_ = path;
    auto set = db.execute(
        "pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma trusted_schema = off;"
        "pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -2000;");
    if (!set.ok()) return set.error();
    if (auto migrated = migrate(db, migrations); !migrated.ok()) return migrated.error();
    return db;
}

Result<Database> Database::open_to_read(const std::string& path) {
    auto opened = open_file(path, SQLITE_OPEN_READONLY);
    if (!opened.ok()) return opened.error();
    Database db;
    db.db_ = std::move(opened).value();
    db.path_ = path;
    auto set = db.execute("pragma query_only = on; pragma trusted_schema = off; pragma temp_store = memory; pragma cache_size = -500;");
    if (!set.ok()) return set.error();
    return db;
}

Result<Done> Database::execute(const char* sql) {
    if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return fault();
    return Done{};
}

Statement Database::prepare(const char* sql) const { return Statement(db_.get(), sql); }

Result<Transaction> Transaction::begin(Database& db) {
    if (auto begun = db.execute("begin immediate"); !begun.ok()) return begun.error();
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
