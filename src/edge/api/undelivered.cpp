#include "edge/api/undelivered.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "disclosure/trace.hpp"
#include "ledger/entry.hpp"

namespace buuan::api {
namespace {

namespace json = boost::json;

constexpr ItemState waiting[] = {ItemState::held_for_pickup, ItemState::unclaimed};
constexpr std::size_t looked_at_max = 200;  // items for one page, shown or not

bool is_waiting(ItemState state) {
    return std::find(std::begin(waiting), std::end(waiting), state) != std::end(waiting);
}

std::optional<std::string> text_in(const ledger::Entry& entry, std::string_view member) {
    const auto* found = entry.data.if_contains(member);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return std::string(found->as_string());
}

bool is_damage(const Fault& fault) {
    return fault.kind == FaultKind::corrupt || fault.kind == FaultKind::invalid;
}

/// Where it was accepted, and where it waits.
bool concerns(const Actor& actor, const ItemRow& row, const Undelivered& said) {
    return !actor.site || *actor.site == row.site || actor.site == said.held_at;
}

json::object json_of(Api& api, const StoredItem& stored, const Undelivered& said) {
    const ItemRow& row = stored.row;
    const Day day = Day::of(row.id.made_at());
    json::object out{{"item", row.id.text()},
                     {"type", boost::describe::enum_to_string(row.type, "?")},
                     {"state", boost::describe::enum_to_string(row.state, "?")},
                     {"site", row.site.value},
                     {"accepted_on", Day::of(row.accepted_at).text()},
                     {"attempts", said.attempts},
                     {"clock", clock_json(said.clock)},
                     {"public_notice_months", said.clock.public_notice_months}};
    const auto record = disclosure::open_latest(
        {api.node.days(), api.node.keys(), api.node.origin()}, day, stored, DataClass::record);
    if (record.ok()) out["item_code"] = std::string(record.value().text("item.code"));
    if (said.held_at) out["held_at"] = said.held_at->value;
    if (said.reason) out["reason"] = *said.reason;
    if (!said.unclaimed_on) return out;
    out["unclaimed_on"] = said.unclaimed_on->text();
    if (said.public_notice) out["public_notice"] = said.public_notice->text();
    // Where no day was said: the soonest it can be.
    const Day posted = said.public_notice.value_or(said.clock.unclaimed_from);
    out["settled_from"] = said.clock.settled_from(posted).text();
    return out;
}

/// One page: items are looked at day by day, the oldest first, until so many were.
class Page {
public:
    Page(Api& api, const Actor& actor) : api_(api), actor_(actor) {}

    json::array items;
    json::array not_readable;    // one damaged item hides no other
    std::optional<ItemId> last;  // that was looked at

    [[nodiscard]] bool is_full() const { return looked_at_ >= looked_at_max; }

    Result<Done> add(Day day, const std::optional<ItemId>& after) {
        const auto rows =
            api_.node.days().rows_in(day, waiting, {}, after, looked_at_max - looked_at_);
        if (!rows.ok()) return rows.error();
        for (const ItemRow& row : rows.value()) {
            ++looked_at_;
            last = row.id;
            if (auto added = add_item(day, row.id); !added.ok()) return added;
        }
        return Done{};
    }

private:
    Result<Done> add_item(Day day, const ItemId& id) {
        const auto stored = api_.node.days().find(day, id);
        if (!stored.ok()) return stored.error();
        if (!stored.value() || !is_waiting(stored.value()->row.state)) return Done{};
        const auto said = undelivered_of(api_, *stored.value());
        if (!said.ok() && !is_damage(said.error())) return said.error();
        if (!said.ok())
            not_readable.emplace_back(id.text());
        else if (concerns(actor_, stored.value()->row, said.value()))
            items.push_back(json_of(api_, *stored.value(), said.value()));
        return Done{};
    }

    Api& api_;
    const Actor& actor_;
    std::size_t looked_at_ = 0;
};

}  // namespace

Result<Undelivered> undelivered_of(Api& api, const StoredItem& stored) {
    Undelivered said;
    std::vector<acceptance::Notice> notices;
    for (const StoredEntry& each : stored.entries) {
        const auto text = text_or_pending(api, each);
        if (!text.ok()) return text.error();
        if (!text.value()) continue;
        const auto entry = ledger::decode(*text.value());
        if (!entry.ok()) return entry.error();
        const ledger::Entry& told = entry.value();
        if (told.type == "item.notice") notices.push_back({told.at, told.seen});
        if (told.type == "item.attempted") {
            ++said.attempts;
            said.held_at = told.site;
            said.reason = text_in(told, "reason");
        }
        if (told.type != "item.unclaimed") continue;
        said.unclaimed_on = Day::of(told.seen);
        if (const auto posted = text_in(told, "public_notice"))
            said.public_notice = Day::parse(*posted);
    }
    const auto clock = acceptance::clock_of(api.node.rules().undelivered, Day::of(api.node.now()),
                                            Day::of(stored.row.accepted_at), notices,
                                            api.node.rules().subjects.calendar);
    if (!clock) return Fault{FaultKind::unavailable, "no rule of undelivered.toml is in force"};
    said.clock = *clock;
    // What is announced is that nobody received it, so not before it was said that nobody did.
    if (said.unclaimed_on)
        said.clock.unclaimed_from = std::max({said.clock.unclaimed_from, *said.unclaimed_on,
                                              said.public_notice.value_or(*said.unclaimed_on)});
    return said;
}

json::object clock_json(const acceptance::UndeliveredClock& clock) {
    return {{"notices", clock.notices_counted},
            {"notices_needed", clock.notices_needed},
            {"next_notice_from", clock.next_notice_from.text()},
            {"unclaimed_from", clock.unclaimed_from.text()}};
}

Response list_undelivered(Api& api, const Call& call) {
    const auto asked = call.request.parameter("after");
    const auto after = asked ? ItemId::parse(*asked) : std::nullopt;
    if (asked && !after)
        return http::problem(call.request, 400, "bad_document", {{"after", "bad_value"}});
    const auto days = api.node.days().days();
    if (!days.ok()) return http::problem(call.request, days.error());
    Page page(api, call.actor);
    for (const Day day : days.value()) {
        if (page.is_full()) break;
        if (after && day < Day::of(after->made_at())) continue;
        if (!api.node.keys().key(day, DataClass::record).ok()) continue;
        const bool goes_on = after && day == Day::of(after->made_at());
        if (auto added = page.add(day, goes_on ? after : std::nullopt); !added.ok())
            return http::problem(call.request, added.error());
    }
    json::object document{{"now", api.node.now().text()},
                          {"items", std::move(page.items)},
                          {"not_readable", std::move(page.not_readable)}};
    if (page.is_full()) document["next"] = page.last->text();
    return Response::json(json::serialize(document));
}

}  // namespace buuan::api
