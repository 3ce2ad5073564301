// What only files can suffer: full and failing disks, damaged and foreign files, crashes between
// two steps. What every store of days must keep is asked in tests/contract.
#include "adapters/sqlite/sqlite_days.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "adapters/posix/posix_files.hpp"
#include "base/temporary_folder_test.hpp"

namespace buuan::sqlite {
namespace {

constexpr Day today{20'781};

DayWrite acceptance(std::uint8_t n, Day day = today) {
    DayWrite write;
    write.day = day;
    write.item.bytes[0] = n;
    write.command.bytes = write.item.bytes;
    write.request.bytes[0] = n;
    write.after = {write.item,
                   ItemType::letter,
                   ItemState::accepted,
                   1,
                   {"DBP"},
                   {"DBP-1"},
                   n,
                   LogName::province("11"),
                   {},
                   0,
                   false};
    write.records = {{DataClass::record, 1, Bytes(5000, n)}};
    write.tokens = {Token{{n}}};
    PendingEntry& entry = write.entries.emplace_back();
    entry.id.bytes[0] = n;
    entry.log = LogName::province("11");
    entry.text = "{}";
    return write;
}

/// Fails every write and sync of SQLite's files from the n-th on, as a full or broken disk does.
/// One at a time.
class FailingDisk {
public:
    FailingDisk(int from, int code) {
        left_ = from;
        code_ = code;
        failing_ = true;
    }
    ~FailingDisk() { failing_ = false; }
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;
    static bool was_reached() { return left_ < 0; }

    /// Puts itself before the system's file functions, for all files opened from now on.
    static void install() {
        static sqlite3_vfs vfs = *sqlite3_vfs_find(nullptr);
        if (system_open_ != nullptr) return;
        system_open_ = vfs.xOpen;
        vfs.zName = "failing";
        vfs.xOpen = open;
        sqlite3_vfs_register(&vfs, 1);
    }

private:
    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
        const int code = system_open_(vfs, name, file, flags, out);
        if (code != SQLITE_OK || file->pMethods == nullptr) return code;
        // A database and its write-ahead log have methods of their own.
        Methods& methods = methods_[file->pMethods];
        if (methods.system == nullptr) {
            methods.system = file->pMethods;
            methods.ours = *file->pMethods;
            methods.ours.xWrite = [](sqlite3_file* f, const void* data, int size,
                                     sqlite3_int64 at) {
                return fails() ? code_ : system_of(f)->xWrite(f, data, size, at);
            };
            methods.ours.xSync = [](sqlite3_file* f, int how) {
                return fails() ? SQLITE_IOERR_FSYNC : system_of(f)->xSync(f, how);
            };
        }
        file->pMethods = &methods.ours;
        return code;
    }
    struct Methods {
        sqlite3_io_methods ours;  // first: a file points at it
        const sqlite3_io_methods* system = nullptr;
    };
    static const sqlite3_io_methods* system_of(sqlite3_file* file) {
        return reinterpret_cast<const Methods*>(file->pMethods)->system;
    }
    static bool fails() { return failing_ && --left_ < 0; }

    static inline decltype(sqlite3_vfs::xOpen) system_open_ = nullptr;
    static inline std::map<const sqlite3_io_methods*, Methods> methods_;
    static inline int left_ = 0;
    static inline int code_ = 0;
    static inline bool failing_ = false;
};

class SqliteDaysTest : public ::testing::Test {
protected:
    SqliteDaysTest() {
        FailingDisk::install();
        files_ = std::move(PosixFiles::open_root(folder_)).value();
        CHECK(files_->make_folders("days").ok());
        reopen();
    }
    ~SqliteDaysTest() override { days_.reset(); }
    void reopen() {
        days_.reset();
        auto opened = SqliteDays::open(place(), "days", 8);
        ASSERT_TRUE(opened.ok()) << opened.error().what;
        days_ = std::move(opened).value();
    }
    void close() { days_.reset(); }
    [[nodiscard]] Place place() const { return {*files_, folder_.string()}; }
    [[nodiscard]] std::string file(const std::string& suffix = "", Day day = today) const {
        return (folder_ / "days" / (day.text() + ".db" + suffix)).string();
    }
    Applied apply_one(const DayWrite& write) {
        auto applied = days_->apply(write.day, std::array{write});
        EXPECT_TRUE(applied.ok()) << applied.error().what;
        return applied.ok() ? applied.value().front() : Applied::stale;
    }
    /// Gives all pending entries a place.
    void sequence() {
        std::vector<SequencedEntry> places;
        const auto waiting = days_->pending(LogName::province("11"), 100);
        ASSERT_TRUE(waiting.ok());
        for (const auto& entry : waiting.value()) places.push_back({entry.id, places.size()});
        ASSERT_TRUE(days_->mark_sequenced(LogName::province("11"), places).ok());
    }
    /// By another connection, as an administrator could.
    bool execute(Day day, const char* sql) {
        sqlite3* db = nullptr;
        sqlite3_open(file("", day).c_str(), &db);
        const bool done = sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
        sqlite3_close(db);
        return done;
    }
    void overwrite(const std::string& path, std::size_t at, const std::string& bytes) {
        std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(static_cast<std::streamoff>(at));
        stream << bytes;
        ASSERT_TRUE(stream.good());
    }

    TemporaryFolder temporary_;
    const std::filesystem::path& folder_ = temporary_.path;
    std::unique_ptr<PosixFiles> files_;
    std::unique_ptr<SqliteDays> days_;
};

TEST_F(SqliteDaysTest, a_disk_that_fails_at_any_write_leaves_nothing_half_done) {
    for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE}) {
        bool reached = true;
        for (int from = 0; reached && from < 200; ++from) {
            const Day day = today.plus_days(from + (code == SQLITE_FULL ? 0 : 500));
            const std::array batch{acceptance(1, day), acceptance(2, day)};
            bool applied = false;
            {
                const FailingDisk failing(from, code);
                const auto answers = days_->apply(day, batch);
                applied = answers.ok();
                reached = FailingDisk::was_reached();
                if (from == 0) {
                    EXPECT_EQ(answers.error().kind,
                              code == SQLITE_FULL ? FaultKind::full : FaultKind::unavailable);
                }
            }
            // The disk works again: both or none, and what was refused can be done now.
            auto found = days_->scan(day, std::nullopt, 10);
            ASSERT_TRUE(found.ok()) << from << ": " << found.error().what;
            EXPECT_EQ(found.value().size(), applied ? 2U : 0U) << from;
            const auto again = days_->apply(day, batch);
            ASSERT_TRUE(again.ok()) << from << ": " << again.error().what;
            EXPECT_EQ(again.value(),
                      std::vector(2, applied ? Applied::already_there : Applied::written))
                << from;
            EXPECT_EQ(days_->scan(day, std::nullopt, 10).value().size(), 2U);
        }
        EXPECT_FALSE(reached) << "the disk never failed late enough";
    }
    const auto count = days_->days().value().size() * 2;
    reopen();
    EXPECT_EQ(days_->pending(LogName::province("11"), 10'000).value().size(), count);
}

TEST_F(SqliteDaysTest, tokens_stay_findable_when_the_disk_fails_while_they_are_indexed) {
    constexpr std::uint8_t items = 40;
    const auto token = [](std::uint8_t item, std::uint8_t n) {
        Token made;
        made.bytes = {item, n};
        return made;
    };
    bool reached = true;
    for (int from = 0; reached && from < 200; ++from) {
        const Day day = today.plus_days(from);
        std::vector<DayWrite> batch;
        for (std::uint8_t item = 0; item < items; ++item) {
            batch.push_back(acceptance(item, day));
            // More than go into the index in one transaction.
            for (std::uint8_t n = 0; n < 100; ++n) batch.back().tokens.push_back(token(item, n));
        }
        ASSERT_TRUE(days_->apply(day, batch).ok());
        {
            const FailingDisk failing(from, SQLITE_FULL);
            const auto caught_up = days_->catch_up();
            reached = FailingDisk::was_reached();
            EXPECT_EQ(caught_up.ok(), !reached) << from;
        }
        for (int pass = 0; pass < 3; ++pass) {
            for (const std::uint8_t n : {0, 51, 99}) {
                const auto found = days_->find_by_tokens(day, std::array{token(17, n)}, 10);
                ASSERT_TRUE(found.ok()) << from << ": " << found.error().what;
                EXPECT_EQ(found.value(), std::vector{batch[17].item}) << from << ", pass " << pass;
            }
            if (pass == 0) reopen();
            if (pass == 1) {
                ASSERT_TRUE(days_->catch_up().ok());
            }
        }
    }
    EXPECT_FALSE(reached) << "the disk never failed late enough";
}

TEST_F(SqliteDaysTest, a_damaged_outbox_keeps_no_day_shut_and_its_tokens_can_be_put_back) {
    const DayWrite write = acceptance(1);
    const auto found = [&] { return days_->find_by_tokens(today, write.tokens, 10).value(); };
    ASSERT_EQ(apply_one(write), Applied::written);
    close();
    ASSERT_TRUE(execute(today, "update outbox set tokens = x'0102'"));
    reopen();
    EXPECT_TRUE(days_->find(today, write.item).value().has_value());
    EXPECT_TRUE(found().empty());
    EXPECT_TRUE(days_->catch_up().ok());
    ASSERT_TRUE(days_->clear_tokens(today).ok());
    ASSERT_TRUE(days_->add_tokens(today, write.item, write.tokens).ok());
    EXPECT_EQ(found(), std::vector{write.item});
    reopen();
    EXPECT_EQ(found(), std::vector{write.item});
}

TEST_F(SqliteDaysTest, a_day_whose_index_is_broken_does_not_leave_the_others_behind) {
    const Day before = today.plus_days(-1);
    ASSERT_EQ(apply_one(acceptance(1, before)), Applied::written);
    ASSERT_EQ(apply_one(acceptance(2)), Applied::written);
    ASSERT_TRUE(execute(before, "drop table token"));
    EXPECT_FALSE(days_->catch_up().ok());
    EXPECT_TRUE(execute(
        today, "insert into token select zeroblob(16), 1 where (select count(*) from outbox) = 0"));
    EXPECT_EQ(days_->find_by_tokens(today, std::array{Token{}}, 10).value().size(), 1U)
        << "today's outbox was not emptied";
}

TEST_F(SqliteDaysTest, a_file_that_is_no_database_is_corrupt_and_named_and_the_other_days_go_on) {
    ASSERT_EQ(apply_one(acceptance(1)), Applied::written);
    ASSERT_EQ(apply_one(acceptance(2, today.plus_days(1))), Applied::written);
    close();
    std::ofstream(file(), std::ios::trunc) << std::string(9000, 'x');
    reopen();
    const auto found = days_->find(today, acceptance(1).item);
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().kind, FaultKind::corrupt);
    EXPECT_NE(found.error().what.find(today.text()), std::string::npos) << found.error().what;
    const auto applied = days_->apply(today, std::array{acceptance(3)});
    ASSERT_FALSE(applied.ok());
    EXPECT_EQ(applied.error().kind, FaultKind::corrupt);
    EXPECT_TRUE(days_->find(today.plus_days(1), acceptance(2).item).value());
    EXPECT_EQ(days_->pending(LogName::province("11"), 10).value().size(),
              1U);                         // tomorrow's still reach their log
    EXPECT_TRUE(days_->drop(today).ok());  // and the broken day can end
}

TEST_F(SqliteDaysTest, damaged_pages_are_a_fault_or_an_answer_but_never_a_crash) {
    for (std::uint8_t n = 1; n <= 60; ++n) ASSERT_EQ(apply_one(acceptance(n)), Applied::written);
    close();
    std::ifstream whole(file(), std::ios::binary);
    const std::string good((std::istreambuf_iterator<char>(whole)), {});
    int faults = 0;
    for (std::size_t page = 0; page * 4096 < good.size(); page += 3) {
        std::ofstream(file(), std::ios::trunc | std::ios::binary) << good;
        overwrite(file(), page * 4096 + (page == 0 ? 100 : 0), std::string(64, '\xa5'));
        for (const char* left : {"-wal", "-shm"}) std::filesystem::remove(file(left));
        reopen();
        const auto scanned = days_->scan(today, std::nullopt, 100);
        const auto found = days_->find_by_tokens(today, std::array{Token{{7}}}, 10);
        const auto applied = days_->apply(today, std::array{acceptance(100)});
        for (const bool ok : {scanned.ok(), found.ok(), applied.ok()}) faults += ok ? 0 : 1;
        EXPECT_TRUE(scanned.ok() || scanned.error().kind == FaultKind::corrupt)
            << scanned.error().what;
        EXPECT_TRUE(applied.ok() || applied.error().kind == FaultKind::corrupt)
            << applied.error().what;
    }
    EXPECT_GT(faults, 10);
}

TEST_F(SqliteDaysTest, a_file_of_a_newer_program_is_refused_with_words) {
    ASSERT_EQ(apply_one(acceptance(1)), Applied::written);
    close();
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &db), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(db, "pragma user_version = 9", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(db);
    reopen();
    const auto found = days_->find(today, acceptance(1).item);
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().kind, FaultKind::invalid);
    EXPECT_NE(found.error().what.find("schema 9"), std::string::npos) << found.error().what;
    EXPECT_FALSE(days_->apply(today, std::array{acceptance(2)}).ok());
}

TEST_F(SqliteDaysTest, a_day_whose_creation_was_cut_short_is_an_empty_day) {
    std::ofstream(file()).flush();  // the name is there, its bytes are not
    EXPECT_FALSE(days_->find(today, acceptance(1).item).value());
    EXPECT_TRUE(days_->scan(today, std::nullopt, 10).value().empty());
    EXPECT_EQ(apply_one(acceptance(1)), Applied::written);
    EXPECT_TRUE(days_->find(today, acceptance(1).item).value());
}

TEST_F(SqliteDaysTest, a_drop_cut_short_is_finished_at_the_next_start) {
    ASSERT_EQ(apply_one(acceptance(1)), Applied::written);
    ASSERT_EQ(apply_one(acceptance(2, today.plus_days(1))), Applied::written);
    sequence();
    ASSERT_TRUE(days_->drop(today).ok());
    for (const char* suffix : {"", "-wal", "-shm"}) std::ofstream(file(suffix)) << "left over";
    reopen();
    for (const char* suffix : {"", "-wal", "-shm"})
        EXPECT_FALSE(std::filesystem::exists(file(suffix))) << suffix;
    EXPECT_TRUE(std::filesystem::exists(file("", today.plus_days(1))));
    EXPECT_EQ(apply_one(acceptance(1)), Applied::day_closed);
}

TEST_F(SqliteDaysTest, a_dropped_day_leaves_no_open_file_behind) {
    ASSERT_EQ(apply_one(acceptance(1)), Applied::written);
    EXPECT_TRUE(days_->find(today, acceptance(1).item).value());
    sequence();
    ASSERT_TRUE(days_->drop(today).ok());
    for (const auto& opened : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code error;
        const auto target = std::filesystem::read_symlink(opened.path(), error);
        EXPECT_EQ(target.string().find(file()), std::string::npos) << target;
    }
}

TEST_F(SqliteDaysTest, the_cache_closes_the_day_used_longest_ago) {
    for (int d = 0; d < 30; ++d)
        ASSERT_EQ(apply_one(acceptance(1, today.plus_days(d))), Applied::written);
    const auto is_open = [&](Day day) {
        for (const auto& opened : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code error;
            if (std::filesystem::read_symlink(opened.path(), error).string() == file("", day))
                return true;
        }
        return false;
    };
    EXPECT_FALSE(is_open(today.plus_days(0)));
    EXPECT_FALSE(is_open(today.plus_days(21)));
    EXPECT_TRUE(is_open(today.plus_days(22)));
    EXPECT_TRUE(is_open(today.plus_days(29)));
    for (int d = 0; d < 30; ++d)
        EXPECT_TRUE(days_->find(today.plus_days(d), acceptance(1).item).value());
}

TEST_F(SqliteDaysTest, every_database_syncs_each_commit_and_overwrites_what_it_deletes) {
    auto db = Database::open(place(), "other.db", {});
    ASSERT_TRUE(db.ok());
    const auto setting = [&](const char* pragma) {
        auto select = db.value().prepare(pragma);
        EXPECT_TRUE(select.step());
        return std::string(select.text(0));
    };
    EXPECT_EQ(setting("pragma journal_mode"), "wal");
    EXPECT_EQ(setting("pragma synchronous"), "2");
    EXPECT_EQ(setting("pragma secure_delete"), "1");
    EXPECT_EQ(setting("pragma trusted_schema"), "0");
}

TEST_F(SqliteDaysTest, what_was_erased_stands_in_no_file_of_the_day_any_more) {
    DayWrite write = acceptance(1);
    Bytes sealed(3000);
    for (std::size_t i = 0; i < sealed.size(); ++i)
        sealed[i] = static_cast<std::uint8_t>(i * i + 3 * i);
    write.records = {{DataClass::record, 1, sealed}};
    std::copy_n(sealed.begin() + 500, 16, write.tokens.front().bytes.begin());
    ASSERT_EQ(apply_one(write), Applied::written);
    const auto everything = [&] {
        std::string all;
        for (const auto& each : std::filesystem::recursive_directory_iterator(folder_)) {
            if (!each.is_regular_file()) continue;
            std::ifstream in(each.path(), std::ios::binary);
            all.append(std::istreambuf_iterator<char>(in), {});
        }
        return all;
    };
    const std::string middle(as_text(BytesView(sealed).subspan(1000, 64)));
    const std::string token(as_text(write.tokens.front().bytes));
    ASSERT_TRUE(days_->catch_up().ok());
    ASSERT_NE(everything().find(middle), std::string::npos);
    ASSERT_NE(everything().find(token), std::string::npos);
    DayWrite erasing = write;
    erasing.command.bytes[0] ^= 0xff;
    erasing.expects = 1;
    erasing.after.version = 2;
    erasing.records.clear();
    erasing.tokens.clear();
    erasing.entries.clear();
    erasing.erases = {DataClass::record};
    // A reader that has the day open does not keep the old pages in the log.
    ASSERT_TRUE(days_->find(write.day, write.item).value());
    ASSERT_EQ(apply_one(erasing), Applied::written);
    {
        // Another program reads: it is told that the log still has it.
        sqlite3* other = nullptr;
        ASSERT_EQ(sqlite3_open_v2((folder_ / "days" / (write.day.text() + ".db")).c_str(), &other,
                                  SQLITE_OPEN_READONLY, nullptr),
                  SQLITE_OK);
        ASSERT_EQ(
            sqlite3_exec(other, "begin; select count(*) from item", nullptr, nullptr, nullptr),
            SQLITE_OK);
        EXPECT_EQ(days_->forget_erased(write.day).error().kind, FaultKind::busy);
        sqlite3_close(other);
    }
    ASSERT_TRUE(days_->forget_erased(write.day).ok());
    EXPECT_EQ(everything().find(middle), std::string::npos);
    EXPECT_EQ(everything().find(token), std::string::npos);
}

TEST_F(SqliteDaysTest, days_without_pending_entries_are_forgotten_by_the_next_run) {
    for (int d = 0; d < 5; ++d)
        ASSERT_EQ(apply_one(acceptance(1, today.plus_days(d))), Applied::written);
    sequence();
    ASSERT_EQ(apply_one(acceptance(9)), Applied::written);
    const auto noted = [&] {
        auto index = DayIndex::open(place(), "days/index.db");
        return index.value()->may_be_pending().size();
    };
    EXPECT_EQ(noted(), 5U);
    reopen();
    EXPECT_EQ(days_->pending(LogName::province("11"), 10).value().size(), 1U);
    EXPECT_EQ(noted(), 1U);
}

}  // namespace
}  // namespace buuan::sqlite
