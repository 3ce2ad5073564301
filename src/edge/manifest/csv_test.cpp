#include "edge/manifest/csv.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace buuan::manifest {
namespace {

std::string shown(const std::string& text, char separator = ',') {
    std::istringstream in(text);
    CsvReader reader(in, separator);
    std::string out;
    while (const auto record = reader.next()) {
        out += std::to_string(record->line) + ":";
        if (record->broken) out += "!" + *record->broken;
        for (const auto& field : record->fields) {
            if (!record->broken) out += "[" + field + "]";
        }
    }
    return out;
}

TEST(csv, reads_quotes_as_rfc_4180_says) {
    EXPECT_EQ(shown("a,b\r\n\"x,\"\"y\"\"\",\"1\n2\"\nlast,"),
              "1:[a][b]2:[x,\"y\"][1\n2]4:[last][]");
    EXPECT_EQ(shown("\xef\xbb\xbfHọ tên;SĐT\n\n\nA;B\n", ';'), "1:[Họ tên][SĐT]4:[A][B]");
    EXPECT_EQ(shown(""), "");
}

TEST(csv, names_a_broken_record_and_goes_on) {
    EXPECT_EQ(shown("\"a\"b,c\nok\n"), "1:!text_after_quote2:[ok]");
    EXPECT_EQ(shown("ok\n\"open"), "1:[ok]2:!open_quote");
    EXPECT_EQ(shown(std::string(100, ',') + "\nok"), "1:!too_many_fields2:[ok]");
    EXPECT_EQ(shown(std::string(70'000, 'x') + "\nok"), "1:!too_long2:[ok]");
}

}  // namespace
}  // namespace buuan::manifest
