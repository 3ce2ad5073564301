#include "edge/api/acceptance_desk.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "acceptance/declaration.hpp"
#include "disclosure/trace.hpp"
#include "ledger/entry.hpp"
#include "screening/verdict_json.hpp"
#include "vault/blind_index.hpp"
#include "vault/derive.hpp"

namespace buuan::api {
namespace {

using acceptance::CheckedIntake;
using acceptance::Intake;

// Off-line acceptances may come this late; the ceilings leave a fortnight above the floor, so
// nothing that comes late goes early.
constexpr int days_late_max = 14;
constexpr std::int64_t id_ms_max = 60'000;

Answered intake_problems(const std::vector<acceptance::IntakeProblem>& problems) {
    std::vector<http::FieldProblem> fields;
    for (const auto& each : problems) fields.push_back({each.field, each.reason});
    return problem(422, "bad_document", std::move(fields));
}

Result<acceptance::DayKeys> keys_of(Api& api, Day day) {
    acceptance::DayKeys keys;
    const std::pair<DataClass, Secret*> wanted[] = {{DataClass::record, &keys.record},
                                                    {DataClass::identity, &keys.identity},
                                                    {DataClass::token, &keys.token},
                                                    {DataClass::minutes, &keys.minutes}};
    for (const auto& [data_class, key] : wanted) {
        auto found = api.node.keys().key(day, data_class);
        if (!found.ok()) return found.error();
        *key = std::move(found).value();
    }
    return keys;
}

std::vector<std::size_t> thing_starts(const Intake& intake) {
    std::vector<std::size_t> starts;
    std::size_t at = 0;
    for (const auto& thing : intake.item.things) {
        starts.push_back(at);
        at += thing.text.reveal().size() + 1;
    }
    return starts;
}

boost::json::object label_of(const acceptance::RecipientPart& recipient) {
    return {{"recipient_name", std::string(recipient.name.reveal())},
            {"recipient_phone", std::string(recipient.phone.reveal())},
            {"address",
             {{"province", recipient.address.province},
              {"commune", std::string(recipient.address.commune.reveal())},
              {"street", std::string(recipient.address.street.reveal())}}}};
}

boost::json::object answer_of(Api& api, const CheckedIntake& checked,
                              const screening::RuleSet& goods, const ItemRow& row,
                              const ItemCode* code, const acceptance::Receipt* receipt,
                              std::vector<std::string> warns) {
    const Intake& intake = *checked.intake;
    const bool accepted = row.state != ItemState::refused;
    boost::json::object answer{{"item", row.id.text()},
                               {"decision", accepted ? "accepted" : "refused"},
                               {"state", boost::describe::enum_to_string(row.state, "?")},
                               {"accepted_at", row.accepted_at.text()},
                               {"site", row.site.value},
                               {"counter", row.counter.value},
                               {"number", row.number},
                               {"log", row.log.value}};
    if (accepted && code != nullptr && receipt != nullptr) {
        answer["item_code"] = code->value;
        answer["receipt"] =
            boost::json::object{{"code", receipt->text()},
                                {"url", api.node.config().public_url + "/r#" + receipt->text()}};
    }
    answer["verdict"] = boost::json::parse(screening::verdict_json(
        checked.verdict, goods, acceptance::screened_text(intake.item.things),
        thing_starts(intake)));
    boost::json::array warnings;
    for (const auto& warning : checked.warnings) {
        const auto text = http::text_of(warning.reason);
        warnings.push_back({{"field", warning.field},
                            {"reason", warning.reason},
                            {"vi", text.vi},
                            {"en", text.en}});
    }
    for (const std::string& warn : warns) {
        const auto text = http::text_of(warn);
        warnings.push_back(
            {{"field", "counter"}, {"reason", warn}, {"vi", text.vi}, {"en", text.en}});
    }
    answer["warnings"] = std::move(warnings);
    boost::json::array due;
    if (accepted) {
        for (const auto& picture : intake.pictures) due.emplace_back(picture.slot);
    }
    answer["pictures_due"] = std::move(due);
    boost::json::array reasons;
    for (const std::string& code_of_reason : checked.refusals) {
        const auto* rule = api.node.rules().acceptance.reason(code_of_reason);
        reasons.push_back({{"code", code_of_reason},
                           {"vi", rule == nullptr ? "" : rule->vi},
                           {"en", rule == nullptr ? "" : rule->en}});
    }
    answer["reasons"] = std::move(reasons);
    if (checked.at_doubtful) answer["at_doubtful"] = true;
    // The label must name whom the clerk never typed.
    if (accepted && intake.recipient_from) answer["label"] = label_of(*intake.recipient);
    return answer;
}

/// The set of goods rules that an item was decided under, as its first entry says; the day's, while
/// that entry waits for its log.
Result<Digest> rules_of(Api& api, Day day, const StoredItem& stored) {
    const Digest of_day = api.node.goods_digest(day);
    if (stored.entries.empty()) return of_day;
    const auto text = entry_text(api, stored.entries.front());
    if (!text.ok()) return text.error();
    if (!text.value()) return of_day;
    const auto entry = ledger::decode(*text.value());
    if (!entry.ok()) return entry.error();
    const auto* rules = entry.value().data.if_contains("rules");
    const auto digest =
        rules != nullptr && rules->is_string() ? Digest::parse(rules->get_string()) : std::nullopt;
    return digest.value_or(of_day);
}

/// The answer to a request that was applied before, from what is stored, under the rules that
/// decided it then: another set may have been published since.
std::variant<Prepared, Answered> replay(Api& api, const ItemId& item, Day day,
                                        const Intake& intake) {
    const auto stored = api.node.days().find(day, item);
    if (!stored.ok()) return fault(stored.error());
    if (!stored.value()) return problem(409, "item_conflict");
    const auto rules = rules_of(api, day, *stored.value());
    if (!rules.ok()) return fault(rules.error());
    const auto goods = api.node.rule_packs().get(rules.value());
    if (!goods.ok()) return problem(503, "named_rules_damaged");
    auto checked = acceptance::check_intake(intake, api.node.rules().acceptance, *goods.value(),
                                            api.node.config().code_prefix, intake.accepted_at);
    if (!checked.ok()) return intake_problems(checked.error());
    // Seen at its own time it cannot look doubtful; the row remembers.
    checked.value().at_doubtful = stored.value()->row.accepted_at != intake.accepted_at;
    Answered answered{200, {}, {}, {}, std::nullopt};
    if (stored.value()->row.state == ItemState::refused) {
        answered.body = answer_of(api, checked.value(), *goods.value(), stored.value()->row,
                                  nullptr, nullptr, {});
        return answered;
    }
    const auto record =
        disclosure::open_latest({api.node.days(), api.node.keys(), api.node.origin()}, day,
                                *stored.value(), DataClass::record);
    if (!record.ok()) return fault(record.error());
    const auto receipt = acceptance::Receipt::parse(record.value().text("receipt"));
    const ItemCode code{std::string(record.value().text("item.code"))};
    answered.body = answer_of(api, checked.value(), *goods.value(), stored.value()->row, &code,
                              receipt ? &*receipt : nullptr, {});
    return answered;
}

/// Whether the counter may be used by this actor today; the answer to give when not.
std::optional<Answered> counter_problem(const Actor& actor,
                                        const std::optional<register_::Place>& place) {
    if (!place) return problem(422, "bad_document", {{"counter", "counter_unknown"}});
    if (actor.site && *actor.site != place->site.code) return problem(403, "counter_not_yours");
    if (place->blocks.empty()) return std::nullopt;
    std::vector<http::FieldProblem> fields;
    for (const std::string& reason : place->blocks) fields.push_back({"counter", reason});
    return problem(409, "may_not_accept", std::move(fields));
}

/// A code of our own, or the one given, unless an item of that day has it already.
Result<ItemCode, Answered> code_for(Api& api, const CheckedIntake& checked, Day day,
                                    const Secret& token_key) {
    if (!checked.code) {
        auto made = api.node.codes().take();
        if (!made.ok()) return fault(made.error());
        return std::move(made).value();
    }
    const Token token =
        vault::token_of(token_key, vault::TokenKind::item_code, checked.code->value);
    const auto used = api.node.days().find_by_tokens(day, std::span(&token, 1), 1);
    if (!used.ok()) return fault(used.error());
    if (!used.value().empty()) return problem(409, "code_in_use", {{"item.code", "code_in_use"}});
    return *checked.code;
}

}  // namespace

std::variant<Prepared, Answered> prepare_acceptance(
    Api& api, const Actor& actor, const ItemId& item, std::string_view body,
    const std::optional<acceptance::Queued>& queued) {
    auto intake = json::read<Intake>(body);
    if (!intake.ok())
        return problem(400, "bad_document", {{intake.error().path, intake.error().reason}});
    return prepare_acceptance(api, actor, item, intake.value(), body, queued);
}

std::variant<Prepared, Answered> prepare_acceptance(
    Api& api, const Actor& actor, const ItemId& item, Intake& intake, std::string_view body,
    const std::optional<acceptance::Queued>& queued) {
    node::Node& node = api.node;
    // Off line a counter has decided already, and nobody but its device vouches for when.
    if (intake.channel == acceptance::Channel::off_line && !queued)
        return problem(422, "bad_document", {{"channel", "not_queued"}});
    const Instant seen = node.now();
    const Day day = Day::of(item.made_at());
    if (std::abs(item.made_at() - intake.accepted_at) > id_ms_max)
        return problem(422, "bad_document", {{"accepted_at", "at_not_now"}});
    const bool out_of_time =
        day < Day::of(seen).plus_days(-days_late_max) || day > Day::of(seen + id_ms_max);
    const Answered day_unknown = problem(422, "bad_document", {{"accepted_at", "day_unknown"}});

    auto keys = keys_of(api, day);
    if (!keys.ok()) return out_of_time ? day_unknown : fault(keys.error());
    if (auto filled = fill_in_returning(api, intake); !filled.ok()) return filled.error();
    const Digest request = vault::request_digest(keys.value().record, as_bytes(body));
    const auto before = node.days().find_command(day, CommandId{item.bytes});
    if (!before.ok()) return fault(before.error());
    if (before.value())
        return *before.value() == request
                   ? replay(api, item, day, intake)
                   : std::variant<Prepared, Answered>(problem(409, "item_conflict"));
    // Only now: what was accepted in time is told again at any time, so that "too late" means that
    // it was not accepted.
    if (out_of_time) return day_unknown;

    const auto place =
        node.register_now()->place(intake.counter, actor.by, day, node.rules().sites);
    if (auto wrong = counter_problem(actor, place)) return *wrong;
    const auto goods = node.goods(day);
    if (!goods.ok()) return problem(503, "goods_rules_damaged");
    const auto checked = acceptance::check_intake(intake, node.rules().acceptance, *goods.value(),
                                                  node.config().code_prefix, seen);
    if (!checked.ok()) return intake_problems(checked.error());
    auto code = code_for(api, checked.value(), day, keys.value().token);
    if (!code.ok()) return code.error();
    const auto number = node.numbers().take(day, intake.counter);
    if (!number.ok()) return fault(number.error());

    const acceptance::Accepting accepting{item,          day,
                                          actor.by,      number.value(),
                                          code.value(),  acceptance::Receipt::make(node.entropy()),
                                          seen,          request,
                                          node.origin(), queued};
    auto write =
        acceptance::accept_item(accepting, checked.value(), *place, keys.value(), node.entropy());
    if (!write.ok()) {
        node.numbers().give_back(day, intake.counter, number.value());
        return fault(write.error());
    }
    auto answer = answer_of(api, checked.value(), *goods.value(), write.value().after,
                            &accepting.code, &accepting.receipt, place->warns);
    return Prepared{std::move(write).value(), day, intake.counter, number.value(),
                    std::move(answer)};
}

Answered answer_acceptance(Api& api, Prepared prepared, const Result<Applied>& applied) {
    if (applied.ok() && applied.value() == Applied::written) {
        api.node.poke();
        return {201, {}, {}, std::move(prepared.answer), std::nullopt};
    }
    api.node.numbers().give_back(prepared.day, prepared.counter, prepared.number);
    if (!applied.ok()) return fault(applied.error());
    return applied.value() == Applied::day_closed ? problem(409, "day_closed")
                                                  : problem(409, "item_conflict");
}

Answered accept(Api& api, const Actor& actor, const ItemId& item, std::string_view body,
                const std::optional<acceptance::Queued>& queued) {
    auto prepared = prepare_acceptance(api, actor, item, body, queued);
    if (auto* answered = std::get_if<Answered>(&prepared)) return std::move(*answered);
    auto& ready = std::get<Prepared>(prepared);
    const auto applied = api.node.committer().commit(std::move(ready.write));
    const bool other_was_first = applied.ok() && applied.value() == Applied::already_there;
    Answered answered = answer_acceptance(api, std::move(ready), applied);
    // The same request came twice at once, and the other one was first: its answer is ours.
    return other_was_first ? accept(api, actor, item, body, queued) : answered;
}

Response respond(const http::Request& request, const Answered& answered) {
    if (answered.fault) return http::problem(request, *answered.fault);
    if (!answered.code.empty())
        return http::problem(request, answered.status, answered.code, answered.fields);
    return Response::json(boost::json::serialize(answered.body), answered.status);
}

}  // namespace buuan::api
