// A courier's route of a day: which items went out with whom. Rows of node.db that hold ids only;
// what a recipient is called and where they live is opened from the vault, as an act for each item
// (act.hpp), and only for who has the item. Nothing here is in a log: `item.sent_out` is, and this
// is the view of it that a screen needs.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "register/register_store.hpp"

namespace buuan::disclosure {

inline constexpr std::size_t route_items_max = 500;   // then no more is taken out
inline constexpr std::size_t route_rows_max = 1'000;  // what batches at once may make of it
inline constexpr int route_days_kept = 7;

/// Who has an item, under kind "out" and the item's id. The newest word counts.
struct OutRow {
    StaffNumber by;
    Day day;
};
BOOST_DESCRIBE_STRUCT(OutRow, (), (by, day))

/// A line of a route, under kind "route" and by/day/item. It counts only while "out" says the same.
struct RouteRow {
    ItemId item;
    std::uint32_t place{};             // the courier's own order
    std::optional<CommandId> opening;  // the act by which this courier saw the recipient that day
};
BOOST_DESCRIBE_STRUCT(RouteRow, (), (item, place, opening))

/// The item goes to the end of this courier's route of the day; nullopt beyond route_rows_max.
Result<std::optional<register_::RegisterWrite>> take_out(register_::RegisterStore& store,
                                                         const ItemId& item, const StaffNumber& by,
                                                         Day today);

/// The item is through, or in other hands: it leaves the route it is on, if any.
Result<register_::RegisterWrite> bring_back(register_::RegisterStore& store, const ItemId& item);

/// Whether somebody has it.
Result<bool> is_out(register_::RegisterStore& store, const ItemId& item);

/// What this courier took out on `today` and still has, in the courier's order.
Result<std::vector<RouteRow>> route_of(register_::RegisterStore& store, const StaffNumber& by,
                                       Day today);

/// The row of one line.
register_::Row row_of(const RouteRow& row, const StaffNumber& by, Day today);

/// Puts `first`, in their order, before the rest of the route. Who is not on it is passed over.
register_::RegisterWrite arrange(std::vector<RouteRow> route, std::span<const ItemId> first,
                                 const StaffNumber& by, Day today);

/// Rows of days that are long over go: couriers leave, and nobody brings their lists back.
Result<register_::RegisterWrite> sweep_routes(register_::RegisterStore& store, Day today);

}  // namespace buuan::disclosure
