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

std::string utf8_of(char32_t c) {
    if (c < 0x80) return {static_cast<char>(c)};
    if (c < 0x800) return {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
    return {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
            static_cast<char>(0x80 | (c & 63))};
}

TEST(nfc, of_vietnamese_text_is_what_the_library_says_for_every_letter_before_and_after_a_mark) {
    for (char32_t c = 1; c < 0x2000; ++c) {
        if (c == 0x300) c = 0x1e00;
        const std::string letter = utf8_of(c);
        const bool control = (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f;
        EXPECT_EQ(to_nfc(letter).has_value(), !control) << static_cast<unsigned>(c);
        if (control) continue;
        // The mark at the end keeps the library in charge of the whole text.
        const auto asked = to_nfc("o" + letter + "o" + letter + "a\xcc\xa3");
        EXPECT_EQ(asked, "o" + letter + "o" + letter + "ạ") << static_cast<unsigned>(c);
        EXPECT_EQ(to_nfc("o" + letter + "o"), "o" + letter + "o") << static_cast<unsigned>(c);
        if (c >= 0x1eff) break;
    }
}

TEST(nfc, refuses_letters_that_are_cut_or_written_longer_than_they_are) {
    for (const char* text : {"a\xc3", "\xe1\xbb", "\xe1\xbbx", "\xc1\xa1", "\xe1\x80", "\x80",
                             "\xe0\x81\xa1", "\xed\xa0\x80"})
        EXPECT_FALSE(to_nfc(text)) << text;
}

TEST(nfc, joins_letters_and_marks) {
    EXPECT_EQ(to_nfc("Đie\xcc\xa3\xcc\x82n"), "Điện");
    EXPECT_FALSE(to_nfc("\xc3"));
    EXPECT_FALSE(to_nfc(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace buuan
