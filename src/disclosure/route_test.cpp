#include "disclosure/route.hpp"

#include "disclosure/world_test.hpp"

namespace buuan::disclosure {
namespace {

using namespace testing_world;

const StaffNumber lan{"NV-LAN"};
const StaffNumber mo{"NV-MO"};

struct Desk {
    memory::MemoryRegister store;
    SystemEntropy entropy;

    ItemId item() { return ItemId::make(now, entropy); }
    ItemId out(const StaffNumber& who, Day on = today) {
        const ItemId made = item();
        take(made, who, on);
        return made;
    }
    void take(const ItemId& each, const StaffNumber& who, Day on = today) {
        apply(take_out(store, each, who, on).value().value());
    }
    void apply(const register_::RegisterWrite& write) { ASSERT_TRUE(store.apply(write).ok()); }
    std::vector<ItemId> of(const StaffNumber& who, Day on = today) {
        std::vector<ItemId> items;
        for (const RouteRow& row : route_of(store, who, on).value()) items.push_back(row.item);
        return items;
    }
    std::size_t rows() {
        return register_::list_all(store, "out").value().size() +
               register_::list_all(store, "route").value().size();
    }
};

TEST(route, holds_what_this_courier_took_out_today_and_nothing_of_others) {
    Desk desk;
    const ItemId first = desk.out(lan);
    const ItemId second = desk.out(lan);
    const ItemId theirs = desk.out(mo);
    desk.out(lan, today.plus_days(-1));
    EXPECT_EQ(desk.of(lan), (std::vector{first, second}));
    EXPECT_EQ(desk.of(mo), std::vector{theirs});
    // Whose number is the beginning of another's sees nothing of it.
    EXPECT_TRUE(desk.of({"NV-LA"}).empty());
    EXPECT_TRUE(desk.of(lan, today.plus_days(1)).empty());
}

TEST(route, an_item_that_another_courier_takes_over_leaves_the_first_ones_route) {
    Desk desk;
    const ItemId item = desk.out(lan);
    desk.take(item, mo);
    EXPECT_TRUE(desk.of(lan).empty());
    EXPECT_EQ(desk.of(mo), std::vector{item});
    // Also where a power cut left the old line behind.
    desk.apply({{row_of({item, 1, std::nullopt}, lan, today)}, {}, {}});
    EXPECT_TRUE(desk.of(lan).empty());
}

TEST(route, what_is_through_leaves_nothing_behind) {
    Desk desk;
    const ItemId item = desk.out(lan);
    EXPECT_TRUE(is_out(desk.store, item).value());
    desk.apply(bring_back(desk.store, item).value());
    EXPECT_FALSE(is_out(desk.store, item).value());
    EXPECT_EQ(desk.rows(), 0U);
    EXPECT_TRUE(bring_back(desk.store, item).value().erase.empty());
}

TEST(route, taking_the_same_item_out_twice_keeps_its_place_and_its_opening) {
    Desk desk;
    const ItemId first = desk.out(lan);
    const ItemId second = desk.out(lan);
    const CommandId opening = CommandId::make(now, desk.entropy);
    desk.apply({{row_of({first, 1, opening}, lan, today)}, {}, {}});
    desk.take(first, lan);
    EXPECT_EQ(desk.of(lan), (std::vector{first, second}));
    EXPECT_EQ(route_of(desk.store, lan, today).value().front().opening, opening);
}

TEST(route, the_couriers_own_order_comes_first_and_nobody_elses_item_comes_in) {
    Desk desk;
    const ItemId a = desk.out(lan);
    const ItemId b = desk.out(lan);
    const ItemId c = desk.out(lan);
    const ItemId theirs = desk.out(mo);
    const std::vector wanted = {c, theirs, c, a};
    desk.apply(arrange(route_of(desk.store, lan, today).value(), wanted, lan, today));
    EXPECT_EQ(desk.of(lan), (std::vector{c, a, b}));
    EXPECT_EQ(desk.of(mo), std::vector{theirs});
}

TEST(route, has_an_end) {
    Desk desk;
    for (std::size_t i = 0; i < route_rows_max; ++i) desk.out(lan);
    EXPECT_FALSE(take_out(desk.store, desk.item(), lan, today).value());
}

TEST(route, rows_of_a_week_ago_go) {
    Desk desk;
    desk.out(lan, today.plus_days(-route_days_kept - 1));
    const ItemId kept = desk.out(mo, today.plus_days(-route_days_kept));
    desk.apply(sweep_routes(desk.store, today).value());
    EXPECT_EQ(desk.of(mo, today.plus_days(-route_days_kept)), std::vector{kept});
    EXPECT_EQ(desk.rows(), 2U);
}

}  // namespace
}  // namespace buuan::disclosure
