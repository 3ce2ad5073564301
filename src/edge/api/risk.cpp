#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "acceptance/declaration.hpp"
#include "acceptance/risk.hpp"
#include "base/person_name.hpp"
#include "base/phone.hpp"
#include "edge/api/api.hpp"
#include "vault/blind_index.hpp"

namespace buuan::api {
namespace {

/// What a counter knows of an item before it is accepted.
struct RiskQuestion {
    CounterCode counter;
    Personal sender_phone;
    Personal sender_name;
    std::string recipient_province;
    std::vector<acceptance::Thing> things;
    std::optional<std::uint32_t> weight_g;
};
BOOST_DESCRIBE_STRUCT(RiskQuestion, (),
                      (counter, sender_phone, sender_name, recipient_province, things, weight_g))

constexpr std::size_t items_counted_max = 200;  // of one sender and day
constexpr int days_before = 7;

/// What the tokens of these days tell: nothing is opened.
Result<acceptance::SenderHistory> history_of(node::Node& node, const PhoneNumber& phone,
                                             const PersonName& name, Day today) {
    const auto items_with = [&](Day day, vault::TokenKind kind, std::string_view value,
                                std::size_t count_max) -> Result<std::vector<ItemId>> {
        auto key = node.keys().key(day, DataClass::token);
        if (!key.ok()) return key.error();
        const Token token = vault::token_of(key.value(), kind, value);
        return node.days().find_by_tokens(day, std::span(&token, 1), count_max);
    };
    const auto of_phone =
        items_with(today, vault::TokenKind::phone, phone.reveal(), items_counted_max);
    if (!of_phone.ok()) return of_phone.error();
    if (of_phone.value().empty()) return acceptance::SenderHistory{};
    const auto of_name =
        items_with(today, vault::TokenKind::name, name.reveal(), items_counted_max);
    if (!of_name.ok()) return of_name.error();
    auto history = acceptance::history_of_day(of_phone.value(), of_name.value(), items_counted_max);
    for (int back = 1; back <= days_before && !history.seen_before; ++back) {
        const auto before =
            items_with(today.plus_days(-back), vault::TokenKind::phone, phone.reveal(), 1);
        // A day whose keys are gone, or never were, tells nothing.
        history.seen_before = before.ok() && !before.value().empty();
    }
    return history;
}

}  // namespace

boost::json::array notes_json(const acceptance::Risk& risk) {
    boost::json::array notes;
    for (const acceptance::RiskNote& note : risk.notes)
        notes.push_back({{"code", note.sign->code}, {"vi", note.vi()}, {"en", note.en()}});
    return notes;
}

Response post_risk_notes(Api& api, const Call& call) {
    const auto body = body_of<RiskQuestion>(call);
    if (!body.ok()) return body.error();
    const RiskQuestion& asked = body.value();
    std::vector<acceptance::IntakeProblem> problems;
    acceptance::check_things(asked.things, "things", problems);
    const auto phone = PhoneNumber::parse(asked.sender_phone.reveal());
    if (!phone.ok()) problems.push_back({"sender_phone", phone.error()});
    const auto name = PersonName::parse(asked.sender_name.reveal());
    if (!name) problems.push_back({"sender_name", "name_form"});
    const Day today = Day::of(api.node.now());
    const auto place =
        api.node.register_now()->place(asked.counter, call.actor.by, today, api.node.rules().sites);
    if (!place) problems.push_back({"counter", "counter_unknown"});
    if (!problems.empty()) {
        std::vector<http::FieldProblem> fields;
        for (const auto& each : problems) fields.push_back({each.field, each.reason});
        return http::problem(call.request, 422, "bad_document", fields);
    }
    if (call.actor.site && *call.actor.site != place->site.code)
        return http::problem(call.request, 403, "counter_not_yours");
    const auto history = history_of(api.node, phone.value(), *name, today);
    if (!history.ok()) return http::problem(call.request, history.error());
    const auto goods = api.node.goods(today);
    if (!goods.ok()) return http::problem(call.request, 503, "goods_rules_damaged");
    const auto verdict = acceptance::screen_things(asked.things, *goods.value(), today);
    const acceptance::Risk risk = acceptance::risk_of(
        {asked.things, asked.weight_g, verdict.outcome, phone.value().looks_made_up(),
         place->site.province, asked.recipient_province, history.value(), today},
        api.node.rules().risk);
    return Response::json(boost::json::serialize(
        boost::json::object{{"weight", risk.weight}, {"notes", notes_json(risk)}}));
}

}  // namespace buuan::api
