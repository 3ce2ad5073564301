#include "base/json.hpp"

#include <gtest/gtest.h>

#include "base/item.hpp"

namespace buuan::json {
namespace {

struct Thing {
    std::string text;
    std::uint16_t quantity = 1;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (text, quantity))

struct Order {
    Personal name;
    ItemType type{};
    std::vector<Thing> things;
    std::optional<Instant> at;
    bool urgent{};
};
BOOST_DESCRIBE_STRUCT(Order, (), (name, type, things, at, urgent))

constexpr std::string_view good =
    R"({"name":"Lò Thị Mai","type":"parcel","things":[{"text":"quần áo","quantity":2}],"at":"2026-11-24T03:59:15.123Z","urgent":false})";

std::string problem_of(std::string_view text) {
    const auto order = read<Order>(text);
    return order.ok() ? "ok" : order.error().path + ": " + order.error().reason;
}

std::string with(std::string_view from, std::string_view to) {
    std::string text(good);
    return text.replace(text.find(from), from.size(), to);
}

TEST(json, reads_and_writes_a_described_struct) {
    const auto order = read<Order>(good);
    ASSERT_TRUE(order.ok());
    EXPECT_EQ(order.value().name.reveal(), "Lò Thị Mai");
    EXPECT_EQ(order.value().things.at(0).quantity, 2);
    EXPECT_EQ(write(order.value()), good);
}

TEST(json, names_the_field_that_is_wrong) {
    EXPECT_EQ(problem_of(with("\"urgent\":false", "\"urgent\":0")), "urgent: wrong_type");
    EXPECT_EQ(problem_of(with("\"quantity\":2", "\"quantity\":70000")),
              "things[0].quantity: out_of_range");
    EXPECT_EQ(problem_of(with("\"quantity\":2", "\"quantity\":-1")),
              "things[0].quantity: out_of_range");
    EXPECT_EQ(problem_of(with("\"quantity\":2", "\"quantity\":2.5")),
              "things[0].quantity: wrong_type");
    EXPECT_EQ(problem_of(with("parcel", "bomb")), "type: bad_value");
    EXPECT_EQ(problem_of(with("2026-11", "2026-13")), "at: bad_value");
    EXPECT_EQ(problem_of(with("\"urgent\":false", "\"surprise\":1,\"urgent\":false")),
              "surprise: unknown_field");
    EXPECT_EQ(problem_of(with("\"urgent\":false", "\"urgent\":false,\"urgent\":true")),
              "urgent: duplicate_field");
    EXPECT_EQ(problem_of(with(",\"urgent\":false", "")), "urgent: missing_field");
    EXPECT_EQ(problem_of(with(",\"at\":\"2026-11-24T03:59:15.123Z\"", "")), "ok");
}

TEST(json, survives_what_is_not_json) {
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("nul"), std::string(good) + "x",
          std::string("\xff\xfe"), std::string("{\"name\":\"\xc3\x28\"}"), std::string("[]"),
          std::string("\"\\ud800\"")}) {
        EXPECT_NE(problem_of(text), "ok");
    }
    EXPECT_EQ(problem_of(std::string(1000, '[') + std::string(1000, ']')), ": too_deep");
    EXPECT_NE(problem_of(std::string(100'000, '[')), "ok");
    std::string many = "[0";
    for (std::size_t i = 0; i < elements_max; ++i) many += ",0";
    EXPECT_EQ(problem_of(many + "]"), ": too_many");
    for (std::size_t cut = 0; cut < good.size(); ++cut)
        EXPECT_NE(problem_of(good.substr(0, cut)), "ok") << cut;
}

}  // namespace
}  // namespace buuan::json
