// Complaints and claims (E11, E12 of docs/law.md): filed, answered, agreed, paid, closed. Each step
// is an entry of the log without a person in it, and an act; while one is open its item keeps
// itself.
#include "edge/api/complaints.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace buuan::api {
namespace {

using disclosure::Complainant;
using disclosure::ComplaintRow;
using disclosure::ComplaintStep;

constexpr std::size_t text_bytes_max = 4000;
constexpr std::size_t page_rows = 100;
constexpr std::uint64_t vnd_max = 1'000'000'000'000;

struct NewComplaintStep {
    ComplaintStep step{};
    std::optional<std::string> outcome;
    std::optional<std::uint64_t> amount_vnd;
};
BOOST_DESCRIBE_STRUCT(NewComplaintStep, (), (step, outcome, amount_vnd))

template <class Enum>
std::string name(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

std::vector<http::FieldProblem> problems_of(Api& api, const NewComplaint& complaint) {
    std::vector<http::FieldProblem> wrong;
    if (!api.node.rules().complaints.kinds.contains(complaint.kind))
        wrong.push_back({"kind", "complaint_kind_unknown"});
    if (complaint.words.empty()) wrong.push_back({"words", "empty"});
    const Personal none;
    for (const auto& [field, text] :
         {std::pair{"words", &complaint.words},
          {"name", complaint.name ? &*complaint.name : &none},
          {"contact", complaint.contact ? &*complaint.contact : &none}}) {
        if (text->reveal().size() > text_bytes_max) wrong.push_back({field, "too_long"});
    }
    if (complaint.fee_vnd.value_or(0) > vnd_max) wrong.push_back({"fee_vnd", "out_of_range"});
    return wrong;
}

/// The day on which the item was delivered, as its log says; nullopt where it was not.
Result<std::optional<Day>> delivered_on(Api& api, const StoredItem& stored) {
    for (auto entry = stored.entries.rbegin(); entry != stored.entries.rend(); ++entry) {
        const auto text = entry_text(api, *entry);
        if (!text.ok()) return text.error();
        if (!text.value()) continue;
        const auto value = boost::json::parse(*text.value());
        if (value.at("type") != "item.delivered") continue;
        const auto at = Instant::parse(std::string(value.at("at").as_string()));
        if (at) return std::optional(Day::of(*at));
    }
    return std::optional<Day>{};
}

/// The row in the open: nothing of who complains.
boost::json::object json_of(Api& api, const ComplaintRow& row) {
    boost::json::object out{{"number", row.number},
                            {"year", row.year},
                            {"in_year", row.in_year},
                            {"state", name(row.state)},
                            {"kind", row.kind},
                            {"as", name(row.as)},
                            {"item", row.item.text()},
                            {"site", row.site.value},
                            {"received_at", row.received_at.text()},
                            {"by", row.by.value},
                            {"international", row.international},
                            {"barred", row.is_barred()},
                            {"answer_by", row.answer_by.text()},
                            {"late", row.is_late(Day::of(api.node.now()))}};
    const auto put_day = [&](const char* member, const std::optional<Day>& day) {
        if (day) out[member] = day->text();
    };
    const auto put_instant = [&](const char* member, const std::optional<Instant>& at) {
        if (at) out[member] = at->text();
    };
    const auto put_amount = [&](const char* member, const std::optional<std::uint64_t>& amount) {
        if (amount) out[member] = *amount;
    };
    put_day("file_until", row.file_until);
    put_day("pay_by", row.pay_by);
    put_instant("answered_at", row.answered_at);
    put_instant("agreed_at", row.agreed_at);
    put_instant("paid_at", row.paid_at);
    put_instant("closed_at", row.closed_at);
    put_amount("fee_vnd", row.fee_vnd);
    put_amount("amount_min_vnd", row.amount_min_vnd);
    put_amount("amount_vnd", row.amount_vnd);
    if (row.outcome) out["outcome"] = *row.outcome;
    return out;
}

/// Who complains; nullopt once the minutes of its day are over.
Result<std::optional<Complainant>> complainant_in(Api& api, const ComplaintRow& row) {
    const auto key = api.node.keys().key(Day::of(row.received_at), DataClass::minutes);
    if (!key.ok() && key.error().kind == FaultKind::denied) return std::optional<Complainant>{};
    if (!key.ok()) return key.error();
    auto who = disclosure::open_complainant(row, {key.value(), api.node.origin()});
    if (!who.ok()) return who.error();
    return std::optional(std::move(who).value());
}

/// With who complains. The caller has recorded the act.
Response answer(Api& api, const Call& call, const ComplaintRow& row, int status = 200) {
    boost::json::object out = json_of(api, row);
    const auto who = complainant_in(api, row);
    if (!who.ok()) return http::problem(call.request, who.error());
    if (who.value()) {
        boost::json::object said;
        for (const auto& [member, value] : disclosure::complainant_fields) {
            const Personal& text = (*who.value()).*value;
            if (!text.empty()) said[member] = std::string(text.reveal());
        }
        out["complainant"] = std::move(said);
    }
    return Response::json(boost::json::serialize(out), status);
}

/// What is done about a complaint, sealed among the acts.
std::optional<Response> record_complaint_act(Api& api, const Call& call, const ItemId& item,
                                             const std::string& what) {
    return record_act(api, call,
                      {CommandId::make(api.node.now(), api.node.entropy()),
                       "complaint",
                       "complaint",
                       Personal(what),
                       item,
                       {},
                       {}});
}

Result<ComplaintRow, Response> named_complaint(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto number = number_in_path(call);
    if (!number) return http::problem(call.request, 404, "complaint_unknown");
    auto row = disclosure::find_complaint(api.node.store(), *number);
    if (!row.ok()) return http::problem(call.request, row.error());
    if (!row.value()) return http::problem(call.request, 404, "complaint_unknown");
    return std::move(*row.value());
}

/// What the log says of a step: numbers, codes and days, and nobody.
boost::json::object entry_data(const ComplaintRow& row) {
    boost::json::object data{{"complaint", row.number},
                             {"state", name(row.state)},
                             {"kind", row.kind},
                             {"answer_by", row.answer_by.text()}};
    if (row.is_barred()) data["barred"] = true;
    if (row.international) data["international"] = true;
    if (row.outcome) data["outcome"] = *row.outcome;
    if (row.pay_by) data["pay_by"] = row.pay_by->text();
    return data;
}

const char* entry_type(disclosure::ComplaintState state) {
    using enum disclosure::ComplaintState;
    switch (state) {
        case filed:
            return "complaint.filed";
        case answered:
            return "complaint.answered";
        case agreed:
            return "complaint.agreed";
        case paid:
            return "complaint.paid";
        default:
            return "complaint.closed";
    }
}

/// Makes a row durable with its entry, where a purge cannot come between.
Result<Done> apply(Api& api, disclosure::ComplaintWrite& made, const StaffNumber& by) {
    const ComplaintRow& row = made.row;
    auto entry = api.node.entry(row.log, entry_type(row.state), row.site, by, entry_data(row));
    if (!entry.ok()) return entry.error();
    made.write.entries.push_back(std::move(entry).value());
    if (auto applied = api.node.retention().apply_kept(row.item, made.write); !applied.ok())
        return applied;
    api.node.poke();
    return Done{};
}

Complainant who_in(const NewComplaint& complaint) {
    return {complaint.name.value_or(Personal()), complaint.contact.value_or(Personal()),
            complaint.words};
}

}  // namespace

Result<ComplaintRow, Response> file_complaint(Api& api, const http::Request& request,
                                              const NamedItem& named, const NewComplaint& complaint,
                                              const StaffNumber& by) {
    const auto wrong = problems_of(api, complaint);
    if (!wrong.empty()) return http::problem(request, 422, "bad_document", wrong);
    const Instant now = api.node.now();
    const auto key = api.node.keys().key(Day::of(now), DataClass::minutes);
    if (!key.ok()) return http::problem(request, key.error());
    const std::scoped_lock lock(api.complaints);
    const auto before = disclosure::complaint_filed_by(api.node.store(), complaint.id);
    if (!before.ok()) return http::problem(request, before.error());
    if (before.value()) {
        const auto there = complainant_in(api, *before.value());
        if (!there.ok()) return http::problem(request, there.error());
        const bool same = before.value()->item == complaint.item &&
                          before.value()->kind == complaint.kind &&
                          there.value() == who_in(complaint);
        if (same) return *before.value();
        return http::problem(request, 409, "item_conflict");
    }
    const auto delivered = delivered_on(api, named.stored);
    if (!delivered.ok()) return http::problem(request, delivered.error());
    const ItemRow& row = named.stored.row;
    auto made = disclosure::file_complaint(
        api.node.store(),
        {complaint.id,
         complaint.kind,
         complaint.as,
         named.id,
         row.site,
         row.log,
         {Day::of(row.accepted_at), delivered.value(), complaint.international.value_or(false)},
         complaint.fee_vnd,
         who_in(complaint),
         by,
         now},
        api.node.rules().complaints, {key.value(), api.node.origin()}, api.node.entropy());
    if (!made.ok()) return http::problem(request, made.error());
    const auto applied = apply(api, made.value(), by);
    if (!applied.ok() && applied.error().kind == FaultKind::denied)
        return http::problem(request, 410, "term_over");
    if (!applied.ok()) return http::problem(request, applied.error());
    return made.value().row;
}

Response list_complaint_kinds(Api& api, const Call&) {
    const auto& rules = api.node.rules().complaints;
    boost::json::array kinds;
    for (const auto& [code, kind] : rules.kinds)
        kinds.push_back({{"code", code},
                         {"vi", kind.vi},
                         {"en", kind.en},
                         {"months", kind.months},
                         {"from", name(kind.from)},
                         {"source", kind.source}});
    boost::json::array outcomes;
    for (const auto& [code, outcome] : rules.outcomes)
        outcomes.push_back({{"code", code}, {"vi", outcome.vi}, {"en", outcome.en}});
    return Response::json(boost::json::serialize(
        boost::json::object{{"kinds", std::move(kinds)},
                            {"outcomes", std::move(outcomes)},
                            {"answer_months_domestic", rules.answer_months_domestic},
                            {"answer_months_international", rules.answer_months_international},
                            {"pay_days", rules.pay_days},
                            {"fee_times_min", rules.fee_times_min}}));
}

Response list_complaints(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto of_item = call.request.parameter("item");
    const auto asked_before = call.request.parameter("before");
    const auto item = of_item ? ItemId::parse(*of_item) : std::nullopt;
    if (of_item && !item)
        return http::problem(call.request, 400, "bad_document", {{"item", "bad_value"}});
    std::optional<std::uint32_t> before;
    if (asked_before) {
        const Call as_number{call.request, {*asked_before}, call.actor, call.stream};
        before = number_in_path(as_number);
        if (!before)
            return http::problem(call.request, 400, "bad_document", {{"before", "bad_value"}});
    }
    const auto rows = item ? disclosure::complaints_of(api.node.store(), *item)
                           : disclosure::list_complaints(api.node.store(), before, page_rows);
    if (!rows.ok()) return http::problem(call.request, rows.error());
    boost::json::array out;
    for (const ComplaintRow& row : rows.value()) out.push_back(json_of(api, row));
    // No clock runs out of sight: the first page has every open one, however old.
    if (!item && !before && rows.value().size() == page_rows) {
        const auto open = disclosure::open_complaints(api.node.store());
        if (!open.ok()) return http::problem(call.request, open.error());
        for (const ComplaintRow& row : open.value()) {
            if (row.number < rows.value().back().number) out.push_back(json_of(api, row));
        }
    }
    boost::json::object document{{"complaints", std::move(out)}};
    if (!item && rows.value().size() == page_rows) document["next"] = rows.value().back().number;
    return Response::json(boost::json::serialize(document));
}

Response post_complaint(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto body = body_of<NewComplaint>(call);
    if (!body.ok()) return body.error();
    const Call of_item{call.request, {body.value().item.text()}, call.actor, call.stream};
    const auto named = find_item(api, of_item);
    if (!named.ok()) return named.error();
    const auto before = disclosure::complaint_filed_by(api.node.store(), body.value().id);
    if (!before.ok()) return http::problem(call.request, before.error());
    if (auto failed =
            record_complaint_act(api, call, named.value().id, body.value().id.text() + " file"))
        return *failed;
    const auto row = file_complaint(api, call.request, named.value(), body.value(), call.actor.by);
    if (!row.ok()) return row.error();
    return answer(api, call, row.value(), before.value() ? 200 : 201);
}

Response get_complaint(Api& api, const Call& call) {
    const auto row = named_complaint(api, call);
    if (!row.ok()) return row.error();
    if (auto failed = record_complaint_act(api, call, row.value().item,
                                           std::to_string(row.value().number) + " read"))
        return *failed;
    return answer(api, call, row.value());
}

Response post_complaint_step(Api& api, const Call& call) {
    const auto body = body_of<NewComplaintStep>(call);
    if (!body.ok()) return body.error();
    if (body.value().amount_vnd.value_or(0) > vnd_max)
        return http::problem(call.request, 422, "bad_document", {{"amount_vnd", "out_of_range"}});
    const std::scoped_lock lock(api.complaints);
    const auto row = named_complaint(api, call);
    if (!row.ok()) return row.error();
    auto after = disclosure::after_step(
        row.value(), {body.value().step, body.value().outcome, body.value().amount_vnd},
        api.node.rules().complaints, api.node.now());
    if (!after.ok()) {
        const std::string& why = after.error();
        if (why == "outcome_unknown" || why == "amount_missing" || why == "amount_too_low")
            return http::problem(call.request, 422, "bad_document",
                                 {{why == "outcome_unknown" ? "outcome" : "amount_vnd", why}});
        return http::problem(call.request, 409, why);
    }
    if (auto failed = record_complaint_act(
            api, call, row.value().item,
            std::to_string(row.value().number) + " " + name(body.value().step)))
        return *failed;
    if (after.value().state == row.value().state) return answer(api, call, after.value());
    auto made = disclosure::write_of(std::move(after).value());
    if (auto applied = apply(api, made, call.actor.by); !applied.ok())
        return http::problem(call.request, applied.error());
    return answer(api, call, made.row);
}

}  // namespace buuan::api
