// What a sorting centre's screen needs beside the item in hand: its scanners and who else may
// answer for an act, and what is stopped, with the clock of what the authority is still to be told.
#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "disclosure/trace.hpp"
#include "edge/api/api.hpp"
#include "edge/api/stopped_items.hpp"
#include "ledger/entry.hpp"

namespace buuan::api {
namespace {

namespace json = boost::json;

bool works_at(const Actor& actor, const SiteCode& site) {
    return !actor.site || *actor.site == site;
}

template <class Wanted>
json::array sites_json(const register_::Register& all, Day today, Wanted wanted) {
    json::array sites;
    for (const auto& [code, site] : all.sites) {
        if (!wanted(code) || (site.closed_on && *site.closed_on < today)) continue;
        sites.push_back({{"site", code.value},
                         {"name", site.name},
                         {"kind", boost::describe::enum_to_string(site.kind, "?")}});
    }
    return sites;
}

json::array scanners_json(const register_::Register& all, const Actor& actor, Day today) {
    json::array scanners;
    for (const auto& [code, equipment] : all.equipment) {
        const bool is_there = works_at(actor, equipment.site) &&
                              equipment.kind == register_::EquipmentKind::xray_scanner &&
                              !(equipment.retired_on && *equipment.retired_on < today);
        if (!is_there) continue;
        json::object scanner{{"equipment", code.value},
                             {"site", equipment.site.value},
                             {"valid", equipment.valid_until && today <= *equipment.valid_until}};
        if (equipment.valid_until) scanner["valid_until"] = equipment.valid_until->text();
        scanners.push_back(std::move(scanner));
    }
    return scanners;
}

/// Who else may answer for an act: by number and title; names lie sealed.
json::array others_json(const register_::Register& all, const Actor& actor, Day today) {
    json::array others;
    for (const auto& [number, member] : all.staff) {
        if (number == actor.by || (member.left_on && *member.left_on <= today)) continue;
        others.push_back({{"number", number.value},
                          {"role_title", member.role_title},
                          {"site", member.site.value}});
    }
    return others;
}

/// What the logs say of how an item was stopped, and whether the authority was told since (E2).
struct Stop {
    std::optional<json::object> by;        // the entry that stopped it
    std::optional<json::object> notified;  // the last one after it
};

Result<Stop> stop_of(Api& api, const StoredItem& stored) {
    Stop stop;
    for (const StoredEntry& entry : stored.entries) {
        const auto text = text_or_pending(api, entry);
        if (!text.ok()) return text.error();
        if (!text.value()) continue;
        auto read = ledger::decode(*text.value());
        if (!read.ok()) return read.error();
        auto said = json::parse(*text.value()).as_object();
        const json::object& data = read.value().data;
        const auto* state = data.if_contains("state");
        const auto* from = data.if_contains("from");
        if (state != nullptr && *state == "stopped" && from != nullptr)
            stop = {std::move(said), std::nullopt};
        else if (said.at("type") == "item.notified")
            stop.notified = std::move(said);
    }
    return stop;
}

json::object stop_json(const Stop& stop) {
    json::object out;
    if (stop.by) {
        out["entry"] = stop.by->at("id");
        out["stopped_at"] = stop.by->at("at");
        if (const auto* site = stop.by->if_contains("site")) out["stopped_at_site"] = *site;
        const auto& data = stop.by->at("data").as_object();
        for (const char* member : {"reason", "result", "verdict"}) {
            if (const auto* found = data.if_contains(member)) out[member] = *found;
        }
    }
    if (stop.notified) {
        out["notified_at"] = stop.notified->at("at");
        out["authority"] = stop.notified->at("data").at("authority");
    }
    return out;
}

/// Adds the day's stopped items that concern the actor's site, or of these what is not told yet.
Result<Done> add_stopped(Api& api, const Actor& actor, Day day, Stopped which, json::array& out) {
    constexpr ItemState stopped[] = {ItemState::stopped};
    const auto rows = api.node.days().rows_in(day, stopped, {}, std::nullopt, stopped_max);
    if (!rows.ok()) return rows.error();
    for (const ItemRow& row : rows.value()) {
        const auto stored = api.node.days().find(day, row.id);
        if (!stored.ok()) return stored.error();
        if (!stored.value()) continue;
        const auto stop = stop_of(api, *stored.value());
        if (!stop.ok()) return stop.error();
        if (which == Stopped::untold && stop.value().notified) continue;
        json::object each = stop_json(stop.value());
        const auto* at_site = each.if_contains("stopped_at_site");
        const bool concerns = works_at(actor, row.site) ||
                              (at_site != nullptr && *at_site == json::string(actor.site->value));
        if (!concerns) continue;
        const auto record =
            disclosure::open_latest({api.node.days(), api.node.keys(), api.node.origin()}, day,
                                    *stored.value(), DataClass::record);
        each["item"] = row.id.text();
        if (record.ok()) each["item_code"] = std::string(record.value().text("item.code"));
        each["type"] = boost::describe::enum_to_string(row.type, "?");
        each["accepted_at"] = row.accepted_at.text();
        each["site"] = row.site.value;
        out.push_back(std::move(each));
    }
    return Done{};
}

}  // namespace

Response get_sorting_rules(Api& api, const Call& call) {
    const Instant now = api.node.now();
    const Day today = Day::of(now);
    const auto all = api.node.register_now();
    const auto own = [&](const SiteCode& site) { return works_at(call.actor, site); };
    const auto any = [](const SiteCode&) { return true; };
    return Response::json(
        json::serialize(json::object{{"now", now.text()},
                                     {"day", today.text()},
                                     {"sites", sites_json(*all, today, own)},
                                     {"all_sites", sites_json(*all, today, any)},
                                     {"scanners", scanners_json(*all, call.actor, today)},
                                     {"staff", others_json(*all, call.actor, today)},
                                     {"opens", call.actor.allowed(Action::open_parcel)}}));
}

Result<json::array> stopped_items(Api& api, const Actor& actor, Stopped which) {
    const auto days = api.node.days().days();
    if (!days.ok()) return days.error();
    json::array items;
    for (const Day day : days.value()) {
        if (items.size() >= stopped_max) break;
        if (!api.node.keys().key(day, DataClass::record).ok()) continue;
        if (auto added = add_stopped(api, actor, day, which, items); !added.ok())
            return added.error();
    }
    return items;
}

Response list_stopped(Api& api, const Call& call) {
    auto found = stopped_items(api, call.actor, Stopped::all);
    if (!found.ok()) return http::problem(call.request, found.error());
    json::array& items = found.value();
    const bool truncated = items.size() >= stopped_max;
    if (truncated) items.resize(stopped_max);
    return Response::json(json::serialize(json::object{
        {"now", api.node.now().text()}, {"truncated", truncated}, {"items", std::move(items)}}));
}

}  // namespace buuan::api
