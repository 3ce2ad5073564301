#include "bare.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <vector>

#include "base/check.hpp"
#include "figures.hpp"

namespace buuan::bench {
namespace {

/// One row as SQLite gives it and takes it.
struct Row {
    sqlite3_stmt* insert{};
    std::vector<sqlite3_value*> values;
};

class Database {
public:
    Database(const std::string& path, int page_bytes) {
        CHECK(sqlite3_open(path.c_str(), &db_) == SQLITE_OK);
        // As src/adapters/sqlite/day_writer.cpp has it.
        run(("pragma page_size = " + std::to_string(page_bytes)).c_str());
        run("pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;"
            "pragma cache_size = -16000; pragma wal_autocheckpoint = 8000");
    }
    ~Database() {
        for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
        sqlite3_close(db_);
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void run(const char* sql) {
        CHECK(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* made = nullptr;
        CHECK(sqlite3_prepare_v2(db_, sql.c_str(), -1, &made, nullptr) == SQLITE_OK);
        statements_.push_back(made);
        return made;
    }

private:
    sqlite3* db_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
};

void write(const Row& row) {
    for (std::size_t i = 0; i < row.values.size(); ++i)
        sqlite3_bind_value(row.insert, static_cast<int>(i + 1), row.values[i]);
    CHECK(sqlite3_step(row.insert) == SQLITE_DONE);
    sqlite3_reset(row.insert);
}

struct Token {
    std::string bytes;
    Row row;
    friend bool operator<(const Token& a, const Token& b) { return a.bytes < b.bytes; }
};

struct DayRows {
    std::vector<std::vector<Row>> items;  // of each item, all rows but its tokens
    std::vector<std::vector<Token>> tokens;
};

/// All rows of a day, as values that outlive their statements.
class DayReading {
public:
    DayReading(const std::string& day_file, Database& to) : from_(day_file, 8192) {
        const std::string ids = "(select n from item where id = t.item)";
        const std::pair<const char*, std::string> tables[] = {
            {"item", "select t.n - 1, t.* from item t order by n"},
            {"command", "select " + ids + " - 1, t.* from command t"},
            {"record", "select " + ids + " - 1, t.* from record t"},
            {"entry", "select " + ids + " - 1, t.* from entry t"},
            // What waited for its log has left it; it was as long as an entry is.
            {"pending",
             "select " + ids + " - 1, t.log, t.id, t.item, printf('%.*c', 900, 'e') from entry t"},
            {"token", "select t.n - 1, t.* from token t"}};
        for (const auto& [table, select] : tables) read(table, select, to);
    }
    ~DayReading() {
        for (sqlite3_value* value : values_) sqlite3_value_free(value);
    }
    DayReading(const DayReading&) = delete;
    DayReading& operator=(const DayReading&) = delete;

    DayRows rows;

private:
    void read(const std::string& table, const std::string& select, Database& to) {
        sqlite3_stmt* each = from_.prepare(select);
        const int columns = sqlite3_column_count(each) - 1;
        std::string marks = "?";
        for (int i = 1; i < columns; ++i) marks += ",?";
        sqlite3_stmt* insert = to.prepare("insert into " + table + " values (" + marks + ")");
        while (sqlite3_step(each) == SQLITE_ROW) {
            const auto item = static_cast<std::size_t>(sqlite3_column_int64(each, 0));
            Row row{insert, {}};
            for (int i = 0; i < columns; ++i) {
                row.values.push_back(sqlite3_value_dup(sqlite3_column_value(each, i + 1)));
                values_.push_back(row.values.back());
            }
            if (rows.items.size() <= item) {
                rows.items.resize(item + 1);
                rows.tokens.resize(item + 1);
            }
            if (table != "token") {
                rows.items[item].push_back(std::move(row));
                continue;
            }
            const auto* token = static_cast<const char*>(sqlite3_column_blob(each, 1));
            rows.tokens[item].push_back(
                {std::string(token, static_cast<std::size_t>(sqlite3_column_bytes(each, 1))),
                 std::move(row)});
        }
    }

    Database from_;
    std::vector<sqlite3_value*> values_;
};

/// Calls `write_items(first, last)` for the items of one transaction, for groups whose mean size is
/// `per_transaction`.
template <class Write>
double grouped_rate(std::size_t items, double per_transaction, Write write_items) {
    const Stopwatch watch;
    std::size_t done = 0;
    for (double until = per_transaction; done < items; until += per_transaction) {
        const auto last =
            std::min(items, std::max(done + 1, static_cast<std::size_t>(std::lround(until))));
        write_items(done, last);
        done = last;
    }
    return static_cast<double>(items) / watch.seconds();
}

}  // namespace

double bare_rate(const std::string& day_file, const std::string& to, double per_transaction,
                 double per_indexing) {
    Database db(to, 8192);
    std::string schema;
    for (const char* step : {"0001_day.sql", "0002_day.sql"}) {
        std::ifstream file(BUUAN_SOURCE_DIR "/src/adapters/sqlite/schema/" + std::string(step));
        schema.append(std::istreambuf_iterator<char>(file), {});
    }
    db.run(schema.c_str());
    const DayReading day(day_file, db);
    sqlite3_stmt* wait = db.prepare("insert into outbox (tokens) values (?1)");
    std::vector<const Token*> waiting;
    std::size_t indexed = 0;
    const auto by_token = [](const Token* a, const Token* b) { return *a < *b; };
    const auto index_waiting = [&] {
        constexpr std::size_t part = 2048;
        std::sort(waiting.begin(), waiting.end(), by_token);
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            if (i % part == 0) db.run(i == 0 ? "begin immediate" : "commit; begin immediate");
            write(waiting[i]->row);
        }
        db.run("delete from outbox; commit");
        waiting.clear();
    };
    return grouped_rate(day.rows.items.size(), per_transaction,
                        [&](std::size_t first, std::size_t last) {
                            if (static_cast<double>(first - indexed) >= per_indexing) {
                                index_waiting();
                                indexed = first;
                            }
                            db.run("begin immediate");
                            std::vector<const Token*> tokens;
                            for (std::size_t item = first; item < last; ++item) {
                                for (const Row& row : day.rows.items[item]) write(row);
                                for (const Token& token : day.rows.tokens[item])
                                    tokens.push_back(&token);
                            }
                            std::sort(tokens.begin(), tokens.end(), by_token);
                            std::string together;
                            for (const Token* token : tokens) together += token->bytes + "        ";
                            sqlite3_bind_blob(wait, 1, together.data(),
                                              static_cast<int>(together.size()), SQLITE_STATIC);
                            CHECK(sqlite3_step(wait) == SQLITE_DONE);
                            sqlite3_reset(wait);
                            db.run("commit");
                            waiting.insert(waiting.end(), tokens.begin(), tokens.end());
                            if (last == day.rows.items.size()) index_waiting();
                        });
}

double plain_rate(std::size_t items, const std::string& to, double per_transaction) {
    Database db(to, 4096);
    db.run(
        "create table parcel (id text primary key, code text, order_code text, sender_name text,"
        "sender_phone text, sender_last4 text, identity text, recipient_name text, recipient_phone "
        "text,"
        "recipient_last4 text, record text);"
        "create index p1 on parcel (code); create index p2 on parcel (order_code);"
        "create index p3 on parcel (sender_name); create index p4 on parcel (sender_phone);"
        "create index p5 on parcel (sender_last4); create index p6 on parcel (identity);"
        "create index p7 on parcel (recipient_name); create index p8 on parcel (recipient_phone);"
        "create index p9 on parcel (recipient_last4)");
    sqlite3_stmt* insert = db.prepare(
        "insert into parcel values (printf('%036d', ?1), printf('BA%09dVN', ?1), printf('DH-%d', "
        "?1), "
        "printf('Nguyễn Văn %d', abs(random()) % 100000), printf('09%08d', abs(random()) % "
        "100000000),"
        "printf('%04d', abs(random()) % 10000), printf('%012d', abs(random()) % 1000000000000),"
        "printf('Trần Thị %d', abs(random()) % 100000), printf('09%08d', abs(random()) % "
        "100000000),"
        "printf('%04d', abs(random()) % 10000), printf('%.*c', 1000, 'r'))");
    return grouped_rate(items, per_transaction, [&](std::size_t first, std::size_t last) {
        db.run("begin immediate");
        for (std::size_t item = first; item < last; ++item) {
            sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(item));
            CHECK(sqlite3_step(insert) == SQLITE_DONE);
            sqlite3_reset(insert);
        }
        db.run("commit");
    });
}

}  // namespace buuan::bench
