#include "edge/api/leaks.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/phone.hpp"
#include "disclosure/trace.hpp"
#include "disclosure/who_saw.hpp"
#include "edge/api/acts.hpp"
#include "edge/api/api.hpp"
#include "edge/api/day_spans.hpp"
#include "edge/api/event_desk.hpp"
#include "vault/item_tokens.hpp"

namespace buuan::api {
namespace {

constexpr std::size_t note_bytes_max = 1000;

struct LeakQuestion {
    CommandId id;
    std::optional<ItemId> item;
    std::optional<Personal> phone;
    std::optional<Day> from;  // of the acts
    std::optional<Day> to;
    std::optional<Personal> note;
};
BOOST_DESCRIBE_STRUCT(LeakQuestion, (), (id, item, phone, from, to, note))

/// What the acts are held against, and what of it could not be had.
struct Subject {
    disclosure::Question question;
    std::vector<Day> without_key;  // days of acceptance that a number can no longer reach
    bool items_truncated = false;  // more items have the number than are looked at
    bool values_known = true;      // else searches for the item's values cannot be matched
};

/// Adds what a record says, or said before it was corrected.
void add_values(Subject& subject, const vault::Fields& record, const vault::Fields& identity) {
    auto& values = subject.question.values;
    for (const auto& [kind, value] : vault::values_of(record, identity)) {
        const bool there = std::any_of(values.begin(), values.end(), [&](const auto& each) {
            return each.first == kind && each.second.reveal() == value;
        });
        if (!there) values.emplace_back(kind, Personal(std::string(value)));
    }
}

/// The item and everything that one could have searched it by. What does not open any more is told
/// as not known: who opened the item is found all the same.
Result<Subject, Response> of_item(Api& api, const Call& call, const ItemId& id) {
    const auto named = find_item(api, id);
    if (!named.ok()) return http::problem(call.request, named.error());
    if (!named.value()) return http::problem(call.request, 404, "item_unknown");
    const NamedItem& item = *named.value();
    Subject subject;
    subject.question.items.push_back({id, item.stored.row.site});
    const disclosure::TraceReaders readers{api.node.days(), api.node.keys(), api.node.origin()};
    for (const SealedRow& row : item.stored.records) {
        if (row.data_class != DataClass::record && row.data_class != DataClass::identity) continue;
        const auto opened = disclosure::open_row(readers, item.day, id, row);
        const bool is_record = row.data_class == DataClass::record;
        if (opened.ok())
            add_values(subject, is_record ? opened.value().fields : vault::Fields(),
                       is_record ? vault::Fields() : opened.value().fields);
        else
            subject.values_known = false;
    }
    if (subject.values_known && !subject.question.values.empty()) return subject;
    const auto record = open_newest(api, call, item, DataClass::record);  // a hold may have it
    if (record.ok()) add_values(subject, record.value().fields, {});
    subject.values_known = record.ok();
    return subject;
}

/// All items that have the number, as far as their days can still be searched or holds keep them.
Result<Subject, Response> of_phone(Api& api, const Call& call, const PhoneNumber& phone) {
    const Day today = Day::of(api.node.now());
    const Day first = today.plus_days(1 - disclosure::days_searched_max);
    const Personal value(phone.reveal());
    const disclosure::TraceReaders readers{api.node.days(), api.node.keys(), api.node.origin()};
    auto trace = disclosure::trace_by_token(readers, vault::TokenKind::phone, phone.reveal(), first,
                                            today, std::nullopt);
    if (!trace.ok()) return http::problem(call.request, trace.error());
    const auto holds = api.node.retention().holds();
    if (!holds.ok()) return http::problem(call.request, holds.error());
    auto held = api.node.retention().held();
    if (auto added = disclosure::trace_in_holds(
            held, holds.value(), {vault::TokenKind::phone, value, first, today, std::nullopt},
            trace.value());
        !added.ok())
        return http::problem(call.request, added.error());
    Subject subject;
    for (const auto& found : trace.value().found)
        subject.question.items.push_back({found.row.id, found.row.site});
    subject.question.values.emplace_back(vault::TokenKind::phone, value);
    subject.question.values.emplace_back(vault::TokenKind::phone_last4,
                                         Personal(std::string(phone.last_four())));
    subject.without_key = std::move(trace.value().without_key);
    subject.items_truncated = trace.value().truncated;
    return subject;
}

boost::json::array acts_json(Api& api, const std::vector<disclosure::SeenBy>& acts) {
    boost::json::array all;
    for (const disclosure::SeenBy& each : acts) {
        boost::json::object act{{"act", each.act.text()},
                                {"at", each.at.text()},
                                {"sight", boost::describe::enum_to_string(each.sight, "?")},
                                {"kind", each.kind},
                                {"user", each.user},
                                {"by", each.by.value}};
        if (each.item) act["item"] = each.item->text();
        tell_purpose(api, act, each.purpose);
        all.push_back(std::move(act));
    }
    return all;
}

boost::json::object json_of(Api& api, const Subject& subject, const disclosure::Answer& answer) {
    boost::json::array items;
    for (const auto& each : subject.question.items) items.emplace_back(each.id.text());
    const std::vector<Day> not_matched(answer.not_matched.rbegin(), answer.not_matched.rend());
    return {{"items", std::move(items)},
            {"items_truncated", subject.items_truncated},
            {"values_known", subject.values_known},
            {"without_key", spans_json(subject.without_key)},
            {"acts", acts_json(api, answer.acts)},
            {"not_matched", spans_json(not_matched)},
            {"damaged", answer.damaged},
            {"truncated", answer.truncated}};
}

}  // namespace

Response post_leak_question(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto body = body_of<LeakQuestion>(call);
    if (!body.ok()) return body.error();
    const auto wrong = [&](const char* field, std::string reason) {
        return http::problem(call.request, 422, "bad_document", {{field, std::move(reason)}});
    };
    const auto& [id, item, phone, from_day, to_day, note] = body.value();
    // Which items have a number is a search.
    if (phone && !call.actor.allowed(Action::search_items))
        return http::problem(call.request, 403, "not_allowed");
    if (item.has_value() == phone.has_value()) return wrong("item", "search_needs_one");
    if (note && note->reveal().size() > note_bytes_max) return wrong("note", "too_long");
    const Day to = to_day.value_or(Day::of(api.node.now()));
    const Day from = from_day.value_or(to.plus_days(1 - disclosure::days_searched_max));
    if (to < from || disclosure::days_searched_max <= to.number - from.number)
        return wrong("from", "search_days");
    const auto number = phone ? std::optional(PhoneNumber::parse(phone->reveal())) : std::nullopt;
    if (number && !number->ok()) return wrong("phone", number->error());
    const disclosure::Act act{id,
                              "leak_question",
                              "internal_check",
                              note.value_or(Personal()),
                              item,
                              number ? "phone" : "",
                              number ? Personal(number->value().reveal()) : Personal()};
    if (auto failed = record_act(api, call, act)) return *failed;

    auto subject = item ? of_item(api, call, *item) : of_phone(api, call, number->value());
    if (!subject.ok()) return subject.error();
    // Nobody saw an item before it was there.
    subject.value().question.from = item ? std::max(from.start(), item->made_at()) : from.start();
    subject.value().question.to = to.end();
    const auto answer = disclosure::who_saw({api.node.store(), api.node.keys(), api.node.origin()},
                                            subject.value().question);
    if (!answer.ok()) return http::problem(call.request, answer.error());
    boost::json::object out = json_of(api, subject.value(), answer.value());
    out["question"] = id.text();
    out["from"] = from.text();
    out["to"] = to.text();
    return Response::json(boost::json::serialize(out));
}

}  // namespace buuan::api
