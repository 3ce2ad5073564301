#include "edge/paper/printer.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>

namespace buuan::paper {
namespace {

using std::chrono::steady_clock;

constexpr const char* shell = "/bin/sh";  // takes its script from the standard input

bool no_child_is_left() {
    return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

TEST(run_program, hands_the_input_over_and_brings_the_output_back_however_long) {
    std::string long_text;
    for (int i = 0; i < 300'000; ++i) long_text += static_cast<char>('a' + i % 26);
    const auto back = run_program("/bin/cat", long_text, 1 << 20, 10'000);
    ASSERT_TRUE(back.ok()) << back.error().what;
    EXPECT_EQ(back.value(), long_text);
}

TEST(run_program, says_what_went_wrong) {
    EXPECT_EQ(run_program("/no/such/program", "", 10, 1000).error().kind, FaultKind::unavailable);
    EXPECT_EQ(run_program("/bin/false", std::string(300'000, 'x'), 10, 10'000).error().kind,
              FaultKind::invalid);
    EXPECT_EQ(run_program(shell, "exit 1", 10, 10'000).error().kind, FaultKind::invalid);
}

TEST(run_program, does_not_blame_the_input_when_the_program_comes_to_grief) {
    EXPECT_EQ(run_program(shell, "exit 2", 10, 10'000).error().kind, FaultKind::unavailable);
    EXPECT_EQ(run_program(shell, "kill -9 $$", 10, 10'000).error().kind, FaultKind::unavailable);
    // What came out before is no answer either.
    EXPECT_EQ(run_program(shell, "echo half; kill -9 $$", 10, 10'000).error().kind,
              FaultKind::unavailable);
}

TEST(run_program, stops_what_writes_too_much) {
    EXPECT_EQ(run_program("/usr/bin/yes", "", 100'000, 10'000).error().kind, FaultKind::full);
    EXPECT_EQ(run_program("/bin/cat", "x", 0, 10'000).error().kind, FaultKind::full);
    EXPECT_TRUE(run_program("/bin/cat", "x", 1, 10'000).ok());
    EXPECT_TRUE(no_child_is_left());
}

TEST(run_program, stops_what_writes_for_too_long) {
    const auto begun = steady_clock::now();
    const auto out = run_program("/usr/bin/yes", "", std::size_t{1} << 40, 50);
    EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds(5));
    ASSERT_FALSE(out.ok());
    EXPECT_EQ(out.error().kind, FaultKind::timed_out);
    EXPECT_TRUE(no_child_is_left());
}

TEST(run_program, stops_what_has_written_everything_and_does_not_end) {
    const auto begun = steady_clock::now();
    const auto out = run_program(shell, "exec 1>&-; exec sleep 60", 10, 200);
    EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds(5));
    ASSERT_FALSE(out.ok());
    EXPECT_EQ(out.error().kind, FaultKind::timed_out);
    EXPECT_TRUE(no_child_is_left());
}

TEST(run_program, gives_the_program_no_environment_but_its_home) {
    ::setenv("BUUAN_PASSWORD", "not for others", 1);
    const auto out = run_program("/usr/bin/env", "", 10'000, 10'000);
    ::unsetenv("BUUAN_PASSWORD");
    ASSERT_TRUE(out.ok());
    EXPECT_EQ(out.value().find("BUUAN"), std::string::npos);
    EXPECT_TRUE(out.value().starts_with("HOME="));
}

}  // namespace
}  // namespace buuan::paper
