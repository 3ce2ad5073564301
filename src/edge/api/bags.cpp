// Bags (túi): what one site sends to another and what comes out there. A bag has a list that is
// closed when it is sent; at the other end each item is scanned against it, so that what is
// missing, surplus or doubled is told at once and stands in the log. A bag and its list are rows of
// node.db from the first item to the receipt; what happened stays with the items and in the logs.
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "disclosure/trace.hpp"
#include "edge/api/event_desk.hpp"

namespace buuan::api {
namespace {

enum class BagState : std::uint8_t { open, sent };
BOOST_DESCRIBE_ENUM(BagState, open, sent)

/// Under kind "bag" and its code, until it was received.
struct Bag {
    std::string bag;
    SiteCode from;
    SiteCode to;
    BagState state{};
    Instant opened_at;
    std::optional<Instant> sent_at;
    std::uint32_t items{};    // put in
    std::uint32_t arrived{};  // of them
    std::uint32_t surplus{};
    std::uint32_t doubled{};
};
BOOST_DESCRIBE_STRUCT(Bag, (),
                      (bag, from, to, state, opened_at, sent_at, items, arrived, surplus, doubled))

/// Under kind "bag_item", the bag's code and the item's id.
struct BagItem {
    bool put_in{};
    bool arrived{};
};
BOOST_DESCRIBE_STRUCT(BagItem, (), (put_in, arrived))

struct Ends {
    SiteCode from;
    SiteCode to;
};
BOOST_DESCRIBE_STRUCT(Ends, (), (from, to))

enum class StepKind : std::uint8_t { put_in, send, take_out, receive, drop };
BOOST_DESCRIBE_ENUM(StepKind, put_in, send, take_out, receive, drop)

/// put_in and take_out name an item by its code; `id` is that of its event.
struct Step {
    CommandId id;
    StepKind step{};
    std::optional<Personal> code;
};
BOOST_DESCRIBE_STRUCT(Step, (), (id, step, code))

constexpr const char* bags = "bag";
constexpr const char* bag_items = "bag_item";
constexpr std::uint32_t items_max = 2000;
constexpr std::size_t bags_max = 200;  // packed or on their way, that concern one site

/// A bag's code separates from an item's id, which sorts behind it.
std::string key_of(const std::string& bag, const ItemId& item) {
    return bag + "/" + item.text();
}

Result<std::optional<Bag>> find_bag(Api& api, const std::string& code) {
    const auto body = api.node.store().find(bags, code);
    if (!body.ok()) return body.error();
    if (!body.value()) return std::optional<Bag>{};
    auto bag = json::read<Bag>(*body.value());
    if (!bag.ok()) return Fault{FaultKind::corrupt, "bag " + code + " is damaged"};
    return std::optional(std::move(bag).value());
}

Result<std::optional<BagItem>> find_in_bag(Api& api, const std::string& bag, const ItemId& item) {
    const auto body = api.node.store().find(bag_items, key_of(bag, item));
    if (!body.ok()) return body.error();
    if (!body.value()) return std::optional<BagItem>{};
    auto row = json::read<BagItem>(*body.value());
    if (!row.ok()) return Fault{FaultKind::corrupt, "bag " + bag + ": its list is damaged"};
    return std::optional(row.value());
}

/// Its list, in the order of item ids.
Result<std::vector<std::pair<ItemId, BagItem>>> list_of(Api& api, const std::string& bag) {
    std::vector<std::pair<ItemId, BagItem>> list;
    const std::string first = bag + "/";
    const auto rows = api.node.store().list(bag_items, first, 2 * items_max);
    if (!rows.ok()) return rows.error();
    for (const auto& row : rows.value()) {
        if (!row.key.starts_with(first)) break;
        const auto item = ItemId::parse(row.key.substr(first.size()));
        const auto read = json::read<BagItem>(row.body);
        if (!item || !read.ok())
            return Fault{FaultKind::corrupt, "bag " + bag + ": its list is damaged"};
        list.emplace_back(*item, read.value());
    }
    return list;
}

register_::Row row_of(const Bag& bag) {
    return {bags, bag.bag, json::write(bag)};
}

boost::json::object json_of(const Bag& bag) {
    boost::json::object out{{"bag", bag.bag},
                            {"from", bag.from.value},
                            {"to", bag.to.value},
                            {"state", boost::describe::enum_to_string(bag.state, "?")},
                            {"opened_at", bag.opened_at.text()},
                            {"items", bag.items},
                            {"arrived", bag.arrived},
                            {"surplus", bag.surplus},
                            {"doubled", bag.doubled}};
    if (bag.sent_at) out["sent_at"] = bag.sent_at->text();
    return out;
}

/// Who packs works at the one end, who unpacks at the other.
bool concerns(const Actor& actor, const Bag& bag) {
    return !actor.site || *actor.site == bag.from || *actor.site == bag.to;
}
bool works_at(const Actor& actor, const SiteCode& site) {
    return !actor.site || *actor.site == site;
}

/// The bag that the path names, of one of this actor's sites; or the answer to give.
Result<Bag, Response> bag_of(Api& api, const Call& call) {
    auto bag = find_bag(api, call.parts.at(0));
    if (!bag.ok()) return http::problem(call.request, bag.error());
    if (!bag.value()) return http::problem(call.request, 404, "bag_unknown");
    if (!concerns(call.actor, *bag.value())) return http::problem(call.request, 403, "not_allowed");
    return std::move(*bag.value());
}

/// The codes of items, for who has to look for them; an item whose record is over is named by id.
boost::json::array codes_of(Api& api, const std::vector<ItemId>& items) {
    boost::json::array codes;
    const disclosure::TraceReaders readers{api.node.days(), api.node.keys(), api.node.origin()};
    for (const ItemId& item : items) {
        boost::json::object each{{"item", item.text()}};
        const auto found = find_item(api, item);
        if (found.ok() && found.value()) {
            const auto record = disclosure::open_latest(readers, found.value()->day,
                                                        found.value()->stored, DataClass::record);
            if (record.ok()) each["item_code"] = std::string(record.value().text("item.code"));
        }
        codes.push_back(std::move(each));
    }
    return codes;
}

Response step_answer(const Bag& bag, const char* result, boost::json::object more = {}) {
    more["bag"] = json_of(bag);
    more["result"] = result;
    return Response::json(boost::json::serialize(more));
}

/// Records that the item was scanned into or out of the bag.
Answered scanned(Api& api, const Call& call, NamedItem named, const CommandId& id,
                 const SiteCode& site, const std::string& bag) {
    acceptance::Event event;
    event.id = id;
    event.kind = acceptance::EventKind::scanned;
    event.site = site;
    event.at = api.node.now();
    event.bag = bag;
    return record(api, call.actor, std::move(named), event, call.request.body);
}

/// Whether this very step put the item in or took it out before, and its answer was lost.
Result<bool> was_done(Api& api, const NamedItem& named, const Step& step) {
    const auto command = api.node.days().find_command(named.day, step.id);
    if (!command.ok()) return command.error();
    return command.value().has_value();
}

Result<NamedItem, Response> item_of(Api& api, const Call& call, const Step& step) {
    auto named = find_coded(api, step.code.value_or(Personal()));
    if (!named.ok()) return respond(call.request, named.error());
    return std::move(named).value();
}

Response put_in(Api& api, const Call& call, Bag bag, const Step& step) {
    if (!works_at(call.actor, bag.from)) return http::problem(call.request, 403, "not_allowed");
    if (bag.state != BagState::open) return http::problem(call.request, 409, "bag_sent");
    if (bag.items >= items_max) return http::problem(call.request, 409, "bag_full");
    auto named = item_of(api, call, step);
    if (!named.ok()) return named.error();
    const ItemId item = named.value().id;
    const auto there = find_in_bag(api, bag.bag, item);
    if (!there.ok()) return http::problem(call.request, there.error());
    if (there.value()) {
        const auto again = was_done(api, named.value(), step);
        if (!again.ok()) return http::problem(call.request, again.error());
        return step_answer(bag, again.value() ? "put_in" : "doubled", {{"item", item.text()}});
    }
    const Answered done = scanned(api, call, std::move(named).value(), step.id, bag.from, bag.bag);
    if (!done.code.empty() || done.fault) return respond(call.request, done);
    ++bag.items;
    if (auto kept = api.node.store().apply(
            {{row_of(bag), {bag_items, key_of(bag.bag, item), json::write(BagItem{true, false})}},
             {},
             {}});
        !kept.ok())
        return http::problem(call.request, kept.error());
    return step_answer(bag, "put_in", {{"item", item.text()}});
}

/// Closes the list; from here on only the other end may do something.
Response send(Api& api, const Call& call, Bag bag) {
    if (!works_at(call.actor, bag.from)) return http::problem(call.request, 403, "not_allowed");
    if (bag.state == BagState::sent) return step_answer(bag, "sent");
    if (bag.items == 0) return http::problem(call.request, 409, "bag_empty");
    bag.state = BagState::sent;
    bag.sent_at = api.node.now();
    const auto log = api.node.register_now()->sites.at(bag.from).log();
    auto entry = api.node.entry(log, "bag.sent", bag.from, call.actor.by,
                                {{"bag", bag.bag}, {"to", bag.to.value}, {"items", bag.items}});
    if (!entry.ok()) return http::problem(call.request, entry.error());
    if (auto kept = api.node.store().apply({{row_of(bag)}, {}, {std::move(entry).value()}});
        !kept.ok())
        return http::problem(call.request, kept.error());
    api.node.poke();
    return step_answer(bag, "sent");
}

/// A bag that was begun by mistake. What is in it stays where it was scanned.
Response drop(Api& api, const Call& call, const Bag& bag) {
    if (!works_at(call.actor, bag.from)) return http::problem(call.request, 403, "not_allowed");
    if (bag.state != BagState::open) return http::problem(call.request, 409, "bag_sent");
    const auto list = list_of(api, bag.bag);
    if (!list.ok()) return http::problem(call.request, list.error());
    register_::RegisterWrite write;
    write.erase.emplace_back(bags, bag.bag);
    for (const auto& [item, row] : list.value())
        write.erase.emplace_back(bag_items, key_of(bag.bag, item));
    if (auto kept = api.node.store().apply(write); !kept.ok())
        return http::problem(call.request, kept.error());
    return step_answer(bag, "dropped");
}

Response take_out(Api& api, const Call& call, Bag bag, const Step& step) {
    if (!works_at(call.actor, bag.to)) return http::problem(call.request, 403, "not_allowed");
    if (bag.state != BagState::sent) return http::problem(call.request, 409, "bag_not_sent");
    auto named = item_of(api, call, step);
    if (!named.ok()) return named.error();
    const ItemId item = named.value().id;
    const auto there = find_in_bag(api, bag.bag, item);
    if (!there.ok()) return http::problem(call.request, there.error());
    const BagItem before = there.value().value_or(BagItem{});
    const char* first = before.put_in ? "expected" : "surplus";
    const char* result = before.arrived ? "doubled" : first;
    if (before.arrived) {
        const auto again = was_done(api, named.value(), step);
        if (!again.ok()) return http::problem(call.request, again.error());
        if (again.value()) return step_answer(bag, first, {{"item", item.text()}});
        ++bag.doubled;
    } else {
        if (bag.surplus >= items_max) return http::problem(call.request, 409, "bag_full");
        // What was stopped after it was packed came all the same, and is scanned no more.
        if (named.value().stored.row.state == ItemState::stopped) {
            result = "stopped";
        } else {
            const Answered done =
                scanned(api, call, std::move(named).value(), step.id, bag.to, bag.bag);
            if (!done.code.empty() || done.fault) return respond(call.request, done);
        }
        ++(before.put_in ? bag.arrived : bag.surplus);
    }
    if (auto kept = api.node.store().apply(
            {{row_of(bag),
              {bag_items, key_of(bag.bag, item), json::write(BagItem{before.put_in, true})}},
             {},
             {}});
        !kept.ok())
        return http::problem(call.request, kept.error());
    return step_answer(bag, result, {{"item", item.text()}});
}

/// An id of its own for each missing item, the same when the bag is received again after a cut.
CommandId missed_id(const Bag& bag, const ItemId& item) {
    const std::string sent = bag.bag + " " + bag.sent_at.value_or(bag.opened_at).text();
    const Digest digest = sha256({as_bytes("buuan/bag-missed/v1\n"), as_bytes(sent), item.bytes});
    CommandId id{item.bytes};
    std::copy_n(digest.bytes.begin(), 7, id.bytes.begin() + 9);
    return id;
}

/// Tells of each item that it did not come, and leaves in `missing` those of which that is so: what
/// has turned up elsewhere meanwhile, and was delivered or stopped there, is not missing. The
/// answer where that could not be.
std::optional<Answered> tell_missing(Api& api, const Call& call, const Bag& bag,
                                     std::vector<ItemId>& missing) {
    std::vector<ItemId> left;
    for (const ItemId& item : missing) {
        auto named = find_item(api, item);
        if (!named.ok()) return fault(named.error());
        if (!named.value() || named.value()->stored.row.state != ItemState::in_transit) continue;
        acceptance::Event event;
        event.id = missed_id(bag, item);
        event.kind = acceptance::EventKind::missed;
        event.site = bag.to;
        event.at = api.node.now();
        event.bag = bag.bag;
        // The digest covers what makes it this bag's, so that it is the same after a cut.
        Answered done = record(api, call.actor, std::move(*named.value()), event, bag.bag);
        if (done.fault) return done;
        if (done.code.empty()) left.push_back(item);
    }
    missing = std::move(left);
    return std::nullopt;
}

/// What was put in and did not come is told of each item, and the bag is over.
Response receive(Api& api, const Call& call, const Bag& bag) {
    if (!works_at(call.actor, bag.to)) return http::problem(call.request, 403, "not_allowed");
    if (bag.state != BagState::sent) return http::problem(call.request, 409, "bag_not_sent");
    const auto list = list_of(api, bag.bag);
    if (!list.ok()) return http::problem(call.request, list.error());
    register_::RegisterWrite write;
    write.erase.emplace_back(bags, bag.bag);
    std::vector<ItemId> missing;
    std::vector<ItemId> surplus;
    for (const auto& [item, row] : list.value()) {
        write.erase.emplace_back(bag_items, key_of(bag.bag, item));
        if (!row.put_in) surplus.push_back(item);
        if (!row.arrived) missing.push_back(item);
    }
    const auto told = tell_missing(api, call, bag, missing);
    if (told) return respond(call.request, *told);
    const auto log = api.node.register_now()->sites.at(bag.to).log();
    auto entry = api.node.entry(log, "bag.received", bag.to, call.actor.by,
                                {{"bag", bag.bag},
                                 {"from", bag.from.value},
                                 {"items", bag.items},
                                 {"missing", missing.size()},
                                 {"surplus", surplus.size()},
                                 {"doubled", bag.doubled}});
    if (!entry.ok()) return http::problem(call.request, entry.error());
    write.entries.push_back(std::move(entry).value());
    const auto lacking = codes_of(api, missing);
    const auto more = codes_of(api, surplus);
    if (auto kept = api.node.store().apply(write); !kept.ok())
        return http::problem(call.request, kept.error());
    api.node.poke();
    return step_answer(bag, "received", {{"missing", lacking}, {"surplus", more}});
}

}  // namespace

Response list_bags(Api& api, const Call& call) {
    const auto rows = register_::list_all(api.node.store(), bags);
    if (!rows.ok()) return http::problem(call.request, rows.error());
    boost::json::array out;
    for (const auto& row : rows.value()) {
        const auto bag = json::read<Bag>(row.body);
        if (!bag.ok())
            return http::problem(call.request,
                                 Fault{FaultKind::corrupt, "bag " + row.key + " is damaged"});
        if (concerns(call.actor, bag.value()) && out.size() < 2 * bags_max)
            out.push_back(json_of(bag.value()));
    }
    return Response::json(boost::json::serialize(boost::json::object{{"bags", std::move(out)}}));
}

Response put_bag(Api& api, const Call& call) {
    const auto body = body_of<Ends>(call);
    if (!body.ok()) return body.error();
    const std::string& code = call.parts.at(0);
    const auto& [from, to] = body.value();
    std::vector<http::FieldProblem> wrong;
    if (!SiteCode::parse(code)) wrong.push_back({"bag", "bad_value"});
    const auto all = api.node.register_now();
    if (!all->sites.contains(from)) wrong.push_back({"from", "site_unknown"});
    if (!all->sites.contains(to)) wrong.push_back({"to", "site_unknown"});
    if (from == to) wrong.push_back({"to", "bag_same_site"});
    if (!wrong.empty()) return http::problem(call.request, 422, "bad_document", wrong);
    if (!works_at(call.actor, from)) return http::problem(call.request, 403, "not_allowed");
    const std::scoped_lock lock(api.bags);
    const auto before = find_bag(api, code);
    if (!before.ok()) return http::problem(call.request, before.error());
    if (before.value()) {
        const Bag& bag = *before.value();
        const bool same = bag.state == BagState::open && bag.from == from && bag.to == to;
        return same ? Response::json(boost::json::serialize(json_of(bag)))
                    : http::problem(call.request, 409, "bag_in_use");
    }
    const auto others = register_::list_all(api.node.store(), bags);
    if (!others.ok()) return http::problem(call.request, others.error());
    const auto is_from = [&](const register_::Row& row) {
        const auto bag = json::read<Bag>(row.body);
        return bag.ok() && bag.value().from == from;
    };
    if (std::count_if(others.value().begin(), others.value().end(), is_from) >=
        static_cast<std::ptrdiff_t>(bags_max))
        return http::problem(call.request, 409, "bags_too_many");
    const Bag bag{code, from, to, BagState::open, api.node.now(), {}, 0, 0, 0, 0};
    if (auto kept = api.node.store().apply({{row_of(bag)}, {}, {}}); !kept.ok())
        return http::problem(call.request, kept.error());
    return Response::json(boost::json::serialize(json_of(bag)), 201);
}

Response get_bag(Api& api, const Call& call) {
    const auto bag = bag_of(api, call);
    if (!bag.ok()) return bag.error();
    const auto list = list_of(api, bag.value().bag);
    if (!list.ok()) return http::problem(call.request, list.error());
    std::vector<ItemId> waiting;
    for (const auto& [item, row] : list.value()) {
        if (row.put_in && !row.arrived) waiting.push_back(item);
    }
    boost::json::object out = json_of(bag.value());
    out["waiting"] = codes_of(api, waiting);
    return Response::json(boost::json::serialize(out));
}

Response post_bag_step(Api& api, const Call& call) {
    const auto step = body_of<Step>(call);
    if (!step.ok()) return step.error();
    const bool names_item =
        step.value().step == StepKind::put_in || step.value().step == StepKind::take_out;
    if (names_item != step.value().code.has_value())
        return http::problem(call.request, 422, "bad_document",
                             {{"code", names_item ? "empty" : "bad_value"}});
    const std::scoped_lock lock(api.bags);
    auto bag = bag_of(api, call);
    if (!bag.ok()) return bag.error();
    switch (step.value().step) {
        case StepKind::put_in:
            return put_in(api, call, std::move(bag).value(), step.value());
        case StepKind::send:
            return send(api, call, std::move(bag).value());
        case StepKind::take_out:
            return take_out(api, call, std::move(bag).value(), step.value());
        case StepKind::drop:
            return drop(api, call, bag.value());
        case StepKind::receive:
            break;
    }
    return receive(api, call, bag.value());
}

}  // namespace buuan::api
