// What a backup relies on: several databases at one moment, while others write to all of them.
#include "adapters/sqlite/snapshot.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "adapters/posix/posix_files.hpp"
#include "base/temporary_folder_test.hpp"

namespace buuan::sqlite {
namespace {

constexpr std::string_view counting = "create table counted (n integer primary key)";

struct SnapshotTest : ::testing::Test {
    TemporaryFolder folder;
    std::unique_ptr<PosixFiles> files = PosixFiles::open_root(folder.path).value();
    Place place{*files, folder.path.string()};

    [[nodiscard]] std::string path(const char* name) const { return (folder.path / name).string(); }
    Database open(const char* name) {
        auto db = Database::open(place, name, std::span(&counting, 1));
        CHECK(db.ok());
        return std::move(db).value();
    }
    std::int64_t highest(const char* name) {
        Database db = open(name);
        auto select = db.prepare("select coalesce(max(n), 0) from counted");
        std::int64_t n = -1;
        CHECK(db.each(select, [&](const Statement& row) { n = row.integer(0); }).ok());
        return n;
    }
};

TEST_F(SnapshotTest, is_of_one_moment_of_all_databases_while_somebody_writes_to_each) {
    // Each number is durable in `first` before it is written to `second`.
    Database first = open("first.db"), second = open("second.db");
    std::atomic<bool> stopping{false};
    std::thread writer([&] {
        auto in_first = first.prepare("insert into counted values (?1)");
        auto in_second = second.prepare("insert into counted values (?1)");
        for (std::int64_t n = 1; !stopping; ++n) {
            CHECK(in_first.bind(1, n).run());
            CHECK(in_second.bind(1, n).run());
        }
    });
    for (int round = 0; round < 30; ++round) {
        Looker lock_first = Looker::open(path("first.db")).value();
        Looker lock_second = Looker::open(path("second.db")).value();
        Looker see_first = Looker::open(path("first.db")).value();
        Looker see_second = Looker::open(path("second.db")).value();
        ASSERT_TRUE(lock_first.lock().ok());
        ASSERT_TRUE(lock_second.lock().ok());
        ASSERT_TRUE(see_first.pin().ok());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));  // time for what may not happen
        ASSERT_TRUE(see_second.pin().ok());
        lock_first.release();
        lock_second.release();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        ASSERT_TRUE(see_second.copy_to(path("copy-second.db")).ok());
        ASSERT_TRUE(see_first.copy_to(path("copy-first.db")).ok());
        const std::int64_t ahead = highest("copy-first.db") - highest("copy-second.db");
        EXPECT_TRUE(ahead == 0 || ahead == 1) << ahead;
        for (const char* copy : {"copy-first.db", "copy-second.db"})
            std::filesystem::remove(path(copy));
    }
    stopping = true;
    writer.join();
}

TEST_F(SnapshotTest, nobody_writes_while_it_is_locked) {
    Database db = open("one.db");
    ASSERT_TRUE(db.execute("pragma busy_timeout = 1").ok());
    Looker lock = Looker::open(path("one.db")).value();
    ASSERT_TRUE(lock.lock().ok());
    EXPECT_EQ(db.execute("insert into counted values (1)").error().kind, FaultKind::busy);
    lock.release();
    EXPECT_TRUE(db.execute("insert into counted values (1)").ok());
}

TEST_F(SnapshotTest, leaves_the_file_and_its_log_as_they_are) {
    Database db = open("one.db");
    ASSERT_TRUE(db.execute("insert into counted values (1)").ok());
    const auto size = std::filesystem::file_size(path("one.db"));
    const auto log = std::filesystem::file_size(path("one.db-wal"));
    db.forget_on_close();
    db = Database();  // nobody has it open but the look
    {
        Looker look = Looker::open(path("one.db")).value();
        ASSERT_TRUE(look.pin().ok());
        ASSERT_TRUE(look.copy_to(path("copy.db")).ok());
    }
    EXPECT_EQ(std::filesystem::file_size(path("one.db")), size);
    EXPECT_EQ(std::filesystem::file_size(path("one.db-wal")), log);
    EXPECT_EQ(highest("copy.db"), 1);
}

TEST_F(SnapshotTest, of_a_database_that_is_not_there_is_a_fault) {
    EXPECT_FALSE(Looker::open(path("none.db")).ok());
    EXPECT_FALSE(std::filesystem::exists(path("none.db")));
}

}  // namespace
}  // namespace buuan::sqlite
