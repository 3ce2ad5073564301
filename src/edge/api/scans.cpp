// What a scanner in the hand asks: this code, this event, one answer. Whoever holds the item may
// ask for it by its code, so finding it is no search that would have to be recorded; nothing of a
// person is told. What was declared is shown for the X-ray, as an opening with the purpose
// "sorting". In numbers, and from other systems: the same, line by line.
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <set>

#include "acceptance/declaration.hpp"
#include "acceptance/risk.hpp"
#include "base/phone.hpp"
#include "base/whole_number.hpp"
#include "disclosure/trace.hpp"
#include "edge/api/event_desk.hpp"
#include "edge/api/line_batch.hpp"

namespace buuan::api {
namespace {

namespace json = boost::json;
namespace json_text = buuan::json;

/// One of code and item; no event: only to see what it is.
struct Scan {
    std::optional<Personal> code;
    std::optional<ItemId> item;
    std::optional<CommandId> opening;  // shows what was declared
    std::optional<acceptance::Event> event;
};
BOOST_DESCRIBE_STRUCT(Scan, (), (code, item, opening, event))

/// The same from a system that speaks in the UPU's codes.
struct UpuScan {
    std::optional<Personal> code;
    std::optional<ItemId> item;
    acceptance::UpuReport event;
};
BOOST_DESCRIBE_STRUCT(UpuScan, (), (code, item, event))

/// Either of the two, as one of ours.
Result<Scan, json_text::Problem> read_scan(Api& api, std::string_view text) {
    auto scan = json_text::read<Scan>(text);
    if (scan.ok() || scan.error().path != "event.upu") return scan;
    auto told = json_text::read<UpuScan>(text);
    if (!told.ok()) return told.error();
    auto event = acceptance::event_of(std::move(told.value().event), api.node.rules().upu);
    if (!event.ok()) return json_text::Problem{"event.upu", event.error()};
    return Scan{std::move(told.value().code), told.value().item, std::nullopt,
                std::move(event).value()};
}

/// The item that a scan names, or the answer to give.
Result<NamedItem, Answered> item_of(Api& api, const Scan& scan) {
    if (scan.code.has_value() == scan.item.has_value())
        return problem(422, "bad_document", {{"code", "scan_needs_one"}});
    if (scan.code) return find_coded(api, *scan.code);
    auto named = find_item(api, *scan.item);
    if (!named.ok()) return fault(named.error());
    if (!named.value()) return problem(404, "item_unknown");
    return std::move(*named.value());
}

/// What a record says was declared.
std::vector<acceptance::Thing> things_of(const vault::OpenedRecord& record) {
    std::vector<acceptance::Thing> things;
    constexpr std::string_view first = "contents.";
    constexpr std::string_view last = ".text";
    for (const auto& [label, value] : record.fields) {
        if (!label.starts_with(first) || !label.ends_with(last)) continue;
        const std::string thing = label.substr(0, label.size() - last.size());
        things.push_back(
            {value, whole_number<std::uint32_t>(record.text(thing + ".quantity")).value_or(1), {}});
    }
    return things;
}

/// How likely this item was to be chosen for the X-ray, why, and whether it is. Letters and
/// documents are not.
Result<json::object, Answered> xray_json(Api& api, const NamedItem& named,
                                         const vault::OpenedRecord& record) {
    const ItemRow& row = named.stored.row;
    const auto things = things_of(record);
    if (things.empty())
        return json::object{{"wanted", false}, {"chance", 0}, {"notes", json::array()}};
    const Day on = Day::of(row.accepted_at);
    const auto goods = api.node.goods(on);
    if (!goods.ok()) return problem(503, "goods_rules_damaged");
    const auto all = api.node.register_now();
    const auto site = all->sites.find(row.site);
    const std::string from = site == all->sites.end() ? std::string() : site->second.province;
    const auto phone = PhoneNumber::parse(record.text("sender.phone"));
    const acceptance::Risk risk =
        acceptance::risk_of({things, whole_number<std::uint32_t>(record.text("item.weight_g")),
                             acceptance::screen_things(things, *goods.value(), on).outcome,
                             phone.ok() && phone.value().looks_made_up(), from,
                             record.text("recipient.province"), std::nullopt, on},
                            api.node.rules().risk);
    const auto key = api.node.keys().key(named.day, DataClass::record);
    if (!key.ok()) return fault(key.error());
    const std::uint32_t chance = api.node.rules().sorting.xray_chance(risk.weight, on);
    return json::object{{"wanted", acceptance::drawn_for_xray(key.value(), row.id, chance)},
                        {"chance", chance},
                        {"weight", risk.weight},
                        {"notes", notes_json(risk)}};
}

/// The X-rays that the logs tell of, in their order.
Result<json::array> xrays_of(Api& api, const StoredItem& stored) {
    json::array xrays;
    for (const StoredEntry& entry : stored.entries) {
        const auto text = entry_text(api, entry);
        if (!text.ok()) return text.error();
        if (!text.value()) continue;  // of this second
        const auto said = json::parse(*text.value());
        if (said.at("type").as_string() != "item.xrayed") continue;
        xrays.push_back({{"at", said.at("at")},
                         {"site", said.at("site")},
                         {"equipment", said.at("data").at("equipment")},
                         {"result", said.at("data").at("result")}});
    }
    return xrays;
}

json::object weight_json(Api& api, const vault::OpenedRecord& record,
                         const std::optional<acceptance::Event>& event) {
    json::object weight;
    const auto accepted = whole_number<std::uint32_t>(record.text("item.weight_g"));
    if (accepted) weight["accepted_g"] = *accepted;
    if (!accepted || !event || !event->weight_g) return weight;
    weight["difference_g"] = std::int64_t{*event->weight_g} - std::int64_t{*accepted};
    weight["differs"] =
        api.node.rules().sorting.weight_differs(*accepted, *event->weight_g, Day::of(event->at));
    return weight;
}

json::array declared_json(const vault::OpenedRecord& record) {
    json::array declared;
    for (const acceptance::Thing& thing : things_of(record))
        declared.push_back(
            {{"text", std::string(thing.text.reveal())}, {"quantity", thing.quantity}});
    return declared;
}

/// Puts what the screen shows of the item beside what became of the event.
std::optional<Answered> describe(Api& api, const NamedItem& named, const Scan& scan,
                                 json::object& body) {
    const ItemRow& row = named.stored.row;
    const auto record =
        disclosure::open_latest({api.node.days(), api.node.keys(), api.node.origin()}, named.day,
                                named.stored, DataClass::record);
    if (!record.ok() && record.error().kind == FaultKind::denied) return problem(410, "term_over");
    if (!record.ok()) return fault(record.error());
    auto xray = xray_json(api, named, record.value());
    if (!xray.ok()) return xray.error();
    auto xrays = xrays_of(api, named.stored);
    if (!xrays.ok()) return fault(xrays.error());
    xray.value()["done"] = std::move(xrays).value();
    body["item_code"] = std::string(record.value().text("item.code"));
    body["type"] = boost::describe::enum_to_string(row.type, "?");
    body["service"] = boost::describe::enum_to_string(row.service, "?");
    body["accepted_at"] = row.accepted_at.text();
    body["site"] = row.site.value;
    body["weight"] = weight_json(api, record.value(), scan.event);
    body["xray"] = std::move(xray).value();
    if (scan.opening) body["declared"] = declared_json(record.value());
    return std::nullopt;
}

/// Codes follow each other, so who is bound to a site could try them one by one. What is not here
/// yet arrives by being scanned, X-rayed or stopped, which its log then tells; nothing else is done
/// to it, and nothing of it shown: a courier who took it out would see to whom it goes.
std::optional<Answered> not_here(Api& api, const Actor& actor, const NamedItem& named,
                                 const Scan& scan) {
    using acceptance::EventKind;
    if (!actor.site) return std::nullopt;
    const auto here = was_at(api, named.stored, *actor.site);
    if (!here.ok()) return fault(here.error());
    if (here.value()) return std::nullopt;
    constexpr EventKind arrivals[] = {EventKind::scanned, EventKind::xrayed, EventKind::stopped};
    const bool arrives = scan.event && std::find(std::begin(arrivals), std::end(arrivals),
                                                 scan.event->kind) != std::end(arrivals);
    return arrives ? std::nullopt : std::optional(problem(403, "scan_it_first"));
}

/// What a scan does to the item that it names.
Answered act(Api& api, const Actor& actor, NamedItem named, const Scan& scan,
             std::string_view request) {
    if (scan.event && !may_record(actor, *scan.event, named.stored.row))
        return problem(403, "not_allowed");
    if (scan.event) return record(api, actor, std::move(named), *scan.event, request);
    const ItemRow& row = named.stored.row;
    return {200,
            {},
            {},
            {{"item", row.id.text()},
             {"state", boost::describe::enum_to_string(row.state, "?")},
             {"version", row.version},
             {"pictures_due", json::array()}},
            std::nullopt};
}

// ---- in numbers

/// `named`: what the event is to be recorded of; without it `answered` is the answer.
struct Sorted {
    Scan scan;
    std::optional<NamedItem> named;
    Answered answered;
};

/// On the item as it is now.
Answered record_anew(Api& api, const Actor& actor, const ItemId& item, const Scan& scan,
                     std::string_view request) {
    auto named = find_item(api, item);
    if (!named.ok()) return fault(named.error());
    if (!named.value()) return problem(404, "item_unknown");
    return record(api, actor, std::move(*named.value()), *scan.event, request);
}

Sorted prepare(Api& api, const Call& call, const TakenLine& line) {
    if (line.too_long) return {{}, {}, problem(400, "line_broken", {{"", "too_long"}})};
    auto read = read_scan(api, line.text);
    if (!read.ok())
        return {{}, {}, problem(400, "line_broken", {{read.error().path, read.error().reason}})};
    Sorted sorted{std::move(read).value(), {}, Answered{}};
    // Nothing is shown here, so nothing is opened.
    if (!sorted.scan.event || sorted.scan.opening) {
        sorted.answered = problem(422, "bad_document", {{"event", "event_needs"}});
        return sorted;
    }
    auto named = item_of(api, sorted.scan);
    if (!named.ok()) {
        sorted.answered = named.error();
    } else if (!may_record(call.actor, *sorted.scan.event, named.value().stored.row)) {
        sorted.answered = problem(403, "not_allowed");
    } else if (auto elsewhere = not_here(api, call.actor, named.value(), sorted.scan)) {
        sorted.answered = std::move(*elsewhere);
    } else {
        sorted.named = std::move(named).value();
    }
    return sorted;
}

/// Of each item the first event, committed together; the others of the same item follow in their
/// order, each on what the one before made of it.
std::string record_lines(Api& api, const Call& call, std::span<const TakenLine> lines) {
    std::vector<Sorted> all;
    std::vector<std::optional<ItemRow>> after;
    std::vector<DayWrite> writes;
    std::set<ItemId> begun;
    const bool allowed = is_allowed_still(api, call, Action::record_event);
    for (const TakenLine& line : lines) {
        all.push_back(allowed ? prepare(api, call, line)
                              : Sorted{{}, {}, problem(401, "not_signed_in")});
        auto& [scan, named, answered] = all.back();
        after.emplace_back();
        if (!named || !begun.insert(named->id).second) continue;
        auto prepared = prepare_event(api, call.actor, *named, *scan.event, line.text);
        if (auto* ready = std::get_if<PreparedEvent>(&prepared)) {
            after.back() = ready->after;
            writes.push_back(std::move(ready->write));
        } else {
            answered = std::get<Answered>(std::move(prepared));
            named.reset();
        }
    }
    const auto applied = api.node.committer().commit_all(std::move(writes));
    auto next = applied.begin();
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto& [scan, named, answered] = all[i];
        std::optional<Answered> done;
        if (named && after[i])
            done = answer_event(api, call.actor, *scan.event, *after[i], *next++);
        if (named && !done) done = record_anew(api, call.actor, named->id, scan, lines[i].text);
        append_answer(out, call, lines[i].number, done ? *done : answered);
    }
    return out;
}

}  // namespace

Response post_scan(Api& api, const Call& call) {
    const auto body = read_scan(api, call.request.body);
    if (!body.ok()) return http::problem(call.request, body.error());
    const Scan& scan = body.value();
    auto named = item_of(api, scan);
    if (!named.ok()) {
        // Who tries codes one by one meets mostly codes that nobody has.
        if (named.error().code == "item_unknown" &&
            !api.unknown_codes.take("scan", call.actor.user, api.node.now()))
            return http::problem(call.request, 429, "too_often");
        return respond(call.request, named.error());
    }
    if (auto elsewhere = not_here(api, call.actor, named.value(), scan))
        return respond(call.request, *elsewhere);
    // What the screen shows is read before anything is recorded: an answer that fails says that
    // nothing happened.
    boost::json::object shown;
    if (auto failed = describe(api, named.value(), scan, shown))
        return respond(call.request, *failed);
    if (scan.opening) {
        const disclosure::Act opening{*scan.opening,    "opening", "sorting", {},
                                      named.value().id, {},        {}};
        if (auto failed = record_act(api, call, opening)) return *failed;
    }
    Answered answered = act(api, call.actor, named.value(), scan, call.request.body);
    if (answered.code.empty() && !answered.fault) {
        for (auto& [member, value] : shown) answered.body[member] = std::move(value);
    }
    return respond(call.request, answered);
}

Response post_scan_batch(Api& api, const Call& call) {
    return answer_lines(api, call, 1, [&](std::span<const TakenLine> lines) {
        return record_lines(api, call, lines);
    });
}

}  // namespace buuan::api
