#include "register/plate.hpp"

#include <gtest/gtest.h>

namespace buuan::register_ {
namespace {

std::string read(std::string_view typed) {
    const auto plate = PlateNumber::parse(typed);
    return plate ? plate->text() : "none";
}

TEST(plate, is_one_however_it_is_typed) {
    for (const char* typed : {"30A-123.45", "30A-12345", "30a 123.45", "30A12345"})
        EXPECT_EQ(read(typed), "30A-12345") << typed;
    for (const char* typed : {"29-B1 123.45", "29B1-12345", "29-b1-12345"})
        EXPECT_EQ(read(typed), "29-B1-12345") << typed;
}

TEST(plate, has_four_digits_where_it_is_old_and_two_letters_in_some_series) {
    EXPECT_EQ(read("29A-1234"), "29A-1234");
    EXPECT_EQ(read("29-B1 1234"), "29-B1-1234");
    EXPECT_EQ(read("59LD-123.45"), "59LD-12345");
    EXPECT_EQ(read("59-AB 678.90"), "59-AB-67890");
}

TEST(plate, of_a_car_and_of_a_motorcycle_are_two_though_their_letters_are_the_same) {
    EXPECT_EQ(read("29B-11234"), "29B-11234");
    EXPECT_EQ(read("29-B1 1234"), "29-B1-1234");
    EXPECT_EQ(read("29B11234"), "29B-11234");
}

TEST(plate, is_refused_where_it_is_none) {
    for (const char* typed : {"", "3A-12345", "30A-123", "30A-123456", "30-12345", "A30-12345",
                              "30A--12345", "30A-12 345/6", "30A-12345678901234567890"})
        EXPECT_EQ(read(typed), "none") << typed;
}

TEST(plate, reads_its_own_form) {
    for (const char* typed : {"30A-12345", "29-B1-1234", "59-AB-67890"})
        EXPECT_EQ(read(read(typed)), typed);
}

}  // namespace
}  // namespace buuan::register_
