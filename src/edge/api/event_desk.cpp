#include "edge/api/event_desk.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>

#include "base/item_code.hpp"
#include "disclosure/trace.hpp"
#include "edge/api/route_desk.hpp"
#include "edge/api/undelivered.hpp"
#include "vault/blind_index.hpp"
#include "vault/derive.hpp"

namespace buuan::api {
namespace {

using acceptance::Event;
using acceptance::EventKind;

constexpr int tries_max = 4;
constexpr std::size_t same_code_max = 8;  // of a day; codes of others may come again

/// Which right an event needs beyond the route's.
Action action_of(EventKind kind) {
    switch (kind) {
        case EventKind::stopped:
        case EventKind::notified:
            return Action::stop_item;
        case EventKind::corrected:
            return Action::correct_item;
        // Whoever stops an item does not let it go on as well.
        case EventKind::released:
        case EventKind::opened:
        case EventKind::settled:  // LBC Art 17, as an opening of what nobody received
            return Action::open_parcel;
        // Whoever takes an item out sees to whom it goes.
        case EventKind::sent_out:
            return Action::deliver_items;
        default:
            return Action::record_event;
    }
}

Answered answer(const Event& event, const ItemRow& row, int status) {
    boost::json::array due;
    if (event.pictures) {
        for (const auto& picture : *event.pictures)
            due.emplace_back(acceptance::slot_of(event.id, picture.slot));
    }
    boost::json::object body{{"item", row.id.text()},
                             {"state", boost::describe::enum_to_string(row.state, "?")},
                             {"version", row.version},
                             {"pictures_due", std::move(due)}};
    return {status, {}, {}, std::move(body), std::nullopt};
}

/// An event that is there already; the route that its item is on may lack it.
Answered told_again(Api& api, const Actor& actor, const Event& event, const ItemRow& row) {
    if (auto mended = mend_route(api, actor, event.kind, row); !mended.ok())
        return fault(mended.error());
    return answer(event, row, 200);
}

/// The answer where this event's id was used before: for it, or for another one.
std::optional<Answered> told_before(Api& api, const Actor& actor, const Event& event,
                                    const NamedItem& named, const Digest& request) {
    const auto before = api.node.days().find_command(named.day, event.id);
    if (!before.ok()) return fault(before.error());
    if (!before.value()) return std::nullopt;
    return *before.value() == request ? told_again(api, actor, event, named.stored.row)
                                      : problem(409, "item_conflict");
}

std::optional<Answered> route_full(Api& api, const Actor& actor, const Event& event,
                                   const ItemId& item) {
    if (event.kind != EventKind::sent_out) return std::nullopt;
    const auto full = route_is_full(api, actor, item);
    if (!full.ok()) return fault(full.error());
    return full.value() ? std::optional(problem(409, "route_full")) : std::nullopt;
}

Result<acceptance::EventKeys, Answered> keys_of(Api& api, Day day, std::array<Secret, 3>& kept) {
    constexpr DataClass classes[] = {DataClass::record, DataClass::minutes, DataClass::token};
    for (std::size_t i = 0; i < kept.size(); ++i) {
        auto key = api.node.keys().key(day, classes[i]);
        if (!key.ok() && key.error().kind == FaultKind::denied) return problem(409, "day_closed");
        if (!key.ok()) return fault(key.error());
        kept[i] = std::move(key).value();
    }
    return acceptance::EventKeys{kept[0], kept[1], kept[2]};
}

Answered refused(Applied applied) {
    switch (applied) {
        case Applied::stale:
            return problem(409, "item_changed");
        case Applied::day_closed:
            return problem(409, "day_closed");
        default:
            return problem(409, "item_conflict");
    }
}

bool is_through(ItemState state) {
    return state == ItemState::refused || state == ItemState::delivered ||
           state == ItemState::returned || state == ItemState::withdrawn ||
           state == ItemState::settled;
}

/// The newest item with this code, over the days that have keys; one that is through only where no
/// other has it. Others' codes may come again after a while.
Result<std::optional<ItemId>> find_code(Api& api, const ItemCode& code) {
    std::optional<ItemId> through;
    const Day today = Day::of(api.node.now());
    for (int back = 0; back < disclosure::days_searched_max; ++back) {
        const Day day = today.plus_days(-back);
        const auto key = api.node.keys().key(day, DataClass::token);
        if (!key.ok()) continue;  // over its term, or from before this node
        const Token token = vault::token_of(key.value(), vault::TokenKind::item_code, code.value);
        const auto found = api.node.days().find_by_tokens(day, std::span(&token, 1), same_code_max);
        if (!found.ok()) return found.error();
        for (auto item = found.value().rbegin(); item != found.value().rend(); ++item) {
            const auto row = api.node.days().find_row(day, *item);
            if (!row.ok()) return row.error();
            if (row.value() && !is_through(row.value()->state)) return std::optional(*item);
            if (!through) through = *item;
        }
    }
    return through;
}

}  // namespace

Result<NamedItem, Answered> find_coded(Api& api, const Personal& code) {
    const auto parsed = ItemCode::parse(code.reveal(), api.node.config().code_prefix);
    if (!parsed) {
        Answered wrong = problem(422, "bad_document");
        wrong.fields.push_back({"code", "item_code_form"});
        return wrong;
    }
    const auto id = find_code(api, *parsed);
    if (!id.ok()) return fault(id.error());
    if (!id.value()) return problem(404, "item_unknown");
    auto named = find_item(api, *id.value());
    if (!named.ok()) return fault(named.error());
    if (!named.value()) return problem(404, "item_unknown");
    return std::move(*named.value());
}

bool may_record(const Actor& actor, const Event& event, const ItemRow& row) {
    if (!actor.allowed(action_of(event.kind))) return false;
    if (actor.site && *actor.site != event.site) return false;
    // What another site accepted is corrected there, or by who answers for all of them.
    return event.kind != EventKind::corrected || !actor.site || *actor.site == row.site;
}

std::variant<PreparedEvent, Answered> prepare_event(Api& api, const Actor& actor,
                                                    const NamedItem& named, const Event& event,
                                                    std::string_view text) {
    const auto& [id, day, stored] = named;
    std::array<Secret, 3> kept;
    const auto keys = keys_of(api, day, kept);
    if (!keys.ok()) return keys.error();
    // With the item: the same words about another one are another command.
    const Digest request =
        vault::request_digest(kept[0], as_bytes(std::string(text) + "\n" + id.text()));
    if (auto known = told_before(api, actor, event, named, request)) return std::move(*known);
    if (auto full = route_full(api, actor, event, id)) return std::move(*full);
    const auto all = api.node.register_now();
    const Instant now = api.node.now();
    node::Goods goods;
    if (acceptance::needs_goods_rules(event)) {
        auto of_today = api.node.goods(Day::of(now));
        if (!of_today.ok()) return problem(503, "goods_rules_damaged");
        goods = std::move(of_today).value();
    }
    std::optional<acceptance::UndeliveredClock> clock;
    if (acceptance::needs_clock(event)) {
        const auto undelivered = undelivered_of(api, stored);
        if (!undelivered.ok()) return fault(undelivered.error());
        clock = undelivered.value().clock;
    }
    const acceptance::EventContext context{stored.row, *all, goods.get(),
                                           actor.by,   now,  clock ? &*clock : nullptr};
    const auto state = acceptance::check_event(event, context);
    if (!state.ok()) {
        Answered wrong = problem(422, "bad_document");
        for (const auto& each : state.error()) wrong.fields.push_back({each.field, each.reason});
        return wrong;
    }
    auto write = acceptance::record_event(event, context,
                                          {stored, day, state.value(), request, api.node.origin()},
                                          keys.value(), api.node.entropy());
    if (!write.ok()) return fault(write.error());
    const ItemRow after = write.value().after;
    return PreparedEvent{std::move(write).value(), after};
}

std::optional<Answered> answer_event(Api& api, const Actor& actor, const Event& event,
                                     const ItemRow& after, const Result<Applied>& applied) {
    if (!applied.ok()) return fault(applied.error());
    if (applied.value() == Applied::stale) return std::nullopt;
    if (applied.value() == Applied::already_there) return told_again(api, actor, event, after);
    if (applied.value() != Applied::written) return refused(applied.value());
    api.node.poke();
    if (auto kept = keep_route(api, actor, event.kind, after); !kept.ok())
        return fault(kept.error());
    return answer(event, after, 201);
}

Answered record(Api& api, const Actor& actor, NamedItem named, const Event& event,
                std::string_view request) {
    for (int tries = 0; tries < tries_max; ++tries) {
        auto prepared = prepare_event(api, actor, named, event, request);
        if (auto* answered = std::get_if<Answered>(&prepared)) return std::move(*answered);
        auto& ready = std::get<PreparedEvent>(prepared);
        const auto applied = api.node.committer().commit(std::move(ready.write));
        if (auto done = answer_event(api, actor, event, ready.after, applied))
            return std::move(*done);
        auto again = find_item(api, named.id);
        if (!again.ok()) return fault(again.error());
        if (!again.value()) return problem(404, "item_unknown");
        named = std::move(*again.value());
    }
    return refused(Applied::stale);
}

}  // namespace buuan::api
