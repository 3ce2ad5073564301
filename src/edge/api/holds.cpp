// Holds: placing, approving, renewing and ending them. Each is an act, sealed and durable before it
// takes effect (DESIGN.md sections 2 and 4): the log learns by the hour that there was one, never
// of what. What a hold is for is opened from the hold itself.
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"

namespace buuan::api {
namespace {

struct NewHold {
    CommandId id;
    retention::Ground ground{};
    std::optional<Personal> paper;
    std::optional<Personal> note;
    Day until;
    StaffNumber second_person;
    std::optional<std::vector<ItemId>> items;  // these items; or
    std::optional<SiteCode> site;              // what was accepted there in a time; or
    std::optional<EquipmentCode> camera;       // what it recorded in a time
    std::optional<Instant> from;
    std::optional<Instant> to;
};
BOOST_DESCRIBE_STRUCT(NewHold, (),
                      (id, ground, paper, note, until, second_person, items, site, camera, from,
                       to))

struct NewApproval {
    std::optional<Day> until;  // what was seen: nothing else is approved
};
BOOST_DESCRIBE_STRUCT(NewApproval, (), (until))

struct NewRenewal {
    Day until;
    StaffNumber second_person;
};
BOOST_DESCRIBE_STRUCT(NewRenewal, (), (until, second_person))

constexpr std::size_t text_bytes_max = 1000;
constexpr int days_in_scope_max = 31;

using Fields = std::vector<http::FieldProblem>;

bool is_long(const std::optional<Personal>& text) {
    return text && text->reveal().size() > text_bytes_max;
}

/// Whether an account or a key of this person may approve holds: else the hold would end by itself.
Result<bool> may_approve(Api& api, const StaffNumber& person) {
    const auto users = api.node.access().users();
    if (!users.ok()) return users.error();
    const auto keys = api.node.access().api_keys();
    if (!keys.ok()) return keys.error();
    const auto& roles = api.node.rules().roles;
    const auto able = [&](const auto& each) {
        const auto role = roles.find(each.role);
        return each.by == person && role != roles.end() &&
               role->second.may.contains(Action::approve_hold);
    };
    return std::any_of(keys.value().begin(), keys.value().end(), able) ||
           std::any_of(users.value().begin(), users.value().end(),
                       [&](const auto& user) { return !user.disabled && able(user); });
}

/// The last day and the second person: what placing and renewing have in common.
Result<Done> check_terms(Api& api, const Call& call, Day until, const StaffNumber& second_person,
                         Fields& wrong) {
    const Day today = Day::of(api.node.now());
    if (until < today) wrong.push_back({"until", "day_over"});
    if (today.plus_months(retention::hold_months_max) < until)
        wrong.push_back({"until", "hold_too_long"});
    const auto able = may_approve(api, second_person);
    if (!able.ok()) return able.error();
    if (second_person == call.actor.by)
        wrong.push_back({"second_person", "second_person_needed"});
    else if (!able.value())
        wrong.push_back({"second_person", "may_not_approve"});
    return Done{};
}

Result<Fields> problems_of(Api& api, const Call& call, const NewHold& hold) {
    Fields wrong;
    if (auto checked = check_terms(api, call, hold.until, hold.second_person, wrong); !checked.ok())
        return checked.error();
    if (is_long(hold.paper)) wrong.push_back({"paper", "too_long"});
    if (is_long(hold.note)) wrong.push_back({"note", "too_long"});
    if (hold.ground == retention::Ground::investigation &&
        (!hold.paper || hold.paper->reveal().empty()))
        wrong.push_back({"paper", "paper_needed"});
    const int scopes =
        int{hold.items.has_value()} + int{hold.site.has_value()} + int{hold.camera.has_value()};
    if (scopes != 1) wrong.push_back({"items", "hold_needs_one_scope"});
    if (hold.items && (hold.items->empty() || hold.items->size() > retention::hold_items_max))
        wrong.push_back({"items", "too_many"});
    if (hold.items) return wrong;
    if (!hold.from || !hold.to || *hold.to < *hold.from ||
        Day::of(api.node.now()) < Day::of(*hold.to) ||
        Day::of(*hold.to).number - Day::of(*hold.from).number >= days_in_scope_max)
        wrong.push_back({"from", "hold_time"});
    const auto all = api.node.register_now();
    if (hold.site && !all->sites.contains(*hold.site)) wrong.push_back({"site", "site_unknown"});
    const auto camera = hold.camera ? all->equipment.find(*hold.camera) : all->equipment.end();
    if (hold.camera &&
        (camera == all->equipment.end() || camera->second.kind != register_::EquipmentKind::camera))
        wrong.push_back({"camera", "equipment_unknown"});
    return wrong;
}

/// The items accepted at a site in a time; nullopt where they are too many for one hold.
Result<std::optional<std::vector<ItemId>>> items_in(Api& api, const SiteCode& site, Instant from,
                                                    Instant to) {
    constexpr std::size_t page = 1000;
    constexpr ItemState any[] = {ItemState::refused,         ItemState::accepted,
                                 ItemState::in_transit,      ItemState::stopped,
                                 ItemState::held_for_pickup, ItemState::delivered,
                                 ItemState::returned,        ItemState::withdrawn,
                                 ItemState::unclaimed,       ItemState::settled};
    std::vector<ItemId> items;
    for (Day day = Day::of(from); day <= Day::of(to); day = day.plus_days(1)) {
        std::optional<ItemId> after;
        for (bool more = true; more;) {
            const auto rows = api.node.days().rows_in(day, any, {}, after, page);
            if (!rows.ok()) return rows.error();
            more = rows.value().size() == page;
            for (const ItemRow& row : rows.value()) {
                after = row.id;
                if (row.site != site || row.accepted_at < from || to < row.accepted_at) continue;
                items.push_back(row.id);
                if (items.size() > retention::hold_items_max)
                    return std::optional<std::vector<ItemId>>{};
            }
        }
    }
    return std::optional(std::move(items));
}

boost::json::object json_of(const retention::HoldRow& row) {
    boost::json::object out{
        {"number", row.number}, {"state", boost::describe::enum_to_string(row.state, "?")},
        {"self", row.self},     {"placed_at", row.placed_at.text()},
        {"by", row.by.value},   {"until", row.until.text()},
        {"items", row.items}};
    if (row.day) out["day"] = row.day->text();
    if (row.service) out["service"] = boost::describe::enum_to_string(*row.service, "?");
    if (row.second_person) out["second_person"] = row.second_person->value;
    if (row.approved_at) out["approved_at"] = row.approved_at->text();
    if (row.footage_from) out["footage_from"] = row.footage_from->text();
    if (row.footage_to) out["footage_to"] = row.footage_to->text();
    if (row.ended_at) out["ended_at"] = row.ended_at->text();
    if (row.renewal)
        out["renewal"] = boost::json::object{{"until", row.renewal->until.text()},
                                             {"by", row.renewal->by.value},
                                             {"second_person", row.renewal->second_person.value},
                                             {"at", row.renewal->at.text()}};
    return out;
}

/// With what the hold is for, while it is in force.
Result<boost::json::object> opened_json(Api& api, const retention::HoldRow& row) {
    boost::json::object out = json_of(row);
    if (row.sealed.empty()) return out;
    const auto terms = api.node.retention().open_terms(row);
    if (!terms.ok() && terms.error().kind == FaultKind::denied) return out;  // it ends just now
    if (!terms.ok()) return terms.error();
    out["ground"] = boost::describe::enum_to_string(terms.value().ground, "?");
    if (!terms.value().paper.empty()) out["paper"] = std::string(terms.value().paper.reveal());
    if (!terms.value().note.empty()) out["note"] = std::string(terms.value().note.reveal());
    if (terms.value().site) out["site"] = *terms.value().site;
    if (terms.value().camera) out["camera"] = *terms.value().camera;
    if (terms.value().from) out["from"] = terms.value().from->text();
    if (terms.value().to) out["to"] = terms.value().to->text();
    return out;
}

Response answer(Api& api, const Call& call, const retention::HoldRow& row, int status = 200) {
    auto out = opened_json(api, row);
    if (!out.ok()) return http::problem(call.request, out.error());
    return Response::json(boost::json::serialize(out.value()), status);
}

Result<retention::HoldNumber, Response> number_of(const Call& call) {
    const auto number = number_in_path(call);
    if (!number) return http::problem(call.request, 404, "hold_unknown");
    return *number;
}

/// What the desk answers to a command on a hold that is not as it was thought.
Response refused_hold(const Call& call, const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::unavailable:
            return http::problem(call.request, 404, "hold_unknown");
        case FaultKind::denied:
            return http::problem(call.request, 403, "hold_of_another");
        case FaultKind::invalid:
            return http::problem(call.request, 409, "hold_over");
        case FaultKind::busy:
            return http::problem(call.request, 409, "hold_not_approved");
        default:
            return http::problem(call.request, fault);
    }
}

/// Whether the act of placing a hold by this command is there already.
Result<bool> is_recorded(Api& api, const CommandId& command) {
    const auto row = api.node.store().find("act", command.text());
    if (!row.ok()) return row.error();
    if (!row.value()) return false;
    const auto act = json::read<disclosure::ActRow>(*row.value());
    return act.ok() && act.value().kind == "hold";
}

/// What was done to a hold, sealed among the acts.
std::optional<Response> record_hold_act(Api& api, const Call& call, const CommandId& id,
                                        std::string kind, std::string purpose, Personal note) {
    return record_act(
        api, call,
        {id, std::move(kind), std::move(purpose), std::move(note), std::nullopt, {}, {}});
}

std::optional<Response> record_hold_act(Api& api, const Call& call, std::string kind,
                                        retention::HoldNumber number) {
    return record_hold_act(api, call, CommandId::make(api.node.now(), api.node.entropy()),
                           std::move(kind), "internal_check", Personal(std::to_string(number)));
}

/// Who manages holds sees all, the second person what they are asked to approve, or did.
bool may_see(const Actor& actor, const retention::HoldRow& row) {
    return (actor.allowed(Action::manage_holds) && !actor.site) || row.second_person == actor.by ||
           (row.renewal && row.renewal->second_person == actor.by);
}

}  // namespace

Response list_holds(Api& api, const Call& call) {
    const auto holds = api.node.retention().holds();
    if (!holds.ok()) return http::problem(call.request, holds.error());
    const auto asked = call.request.parameter("item");
    const auto item = asked ? ItemId::parse(*asked) : std::nullopt;
    if (asked && !item)
        return http::problem(call.request, 400, "bad_document", {{"item", "bad_value"}});
    const auto keep_item =
        item ? api.node.retention().held().holds_of(*item) : std::vector<retention::HoldNumber>{};
    if (!keep_item.ok()) return http::problem(call.request, keep_item.error());
    boost::json::array out;
    for (const retention::HoldRow& row : holds.value()) {
        if (!may_see(call.actor, row)) continue;
        if (item &&
            !std::binary_search(keep_item.value().begin(), keep_item.value().end(), row.number))
            continue;
        auto each = opened_json(api, row);
        if (!each.ok()) return http::problem(call.request, each.error());
        out.push_back(std::move(each).value());
    }
    return Response::json(boost::json::serialize(boost::json::object{{"holds", std::move(out)}}));
}

Response post_hold(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    auto body = body_of<NewHold>(call);
    if (!body.ok()) return body.error();
    NewHold& hold = body.value();
    const auto there = retention::hold_placed_by(api.node.store(), hold.id);
    if (!there.ok()) return http::problem(call.request, there.error());
    if (there.value()) return answer(api, call, *there.value());
    const auto wrong = problems_of(api, call, hold);
    if (!wrong.ok()) return http::problem(call.request, wrong.error());
    if (!wrong.value().empty())
        return http::problem(call.request, 422, "bad_document", wrong.value());
    std::vector<ItemId> items = hold.items.value_or(std::vector<ItemId>{});
    if (hold.site) {
        auto found = items_in(api, *hold.site, *hold.from, *hold.to);
        if (!found.ok()) return http::problem(call.request, found.error());
        if (!found.value())
            return http::problem(call.request, 422, "bad_document", {{"from", "too_many"}});
        items = std::move(*found.value());
    }
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    // The same command again, whose act was made durable and the hold was not.
    const auto known = is_recorded(api, hold.id);
    if (!known.ok()) return http::problem(call.request, known.error());
    if (!known.value()) {
        if (auto failed = record_hold_act(api, call, hold.id, "hold",
                                          boost::describe::enum_to_string(hold.ground, "?"),
                                          hold.note.value_or(Personal())))
            return *failed;
    }
    retention::Placing placing{
        hold.id,
        {hold.ground, hold.paper.value_or(Personal()), hold.note.value_or(Personal()), std::nullopt,
         hold.from, hold.to, std::nullopt},
        std::move(items),
        hold.until,
        call.actor.by,
        hold.second_person,
        api.node.now()};
    if (hold.site) placing.terms.site = hold.site->value;
    if (hold.camera) placing.terms.camera = hold.camera->value;
    const auto placed = api.node.retention().place(placing);
    if (!placed.ok()) return http::problem(call.request, placed.error());
    if (placed.value().row.state == retention::HoldState::ended)
        return http::problem(call.request, 409, "nothing_to_hold");
    auto out = opened_json(api, placed.value().row);
    if (!out.ok()) return http::problem(call.request, out.error());
    boost::json::array missing;
    for (const ItemId& item : placed.value().missing) missing.emplace_back(item.text());
    out.value()["missing"] = std::move(missing);
    boost::json::array gone;
    for (const Day day : placed.value().days_gone) gone.emplace_back(day.text());
    out.value()["days_gone"] = std::move(gone);
    return Response::json(boost::json::serialize(out.value()), 201);
}

Response get_hold(Api& api, const Call& call) {
    const auto number = number_of(call);
    if (!number.ok()) return number.error();
    const auto row = retention::find_hold(api.node.store(), number.value());
    if (!row.ok()) return http::problem(call.request, row.error());
    if (!row.value() || !may_see(call.actor, *row.value()))
        return http::problem(call.request, 404, "hold_unknown");
    auto out = opened_json(api, *row.value());
    if (!out.ok()) return http::problem(call.request, out.error());
    const auto items = api.node.retention().items(number.value(), retention::hold_items_max);
    if (!items.ok()) return http::problem(call.request, items.error());
    boost::json::array names;
    for (const ItemId& item : items.value()) names.emplace_back(item.text());
    out.value()["item_ids"] = std::move(names);
    return Response::json(boost::json::serialize(out.value()));
}

Response post_hold_approval(Api& api, const Call& call) {
    const auto number = number_of(call);
    if (!number.ok()) return number.error();
    const auto seen = body_of<NewApproval>(call);
    if (!seen.ok()) return seen.error();
    const auto now = retention::find_hold(api.node.store(), number.value());
    if (!now.ok()) return http::problem(call.request, now.error());
    if (!now.value() || !may_see(call.actor, *now.value()))
        return http::problem(call.request, 404, "hold_unknown");
    const retention::HoldRow& hold = *now.value();
    if (seen.value().until &&
        *seen.value().until != (hold.renewal ? hold.renewal->until : hold.until))
        return http::problem(call.request, 409, "hold_changed");
    if (auto failed = record_hold_act(api, call, "hold_approval", number.value())) return *failed;
    const auto row = api.node.retention().approve(number.value(), call.actor.by);
    if (!row.ok()) return refused_hold(call, row.error());
    return answer(api, call, row.value());
}

Response post_hold_renewal(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto number = number_of(call);
    if (!number.ok()) return number.error();
    const auto body = body_of<NewRenewal>(call);
    if (!body.ok()) return body.error();
    Fields wrong;
    if (auto checked =
            check_terms(api, call, body.value().until, body.value().second_person, wrong);
        !checked.ok())
        return http::problem(call.request, checked.error());
    const auto before = retention::find_hold(api.node.store(), number.value());
    if (!before.ok()) return http::problem(call.request, before.error());
    if (before.value() && before.value()->is_in_force() &&
        body.value().until <= before.value()->until)
        wrong.push_back({"until", "not_later"});
    if (!wrong.empty()) return http::problem(call.request, 422, "bad_document", wrong);
    if (auto failed = record_hold_act(api, call, "hold_renewal", number.value())) return *failed;
    const auto row = api.node.retention().renew(number.value(), body.value().until, call.actor.by,
                                                body.value().second_person);
    if (!row.ok()) return refused_hold(call, row.error());
    return answer(api, call, row.value());
}

Response delete_hold(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto number = number_of(call);
    if (!number.ok()) return number.error();
    if (auto failed = record_hold_act(api, call, "hold_end", number.value())) return *failed;
    const auto row = api.node.retention().end(number.value());
    if (!row.ok()) return refused_hold(call, row.error());
    return answer(api, call, row.value());
}

}  // namespace buuan::api
