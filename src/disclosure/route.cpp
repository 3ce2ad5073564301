#include "disclosure/route.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace buuan::disclosure {
namespace {

constexpr const char* out_rows = "out";
constexpr const char* route_rows = "route";

std::string beginning_of(const StaffNumber& by, Day day) {
    return by.text() + "/" + day.text() + "/";
}

std::string key_of(const OutRow& out, const ItemId& item) {
    return beginning_of(out.by, out.day) + item.text();
}

Fault broken(const char* kind, const std::string& key) {
    return {FaultKind::corrupt, std::string("the row ") + kind + " " + key + " is broken"};
}

Result<std::optional<OutRow>> find_out(register_::RegisterStore& store, const ItemId& item) {
    const auto body = store.find(out_rows, item.text());
    if (!body.ok()) return body.error();
    if (!body.value()) return std::optional<OutRow>{};
    auto row = json::read<OutRow>(*body.value());
    if (!row.ok()) return broken(out_rows, item.text());
    return std::optional(std::move(row).value());
}

}  // namespace

Result<std::optional<register_::RegisterWrite>> take_out(register_::RegisterStore& store,
                                                         const ItemId& item, const StaffNumber& by,
                                                         Day today) {
    const auto route = route_of(store, by, today);
    if (!route.ok()) return route.error();
    const std::vector<RouteRow>& mine = route.value();
    const bool there = std::any_of(mine.begin(), mine.end(),
                                   [&](const RouteRow& row) { return row.item == item; });
    if (there) return std::optional(register_::RegisterWrite{});
    if (mine.size() >= route_rows_max) return std::optional<register_::RegisterWrite>{};
    auto write = bring_back(store, item);
    if (!write.ok()) return write.error();
    const std::uint32_t last = mine.empty() ? 0 : mine.back().place;
    write.value().put.push_back(row_of({item, last + 1, std::nullopt}, by, today));
    write.value().put.push_back({out_rows, item.text(), json::write(OutRow{by, today})});
    return std::optional(std::move(write).value());
}

Result<register_::RegisterWrite> bring_back(register_::RegisterStore& store, const ItemId& item) {
    const auto out = find_out(store, item);
    if (!out.ok()) return out.error();
    register_::RegisterWrite write;
    if (!out.value()) return write;
    write.erase.emplace_back(route_rows, key_of(*out.value(), item));
    write.erase.emplace_back(out_rows, item.text());
    return write;
}

Result<bool> is_out(register_::RegisterStore& store, const ItemId& item) {
    const auto out = find_out(store, item);
    return out.ok() ? Result<bool>(out.value().has_value()) : Result<bool>(out.error());
}

Result<std::vector<RouteRow>> route_of(register_::RegisterStore& store, const StaffNumber& by,
                                       Day today) {
    const std::string beginning = beginning_of(by, today);
    // Lines that count no more are few: an item that another courier took over the same day.
    const auto rows = store.list(route_rows, beginning, 2 * route_rows_max);
    if (!rows.ok()) return rows.error();
    std::vector<RouteRow> route;
    for (const register_::Row& each : rows.value()) {
        if (!each.key.starts_with(beginning)) break;
        auto row = json::read<RouteRow>(each.body);
        if (!row.ok()) return broken(route_rows, each.key);
        const auto out = find_out(store, row.value().item);
        if (!out.ok()) return out.error();
        if (out.value() && out.value()->by == by && out.value()->day == today)
            route.push_back(std::move(row).value());
    }
    std::stable_sort(route.begin(), route.end(),
                     [](const RouteRow& a, const RouteRow& b) { return a.place < b.place; });
    return route;
}

register_::Row row_of(const RouteRow& row, const StaffNumber& by, Day today) {
    return {route_rows, key_of({by, today}, row.item), json::write(row)};
}

register_::RegisterWrite arrange(std::vector<RouteRow> route, std::span<const ItemId> first,
                                 const StaffNumber& by, Day today) {
    auto next = route.begin();
    for (const ItemId& item : first) {
        const auto found =
            std::find_if(next, route.end(), [&](const RouteRow& row) { return row.item == item; });
        if (found == route.end()) continue;
        std::rotate(next, found, found + 1);
        ++next;
    }
    register_::RegisterWrite write;
    std::uint32_t place = 0;
    for (RouteRow& row : route) {
        row.place = ++place;
        write.put.push_back(row_of(row, by, today));
    }
    return write;
}

Result<register_::RegisterWrite> sweep_routes(register_::RegisterStore& store, Day today) {
    const auto rows = register_::list_all(store, out_rows);
    if (!rows.ok()) return rows.error();
    register_::RegisterWrite write;
    for (const register_::Row& each : rows.value()) {
        const auto item = ItemId::parse(each.key);
        const auto out = json::read<OutRow>(each.body);
        if (!item || !out.ok()) return broken(out_rows, each.key);
        if (today < out.value().day.plus_days(route_days_kept + 1)) continue;
        write.erase.emplace_back(out_rows, each.key);
        write.erase.emplace_back(route_rows, key_of(out.value(), *item));
    }
    return write;
}

}  // namespace buuan::disclosure
