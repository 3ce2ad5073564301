// What a counter's screen needs beside the item at hand: the rules of the day, and what was done
// here today.
#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/mp11/algorithm.hpp>

#include "disclosure/trace.hpp"
#include "edge/api/api.hpp"

namespace buuan::api {
namespace {

namespace json = boost::json;

constexpr std::size_t items_listed_max = 50;

json::array texts(const std::vector<std::string>& all) {
    return json::array(all.begin(), all.end());
}

template <class Enum>
json::array allowed(const Actor& actor) {
    json::array names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto each) {
        if (actor.allowed(each.value)) names.emplace_back(each.name);
    });
    return names;
}

json::array types_json(const acceptance::Rules& rules, Day today) {
    json::array types;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<ItemType>>([&](auto each) {
        const auto* type = rules.type(each.value, today);
        if (type == nullptr) return;
        types.push_back({{"type", each.name},
                         {"declaration", type->declaration},
                         {"joint_inspection", type->joint_inspection},
                         {"confirmations", type->confirmations},
                         {"weight", type->weight},
                         {"slots_required", texts(type->slots_required)},
                         {"slots_allowed", texts(type->slots_allowed)}});
    });
    return types;
}

json::array methods_json(const acceptance::Rules& rules, Day today) {
    json::array methods;
    for (const auto* method : rules.methods(today)) {
        const auto* sampling = rules.sampling(method->code, today);
        json::object each{{"code", method->code},          {"rank", method->rank},
                          {"needs", texts(method->needs)}, {"vi", method->title_vi},
                          {"en", method->title_en},        {"sampled", sampling != nullptr}};
        if (sampling != nullptr) each["sampled_slots"] = texts(sampling->slots_required);
        methods.push_back(std::move(each));
    }
    return methods;
}

json::array reasons_json(const acceptance::Rules& rules) {
    json::array reasons;
    for (const auto& [code, reason] : rules.reasons())
        reasons.push_back({{"code", code}, {"vi", reason.vi}, {"en", reason.en}});
    return reasons;
}

json::array worded(const std::vector<std::string>& codes) {
    json::array out;
    for (const std::string& code : codes) {
        const auto text = http::text_of(code);
        out.push_back({{"code", code}, {"vi", text.vi}, {"en", text.en}});
    }
    return out;
}

/// The counters at which this actor may work, each with what forbids or warns there today.
json::array counters_json(Api& api, const Actor& actor, Day today) {
    const auto all = api.node.register_now();
    json::array counters;
    for (const auto& [code, counter] : all->counters) {
        if (actor.site && *actor.site != counter.site) continue;
        const auto place = all->place(code, actor.by, today, api.node.rules().sites);
        if (!place || (counter.closed_on && *counter.closed_on < today)) continue;
        counters.push_back({{"counter", code.value},
                            {"name", counter.name},
                            {"site", place->site.code.value},
                            {"site_name", place->site.name},
                            {"province", place->site.province},
                            {"blocks", worded(place->blocks)},
                            {"warns", worded(place->warns)}});
    }
    return counters;
}

/// A row of the list with what its sealed record says of the item itself: its code, weight and the
/// pictures that are due. Nothing of a person leaves here, so it is no opening.
Result<json::object> listed(Api& api, Day day, const ItemRow& row) {
    const bool refused = row.state == ItemState::refused;
    json::object each{{"item", row.id.text()},
                      {"type", boost::describe::enum_to_string(row.type, "?")},
                      {"state", boost::describe::enum_to_string(row.state, "?")},
                      {"version", row.version},
                      {"number", row.number},
                      {"accepted_at", row.accepted_at.text()}};
    const auto stored = api.node.days().find(day, row.id);
    if (!stored.ok()) return stored.error();
    if (!stored.value()) return each;
    const auto record =
        disclosure::open_latest({api.node.days(), api.node.keys(), api.node.origin()}, day,
                                *stored.value(), refused ? DataClass::minutes : DataClass::record);
    if (!record.ok()) return record.error();
    if (!refused) each["item_code"] = std::string(record.value().text("item.code"));
    if (const auto weight = record.value().text("item.weight_g"); !weight.empty())
        each["weight_g"] = std::stoul(std::string(weight));
    json::array due;
    constexpr std::string_view announced = "picture.";
    for (const auto& [label, value] : record.value().fields) {
        if (refused || !label.starts_with(announced)) continue;
        const std::string_view slot = std::string_view(label).substr(announced.size());
        const auto& objects = stored.value()->objects;
        if (std::none_of(objects.begin(), objects.end(),
                         [&](const ObjectRow& object) { return object.slot == slot; }))
            due.emplace_back(slot);
    }
    each["pictures_due"] = std::move(due);
    if (!refused || stored.value()->entries.empty()) return each;
    const auto text = entry_text(api, stored.value()->entries.front());
    if (!text.ok()) return text.error();
    if (text.value()) each["reasons"] = json::parse(*text.value()).at("data").at("reasons");
    return each;
}

}  // namespace

Response get_counter_rules(Api& api, const Call& call) {
    const Instant now = api.node.now();
    const Day today = Day::of(now);
    const auto all = api.node.register_now();
    const auto* version = all->rules_on(today);
    const auto& rules = api.node.rules().acceptance;
    json::object out{{"now", now.text()},
                     {"day", today.text()},
                     {"enterprise", api.node.config().name},
                     {"sample", api.node.config().sample},
                     {"public_url", api.node.config().public_url},
                     {"code_prefix", api.node.config().code_prefix},
                     {"may", allowed<Action>(call.actor)},
                     {"rules", api.node.goods_digest(today).text()},
                     {"rules_from", (version == nullptr ? today : version->from).text()},
                     {"counters", counters_json(api, call.actor, today)},
                     {"item_types", types_json(rules, today)},
                     {"methods", methods_json(rules, today)},
                     {"reasons", reasons_json(rules)}};
    if (all->organisation) out["licence_number"] = all->organisation->licence_number;
    return Response::json(json::serialize(out));
}

Response list_items(Api& api, const Call& call) {
    const Day today = Day::of(api.node.now());
    const auto asked_day = call.request.parameter("day");
    const auto asked_before = call.request.parameter("before");
    const auto day = asked_day ? Day::parse(*asked_day) : std::optional(today);
    const auto before = asked_before ? ItemId::parse(*asked_before) : std::nullopt;
    if (!day) return http::problem(call.request, 422, "bad_document", {{"day", "bad_value"}});
    if (asked_before && !before)
        return http::problem(call.request, 422, "bad_document", {{"before", "bad_value"}});
    const CounterCode code{call.request.parameter("counter").value_or("")};
    if (auto wrong = wrong_counter(api, call, code)) return *wrong;
    const auto rows = api.node.days().newest_rows(*day, code, before, items_listed_max);
    if (!rows.ok()) return http::problem(call.request, rows.error());
    json::array items;
    for (const ItemRow& row : rows.value()) {
        auto each = listed(api, *day, row);
        if (!each.ok()) return http::problem(call.request, each.error());
        items.push_back(std::move(each).value());
    }
    json::object out{{"day", day->text()}, {"counter", code.value}};
    if (rows.value().size() == items_listed_max) out["before"] = rows.value().back().id.text();
    out["items"] = std::move(items);
    return Response::json(json::serialize(out));
}

}  // namespace buuan::api
