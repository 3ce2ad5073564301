#include "adapters/s3/credentials.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/temporary_folder_test.hpp"

namespace buuan::s3 {
namespace {

struct CredentialsTest : ::testing::Test {
    const TemporaryFolder temporary;
    const std::filesystem::path file = temporary.path / "s3.key";

    void write(const std::string& text, mode_t mode = 0600) {
        std::ofstream(file) << text;
        ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    }
};

TEST_F(CredentialsTest, are_two_lines) {
    for (const char* text : {"KEY\nse/cr+et=", "KEY\nse/cr+et=\n", "KEY\r\nse/cr+et=\r\n"}) {
        write(text);
        const auto read = read_credentials(file);
        ASSERT_TRUE(read.ok()) << read.error().what;
        EXPECT_EQ(read.value().access_key, "KEY");
        EXPECT_EQ(read.value().secret_key.reveal(), "se/cr+et=");
    }
}

TEST_F(CredentialsTest, of_another_form_are_refused_without_being_quoted) {
    for (const std::string& text :
         {std::string(), std::string("KEY"), std::string("KEY\n"), std::string("\nhidden"),
          std::string("KEY\nhidden\n\n"), std::string("KEY\nhidden\nmore"),
          std::string("KEY hidden"), std::string("KEY \nhidden"), std::string("K/EY\nhidden"),
          std::string("KEY\nhid den"), "KEY\nhidden" + std::string(600, 'x')}) {
        write(text);
        const auto read = read_credentials(file);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_EQ(read.error().kind, FaultKind::invalid) << text;
        EXPECT_EQ(read.error().what.find("hid"), std::string::npos) << read.error().what;
    }
}

TEST_F(CredentialsTest, that_others_may_read_or_change_are_refused) {
    for (const mode_t mode : {0640, 0604, 0620, 0602, 0610, 0601}) {
        write("KEY\nhidden\n", mode);
        EXPECT_EQ(read_credentials(file).error().kind, FaultKind::denied) << std::oct << mode;
    }
    write("KEY\nhidden\n", 0400);
    EXPECT_TRUE(read_credentials(file).ok());
    EXPECT_EQ(read_credentials(temporary.path).error().kind, FaultKind::denied) << "a folder";
}

TEST_F(CredentialsTest, that_are_not_there_are_named) {
    const auto read = read_credentials(file);
    EXPECT_EQ(read.error().kind, FaultKind::unavailable);
    EXPECT_NE(read.error().what.find("s3.key"), std::string::npos);
}

}  // namespace
}  // namespace buuan::s3
