#include "disclosure/trace.hpp"

#include "disclosure/world_test.hpp"

namespace buuan::disclosure {
namespace {

using namespace testing_world;
using enum vault::TokenKind;

TEST(trace, finds_by_every_kind_of_token) {
    World world;
    const ItemId one = world.accept(today, mai, binh);
    const ItemId two = world.accept(today, dang, mai);
    const auto find = [&](vault::TokenKind kind, const char* value) {
        return items_of(
            trace_by_token(world.readers(), kind, value, today, today, std::nullopt).value());
    };
    const std::vector both = {one, two};
    EXPECT_EQ(find(phone, "0912345678"), both);  // on either side
    EXPECT_EQ(find(phone_last4, "5678"), both);
    EXPECT_EQ(find(name, "LO THI MAI"), both);
    EXPECT_EQ(find(identity_number, "011190000123"), both);
    EXPECT_EQ(find(phone, "0861290417"), std::vector{one});
    EXPECT_EQ(find(name, "Đặng"), std::vector{two});
    EXPECT_EQ(find(item_code, "BA1000000002"), std::vector{two});
    EXPECT_EQ(find(order_code, "DON-1"), std::vector{one});
    EXPECT_EQ(find(receipt, "RECEIPT-2"), std::vector{two});
    EXPECT_TRUE(find(phone, "0912345679").empty());
    EXPECT_TRUE(find(order_code, "0912345678").empty());
}

TEST(trace, shows_what_is_needed_to_choose_and_no_more) {
    World world;
    world.accept(today, mai, dang);
    const Trace trace =
        trace_by_token(world.readers(), phone, mai.phone, today, today, std::nullopt).value();
    ASSERT_EQ(trace.found.size(), 1U);
    EXPECT_EQ(trace.found[0].sender, "Lò T. M.");
    EXPECT_EQ(trace.found[0].recipient, "Đ.");  // a single word would be the whole name
    EXPECT_EQ(trace.found[0].item_code, "BA1000000001");
    EXPECT_EQ(trace.found[0].day, today);
}

TEST(trace, goes_over_the_days_newest_first_and_says_which_it_cannot_reach) {
    World world;
    std::vector<ItemId> items;
    for (int back = 4; back >= 0; --back)
        items.push_back(world.accept(today.plus_days(-back), mai, binh));
    const auto trace = [&] {
        return trace_by_token(world.readers(), phone, mai.phone, today.plus_days(-6), today,
                              std::nullopt)
            .value();
    };
    EXPECT_EQ(items_of(trace()), (std::vector{items[4], items[3], items[2], items[1], items[0]}));
    EXPECT_EQ(trace().days_searched, 5);
    EXPECT_EQ(trace().days_without_key, 2);  // never had any
    ASSERT_TRUE(world.keys.ring->destroy(today.plus_days(-2), DataClass::token).ok());
    EXPECT_EQ(items_of(trace()), (std::vector{items[4], items[3], items[1], items[0]}));
    EXPECT_EQ(trace().days_searched, 4);
    EXPECT_EQ(trace().days_without_key, 3);
    EXPECT_FALSE(trace().truncated);
    EXPECT_EQ(items_of(trace_by_token(world.readers(), phone, mai.phone, today.plus_days(-1),
                                      today.plus_days(-1), std::nullopt)
                           .value()),
              std::vector{items[3]});
}

TEST(trace, an_item_whose_record_key_is_gone_is_not_shown) {
    World world;
    world.accept(today, mai, binh);
    ASSERT_TRUE(world.keys.ring->destroy(today, DataClass::record).ok());
    const Trace trace =
        trace_by_token(world.readers(), phone, mai.phone, today, today, std::nullopt).value();
    EXPECT_TRUE(trace.found.empty());
    EXPECT_EQ(trace.days_searched, 1);
    EXPECT_EQ(
        trace_by_scan(world.readers(), "mai", today, today, std::nullopt).value().days_without_key,
        1);
}

TEST(trace, stops_at_its_bound_and_says_so) {
    World world;
    for (std::size_t n = 0; n < found_max + 20; ++n)
        world.accept(n < 150 ? today : today.plus_days(-1), mai, binh);
    for (const bool scan : {false, true}) {
        const Trace trace = scan ? trace_by_scan(world.readers(), "lo thi mai", today.plus_days(-1),
                                                 today, std::nullopt)
                                       .value()
                                 : trace_by_token(world.readers(), phone, mai.phone,
                                                  today.plus_days(-1), today, std::nullopt)
                                       .value();
        EXPECT_EQ(trace.found.size(), found_max);
        EXPECT_TRUE(trace.truncated);
        EXPECT_EQ(trace.days_searched, 2);
    }
}

TEST(trace, one_sites_items_are_not_crowded_out_by_those_of_others) {
    World world;
    std::vector<ItemId> here;
    for (std::size_t n = 0; n < 3 * found_max; ++n) {
        const bool ours = n % found_max == found_max - 1;
        const ItemId item = world.accept(today, mai, binh, ours ? "HNI" : "DBP");
        if (ours) here.push_back(item);
    }
    const Trace trace =
        trace_by_token(world.readers(), phone, mai.phone, today, today, SiteCode{"HNI"}).value();
    EXPECT_EQ(items_of(trace), here);
    EXPECT_FALSE(trace.truncated);
    EXPECT_EQ(
        items_of(
            trace_by_scan(world.readers(), "lo thi mai", today, today, SiteCode{"HNI"}).value()),
        here);
    EXPECT_TRUE(trace_by_token(world.readers(), phone, mai.phone, today, today, SiteCode{"NOWHERE"})
                    .value()
                    .found.empty());
}

TEST(trace, a_scan_matches_any_field_without_diacritics_or_case) {
    World world;
    const ItemId one = world.accept(today, mai, binh, "DBP", "khăn thêu tay");
    world.accept(today, dang, binh, "DBP", "sách");
    for (const char* text : {"khan theu", "KHĂN THÊU TAY", "lo thi", "12345678", "DON-1"})
        EXPECT_EQ(
            items_of(trace_by_scan(world.readers(), text, today, today, std::nullopt).value()),
            std::vector{one})
            << text;
    EXPECT_TRUE(trace_by_scan(world.readers(), "khan theu may", today, today, std::nullopt)
                    .value()
                    .found.empty());
}

TEST(trace, a_scan_for_nothing_finds_nothing_and_not_everything) {
    World world;
    world.accept(today, mai, binh);
    for (const char* text : {"", "  ", "\xff\xfe", "\xcc\x81"})
        EXPECT_TRUE(
            trace_by_scan(world.readers(), text, today, today, std::nullopt).value().found.empty());
}

TEST(trace, a_record_that_does_not_open_is_a_fault_and_not_a_miss) {
    World world;
    const ItemId item = world.accept(today, mai, binh);
    StoredItem stored = world.days.find(today, item).value().value();
    ASSERT_TRUE(open_latest(world.readers(), today, stored, DataClass::record).ok());
    EXPECT_EQ(open_latest(world.readers(), today, stored, DataClass::identity).error().kind,
              FaultKind::unavailable);
    stored.records[0].sealed[50] ^= 1;
    EXPECT_EQ(open_latest(world.readers(), today, stored, DataClass::record).error().kind,
              FaultKind::corrupt);
    stored.records[0].revision = 2;
    EXPECT_EQ(open_latest(world.readers(), today, stored, DataClass::record).error().kind,
              FaultKind::corrupt);
}

TEST(trace, the_newest_revision_is_the_one_that_is_shown) {
    World world;
    const ItemId item = world.accept(today, mai, binh);
    DayWrite write;
    write.day = today;
    write.item = item;
    write.command = CommandId::make(now, world.entropy);
    write.expects = 1;
    write.after = world.days.find_row(today, item).value().value();
    write.after.version = 2;
    vault::Fields fields;
    fields.emplace("sender.name", personal("Lò Thị Mơ"));
    fields.emplace("recipient.name", personal("Đặng"));
    fields.emplace("item.code", personal("BA1000000001"));
    const auto sealed =
        vault::seal_record(fields, vault::record_key(world.key(today, DataClass::record), item, 2),
                           {node, item, DataClass::record, 2}, world.entropy)
            .value();
    write.records.push_back({DataClass::record, 2, sealed.sealed});
    ASSERT_EQ(world.days.apply(today, std::span(&write, 1)).value(), std::vector{Applied::written});
    EXPECT_EQ(trace_by_token(world.readers(), phone, binh.phone, today, today, std::nullopt)
                  .value()
                  .found.at(0)
                  .recipient,
              "Đ.");
    EXPECT_TRUE(trace_by_scan(world.readers(), "tran van binh", today, today, std::nullopt)
                    .value()
                    .found.empty());
}

}  // namespace
}  // namespace buuan::disclosure
