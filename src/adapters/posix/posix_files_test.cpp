#include "adapters/posix/posix_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <set>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/temporary_folder_test.hpp"

namespace buuan {
namespace {

struct PosixFilesTest : ::testing::Test {
    TemporaryFolder temporary;
    const std::filesystem::path& root = temporary.path;
    std::unique_ptr<PosixFiles> files;

    void SetUp() override {
        auto opened = PosixFiles::open_root(root);
        ASSERT_TRUE(opened.ok());
        files = std::move(opened).value();
    }
    [[nodiscard]] unsigned mode_of(const std::string& name) const {
        struct stat info {};
        EXPECT_EQ(::stat((root / name).c_str(), &info), 0);
        return info.st_mode & 0777U;
    }
};

TEST_F(PosixFilesTest, bytes_come_back_from_where_they_were_written) {
    auto file = files->open("a", OpenMode::create_new);
    ASSERT_TRUE(file.ok());
    ASSERT_TRUE(file.value()->write_at(5, as_bytes("hello")).ok());
    ASSERT_TRUE(file.value()->write_at(0, as_bytes("01234")).ok());
    ASSERT_TRUE(file.value()->sync().ok());
    EXPECT_EQ(file.value()->size().value(), 10U);
    Bytes out(20);
    EXPECT_EQ(file.value()->read_at(3, out).value(), 7U) << "less only at the end of the file";
    EXPECT_EQ(as_text(out).substr(0, 7), "34hello");
    EXPECT_EQ(file.value()->read_at(10, out).value(), 0U);
    ASSERT_TRUE(file.value()->truncate(3).ok());
    EXPECT_EQ(as_text(read_file(*files, "a", 100).value()), "012");
}

TEST_F(PosixFilesTest, no_path_leaves_the_folder) {
    std::ofstream(root.string() + ".outside") << "x";
    for (const std::string& path :
         {std::string("/etc/passwd"), std::string(".."), std::string("../x"),
          std::string("a/../../x"), std::string("a/.."), std::string("."), std::string("./a"),
          std::string("a//b"), std::string("a/"), std::string("/"), std::string("a\0b", 3)}) {
        EXPECT_EQ(files->open(path, OpenMode::create_new).error().kind, FaultKind::denied) << path;
        EXPECT_EQ(files->exists(path).error().kind, FaultKind::denied) << path;
        EXPECT_EQ(files->list(path).error().kind, FaultKind::denied) << path;
        EXPECT_EQ(files->make_folders(path).error().kind, FaultKind::denied) << path;
        EXPECT_EQ(files->remove(path).error().kind, FaultKind::denied) << path;
        EXPECT_EQ(files->rename(path, "b").error().kind, FaultKind::denied) << path;
        EXPECT_EQ(files->rename("b", path).error().kind, FaultKind::denied) << path;
        EXPECT_EQ(files->sync_folder(path).error().kind, FaultKind::denied) << path;
    }
    EXPECT_EQ(files->open("", OpenMode::read).error().kind, FaultKind::denied);
    std::filesystem::remove(root.string() + ".outside");
}

TEST_F(PosixFilesTest, a_link_is_not_followed) {
    std::ofstream(root / "secret") << "x";
    std::filesystem::create_symlink(root / "secret", root / "link");
    EXPECT_FALSE(files->open("link", OpenMode::read).ok());
    EXPECT_FALSE(files->open("link", OpenMode::read_write).ok());
    EXPECT_FALSE(files->open("link", OpenMode::create_new).ok());
    EXPECT_TRUE(files->open("secret", OpenMode::read).ok());
}

TEST_F(PosixFilesTest, only_the_owner_may_read_whatever_the_umask) {
    const auto before = ::umask(0);
    ASSERT_TRUE(files->make_folders("keys/deep").ok());
    ASSERT_TRUE(replace_file(*files, "keys/deep/ring", as_bytes("x")).ok());
    ::umask(before);
    EXPECT_EQ(mode_of("keys"), 0700U);
    EXPECT_EQ(mode_of("keys/deep"), 0700U);
    EXPECT_EQ(mode_of("keys/deep/ring"), 0600U);
}

TEST_F(PosixFilesTest, create_new_never_takes_what_is_there) {
    ASSERT_TRUE(files->open("a", OpenMode::create_new).ok());
    EXPECT_FALSE(files->open("a", OpenMode::create_new).ok());
    EXPECT_EQ(files->open("missing", OpenMode::read).error().kind, FaultKind::unavailable);
    EXPECT_EQ(files->open("missing", OpenMode::read_write).error().kind, FaultKind::unavailable);
    EXPECT_FALSE(files->exists("missing").value());
    EXPECT_FALSE(files->exists("a/below").value()) << "a file has nothing below it";
}

TEST_F(PosixFilesTest, lists_names_in_order_and_a_missing_folder_is_empty) {
    ASSERT_TRUE(files->make_folders("f/sub").ok());
    ASSERT_TRUE(files->make_folders("f/sub").ok()) << "twice is once";
    for (const auto* name : {"f/b", "f/a", "f/c"}) ASSERT_TRUE(replace_file(*files, name, {}).ok());
    EXPECT_EQ(files->list("f").value(), (std::vector<std::string>{"a", "b", "c", "sub"}));
    EXPECT_TRUE(files->list("nowhere").value().empty());
    EXPECT_EQ(files->list("").value(), std::vector<std::string>{"f"});
}

TEST_F(PosixFilesTest, replacing_is_whole_and_leaves_nothing_beside_it) {
    ASSERT_TRUE(replace_file(*files, "a", as_bytes("old")).ok());
    std::ofstream(root / "a.new") << "left by a crash";
    ASSERT_TRUE(replace_file(*files, "a", as_bytes("new")).ok());
    EXPECT_EQ(as_text(read_file(*files, "a", 100).value()), "new");
    EXPECT_EQ(files->list("").value(), std::vector<std::string>{"a"});
    EXPECT_EQ(read_file(*files, "a", 2).error().kind, FaultKind::invalid);
}

TEST_F(PosixFilesTest, removing_what_is_gone_is_done) {
    ASSERT_TRUE(replace_file(*files, "a", {}).ok());
    EXPECT_TRUE(files->remove("a").ok());
    EXPECT_TRUE(files->remove("a").ok());
    EXPECT_FALSE(files->exists("a").value());
    ASSERT_TRUE(files->make_folders("folder").ok());
    ASSERT_TRUE(replace_file(*files, "folder/b", {}).ok());
    EXPECT_TRUE(files->remove("folder").ok());
    EXPECT_TRUE(files->exists("folder/b").value()) << "only an empty folder goes";
    EXPECT_TRUE(files->remove("folder/b").ok());
    EXPECT_TRUE(files->remove("folder").ok());
    EXPECT_FALSE(files->exists("folder").value());
}

TEST_F(PosixFilesTest, a_root_that_is_not_there_is_a_fault) {
    EXPECT_FALSE(PosixFiles::open_root(root / "missing").ok());
}

TEST_F(PosixFilesTest, a_file_in_the_way_of_a_folder_is_a_fault) {
    ASSERT_TRUE(replace_file(*files, "a", {}).ok());
    EXPECT_FALSE(files->make_folders("a").ok());
    EXPECT_FALSE(files->make_folders("a/b").ok());
}

TEST_F(PosixFilesTest, one_process_at_a_time_holds_a_node_and_its_death_lets_go) {
    {
        const auto first = FolderLock::take(root);
        ASSERT_TRUE(first.ok());
        EXPECT_EQ(FolderLock::take(root).error().kind, FaultKind::busy);
    }
    EXPECT_TRUE(FolderLock::take(root).ok());

    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto held = FolderLock::take(root);
        const char said = held.ok() ? 'y' : 'n';
        (void)!::write(ready[1], &said, 1);
        ::pause();
        ::_exit(0);
    }
    char said = 0;
    ASSERT_EQ(::read(ready[0], &said, 1), 1);
    EXPECT_EQ(said, 'y');
    EXPECT_EQ(FolderLock::take(root).error().kind, FaultKind::busy);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(FolderLock::take(root).ok());
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(fault_of_errno, tells_the_operator_what_to_do) {
    EXPECT_EQ(fault_of_errno(ENOSPC, "write a").kind, FaultKind::full);
    EXPECT_EQ(fault_of_errno(EDQUOT, "write a").kind, FaultKind::full);
    EXPECT_EQ(fault_of_errno(EACCES, "open a").kind, FaultKind::denied);
    EXPECT_EQ(fault_of_errno(EROFS, "open a").kind, FaultKind::denied);
    EXPECT_EQ(fault_of_errno(EIO, "read a").kind, FaultKind::corrupt);
    EXPECT_EQ(fault_of_errno(EMFILE, "open a").kind, FaultKind::busy);
    EXPECT_EQ(fault_of_errno(ENOENT, "open a").kind, FaultKind::unavailable);
    EXPECT_NE(fault_of_errno(ENOENT, "open a").what.find("open a"), std::string::npos);
}

TEST(system_entropy, does_not_repeat_itself) {
    SystemEntropy random;
    std::set<std::array<std::uint8_t, 16>> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(random.bytes<16>());
    EXPECT_EQ(seen.size(), 1000U);
}

TEST(system_clock, goes_on) {
    SystemClock clock;
    const Monotonic before = clock.elapsed();
    const Instant at = clock.now();
    ::usleep(3000);
    EXPECT_GE(clock.elapsed().ms - before.ms, 2);
    EXPECT_GE(clock.now().ms, at.ms);
    EXPECT_GT(at, *Instant::parse("2024-01-01T00:00:00.000Z"));
}

}  // namespace
}  // namespace buuan
