#include "edge/config/config.hpp"

#include <gtest/gtest.h>

namespace buuan::config {
namespace {

Config some_config() {
    Config config;
    config.name = "Bưu chính \"Mường Thanh\"";
    config.origin = "buuan.example.vn";
    return config;
}

std::string first_problem(const std::string& toml) {
    const auto config = read_config("name = \"A\"\norigin = \"b.vn\"\n" + toml);
    return config.ok() ? "ok" : config.error().at(0).key + ": " + config.error().at(0).en;
}

TEST(config, comes_back_as_it_was_written) {
    const auto again = read_config(write_config(some_config()));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().name, some_config().name);
    EXPECT_EQ(write_config(again.value()), write_config(some_config()));
}

TEST(config, names_the_key_that_is_wrong) {
    EXPECT_EQ(first_problem(""), "ok");
    EXPECT_EQ(first_problem("surprise = 1"), "surprise: is not a key of this file");
    EXPECT_EQ(first_problem("[listen]\nstaff_port = \"x\""),
              "listen.staff_port: needs a whole number");
    EXPECT_EQ(first_problem("[listen]\nstaff_port = 70000"),
              "listen.staff_port: must be within 0–65535");
    EXPECT_EQ(first_problem("[limits]\nworkers = 0"), "limits.workers: must be within 1–1024");
    EXPECT_EQ(first_problem("[listen]\ntls_key = \"k\""),
              "listen.tls_key: the TLS certificate and key go together");
    EXPECT_EQ(first_problem("[s3]\nendpoint = \"http://s3.example.vn\""),
              "s3.endpoint: must be https://host[:port]; http:// only to this machine itself");
    EXPECT_EQ(first_problem("[s3]\nendpoint = \"https://s3.example.vn\""), "ok");
    EXPECT_EQ(first_problem("[s3]\nregion = \"a/b\""),
              "s3.region: is made of letters, digits and hyphens");
    EXPECT_NE(first_problem("= ="), "ok");
    EXPECT_FALSE(read_config(std::string(100'000, '#')).ok());
}

}  // namespace
}  // namespace buuan::config
