#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "disclosure/trace.hpp"
#include "edge/api/event_desk.hpp"
#include "ledger/entry.hpp"
#include "ledger/log_reader.hpp"

namespace buuan::api {
namespace {

template <class Enum>
std::string name(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

boost::json::array entries_json(const StoredItem& stored) {
    boost::json::array entries;
    for (const StoredEntry& entry : stored.entries) {
        boost::json::object each{{"entry", entry.id.text()}, {"log", entry.log.value}};
        if (entry.index) each["index"] = *entry.index;
        entries.push_back(std::move(each));
    }
    return entries;
}

}  // namespace

Result<std::optional<std::string>> entry_text(Api& api, const StoredEntry& entry) {
    const auto log = api.node.logs().find(entry.log);
    if (!entry.index || log == nullptr) return std::optional<std::string>{};
    auto text = ledger::entry_at(*log->store, *entry.index);
    if (!text.ok()) return text.error();
    return std::optional(std::move(text).value());
}

Result<std::optional<std::string>> text_or_pending(Api& api, const StoredEntry& entry) {
    constexpr std::size_t pending_read_max = 10'000;
    auto text = entry_text(api, entry);
    if (!text.ok() || text.value()) return text;
    const auto pending = api.node.days().pending(entry.log, pending_read_max);
    if (!pending.ok()) return pending.error();
    for (const PendingEntry& each : pending.value()) {
        if (each.id == entry.id) return std::optional(each.text);
    }
    return text;
}

Result<std::optional<NamedItem>> find_item(Api& api, const ItemId& id) {
    const Day day = Day::of(id.made_at());
    // A day that never had keys holds nothing; asking its store would only crowd out days that do.
    const auto key = api.node.keys().key(day, DataClass::record);
    if (!key.ok() && key.error().kind == FaultKind::unavailable) return std::optional<NamedItem>{};
    auto stored = api.node.days().find(day, id);
    if (!stored.ok()) return stored.error();
    if (stored.value()) return std::optional(NamedItem{id, day, std::move(*stored.value())});
    auto held = api.node.retention().held().find(id);
    if (!held.ok()) return held.error();
    if (!held.value()) return std::optional<NamedItem>{};
    for (StoredEntry& entry : held.value()->stored.entries) {
        const auto log = api.node.logs().find(entry.log);
        if (log == nullptr) continue;
        const auto index = log->store->index_of(entry.id);
        if (!index.ok()) return index.error();
        entry.index = index.value();
    }
    return std::optional(NamedItem{id, day, std::move(held.value()->stored)});
}

Result<NamedItem, Response> find_item(Api& api, const Call& call) {
    const auto id = ItemId::parse(call.parts.at(0));
    if (!id) return http::problem(call.request, 404, "item_unknown");
    auto found = find_item(api, *id);
    if (!found.ok()) return http::problem(call.request, found.error());
    if (!found.value()) return http::problem(call.request, 404, "item_unknown");
    return std::move(*found.value());
}

Result<bool> was_at(Api& api, const StoredItem& stored, const SiteCode& site) {
    if (stored.row.site == site) return true;
    for (auto each = stored.entries.rbegin(); each != stored.entries.rend(); ++each) {
        const auto text = text_or_pending(api, *each);
        if (!text.ok()) return text.error();
        if (!text.value()) continue;
        const auto entry = ledger::decode(*text.value());
        if (!entry.ok()) return entry.error();
        if (entry.value().site == site) return true;
    }
    return false;
}

Result<NamedItem, Response> find_item_here(Api& api, const Call& call) {
    auto named = find_item(api, call);
    if (!named.ok() || !call.actor.site) return named;
    const auto here = was_at(api, named.value().stored, *call.actor.site);
    if (!here.ok()) return http::problem(call.request, here.error());
    if (!here.value()) return http::problem(call.request, 403, "not_allowed");
    return named;
}

Result<vault::OpenedRecord, Response> open_newest(Api& api, const Call& call,
                                                  const NamedItem& named, DataClass data_class) {
    const disclosure::TraceReaders readers{api.node.days(), api.node.keys(), api.node.origin()};
    auto live = disclosure::open_latest(readers, named.day, named.stored, data_class);
    if (live.ok()) return std::move(live).value();
    auto held = api.node.retention().held().open_record(named.id, data_class);
    if (held.ok()) return std::move(held).value();
    if (live.error().kind == FaultKind::denied)
        return http::problem(call.request, 410, "term_over");
    return http::problem(call.request, live.error());
}

Response unprocessable(const http::Request& request,
                       const std::vector<acceptance::IntakeProblem>& problems) {
    std::vector<http::FieldProblem> fields;
    for (const auto& each : problems) fields.push_back({each.field, each.reason});
    return http::problem(request, 422, "bad_document", fields);
}

Response refused_write(const http::Request& request, Applied applied) {
    switch (applied) {
        case Applied::stale:
            return http::problem(request, 409, "item_changed");
        case Applied::day_closed:
            return http::problem(request, 409, "day_closed");
        default:
            return http::problem(request, 409, "item_conflict");
    }
}

Response put_item(Api& api, const Call& call) {
    const auto id = ItemId::parse(call.parts.at(0));
    if (!id) return http::problem(call.request, 400, "bad_document", {{"item", "bad_value"}});
    return respond(call.request, accept(api, call.actor, *id, call.request.body));
}

Response get_item(Api& api, const Call& call) {
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    const ItemRow& row = named.value().stored.row;
    boost::json::array slots;
    for (const ObjectRow& object : named.value().stored.objects)
        slots.push_back(
            {{"slot", object.slot}, {"size", object.size}, {"object", object.object.text()}});
    return Response::json(boost::json::serialize(
        boost::json::object{{"item", row.id.text()},
                            {"type", name(row.type)},
                            {"service", name(row.service)},
                            {"state", name(row.state)},
                            {"version", row.version},
                            {"site", row.site.value},
                            {"counter", row.counter.value},
                            {"number", row.number},
                            {"accepted_at", row.accepted_at.text()},
                            {"pictures_due", row.pictures_due},
                            {"objects", std::move(slots)},
                            {"entries", entries_json(named.value().stored)}}));
}

Response post_event(Api& api, const Call& call) {
    const auto event = body_of<acceptance::Event>(call);
    if (!event.ok()) return event.error();
    auto named = find_item(api, call);
    if (!named.ok()) return named.error();
    if (!may_record(call.actor, event.value(), named.value().stored.row))
        return http::problem(call.request, 403, "not_allowed");
    return respond(call.request, record(api, call.actor, std::move(named).value(), event.value(),
                                        call.request.body));
}

Response get_timeline(Api& api, const Call& call) {
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    boost::json::array events;
    for (const StoredEntry& entry : named.value().stored.entries) {
        const auto text = entry_text(api, entry);
        if (!text.ok()) return http::problem(call.request, text.error());
        boost::json::object each{{"entry", entry.id.text()}, {"log", entry.log.value}};
        if (text.value()) {
            const auto value = boost::json::parse(*text.value());
            for (const char* member : {"type", "at", "seen", "site", "by", "data"}) {
                if (const auto* found = value.get_object().if_contains(member))
                    each[member] = *found;
            }
            each["index"] = *entry.index;
        } else {
            each["at"] = entry.id.made_at().text();
            each["type"] = "pending";
        }
        events.push_back(std::move(each));
    }
    return Response::json(boost::json::serialize(
        boost::json::object{{"item", named.value().id.text()}, {"events", std::move(events)}}));
}

Response get_proof(Api& api, const Call& call) {
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    const auto wanted = call.request.parameter("entry");
    for (const StoredEntry& entry : named.value().stored.entries) {
        // Without a name the first: the acceptance, or the refusal.
        if (wanted && entry.id.text() != *wanted) continue;
        const auto log = api.node.logs().find(entry.log);
        if (!entry.index || log == nullptr)
            return http::problem(call.request, 409, "not_in_log_yet");
        auto proof = ledger::prove(*log->store, *entry.index);
        if (!proof.ok()) return http::problem(call.request, proof.error());
        return Response::text(std::move(proof).value());
    }
    return http::problem(call.request, 404, "not_found");
}

}  // namespace buuan::api
