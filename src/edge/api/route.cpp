// A courier's route of the day: what this courier took out and is not through with, in an order of
// the courier's own. Names, phones and addresses are openings with the purpose `delivery`: one act
// for each item and day, durable before anything is shown, and only of what this courier has.
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "disclosure/route.hpp"
#include "edge/api/route_desk.hpp"
#include "edge/api/undelivered.hpp"

namespace buuan::api {
namespace {

constexpr const char* purpose = "delivery";

struct Order {
    std::vector<ItemId> items;
};
BOOST_DESCRIBE_STRUCT(Order, (), (items))

struct Wanted {
    std::optional<std::vector<ItemId>> items;  // absent: all of the route
};
BOOST_DESCRIBE_STRUCT(Wanted, (), (items))

/// A line of the route with what is stored of its item.
struct Line {
    disclosure::RouteRow row;
    NamedItem named;
};

bool is_under_way(ItemState state) {
    return state == ItemState::in_transit || state == ItemState::held_for_pickup;
}

/// What is still with this courier. An item that is gone from its day is over its term: it is
/// passed over.
Result<std::vector<Line>, Response> lines_of(Api& api, const Call& call, Day today) {
    const auto route = disclosure::route_of(api.node.store(), call.actor.by, today);
    if (!route.ok()) return http::problem(call.request, route.error());
    std::vector<Line> lines;
    for (const disclosure::RouteRow& row : route.value()) {
        const Day day = Day::of(row.item.made_at());
        auto stored = api.node.days().find(day, row.item);
        if (!stored.ok()) return http::problem(call.request, stored.error());
        if (stored.value() && is_under_way(stored.value()->row.state))
            lines.push_back({row, {row.item, day, std::move(*stored.value())}});
    }
    return lines;
}

Result<boost::json::object> json_of(Api& api, const Line& line) {
    const ItemRow& row = line.named.stored.row;
    boost::json::object out{{"item", row.id.text()},
                            {"type", boost::describe::enum_to_string(row.type, "?")},
                            {"state", boost::describe::enum_to_string(row.state, "?")},
                            {"version", row.version},
                            {"opened", line.row.opening.has_value()}};
    if (row.state == ItemState::held_for_pickup) {
        const auto undelivered = undelivered_of(api, line.named.stored);
        if (!undelivered.ok()) return undelivered.error();
        out["clock"] = clock_json(undelivered.value().clock);
    }
    return out;
}

/// One act for each line that this courier has not seen today, all in one transaction.
Result<Done> record_openings(Api& api, const Call& call, std::vector<Line>& lines, Day today) {
    const Instant now = api.node.now();
    const auto key = api.node.keys().key(Day::of(now), DataClass::act);
    if (!key.ok()) return key.error();
    register_::RegisterWrite all;
    for (Line& line : lines) {
        if (line.row.opening) continue;
        line.row.opening = CommandId::make(now, api.node.entropy());
        disclosure::Act act;
        act.id = *line.row.opening;
        act.kind = "opening";
        act.purpose = purpose;
        act.item = line.named.id;
        const auto write = disclosure::record_act(act, call.actor, now, key.value(),
                                                  api.node.origin(), api.node.entropy());
        if (!write.ok()) return write.error();
        all.put.insert(all.put.end(), write.value().put.begin(), write.value().put.end());
        all.put.push_back(disclosure::row_of(line.row, call.actor.by, today));
    }
    if (all.put.empty()) return Done{};
    return api.node.store().apply(all);
}

/// What somebody at a door needs: the item's code and its recipient, nothing of the sender.
boost::json::object recipient_of(const vault::OpenedRecord& record) {
    const auto text = [&](const char* label) { return std::string(record.text(label)); };
    return {{"name", text("recipient.name")},
            {"phone", text("recipient.phone")},
            {"province", text("recipient.province")},
            {"commune", text("recipient.commune")},
            {"street", text("recipient.street")}};
}

}  // namespace

Result<bool> route_is_full(Api& api, const Actor& actor, const ItemId& item) {
    const auto route = disclosure::route_of(api.node.store(), actor.by, Day::of(api.node.now()));
    if (!route.ok()) return route.error();
    const auto& rows = route.value();
    return rows.size() >= disclosure::route_items_max &&
           std::none_of(rows.begin(), rows.end(),
                        [&](const disclosure::RouteRow& row) { return row.item == item; });
}

Result<Done> keep_route(Api& api, const Actor& actor, acceptance::EventKind kind,
                        const ItemRow& after) {
    using acceptance::EventKind;
    auto& store = api.node.store();
    const std::scoped_lock lock(api.routes);
    if (kind == EventKind::sent_out && after.state == ItemState::in_transit) {
        const auto taken = disclosure::take_out(store, after.id, actor.by, Day::of(api.node.now()));
        if (!taken.ok()) return taken.error();
        if (!taken.value() || taken.value()->put.empty()) return Done{};
        return store.apply(*taken.value());
    }
    const bool stays = kind == EventKind::sent_out || kind == EventKind::attempted ||
                       kind == EventKind::notice || kind == EventKind::corrected ||
                       kind == EventKind::found_wrong;
    if (stays && after.state != ItemState::stopped) return Done{};
    const auto back = disclosure::bring_back(store, after.id);
    if (!back.ok()) return back.error();
    return back.value().erase.empty() ? Result<Done>(Done{}) : store.apply(back.value());
}

Result<Done> mend_route(Api& api, const Actor& actor, acceptance::EventKind kind,
                        const ItemRow& row) {
    if (is_under_way(row.state)) {
        // Since then the item may have gone on; only what nobody has is taken up again.
        if (kind != acceptance::EventKind::sent_out) return Done{};
        const auto out = disclosure::is_out(api.node.store(), row.id);
        if (!out.ok()) return out.error();
        if (out.value()) return Done{};
    }
    return keep_route(api, actor, kind, row);
}

Response get_route(Api& api, const Call& call) {
    const Day today = Day::of(api.node.now());
    const auto lines = lines_of(api, call, today);
    if (!lines.ok()) return lines.error();
    boost::json::array items;
    for (const Line& line : lines.value()) {
        auto each = json_of(api, line);
        if (!each.ok()) return http::problem(call.request, each.error());
        items.push_back(std::move(each).value());
    }
    return Response::json(boost::json::serialize(boost::json::object{
        {"day", today.text()}, {"now", api.node.now().text()}, {"items", std::move(items)}}));
}

Response put_route(Api& api, const Call& call) {
    const auto order = body_of<Order>(call);
    if (!order.ok()) return order.error();
    if (order.value().items.size() > disclosure::route_items_max)
        return http::problem(call.request, 422, "bad_document", {{"items", "too_many"}});
    const Day today = Day::of(api.node.now());
    std::unique_lock lock(api.routes);
    auto route = disclosure::route_of(api.node.store(), call.actor.by, today);
    if (!route.ok()) return http::problem(call.request, route.error());
    const auto write =
        disclosure::arrange(std::move(route).value(), order.value().items, call.actor.by, today);
    if (auto applied = api.node.store().apply(write); !applied.ok())
        return http::problem(call.request, applied.error());
    lock.unlock();
    return get_route(api, call);
}

Response post_route_opening(Api& api, const Call& call) {
    const auto wanted = body_of<Wanted>(call);
    if (!wanted.ok()) return wanted.error();
    const Day today = Day::of(api.node.now());
    std::unique_lock lock(api.routes);
    auto lines = lines_of(api, call, today);
    if (!lines.ok()) return lines.error();
    if (const auto& items = wanted.value().items) {
        if (items->size() > disclosure::route_items_max)
            return http::problem(call.request, 422, "bad_document", {{"items", "too_many"}});
        std::erase_if(lines.value(), [&](const Line& line) {
            return std::find(items->begin(), items->end(), line.named.id) == items->end();
        });
    }
    if (auto recorded = record_openings(api, call, lines.value(), today); !recorded.ok())
        return http::problem(call.request, recorded.error());
    lock.unlock();
    boost::json::array items;
    boost::json::array not_readable;
    for (const Line& line : lines.value()) {
        auto each = json_of(api, line);
        const auto record = open_newest(api, call, line.named, DataClass::record);
        // One damaged record does not hide the rest of a courier's day.
        if (!each.ok() || !record.ok()) {
            not_readable.emplace_back(line.named.id.text());
            continue;
        }
        each.value()["opening"] = line.row.opening->text();
        each.value()["item_code"] = std::string(record.value().text("item.code"));
        each.value()["recipient"] = recipient_of(record.value());
        items.push_back(std::move(each).value());
    }
    return Response::json(
        boost::json::serialize(boost::json::object{{"day", today.text()},
                                                   {"now", api.node.now().text()},
                                                   {"items", std::move(items)},
                                                   {"not_readable", std::move(not_readable)}}));
}

}  // namespace buuan::api
