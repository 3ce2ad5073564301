// Files of every schema that there was: made from the steps up to it, with rows as a program of
// that time wrote them, opened and read by this one. A kind of file that gets a second step needs
// its rows here.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "adapters/posix/posix_files.hpp"
#include "adapters/sqlite/day_index.hpp"
#include "adapters/sqlite/sqlite_days.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"
#include "adapters/sqlite/sqlite_register.hpp"
#include "base/temporary_folder_test.hpp"

namespace buuan::sqlite {
namespace {

constexpr Day day{20'781};
constexpr const char* rows_of_a_day = R"sql(
    insert into item (n, id, type, state, version, site, counter, number, log, accepted_at, pictures_due, on_hold)
        values (1, x'01a0000000007000800000000000000a', 1, 1, 1, 'DBP', 'DBP-1', 7, 'p11', 1795492800000, 0, 0);
    insert into record values (x'01a0000000007000800000000000000a', 1, 1, x'5ea1ed');
    insert into object values (x'01a0000000007000800000000000000a', 'contents', 4, zeroblob(32), 100);
    insert into token values (x'00112233445566778899aabbccddeeff', 1);
    insert into command values (x'01a0000000007000800000000000000a', x'01a0000000007000800000000000000a', zeroblob(32));
    insert into entry values (x'01a0000000007000800000000000000a', x'01a0000000007000800000000000000b', 'p11', null);
    insert into pending values ('p11', x'01a0000000007000800000000000000b', x'01a0000000007000800000000000000a', '{}');
)sql";

struct Migrations : ::testing::Test {
    TemporaryFolder folder;
    std::unique_ptr<PosixFiles> files = PosixFiles::open_root(folder.path).value();
    Place place{*files, folder.path.string()};

    /// The steps of each kind of file, oldest first.
    static std::map<std::string, std::vector<std::string>> steps() {
        std::map<std::string, std::vector<std::string>> steps;
        std::vector<std::filesystem::path> paths;
        for (const auto& each : std::filesystem::directory_iterator(
                 std::filesystem::path(BUUAN_SOURCE_DIR) / "src/adapters/sqlite/schema"))
            paths.push_back(each.path());
        std::sort(paths.begin(), paths.end());
        for (const auto& path : paths) {
            std::ostringstream text;
            text << std::ifstream(path).rdbuf();
            steps[path.stem().string().substr(5)].push_back(text.str());
        }
        return steps;
    }

    /// A file as the program with this many steps left it.
    void make(const std::string& path, const std::string& kind, std::size_t version,
              const char* rows) {
        std::filesystem::create_directories((folder.path / path).parent_path());
        std::filesystem::remove(folder.path / path);
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open((folder.path / path).c_str(), &db), SQLITE_OK);
        const auto run = [&](const std::string& sql) {
            char* why = nullptr;
            EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &why), SQLITE_OK) << why;
            sqlite3_free(why);
        };
        run("pragma journal_mode = wal");
        for (std::size_t i = 0; i < version; ++i) run(steps().at(kind).at(i));
        run("pragma user_version = " + std::to_string(version));
        run(rows);
        sqlite3_close(db);
    }
};

TEST_F(Migrations, a_day_of_any_schema_gives_its_items_and_takes_new_ones) {
    const std::size_t newest = steps().at("day").size();
    ASSERT_GE(newest, 2U);
    for (std::size_t version = 1; version <= newest; ++version) {
        SCOPED_TRACE(version);
        make("days/" + day.text() + ".db", "day", version, rows_of_a_day);
        make("days/index.db", "days", 1,
             ("insert into pending_day values (" + std::to_string(day.number) + ")").c_str());
        auto days = SqliteDays::open(place, "days", 4);
        ASSERT_TRUE(days.ok());
        ItemId id;
        id.bytes = {0x01, 0xa0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0x0a};
        const auto item = days.value()->find(day, id);
        ASSERT_TRUE(item.ok() && item.value()) << item.error().what;
        EXPECT_EQ(item.value()->row.number, 7U);
        EXPECT_EQ(item.value()->row.service, Service::standard);  // there was no other once
        ASSERT_EQ(item.value()->records.size(), 1U);
        EXPECT_EQ(to_hex(item.value()->records[0].sealed), "5ea1ed");
        EXPECT_EQ(item.value()->objects.size(), 1U);
        const Token token{{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb,
                           0xcc, 0xdd, 0xee, 0xff}};
        EXPECT_EQ(days.value()->find_by_tokens(day, std::span(&token, 1), 9).value(),
                  std::vector<ItemId>{id});
        EXPECT_EQ(days.value()->pending(LogName::province("11"), 9).value().size(), 1U);

        DayWrite write;
        write.day = day;
        write.item.bytes[0] = write.command.bytes[0] = 2;
        write.after = {write.item,
                       ItemType::letter,
                       ItemState::accepted,
                       1,
                       {"DBP"},
                       {"DBP-1"},
                       8,
                       LogName::province("11"),
                       {},
                       0,
                       false,
                       Service::party_state};
        write.tokens = {token};
        const auto applied = days.value()->apply(day, std::span(&write, 1));
        ASSERT_TRUE(applied.ok());
        EXPECT_EQ(applied.value()[0], Applied::written);
        EXPECT_EQ(days.value()->find_by_tokens(day, std::span(&token, 1), 9).value().size(), 2U);
        const Service series[] = {Service::party_state};
        EXPECT_EQ(days.value()->rows_in(day, {}, series, {}, 9).value(), std::vector{write.after});
    }
}

TEST_F(Migrations, an_index_of_days_of_any_schema_knows_which_are_closed) {
    for (std::size_t version = 1; version <= steps().at("days").size(); ++version) {
        make("days/index.db", "days", version, "insert into closed_day values (20000)");
        const auto index = DayIndex::open(place, "days/index.db");
        ASSERT_TRUE(index.ok());
        EXPECT_TRUE(index.value()->is_closed(Day{20'000}));
        EXPECT_FALSE(index.value()->is_closed(day));
    }
}

TEST_F(Migrations, a_log_of_any_schema_has_its_head_and_its_tiles) {
    for (std::size_t version = 1; version <= steps().at("log").size(); ++version) {
        make("ledger/p11.db", "log", version,
             "insert into head values (1, 5, zeroblob(32), 3, 'note');"
             "insert into tile values (0, 0, x'00ff');"
             "insert into sequenced values (x'01a0000000007000800000000000000b', 4)");
        const auto log = SqliteLedger::open(place, "ledger/p11.db");
        ASSERT_TRUE(log.ok());
        EXPECT_EQ(log.value()->head().value().size, 5U);
        EXPECT_EQ(log.value()->tile(0, 0).value(), (Bytes{0x00, 0xff}));
        EXPECT_EQ(log.value()->checkpoint().value(), "note");
        EntryId id;
        id.bytes = {0x01, 0xa0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0x0b};
        EXPECT_EQ(log.value()->index_of(id).value(), 4U);
    }
}

TEST_F(Migrations, a_register_of_any_schema_has_its_rows_and_what_waits_for_a_log) {
    for (std::size_t version = 1; version <= steps().at("node").size(); ++version) {
        make("node.db", "node", version,
             "insert into row values ('site', 'BC1', '{}');"
             "insert into row values ('act', '01a0', cast('{\"at\":\"2026-11-24T03:59:15.123Z\"}' "
             "as blob));"
             "insert into entry values (x'01a0000000007000800000000000000b', 'org', '{}')");
        const auto store = SqliteRegister::open(place, "node.db");
        ASSERT_TRUE(store.ok());
        EXPECT_EQ(store.value()->find("site", "BC1").value(), "{}");
        EXPECT_EQ(store.value()->pending(LogName::organisation(), 9).value().size(), 1U);
        if (version > 1) continue;  // from then on whoever recorded an act wrote its place in time
        const auto acts = store.value()->list_before("act_at", "", 9).value();
        ASSERT_EQ(acts.size(), 1U);
        EXPECT_EQ(acts[0].key, "2026-11-24T03:59:15.123Z 01a0");
    }
}

TEST_F(Migrations, each_kind_of_file_that_has_earlier_schemas_is_asked_here) {
    for (const auto& [kind, of_kind] : steps()) {
        const bool asked = kind == "day" || kind == "days" || kind == "log" || kind == "node";
        EXPECT_TRUE(asked || of_kind.size() == 1) << kind << ": open its earlier schemas here";
    }
}

TEST_F(Migrations, a_file_of_a_later_program_is_refused_and_left_as_it_is) {
    make("node.db", "node", steps().at("node").size(), "pragma user_version = 99");
    const auto store = SqliteRegister::open(place, "node.db");
    ASSERT_FALSE(store.ok());
    EXPECT_EQ(store.error().kind, FaultKind::invalid);
}

}  // namespace
}  // namespace buuan::sqlite
