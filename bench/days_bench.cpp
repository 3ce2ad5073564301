// How fast days are written through the committer and found again, beside a bare loop that writes
// the same rows and bytes to the same tables in transactions of the same sizes, in the same run.
// Budgets (issue: 6,400 items/s for 64 producers, 20,000/s in batches of 1,000, a phone number over
// 92 days within 5 ms) are shown, and only a miss by half fails.
//
//     days_bench [--json] [--items N] [--days N] [--items-per-day N] [--folder PATH]
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "adapters/posix/posix_files.hpp"
#include "adapters/sqlite/sqlite_days.hpp"
#include "base/committer.hpp"

namespace {

using namespace buuan;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

constexpr Day first_day{20'700};
constexpr std::size_t tokens_per_item = 12;

Digest digest_of(std::string_view what, std::uint64_t n) {
    return sha256({as_bytes(what), as_bytes(std::to_string(n))});
}

Token token_of(std::uint64_t item, std::size_t which, Day day) {
    Token token;
    const Digest digest =
        digest_of("token" + std::to_string(which) + "/" + std::to_string(day.number), item);
    std::copy_n(digest.bytes.begin(), token.bytes.size(), token.bytes.begin());
    return token;
}

template <class Id>
Id id_of(Day day, std::uint64_t n, std::uint8_t kind) {
    Id id;
    const std::uint64_t ms = static_cast<std::uint64_t>(day.start().ms) + n;
    for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    const Digest rest = digest_of("id", n * 8 + kind);
    std::copy_n(rest.bytes.begin(), 10, id.bytes.begin() + 6);
    return id;
}

/// One acceptance with every token kind: 2 sealed records (1 KB and 256 bytes), an entry of 600
/// bytes; 18 rows.
DayWrite acceptance(Day day, std::uint64_t n) {
    DayWrite write;
    write.day = day;
    write.item = id_of<ItemId>(day, n, 1);
    write.command.bytes = write.item.bytes;
    write.request = digest_of("request", n);
    write.after = {write.item,
                   ItemType::parcel,
                   ItemState::accepted,
                   1,
                   {"DBP"},
                   {"DBP-1"},
                   static_cast<std::uint32_t>(n + 1),
                   LogName::province("11"),
                   day.start() + static_cast<std::int64_t>(n),
                   2,
                   false};
    Bytes sealed(1024);
    for (std::size_t i = 0; i < sealed.size(); ++i)
        sealed[i] = static_cast<std::uint8_t>(n + i * 131);
    write.records = {{DataClass::record, 1, sealed},
                     {DataClass::identity, 1, Bytes(sealed.begin(), sealed.begin() + 256)}};
    for (std::size_t i = 0; i < tokens_per_item; ++i) write.tokens.push_back(token_of(n, i, day));
    write.entries.push_back(
        {id_of<EntryId>(day, n, 2), LogName::province("11"), std::string(600, 'e')});
    return write;
}

std::vector<DayWrite> acceptances(Day day, std::uint64_t first, std::size_t count) {
    std::vector<DayWrite> writes;
    writes.reserve(count);
    for (std::size_t i = 0; i < count; ++i) writes.push_back(acceptance(day, first + i));
    return writes;
}

/// Passes on what the committer sends and remembers the size of each transaction.
class Watched final : public DayStore {
public:
    explicit Watched(DayStore& store) : store_(store) {}
    std::vector<std::size_t> sizes;

    Result<std::vector<Applied>> apply(Day day, std::span<const DayWrite> batch) override {
        sizes.push_back(batch.size());
        return store_.apply(day, batch);
    }
    Result<std::optional<StoredItem>> find(Day day, const ItemId& item) override {
        return store_.find(day, item);
    }
    Result<std::optional<ItemRow>> find_row(Day day, const ItemId& item) override {
        return store_.find_row(day, item);
    }
    Result<std::optional<Digest>> find_command(Day day, const CommandId& id) override {
        return store_.find_command(day, id);
    }
    Result<std::vector<ItemId>> find_by_tokens(Day day, std::span<const Token> tokens,
                                               std::size_t max) override {
        return store_.find_by_tokens(day, tokens, max);
    }
    Result<std::vector<StoredItem>> scan(Day day, const std::optional<ItemId>& after,
                                         std::size_t max) override {
        return store_.scan(day, after, max);
    }
    Result<std::vector<Day>> days() override { return store_.days(); }
    Result<std::vector<CounterNumber>> counter_numbers(Day day) override {
        return store_.counter_numbers(day);
    }
    Result<Done> clear_tokens(Day day) override { return store_.clear_tokens(day); }
    Result<Done> add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) override {
        return store_.add_tokens(day, item, tokens);
    }
    Result<Done> drop(Day day) override { return store_.drop(day); }
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t max) override {
        return store_.pending(log, max);
    }
    Result<Done> mark_sequenced(const LogName& log,
                                std::span<const SequencedEntry> entries) override {
        return store_.mark_sequenced(log, entries);
    }

private:
    DayStore& store_;
};

std::string schema() {
    std::ifstream file(BUUAN_SOURCE_DIR "/src/adapters/sqlite/schema/0001_day.sql");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The same rows with plain sqlite3 calls: no look-ups, no answers, no threads.
class BareLoop {
public:
    explicit BareLoop(const std::string& path) {
        CHECK(sqlite3_open(path.c_str(), &db_) == SQLITE_OK);
        run("pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; "
            "pragma cache_size = -16000;"
            "pragma wal_autocheckpoint = 16000;");
        run(schema().c_str());
        constexpr std::array sql{
            "insert into command values (?1, ?2, ?3)",
            "insert into item values (null, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            "insert into record values (?1, ?2, ?3, ?4)",
            "insert into token values (?1, ?2)",
            "insert into entry values (?1, ?2, ?3, null)",
            "insert into pending values (?1, ?2, ?3, ?4)"};
        for (std::size_t i = 0; i < sql.size(); ++i)
            CHECK(sqlite3_prepare_v2(db_, sql[i], -1, &statements_[i], nullptr) == SQLITE_OK);
    }
    ~BareLoop() {
        for (auto* statement : statements_) sqlite3_finalize(statement);
        sqlite3_close(db_);
    }
    BareLoop(const BareLoop&) = delete;
    BareLoop& operator=(const BareLoop&) = delete;

    void write(std::span<const DayWrite> batch) {
        run("begin immediate");
        tokens_.clear();
        for (const DayWrite& write : batch) insert(write);
        std::sort(tokens_.begin(), tokens_.end());
        for (const auto& [token, n] : tokens_) blob(3, 1, token.bytes), number(3, 2, n), step(3);
        run("commit");
    }

private:
    void run(const char* sql) {
        CHECK(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    void blob(int statement, int at, BytesView bytes) {
        sqlite3_bind_blob(statements_[static_cast<std::size_t>(statement)], at, bytes.data(),
                          static_cast<int>(bytes.size()), SQLITE_STATIC);
    }
    void text(int statement, int at, const std::string& text) {
        sqlite3_bind_text(statements_[static_cast<std::size_t>(statement)], at, text.data(),
                          static_cast<int>(text.size()), SQLITE_STATIC);
    }
    void number(int statement, int at, std::int64_t value) {
        sqlite3_bind_int64(statements_[static_cast<std::size_t>(statement)], at, value);
    }
    void step(int statement) {
        CHECK(sqlite3_step(statements_[static_cast<std::size_t>(statement)]) == SQLITE_DONE);
        sqlite3_reset(statements_[static_cast<std::size_t>(statement)]);
    }
    void insert(const DayWrite& write) {
        const BytesView item(write.item.bytes);
        blob(0, 1, write.command.bytes), blob(0, 2, item), blob(0, 3, write.request.bytes), step(0);
        const ItemRow& row = write.after;
        blob(1, 1, item), number(1, 2, static_cast<int>(row.type)),
            number(1, 3, static_cast<int>(row.state)), number(1, 4, row.version);
        text(1, 5, row.site.value), text(1, 6, row.counter.value), number(1, 7, row.number),
            text(1, 8, row.log.value);
        number(1, 9, row.accepted_at.ms), number(1, 10, row.pictures_due),
            number(1, 11, row.on_hold), step(1);
        for (const auto& record : write.records) {
            blob(2, 1, item), number(2, 2, static_cast<int>(record.data_class)),
                number(2, 3, record.revision), blob(2, 4, record.sealed), step(2);
        }
        for (const auto& token : write.tokens) tokens_.emplace_back(token, row.number);
        for (const auto& entry : write.entries) {
            blob(4, 1, item), blob(4, 2, entry.id.bytes), text(4, 3, entry.log.value), step(4);
            text(5, 1, entry.log.value), blob(5, 2, entry.id.bytes), blob(5, 3, item),
                text(5, 4, entry.text), step(5);
        }
    }

    sqlite3* db_ = nullptr;
    std::array<sqlite3_stmt*, 6> statements_{};
    std::vector<std::pair<Token, std::int64_t>> tokens_;
};

struct Figure {
    std::string name;
    double value;
    std::string unit;
    double peer = 0;  // the bare loop's, 0 where there is none
};

void show(const Figure& figure, bool json) {
    const double ratio = figure.peer > 0 ? figure.value / figure.peer : 0;
    if (json) {
        std::printf(R"({"name":"%s","value":%.4g,"unit":"%s")", figure.name.c_str(), figure.value,
                    figure.unit.c_str());
        if (figure.peer > 0)
            std::printf(R"(,"peer":"bare sqlite3 loop","peer_value":%.4g,"ratio":%.3f)",
                        figure.peer, ratio);
        std::printf("}\n");
    } else {
        std::printf("%-28s %12.4g %-8s", figure.name.c_str(), figure.value, figure.unit.c_str());
        if (figure.peer > 0) std::printf("  bare %10.4g  ratio %.2f", figure.peer, ratio);
        std::printf("\n");
    }
    std::fflush(stdout);
}

double bare_rate(const std::filesystem::path& folder, const std::vector<DayWrite>& writes,
                 const std::vector<std::size_t>& sizes) {
    BareLoop bare((folder / "bare.db").string());
    const auto begin = Clock::now();
    std::size_t at = 0;
    for (const std::size_t size : sizes) {
        bare.write(std::span(writes).subspan(at, size));
        at += size;
    }
    return static_cast<double>(writes.size()) / seconds_since(begin);
}

std::unique_ptr<PosixFiles> files_in(const std::filesystem::path& folder) {
    return std::move(PosixFiles::open_root(folder)).value();
}

Result<std::unique_ptr<sqlite::SqliteDays>> open_days(const std::filesystem::path& folder,
                                                      Files& files) {
    CHECK(files.make_folders("days").ok());
    return sqlite::SqliteDays::open({files, folder.string()}, "days", 128);
}

Figure single_rate(const std::filesystem::path& folder, std::size_t items) {
    constexpr std::size_t producers = 64;
    items -= items % producers;
    const auto writes = acceptances(first_day, 0, items);
    const auto files = files_in(folder);
    auto days = open_days(folder, *files);
    Watched watched(*days.value());
    double rate = 0;
    {
        Committer committer(watched);
        const auto begin = Clock::now();
        std::vector<std::thread> threads;
        for (std::size_t producer = 0; producer < producers; ++producer) {
            threads.emplace_back([&, producer] {
                for (std::size_t i = producer; i < items; i += producers) {
                    const auto applied = committer.commit(writes[i]);
                    CHECK(applied.ok() && applied.value() == Applied::written);
                }
            });
        }
        for (auto& thread : threads) thread.join();
        rate = static_cast<double>(items) / seconds_since(begin);
    }
    return {"days.single64.rate", rate, "items/s", bare_rate(folder, writes, watched.sizes)};
}

Figure batch_rate(const std::filesystem::path& folder, std::size_t items) {
    constexpr std::size_t batch = 1000;
    items -= items % batch;
    const auto writes = acceptances(first_day, 0, items);
    const auto files = files_in(folder);
    auto days = open_days(folder, *files);
    Watched watched(*days.value());
    double rate = 0;
    {
        Committer committer(watched);
        const auto begin = Clock::now();
        for (std::size_t at = 0; at < items; at += batch) {
            const std::vector<DayWrite> page(
                writes.begin() + static_cast<std::ptrdiff_t>(at),
                writes.begin() + static_cast<std::ptrdiff_t>(at + batch));
            for (const auto& applied : committer.commit_all(page))
                CHECK(applied.ok() && applied.value() == Applied::written);
        }
        rate = static_cast<double>(items) / seconds_since(begin);
    }
    return {"days.batch1000.rate", rate, "items/s", bare_rate(folder, writes, watched.sizes)};
}

/// All days within term are there; a token of each day is asked for, as a search by telephone
/// number does.
std::vector<Figure> lookups(const std::filesystem::path& folder, int day_count,
                            std::size_t items_per_day) {
    {
        const auto files = files_in(folder);
        auto days = open_days(folder, *files);
        for (int d = 0; d < day_count; ++d) {
            const Day day = first_day.plus_days(d);
            for (std::size_t at = 0; at < items_per_day; at += 1000) {
                CHECK(days.value()
                          ->apply(day, acceptances(day, at,
                                                   std::min<std::size_t>(1000, items_per_day - at)))
                          .ok());
            }
            std::vector<SequencedEntry> places;
            for (std::size_t n = 0; n < items_per_day; ++n)
                places.push_back({id_of<EntryId>(day, n, 2), n});
            CHECK(days.value()->mark_sequenced(LogName::province("11"), places).ok());
        }
    }
    const auto files = files_in(folder);
    auto begin = Clock::now();
    auto days = open_days(folder, *files);
    std::vector<Figure> figures{{"days.start.s", seconds_since(begin), "s"}};
    begin = Clock::now();
    CHECK(days.value()->pending(LogName::province("11"), 100).value().empty());
    figures.push_back({"days.first_pending.s", seconds_since(begin), "s"});

    // Each token is of one item, which was there on every tenth day. The first pass finds its pages
    // on the disk, unless the system still remembers writing them; the second finds them in memory.
    for (const std::string pass : {"first", "again"}) {
        std::vector<double> took;
        for (std::size_t search = 0; search < 400; ++search) {
            const std::size_t item = search * 7919 % items_per_day;
            std::vector<Token> tokens;
            for (int d = 0; d < day_count; ++d)
                tokens.push_back(
                    token_of(d % 10 == 0 ? item : items_per_day + item, 1, first_day.plus_days(d)));
            begin = Clock::now();
            for (int d = 0; d < day_count; ++d) {
                const auto found = days.value()->find_by_tokens(
                    first_day.plus_days(d),
                    std::span(tokens).subspan(static_cast<std::size_t>(d), 1), 100);
                CHECK(found.ok() && found.value().size() == (d % 10 == 0 ? 1 : 0));
            }
            took.push_back(seconds_since(begin) * 1000);
        }
        std::sort(took.begin(), took.end());
        figures.push_back({"days.lookup." + pass + ".p50_ms", took[took.size() / 2], "ms"});
        figures.push_back({"days.lookup." + pass + ".p99_ms", took[took.size() * 99 / 100], "ms"});
    }
    figures.push_back(
        {"days.open.sqlite_mb", static_cast<double>(sqlite3_memory_used()) / 1e6, "MB"});

    begin = Clock::now();
    std::size_t scanned = 0;
    for (int d = 0; d < day_count; ++d) {
        std::optional<ItemId> after;
        for (;;) {
            const auto page = days.value()->scan(first_day.plus_days(d), after, 1000);
            CHECK(page.ok());
            if (page.value().empty()) break;
            scanned += page.value().size();
            after = page.value().back().row.id;
        }
    }
    figures.push_back(
        {"days.scan.rate", static_cast<double>(scanned) / seconds_since(begin), "items/s"});
    return figures;
}

}  // namespace

int main(int argc, char** argv) {
    bool json = false;
    std::size_t items = 40'000;
    int day_count = 92;
    std::size_t items_per_day = 1'000;
    std::filesystem::path parent = std::filesystem::temp_directory_path();
    for (int i = 1; i < argc; ++i) {
        const std::string_view option = argv[i];
        if (option == "--json") json = true;
        if (i + 1 == argc) break;
        if (option == "--items") items = std::stoul(argv[++i]);
        if (option == "--days") day_count = std::stoi(argv[++i]);
        if (option == "--items-per-day") items_per_day = std::stoul(argv[++i]);
        if (option == "--folder") parent = argv[++i];
    }
    std::string name = (parent / "buuan-bench-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr);
    const std::filesystem::path folder = name;
    std::vector<Figure> figures;
    const auto measure = [&](const char* part, auto run) {
        std::filesystem::create_directory(folder / part);
        for (const Figure& figure : run(folder / part)) {
            show(figure, json);
            figures.push_back(figure);
        }
        std::filesystem::remove_all(folder / part);
    };
    measure("single", [&](const auto& at) { return std::vector{single_rate(at, items)}; });
    measure("batch", [&](const auto& at) { return std::vector{batch_rate(at, items)}; });
    measure("lookup", [&](const auto& at) { return lookups(at, day_count, items_per_day); });
    std::filesystem::remove_all(folder);
    const bool missed = figures[0].value < 3200 || figures[1].value < 10'000;
    return missed ? 1 : 0;
}
