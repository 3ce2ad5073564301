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

/// What the acts are held against, and which days of acceptance a number can no longer reach.
struct Subject {
    disclosure::Question question;
    std::vector<Day> without_key;
    bool truncated = false;
};

/// The item and everything that one could have searched it by.
Result<Subject, Response> of_item(Api& api, const Call& call, const ItemId& id) {
    const auto named = find_item(api, id);
    if (!named.ok()) return http::problem(call.request, named.error());
    if (!named.value()) return http::problem(call.request, 404, "item_unknown");
    const NamedItem& item = *named.value();
    Subject subject;
    subject.question.items.push_back({id, item.stored.row.site});
    // What is over its term could not have been searched by for long; openings of it still count.
    const auto record = open_newest(api, call, item, DataClass::record);
    if (!record.ok() && record.error().status != 410) return record.error();
    const auto identity = open_newest(api, call, item, DataClass::identity);
    const vault::Fields none;
    for (const auto& [kind, value] :
         vault::values_of(record.ok() ? record.value().fields : none,
                          identity.ok() ? identity.value().fields : none))
        subject.question.values.emplace_back(kind, Personal(std::string(value)));
    return subject;
}

/// All items that have the number, as far as their days can still be searched.
Result<Subject, Response> of_phone(Api& api, const Call& call, const PhoneNumber& phone) {
    const Day today = Day::of(api.node.now());
    const disclosure::TraceReaders readers{api.node.days(), api.node.keys(), api.node.origin()};
    auto trace = disclosure::trace_by_token(readers, vault::TokenKind::phone, phone.reveal(),
                                            today.plus_days(1 - disclosure::days_searched_max),
                                            today, std::nullopt);
    if (!trace.ok()) return http::problem(call.request, trace.error());
    Subject subject;
    for (const auto& found : trace.value().found)
        subject.question.items.push_back({found.row.id, found.row.site});
    subject.question.values.emplace_back(vault::TokenKind::phone, Personal(phone.reveal()));
    subject.question.values.emplace_back(vault::TokenKind::phone_last4,
                                         Personal(std::string(phone.last_four())));
    subject.without_key = std::move(trace.value().without_key);
    subject.truncated = trace.value().truncated;
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

}  // namespace

Response post_leak_question(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto body = body_of<LeakQuestion>(call);
    if (!body.ok()) return body.error();
    const auto wrong = [&](const char* field, std::string reason) {
        return http::problem(call.request, 422, "bad_document", {{field, std::move(reason)}});
    };
    const auto& [id, item, phone, from_day, to_day, note] = body.value();
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
    subject.value().question.from = from.start();
    subject.value().question.to = to.end();
    const auto answer = disclosure::who_saw({api.node.store(), api.node.keys(), api.node.origin()},
                                            subject.value().question);
    if (!answer.ok()) return http::problem(call.request, answer.error());
    boost::json::array items;
    for (const auto& each : subject.value().question.items) items.emplace_back(each.id.text());
    auto not_matched = answer.value().not_matched;
    std::reverse(not_matched.begin(), not_matched.end());
    return Response::json(boost::json::serialize(
        boost::json::object{{"question", id.text()},
                            {"from", from.text()},
                            {"to", to.text()},
                            {"items", std::move(items)},
                            {"acts", acts_json(api, answer.value().acts)},
                            {"without_key", spans_json(subject.value().without_key)},
                            {"not_matched", spans_json(not_matched)},
                            {"damaged", answer.value().damaged},
                            {"truncated", answer.value().truncated || subject.value().truncated}}));
}

}  // namespace buuan::api
