#include "adapters/s3/place.hpp"

#include <gtest/gtest.h>

namespace buuan::s3 {
namespace {

TEST(endpoint, is_https_to_anywhere_and_http_to_this_machine_only) {
    for (const char* good : {"https://s3.example.vn", "https://10.0.0.7:9000", "https://[fd00::7]",
                             "http://127.0.0.1:7480", "http://localhost", "http://[::1]:80"})
        EXPECT_TRUE(Endpoint::parse(good).has_value()) << good;
    for (const char* bad :
         {"http://s3.example.vn", "http://10.0.0.7", "http://127.example.vn", "http://localhost.vn",
          "ftp://localhost", "s3.example.vn", "https://", "https://a b", "https://a/bucket",
          "https://user@host", "https://a:", "https://a:0", "https://a:70000", "https://a:9x",
          "https://[fd00::7", "https://a\nb", "https://a?b", "HTTPS://a"})
        EXPECT_FALSE(Endpoint::parse(bad).has_value()) << bad;
}

TEST(endpoint, names_the_host_as_a_client_does) {
    EXPECT_EQ(Endpoint::parse("https://s3.example.vn/")->host, "s3.example.vn");
    EXPECT_EQ(Endpoint::parse("https://s3.example.vn:443")->host, "s3.example.vn");
    EXPECT_EQ(Endpoint::parse("http://127.0.0.1:443")->host, "127.0.0.1:443");
    EXPECT_TRUE(Endpoint::parse("https://a")->tls);
    EXPECT_FALSE(Endpoint::parse("http://[::1]:7480")->tls);
}

TEST(address, is_a_bucket_and_perhaps_a_folder) {
    const auto address = Address::parse("s3://sao-luu/bd11/nut_1.a/");
    ASSERT_TRUE(address.has_value());
    EXPECT_EQ(address->bucket, "sao-luu");
    EXPECT_EQ(address->folder, "bd11/nut_1.a");
    EXPECT_EQ(address->text(), "s3://sao-luu/bd11/nut_1.a");
    EXPECT_EQ(Address::parse("s3://sao-luu")->folder, "");
    EXPECT_EQ(Address::parse("s3://sao-luu/")->text(), "s3://sao-luu");
}

TEST(address, with_anything_that_needs_encoding_or_climbs_is_none) {
    for (const char* bad :
         {"s3://", "s3://ab", "s3://Upper/x", "s3://-ab/x", "s3://a..b/x", "s3://bucket//x",
          "s3://bucket/a//b", "s3://bucket/..", "s3://bucket/a/./b", "s3://bucket/a b",
          "s3://bucket/đ", "s3://bucket/a?b", "s3://bucket/a%2e", "s3://buck_et/x", "/mnt/backup"})
        EXPECT_FALSE(Address::parse(bad).has_value()) << bad;
    EXPECT_FALSE(Address::parse("s3://bucket/" + std::string(201, 'a')).has_value());
    EXPECT_FALSE(Address::parse("s3://" + std::string(64, 'a')).has_value());
}

TEST(region, is_a_word) {
    EXPECT_TRUE(is_region("ap-southeast-1"));
    for (const char* bad : {"", "a/b", "a b", "a\n"}) EXPECT_FALSE(is_region(bad)) << bad;
}

}  // namespace
}  // namespace buuan::s3
