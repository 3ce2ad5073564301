#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "acceptance/receipt.hpp"
#include "base/canonical.hpp"
#include "base/citizen_number.hpp"
#include "base/item_code.hpp"
#include "base/phone.hpp"
#include "base/tax_code.hpp"
#include "disclosure/trace.hpp"
#include "edge/api/api.hpp"
#include "edge/api/day_spans.hpp"
#include "vault/derive.hpp"

namespace buuan::api {
namespace {

struct Search {
    CommandId id;
    std::string purpose;
    std::optional<Personal> note;
    std::optional<Day> from;  // absent: 100 days back
    std::optional<Day> to;    // absent: today
    std::optional<Personal> phone;
    std::optional<Personal> phone_last4;
    std::optional<Personal> identity_number;
    std::optional<Personal> name;
    std::optional<Personal> item_code;
    std::optional<Personal> order_code;
    std::optional<Personal> receipt;
    std::optional<Personal> text;  // a bounded scan
};
BOOST_DESCRIBE_STRUCT(Search, (),
                      (id, purpose, note, from, to, phone, phone_last4, identity_number, name,
                       item_code, order_code, receipt, text))

struct Opening {
    CommandId id;
    std::string purpose;
    std::optional<Personal> note;
    std::optional<std::vector<std::string>> fields;  // absent: all
    std::optional<bool> identity;                    // the identity record as well
};
BOOST_DESCRIBE_STRUCT(Opening, (), (id, purpose, note, fields, identity))

constexpr std::size_t note_bytes_max = 1000;
constexpr int days_default = 100;

/// The one thing searched by, in its normal form; or the field that is wrong.
struct Criterion {
    std::string field;
    std::optional<vault::TokenKind> kind;  // nullopt: a scan
    Personal value;
};

using Wrong = http::FieldProblem;

Result<Criterion, Wrong> criterion_of(const Search& search, std::string_view own_prefix,
                                      Day today) {
    const std::pair<const char*, const std::optional<Personal>*> given[] = {
        {"phone", &search.phone},
        {"phone_last4", &search.phone_last4},
        {"identity_number", &search.identity_number},
        {"name", &search.name},
        {"item_code", &search.item_code},
        {"order_code", &search.order_code},
        {"receipt", &search.receipt},
        {"text", &search.text}};
    Criterion criterion;
    for (const auto& [field, value] : given) {
        if (!*value) continue;
        if (!criterion.field.empty()) return Wrong{field, "search_needs_one"};
        criterion.field = field;
        criterion.value = **value;
    }
    if (criterion.field.empty()) return Wrong{"", "search_needs_one"};
    const auto typed = criterion.value.reveal();
    if (typed.empty() || typed.size() > 200)
        return Wrong{criterion.field, typed.empty() ? "empty" : "too_long"};
    if (criterion.field == "phone") {
        const auto phone = PhoneNumber::parse(typed);
        if (!phone.ok()) return Wrong{"phone", phone.error()};
        criterion.value = Personal(phone.value().reveal());
        criterion.kind = vault::TokenKind::phone;
    } else if (criterion.field == "phone_last4") {
        const bool digits =
            typed.size() == 4 &&
            std::all_of(typed.begin(), typed.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits) return Wrong{"phone_last4", "bad_value"};
        criterion.kind = vault::TokenKind::phone_last4;
    } else if (criterion.field == "identity_number") {
        // A citizen number, or a passport or tax code as it is.
        const auto number = CitizenNumber::parse(typed, today);
        const auto tax_code = TaxCode::parse(typed);
        if (number.ok()) criterion.value = Personal(number.value().reveal());
        if (!number.ok() && tax_code) criterion.value = Personal(tax_code->text());
        criterion.kind = vault::TokenKind::identity_number;
    } else if (criterion.field == "name") {
        criterion.kind = vault::TokenKind::name;
    } else if (criterion.field == "item_code") {
        const auto code = ItemCode::parse(typed, own_prefix);
        if (!code) return Wrong{"item_code", "item_code_form"};
        criterion.value = Personal(code->value);
        criterion.kind = vault::TokenKind::item_code;
    } else if (criterion.field == "order_code") {
        const auto composed = to_nfc(typed);
        if (!composed) return Wrong{"order_code", "bad_value"};
        criterion.value = Personal(*composed);
        criterion.kind = vault::TokenKind::order_code;
    } else if (criterion.field == "receipt") {
        const auto receipt = acceptance::Receipt::parse(typed);
        if (!receipt) return Wrong{"receipt", "receipt_form"};
        criterion.value = Personal(receipt->text());
        criterion.kind = vault::TokenKind::receipt;
    } else if (vault::fold_name(typed).size() < 3) {
        return Wrong{"text", "bad_value"};
    }
    return criterion;
}

bool note_is_good(const std::optional<Personal>& note) {
    return !note || note->reveal().size() <= note_bytes_max;
}

boost::json::object row_json(const disclosure::Found& found) {
    return {{"item", found.row.id.text()},
            {"accepted_at", found.row.accepted_at.text()},
            {"site", found.row.site.value},
            {"type", boost::describe::enum_to_string(found.row.type, "?")},
            {"state", boost::describe::enum_to_string(found.row.state, "?")},
            {"item_code", found.item_code},
            {"sender", found.sender},
            {"recipient", found.recipient}};
}

/// Adds the chosen fields of a record to the answer. A receipt's code is the sender's, not ours to
/// show.
void add_fields(boost::json::object& out, const vault::OpenedRecord& record,
                const std::optional<std::vector<std::string>>& wanted, const std::string& prefix) {
    for (const auto& [label, value] : record.fields) {
        const std::string full = prefix + label;
        const bool chosen =
            !wanted || std::any_of(wanted->begin(), wanted->end(), [&](const std::string& each) {
                return full == each || full.starts_with(each + ".");
            });
        if (chosen && label != "receipt") out[full] = std::string(value.reveal());
    }
}

/// What people said with the item's events, by the revision of its minutes; what of it is over its
/// term is left out.
Result<Done> add_minutes(boost::json::object& out, Api& api, const NamedItem& named,
                         const std::optional<std::vector<std::string>>& wanted) {
    const auto key = api.node.keys().key(named.day, DataClass::minutes);
    if (!key.ok()) return Done{};
    for (const SealedRow& row : named.stored.records) {
        if (row.data_class != DataClass::minutes) continue;
        const auto said =
            vault::open_record(row.sealed, vault::record_key(key.value(), named.id, row.revision),
                               {api.node.origin(), named.id, DataClass::minutes, row.revision});
        if (!said.ok()) return said.error();
        add_fields(out, said.value(), wanted, "minutes." + std::to_string(row.revision) + ".");
    }
    return Done{};
}

}  // namespace

std::optional<Response> record_act(Api& api, const Call& call, const disclosure::Act& act) {
    const Instant now = api.node.now();
    const auto key = api.node.keys().key(Day::of(now), DataClass::act);
    if (!key.ok()) return http::problem(call.request, key.error());
    const auto write = disclosure::record_act(act, call.actor, now, key.value(), api.node.origin(),
                                              api.node.entropy());
    if (!write.ok()) return http::problem(call.request, write.error());
    const std::scoped_lock lock(api.acts);
    const auto before = api.node.store().find("act", act.id.text());
    if (!before.ok()) return http::problem(call.request, before.error());
    if (before.value()) return http::problem(call.request, 409, "item_conflict");
    if (auto applied = api.node.store().apply(write.value()); !applied.ok())
        return http::problem(call.request, applied.error());
    return std::nullopt;
}

Response post_search(Api& api, const Call& call) {
    const auto body = body_of<Search>(call);
    if (!body.ok()) return body.error();
    const Search& search = body.value();
    if (!api.node.rules().purposes.contains(search.purpose))
        return http::problem(call.request, 422, "bad_document", {{"purpose", "purpose_unknown"}});
    if (!note_is_good(search.note))
        return http::problem(call.request, 422, "bad_document", {{"note", "too_long"}});
    const Day today = Day::of(api.node.now());
    const auto criterion = criterion_of(search, api.node.config().code_prefix, today);
    if (!criterion.ok())
        return http::problem(call.request, 422, "bad_document", {criterion.error()});
    const bool scan = !criterion.value().kind;
    const Day to = search.to.value_or(today);
    const Day from = search.from.value_or(to.plus_days(scan ? -6 : -days_default));
    const int days = to.number - from.number + 1;
    if (days < 1 || days > (scan ? disclosure::days_scanned_max : disclosure::days_searched_max)) {
        return http::problem(call.request, 422, "bad_document", {{"from", "search_days"}});
    }
    const disclosure::Act act{search.id,
                              "search",
                              search.purpose,
                              search.note.value_or(Personal()),
                              std::nullopt,
                              criterion.value().field,
                              criterion.value().value,
                              disclosure::days_text(from, to, call.actor.site)};
    if (auto failed = record_act(api, call, act)) return *failed;

    const disclosure::TraceReaders readers{api.node.days(), api.node.keys(), api.node.origin()};
    auto trace = scan ? disclosure::trace_by_scan(readers, criterion.value().value.reveal(), from,
                                                  to, call.actor.site)
                      : disclosure::trace_by_token(readers, *criterion.value().kind,
                                                   criterion.value().value.reveal(), from, to,
                                                   call.actor.site);
    if (!trace.ok()) return http::problem(call.request, trace.error());
    if (!scan) {
        const auto holds = api.node.retention().holds();
        if (!holds.ok()) return http::problem(call.request, holds.error());
        auto held = api.node.retention().held();
        if (auto added = disclosure::trace_in_holds(
                held, holds.value(),
                {*criterion.value().kind, criterion.value().value, from, to, call.actor.site},
                trace.value());
            !added.ok())
            return http::problem(call.request, added.error());
    }
    boost::json::array results;
    for (const auto& found : trace.value().found) results.push_back(row_json(found));
    return Response::json(boost::json::serialize(
        boost::json::object{{"search", search.id.text()},
                            {"searched_by", criterion.value().field},
                            {"from", from.text()},
                            {"to", to.text()},
                            {"reached", trace.value().reached.value_or(from).text()},
                            {"days_searched", trace.value().days_searched},
                            {"days_without_key", trace.value().days_without_key},
                            {"without_key", spans_json(trace.value().without_key)},
                            {"damaged", trace.value().damaged},
                            {"truncated", trace.value().truncated},
                            {"results", std::move(results)}}));
}

Response post_opening(Api& api, const Call& call) {
    const auto body = body_of<Opening>(call);
    if (!body.ok()) return body.error();
    const Opening& opening = body.value();
    if (!api.node.rules().purposes.contains(opening.purpose))
        return http::problem(call.request, 422, "bad_document", {{"purpose", "purpose_unknown"}});
    if (!note_is_good(opening.note))
        return http::problem(call.request, 422, "bad_document", {{"note", "too_long"}});
    const auto named = find_item(api, call);
    if (!named.ok()) return named.error();
    const StoredItem& stored = named.value().stored;
    if (call.actor.site && *call.actor.site != stored.row.site)
        return http::problem(call.request, 403, "not_allowed");
    const disclosure::Act act{
        opening.id, "opening", opening.purpose, opening.note.value_or(Personal()), named.value().id,
        {},         {}};
    if (auto failed = record_act(api, call, act)) return *failed;

    const bool refused = stored.row.state == ItemState::refused;
    const auto opened =
        open_newest(api, call, named.value(), refused ? DataClass::minutes : DataClass::record);
    if (!opened.ok()) return opened.error();
    boost::json::object fields;
    add_fields(fields, opened.value(), opening.fields, "");
    if (opening.identity.value_or(false) && !refused) {
        const auto identity = open_newest(api, call, named.value(), DataClass::identity);
        if (!identity.ok()) return identity.error();
        add_fields(fields, identity.value(), opening.fields, "identity.");
    }
    if (!refused) {
        if (auto added = add_minutes(fields, api, named.value(), opening.fields); !added.ok())
            return http::problem(call.request, added.error());
    }
    boost::json::array objects;
    for (const ObjectRow& object : stored.objects)
        objects.push_back({{"slot", object.slot}, {"size", object.size}});
    return Response::json(
        boost::json::serialize(boost::json::object{{"opening", opening.id.text()},
                                                   {"until", (api.node.now() + opening_ms).text()},
                                                   {"item", named.value().id.text()},
                                                   {"fields", std::move(fields)},
                                                   {"objects", std::move(objects)}}));
}

}  // namespace buuan::api
