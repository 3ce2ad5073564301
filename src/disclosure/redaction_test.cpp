#include "disclosure/redaction.hpp"

#include <gtest/gtest.h>

#include <array>

namespace buuan::disclosure {
namespace {

std::string left_of(std::string_view text) {
    constexpr std::array<std::string_view, 2> names = {"Lò Văn Gửi", "Quàng Thị Nhận"};
    return without_people(text, names);
}

TEST(redaction, leaves_goods_alone) {
    for (const char* text :
         {"2 hộp sữa 900g", "iphone 13 pro max 256gb", "pin 12v 45ah", "áo, quần", "gửi cho bạn",
          "UN3480", "thùng mì tôm 30 gói", "2 áo, 3 quần", "2x3", "khung 30 × 40 cm",
          "3 hộp\n12 gói", "12 ##### 34 ##### 56", "áo\u200b 2", ""})
        EXPECT_EQ(left_of(text), text);
}

TEST(redaction, takes_numbers_of_six_digits_or_more_however_they_are_spaced) {
    EXPECT_EQ(left_of("áo, sdt 0912345678"), "áo, sdt […]");
    EXPECT_EQ(left_of("áo 0912.345.678 gọi"), "áo […] gọi");
    EXPECT_EQ(left_of("(091) 234-5678"), "([…]");
    EXPECT_EQ(left_of("cccd 0 1 1 2 0 3 0 0 4 5 6 7"), "cccd […]");
    EXPECT_EQ(left_of("stk 123456"), "stk […]");
    EXPECT_EQ(left_of("mã 12345"), "mã 12345");
    EXPECT_EQ(left_of("sdt ０９12３４５６78"), "sdt […]");
    EXPECT_EQ(left_of("sdt ０９１２　３４５　６７８"), "sdt […]");
}

TEST(redaction, takes_numbers_whatever_is_no_letter_between_their_digits) {
    for (const char* number :
         {"0912,345,678", "0912_345_678", "0912:345:678", "0912·345·678", "0912 – 345 – 678",
          "0912\u00a0345\u00a0678", "0912\u2009345\u202f678", "0912 345\n678", "0912 *** 345678",
          "0912     345     678", "09\u200b12\u200b34\u2060567\ufeff8",
          "0\u200b \u200b9\u200b \u200b1 2 3 4"})
        EXPECT_EQ(left_of("áo " + std::string(number) + ", gọi"), "áo […], gọi") << number;
}

TEST(redaction, takes_addresses) {
    EXPECT_EQ(left_of("sách cho a.b+c@vi.example nhé"), "sách cho […] nhé");
    EXPECT_EQ(left_of("@"), "[…]");
}

TEST(redaction, takes_names_with_and_without_diacritics) {
    EXPECT_EQ(left_of("quà của lo van gui"), "quà của […]");
    EXPECT_EQ(left_of("quà của VĂN GỬI, 2 áo"), "quà của […], 2 áo");
    EXPECT_EQ(left_of("Thị Nhận nhận quà"), "[…] nhận quà");
    EXPECT_EQ(left_of("áo cho Nhận"), "áo cho […]");
    EXPECT_EQ(left_of("áo cho Quàng Thị Nhận 0912345678"), "áo cho […] […]");
    // Decomposed letters are the same letters.
    EXPECT_EQ(left_of("Lo\xCC\x80 Va\xCC\x86n"), "[…]");
    EXPECT_EQ(left_of("quà của “Nhận”"), "quà của “[…]”");
}

TEST(redaction, takes_names_with_invisible_signs_within) {
    EXPECT_EQ(left_of("Lò\u200bVăn"), "[…]");
    EXPECT_EQ(left_of("L\u200bò Vă\u00adn, 2 áo"), "[…], 2 áo");
    EXPECT_EQ(left_of("l\u200do\u2060va\ufeffn\u200bgui nhé"), "[…] nhé");
    EXPECT_EQ(left_of("Lo\u200b\xCC\x80 Văn"), "[…]");
    EXPECT_EQ(left_of("áo cho Nhậ\u200bn"), "áo cho […]");
    EXPECT_EQ(left_of("áo cho Nhâ\u200b\xCC\xA3n"), "áo cho […]");
    EXPECT_EQ(left_of("áo\u200bnhận hàng"), "áo\u200bnhận hàng");
    constexpr std::array<std::string_view, 1> hidden = {"L\u200bò Văn"};
    EXPECT_EQ(without_people("quà của lo van", hidden), "quà của […]");
}

TEST(redaction, leaves_nothing_of_what_is_no_text) {
    EXPECT_EQ(left_of("Lò Văn Gửi \xFF"), "[…]");
}

}  // namespace
}  // namespace buuan::disclosure
