#include "edge/paper/printer.hpp"

#include <gtest/gtest.h>

namespace buuan::paper {
namespace {

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
}

TEST(run_program, stops_what_takes_too_long_or_writes_too_much) {
    EXPECT_EQ(run_program("/usr/bin/yes", "", 100'000, 10'000).error().kind, FaultKind::timed_out);
    // Reads nothing and writes nothing until its own end, which is far away.
    EXPECT_EQ(run_program("/bin/cat", "x", 0, 10'000).error().kind, FaultKind::timed_out);
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
