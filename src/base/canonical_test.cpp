#include "base/canonical.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace buuan {
namespace {

TEST(canonical_json, sorts_members_and_writes_no_white_space) {
    const boost::json::value value = {
        {"b", 1}, {"a", {{"y", "Điện Biên"}, {"x", true}}}, {"c", {1, nullptr, "\n\"\\"}}};
    EXPECT_EQ(canonical_json(value).value(),
              "{\"a\":{\"x\":true,\"y\":\"Điện Biên\"},\"b\":1,\"c\":[1,null,\"\\n\\\"\\\\\"]}");
}

TEST(canonical_json, refuses_what_two_writers_could_write_differently) {
    EXPECT_FALSE(canonical_json(boost::json::value(1.5)).ok());
    EXPECT_FALSE(canonical_json(boost::json::value(std::int64_t{1} << 53)).ok());
    EXPECT_FALSE(canonical_json(boost::json::value(std::numeric_limits<std::int64_t>::min())).ok());
    EXPECT_EQ(canonical_json(boost::json::value(-9007199254740991)).value(), "-9007199254740991");
    EXPECT_FALSE(canonical_json(boost::json::value({{"tên", 1}})).ok());
    EXPECT_FALSE(canonical_json(boost::json::value("Đie\xcc\xa3\xcc\x82n")).ok());  // decomposed
    EXPECT_FALSE(canonical_json(boost::json::value("\xff")).ok());
}

TEST(canonical_json, is_the_only_form_that_is_read) {
    EXPECT_TRUE(parse_canonical_json(R"({"a":1,"b":[]})", 100).ok());
    for (const char* text :
         {R"({"b":1,"a":1})", R"({"a":1,"a":2})", R"({ "a":1})", R"({"a":1.0})", R"({"a":1e2})",
          R"({"a":"\u0041"})", R"({"a":-0})", R"({"a":1}x)", "", "{", R"({"a":"\u001F"})"}) {
        EXPECT_FALSE(parse_canonical_json(text, 100).ok()) << text;
    }
    EXPECT_FALSE(parse_canonical_json(R"({"a":1})", 6).ok());
    EXPECT_FALSE(parse_canonical_json(std::string(5000, '['), 10'000).ok());
}

TEST(nfc, joins_letters_and_marks) {
    EXPECT_EQ(to_nfc("Đie\xcc\xa3\xcc\x82n"), "Điện");
    EXPECT_FALSE(to_nfc("\xc3"));
    EXPECT_FALSE(to_nfc(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace buuan
