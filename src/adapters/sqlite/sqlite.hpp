// SQLite with handles that close themselves and one place where its codes become faults. Every
// database here is WAL with synchronous=FULL (a commit survives power loss) and secure_delete. Of
// src/, only this folder includes sqlite3.h.
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/files.hpp"
#include "base/result.hpp"

namespace buuan::sqlite {

/// Where databases lie. Their paths are those of `files`; SQLite reaches the same bytes by a VFS.
struct Place {
    Files& files;               // for looking, removing and syncing
    std::string root;           // the folder of `files`, as the VFS calls it; may be empty
    const char* vfs = nullptr;  // its name; SQLite's own, for files of this machine
};

struct CloseDatabase {
    void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

/// The last error of `db` as a Fault; `what` names the day or file. Never holds values.
Fault fault_of(sqlite3* db, std::string_view what);

/// A prepared statement; bind by position from 1, columns from 0. `run` and Database::each reset it
/// when they are through.
class Statement {
public:
    Statement() = default;
    Statement(sqlite3* db, const char* sql);
    [[nodiscard]] bool ok() const { return statement_ != nullptr; }

    Statement& bind(int at, std::int64_t value);
    /// Text and bytes are not copied: they must live until the statement is reset.
    Statement& bind(int at, std::string_view text);
    Statement& bind(int at, const std::string& text) { return bind(at, std::string_view(text)); }
    Statement& bind(int at, std::string&& text) = delete;
    Statement& bind(int at, BytesView blob);
    Statement& bind(int at, Bytes&& blob) = delete;

    /// Steps once; true while there is a row. A failure ends the rows and shows in failed().
    bool step();
    [[nodiscard]] bool failed() const { return failed_; }
    /// For statements without rows: whether it was done. Resets.
    bool run();
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const {
        return sqlite3_column_int64(statement_.get(), column);
    }
    [[nodiscard]] bool is_null(int column) const {
        return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
    }
    /// Valid until the next step.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] BytesView blob(int column) const;
    /// An id, digest or token; zeros where the blob has another size.
    template <class Fixed>
    [[nodiscard]] Fixed fixed(int column) const {
        Fixed value;
        const BytesView from = blob(column);
        if (from.size() == value.bytes.size())
            std::copy(from.begin(), from.end(), value.bytes.begin());
        return value;
    }

private:
    std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement_;
    bool failed_ = false;
};

/// What one connection may use. The defaults suit a small database; a day's writer takes more
/// (day_writer.cpp).
struct Limits {
    int cache_kib = 2000;
    int page_bytes = 4096;  // of a file that is made
    int wal_pages = 1000;   // so many pages in the log before they are copied into the database
};

class Database {
public:
    Database() = default;
    /// Opens or creates `path` of `place` and brings its schema (`migrations`, applied from
    /// user_version on) up to date. A file with a newer schema than we know is refused.
    static Result<Database> open(const Place& place, const std::string& path,
                                 std::span<const std::string_view> migrations, Limits limits = {});
    /// An existing file for reading only, but for its schema: a program that reads it may be newer
    /// than what wrote it.
    static Result<Database> open_to_read(const Place& place, const std::string& path,
                                         std::span<const std::string_view> migrations,
                                         Limits limits = {});

    [[nodiscard]] sqlite3* get() const { return db_.get(); }
    [[nodiscard]] const std::string& path() const { return path_; }
    Result<Done> execute(const char* sql);
    /// Puts all that was written into the database itself and cuts the write-ahead log to nothing.
    /// busy, with nothing lost, while another connection reads or writes.
    Result<Done> empty_log();
    /// Our SQL is right, so a statement that cannot be prepared means that the file is not: see
    /// prepared().
    [[nodiscard]] Statement prepare(const char* sql);
    /// The first failure of prepare(), if any; asked once after all statements are there.
    [[nodiscard]] Result<Done> prepared() const;
    /// Steps through all rows of a bound statement and resets it.
    template <class Row>
    Result<Done> each(Statement& statement, Row row) {
        while (statement.step()) row(statement);
        return end(statement);
    }
    /// Why the last call failed; ask before the next one.
    [[nodiscard]] Fault fault() const;
    /// Before the file is unlinked: what stands in the write-ahead log need not be copied on
    /// closing.
    void forget_on_close();

private:
    Result<Done> end(Statement& statement);
    static Result<Database> open_with(const Place& place, const std::string& path, int flags,
                                      std::span<const std::string_view> migrations, Limits limits);

    std::unique_ptr<sqlite3, CloseDatabase> db_;
    std::string path_;
    std::optional<Fault> unprepared_;
};

/// A transaction that was not committed did not happen.
class Transaction {
public:
    static Result<Transaction> begin(Database& db);
    /// One snapshot for several reads.
    static Result<Transaction> begin_to_read(Database& db);
    Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<Done> commit();

private:
    explicit Transaction(Database& db) : db_(&db) {}
    Database* db_;
};

}  // namespace buuan::sqlite
