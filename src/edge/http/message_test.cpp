#include "edge/http/message.hpp"

#include <gtest/gtest.h>

namespace buuan::http {
namespace {

TEST(percent, decodes_what_is_right_and_nothing_else) {
    EXPECT_EQ(percent_decoded("a%20b%c3%A9", false), "a bé");
    EXPECT_EQ(percent_decoded("a+b", false), "a+b");
    EXPECT_EQ(percent_decoded("a+b", true), "a b");
    EXPECT_EQ(percent_decoded("%252e", false), "%2e");
    for (const char* text : {"%", "%4", "a%", "%zz", "%4g", "%-1", "% 1", "%00", "%%"})
        EXPECT_EQ(percent_decoded(text, false), std::nullopt) << text;
}

TEST(request, the_first_of_a_parameter_counts_and_a_broken_one_is_none) {
    Request request;
    request.query = "a=1&b=x%20y&a=2&c&d=%zz&=e";
    EXPECT_EQ(request.parameter("a"), "1");
    EXPECT_EQ(request.parameter("b"), "x y");
    EXPECT_EQ(request.parameter("c"), "");
    EXPECT_EQ(request.parameter("d"), std::nullopt);
    EXPECT_EQ(request.parameter("e"), std::nullopt);
}

TEST(request, a_cookie_is_found_by_its_whole_name) {
    Request request;
    request.headers.emplace_back("cookie", "xbuuan_session=wrong; buuan_session=a=b; other");
    EXPECT_EQ(request.cookie("buuan_session"), "a=b");
    EXPECT_EQ(request.cookie("session"), std::nullopt);
    EXPECT_EQ(request.cookie("other"), std::nullopt);
}

TEST(request, vietnamese_is_spoken_unless_english_is_asked_for_first) {
    for (const auto& [header, english] :
         std::initializer_list<std::pair<const char*, bool>>{{"", false},
                                                             {"vi", false},
                                                             {"en", true},
                                                             {"en-GB,en;q=0.9", true},
                                                             {"vi,en;q=0.5", false},
                                                             {"fr", false}}) {
        Request request;
        if (*header != '\0') request.headers.emplace_back("accept-language", header);
        EXPECT_EQ(request.english(), english) << header;
    }
}

}  // namespace
}  // namespace buuan::http
