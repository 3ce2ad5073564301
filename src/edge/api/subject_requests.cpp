// What data subjects ask for: the register with its clocks, a copy of one person's data, and
// erasure inside days that live on (docs/law.md, Q4 to Q6). Each step is an act, sealed and durable
// before it takes effect; a correction is an event of the item (items.cpp).
#include <algorithm>
#include <array>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/citizen_number.hpp"
#include "base/person_name.hpp"
#include "base/phone.hpp"
#include "base/tax_code.hpp"
#include "disclosure/subject_data.hpp"
#include "edge/api/api.hpp"
#include "edge/api/subject_kinds.hpp"
#include "vault/blind_index.hpp"

namespace buuan::api {
namespace {

using disclosure::Asker;
using disclosure::RequestRow;

constexpr std::size_t text_bytes_max = 1000;
constexpr std::size_t erased_at_once_max = 50;

struct NewRequest {
    CommandId id;
    disclosure::Ask ask{};
    Personal name;
    std::optional<Personal> phone;
    std::optional<Personal> identity_number;
    std::optional<Personal> contact;
    std::optional<Personal> note;
    std::optional<bool> third_party;
};
BOOST_DESCRIBE_STRUCT(NewRequest, (),
                      (id, ask, name, phone, identity_number, contact, note, third_party))

struct NewStep {
    disclosure::Step step{};
    std::optional<std::string> method;
    std::optional<std::string> reason;
    std::optional<Personal> note;  // why more time is needed: sealed with the act
};
BOOST_DESCRIBE_STRUCT(NewStep, (), (step, method, reason, note))

struct NewErasure {
    std::vector<ItemId> items;
};
BOOST_DESCRIBE_STRUCT(NewErasure, (), (items))

template <class Enum>
std::string name(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

/// The numbers in their normal forms, or the fields that are wrong.
Result<Asker, std::vector<http::FieldProblem>> asker_of(const NewRequest& request, Day today) {
    std::vector<http::FieldProblem> wrong;
    Asker asker{request.name,
                {},
                {},
                request.contact.value_or(Personal()),
                request.note.value_or(Personal())};
    if (!PersonName::parse(request.name.reveal())) wrong.push_back({"name", "bad_value"});
    if (request.phone && !request.phone->empty()) {
        const auto phone = PhoneNumber::parse(request.phone->reveal());
        if (!phone.ok()) wrong.push_back({"phone", phone.error()});
        if (phone.ok()) asker.phone = Personal(std::string(phone.value().reveal()));
    }
    if (request.identity_number && !request.identity_number->empty()) {
        const auto typed = request.identity_number->reveal();
        const auto number = CitizenNumber::parse(typed, today);
        const auto tax_code = TaxCode::parse(typed);
        if (number.ok())
            asker.identity_number = Personal(std::string(number.value().reveal()));
        else
            asker.identity_number =
                tax_code ? Personal(tax_code->text()) : *request.identity_number;
    }
    if (asker.phone.empty() && asker.identity_number.empty() && wrong.empty())
        wrong.push_back({"phone", "asker_needs_number"});
    for (const auto& [field, text] : {std::pair{"identity_number", &asker.identity_number},
                                      {"contact", &asker.contact},
                                      {"note", &asker.note}}) {
        if (text->reveal().size() > text_bytes_max) wrong.push_back({field, "too_long"});
    }
    if (!wrong.empty()) return wrong;
    return asker;
}

/// The row in the open: nothing of who asks.
boost::json::object json_of(Api& api, const RequestRow& row) {
    const Day today = Day::of(api.node.now());
    boost::json::object out{{"number", row.number},
                            {"state", name(row.state)},
                            {"ask", name(row.ask)},
                            {"received_at", row.received_at.text()},
                            {"by", row.by.value},
                            {"third_party", row.third_party},
                            {"extended", row.extended},
                            {"answer_by", row.answer_by.text()},
                            {"due", row.due.text()},
                            {"late", row.is_late(today)},
                            {"items_erased", row.erased.size()}};
    if (row.method) out["method"] = *row.method;
    if (row.answered_at) out["answered_at"] = row.answered_at->text();
    if (row.closed_at) out["closed_at"] = row.closed_at->text();
    if (!row.refusal) return out;
    out["refusal"] = *row.refusal;
    const auto& known = api.node.rules().subjects.refusals;
    if (const auto reason = known.find(*row.refusal); reason != known.end())
        out["refusal_text"] = boost::json::object{{"vi", reason->second.vi},
                                                  {"en", reason->second.en},
                                                  {"source", reason->second.source}};
    return out;
}

/// Who asks; nullopt once the minutes of its day are over.
Result<std::optional<Asker>> asker_in(Api& api, const RequestRow& row) {
    const auto key = api.node.keys().key(Day::of(row.received_at), DataClass::minutes);
    if (!key.ok() && key.error().kind == FaultKind::denied) return std::optional<Asker>{};
    if (!key.ok()) return key.error();
    auto asker = disclosure::open_asker(row, {key.value(), api.node.origin()});
    if (!asker.ok()) return asker.error();
    return std::optional(std::move(asker).value());
}

/// With who asks. The caller has recorded the act.
Response answer(Api& api, const Call& call, const RequestRow& row, int status = 200) {
    boost::json::object out = json_of(api, row);
    const auto asker = asker_in(api, row);
    if (!asker.ok()) return http::problem(call.request, asker.error());
    if (asker.value()) {
        boost::json::object who;
        for (const auto& [member, value] : disclosure::asker_fields) {
            const Personal& text = (*asker.value()).*value;
            if (!text.empty()) who[member] = std::string(text.reveal());
        }
        out["asker"] = std::move(who);
    }
    return Response::json(boost::json::serialize(out), status);
}

Result<RequestRow, Response> named_request(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto number = number_in_path(call);
    if (!number) return http::problem(call.request, 404, "request_unknown");
    auto row = disclosure::find_request(api.node.store(), *number);
    if (!row.ok()) return http::problem(call.request, row.error());
    if (!row.value()) return http::problem(call.request, 404, "request_unknown");
    return std::move(*row.value());
}

/// What is done for a request, sealed among the acts.
std::optional<Response> record_step(Api& api, const Call& call, const std::string& request,
                                    const std::string& what) {
    return record_act(api, call,
                      {CommandId::make(api.node.now(), api.node.entropy()),
                       "subject_request",
                       "subject_request",
                       Personal(request + " " + what),
                       std::nullopt,
                       {},
                       {}});
}

std::optional<Response> record_step(Api& api, const Call& call, const RequestRow& row,
                                    const std::string& what) {
    return record_step(api, call, std::to_string(row.number), what);
}

/// An open request whose asker is known, and who that is.
Result<Asker, Response> known_asker(Api& api, const Call& call, const RequestRow& row) {
    if (!row.is_open()) return http::problem(call.request, 409, "request_closed");
    if (row.state != disclosure::RequestState::identified)
        return http::problem(call.request, 409, "not_identified_yet");
    auto asker = asker_in(api, row);
    if (!asker.ok()) return http::problem(call.request, asker.error());
    if (!asker.value()) return http::problem(call.request, 410, "term_over");
    return std::move(*asker.value());
}

/// One of a person's items, opened.
struct OwnItem {
    disclosure::Found found;
    disclosure::Parties parties;
    vault::OpenedRecord record;
    vault::Fields identity;  // the sender's own; empty where it is over its term
    std::vector<ObjectRow> objects;
};

/// A person's items over all days that tokens still reach, and in holds; or one that is named.
class OwnItems {
public:
    OwnItems(Api& api, const Asker& asker) : api_(api), asker_(asker) {}

    Result<Done> find() {
        for (const auto& [kind, value] : numbers()) {
            if (value->empty()) continue;
            if (auto done = find_by(kind, *value); !done.ok()) return done;
        }
        return Done{};
    }

    /// Which party of an item the asker is; none where nothing of it opens any more.
    Result<disclosure::Parties> parties_of(const ItemId& id) {
        const auto record = open(id, DataClass::record);
        if (!record.ok() && is_gone(record.error())) return disclosure::Parties{};
        if (!record.ok()) return record.error();
        const auto by_identity = carries_identity(id);
        if (!by_identity.ok()) return by_identity.error();
        return disclosure::parties_of(record.value().fields, asker_, by_identity.value());
    }

    std::map<ItemId, OwnItem> items;
    std::set<ItemId> of_others;  // they carry the number, under another name
    int days_searched = 0;
    int days_without_key = 0;
    int damaged = 0;
    bool truncated = false;

private:
    static bool is_gone(const Fault& fault) {
        return fault.kind == FaultKind::denied || fault.kind == FaultKind::unavailable;
    }
    [[nodiscard]] disclosure::TraceReaders readers() {
        return {api_.node.days(), api_.node.keys(), api_.node.origin()};
    }
    [[nodiscard]] std::array<std::pair<vault::TokenKind, const Personal*>, 2> numbers() const {
        return {{{vault::TokenKind::phone, &asker_.phone},
                 {vault::TokenKind::identity_number, &asker_.identity_number}}};
    }

    /// From its day or, where that is gone or damaged, from a hold.
    Result<vault::OpenedRecord> open(const ItemId& id, DataClass data_class) {
        const Day day = Day::of(id.made_at());
        const auto stored = api_.node.days().find(day, id);
        if (!stored.ok()) return stored.error();
        auto record = stored.value()
                          ? disclosure::open_latest(readers(), day, *stored.value(), data_class)
                          : Result<vault::OpenedRecord>(Fault{FaultKind::unavailable, ""});
        if (record.ok()) return record;
        auto held = api_.node.retention().held().open_record(id, data_class);
        return held.ok() ? std::move(held) : std::move(record);
    }

    /// By its identity record, or by the token that outlives it.
    Result<bool> carries_identity(const ItemId& id) {
        constexpr std::size_t sharing_max = 20'000;
        if (asker_.identity_number.empty()) return false;
        const auto identity = open(id, DataClass::identity);
        if (!identity.ok() && !is_gone(identity.error())) return identity.error();
        for (const char* paper : {"number", "passport", "tax_code"}) {
            if (identity.ok() && identity.value().text(paper) == asker_.identity_number.reveal())
                return true;
        }
        const Day day = Day::of(id.made_at());
        const auto key = api_.node.keys().key(day, DataClass::token);
        if (identity.ok() || !key.ok()) return false;
        const Token token = vault::token_of(key.value(), vault::TokenKind::identity_number,
                                            asker_.identity_number.reveal());
        const auto found = api_.node.days().find_by_tokens(day, std::span(&token, 1), sharing_max);
        if (!found.ok()) return found.error();
        return std::binary_search(found.value().begin(), found.value().end(), id);
    }

    Result<Done> find_by(vault::TokenKind kind, const Personal& value) {
        const Day to = Day::of(api_.node.now());
        const Day from = to.plus_days(1 - disclosure::days_searched_max);
        auto trace =
            disclosure::trace_by_token(readers(), kind, value.reveal(), from, to, std::nullopt);
        if (!trace.ok()) return trace.error();
        const auto holds = api_.node.retention().holds();
        if (!holds.ok()) return holds.error();
        auto held = api_.node.retention().held();
        if (auto added = disclosure::trace_in_holds(
                held, holds.value(), {kind, value, Day{}, to, std::nullopt}, trace.value());
            !added.ok())
            return added;
        days_searched = std::max(days_searched, trace.value().days_searched);
        days_without_key = trace.value().days_without_key;
        damaged += trace.value().damaged;
        truncated = truncated || trace.value().truncated;
        for (auto& found : trace.value().found) {
            if (auto added = add(std::move(found), kind == vault::TokenKind::identity_number);
                !added.ok())
                return added;
        }
        return Done{};
    }

    Result<Done> add(disclosure::Found found, bool by_identity) {
        const ItemId id = found.row.id;
        if (items.contains(id)) return Done{};
        auto record = open(id, DataClass::record);
        if (!record.ok() && is_gone(record.error())) return Done{};  // it went meanwhile
        if (!record.ok() && record.error().kind == FaultKind::corrupt) {
            ++damaged;
            return Done{};
        }
        if (!record.ok()) return record.error();
        const auto parties = disclosure::parties_of(record.value().fields, asker_, by_identity);
        if (!parties.any()) {
            of_others.insert(id);
            return Done{};
        }
        of_others.erase(id);
        OwnItem own{std::move(found), parties, std::move(record).value(), {}, {}};
        if (parties.sender) {
            if (auto identity = open(id, DataClass::identity); identity.ok())
                own.identity = std::move(identity.value().fields);
        }
        const auto stored = api_.node.days().find(own.found.day, id);
        if (!stored.ok()) return stored.error();
        if (stored.value()) own.objects = stored.value()->objects;
        items.emplace(id, std::move(own));
        return Done{};
    }

    Api& api_;
    const Asker& asker_;
};

/// What became of one item. That it was tried stands in the row before, so that who asks again
/// after a power cut is told what is so. A damaged item keeps no other from being erased.
Result<boost::json::object> erase_one(Api& api, const Call& call, const ItemId& id,
                                      const Asker& asker, RequestRow& row) {
    boost::json::object out{{"item", id.text()}};
    const bool tried = std::find(row.erased.begin(), row.erased.end(), id) != row.erased.end();
    const auto parties = OwnItems(api, asker).parties_of(id);
    if (!parties.ok() && parties.error().kind == FaultKind::corrupt) {
        out["outcome"] = "damaged";
        return out;
    }
    if (!parties.ok()) return parties.error();
    if (!parties.value().any()) {
        out["outcome"] = tried ? "nothing_left" : "not_of_this_person";
        return out;
    }
    if (!tried) row.erased.push_back(id);
    if (auto saved = disclosure::save_request(api.node.store(), row); !saved.ok())
        return saved.error();
    const auto erased = api.node.retention().erase(id, parties.value(), call.actor.by);
    if (!erased.ok() && erased.error().kind != FaultKind::corrupt) return erased.error();
    out["outcome"] = erased.ok() ? name(erased.value().outcome) : "damaged";
    if (erased.ok() && erased.value().free_from)
        out["free_from"] = erased.value().free_from->text();
    if (erased.ok() && erased.value().entry) out["entry"] = erased.value().entry->text();
    const bool stays = !erased.ok() || (erased.value().outcome != node::Erasure::erased &&
                                        erased.value().outcome != node::Erasure::nothing_left);
    if (!stays || tried) return out;
    row.erased.pop_back();
    if (auto saved = disclosure::save_request(api.node.store(), row); !saved.ok())
        return saved.error();
    return out;
}

std::string enterprise_of(Api& api) {
    const auto all = api.node.register_now();
    return all->organisation ? all->organisation->name : std::string();
}

/// What of the item is theirs, with how long it is kept. The receipt's code stays the paper's.
boost::json::object own_json(const OwnItem& item, const retention::Terms& terms) {
    boost::json::object fields;
    for (const auto& [label, value] : disclosure::own_fields(item.record.fields, item.parties)) {
        if (label != "receipt") fields[label] = std::string(value.reveal());
    }
    for (const auto& [label, value] : item.identity)
        fields["identity." + label] = std::string(value.reveal());
    boost::json::array parties;
    if (item.parties.sender) parties.emplace_back("sender");
    if (item.parties.recipient) parties.emplace_back("recipient");
    boost::json::array slots;
    for (const ObjectRow& object : item.objects) slots.emplace_back(object.slot);
    const retention::Term& term = terms.classes.at(DataClass::record);
    const Day free = retention::record_free_from(terms, item.found.row.service, item.found.day);
    return {{"item", item.found.row.id.text()},
            {"item_code", item.found.item_code},
            {"accepted_at", item.found.row.accepted_at.text()},
            {"site", item.found.row.site.value},
            {"state", name(item.found.row.state)},
            {"as", std::move(parties)},
            {"fields", std::move(fields)},
            {"pictures", std::move(slots)},
            {"owed_until", free.plus_days(-1).text()},
            {"kept_until",
             std::max(retention::due_on(term, item.found.day), free).plus_days(-1).text()}};
}

}  // namespace

Response list_subject_requests(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto rows = disclosure::list_requests(api.node.store());
    if (!rows.ok()) return http::problem(call.request, rows.error());
    boost::json::array out;
    for (const RequestRow& row : rows.value()) out.push_back(json_of(api, row));
    return Response::json(
        boost::json::serialize(boost::json::object{{"requests", std::move(out)}}));
}

Response post_subject_request(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto body = body_of<NewRequest>(call);
    if (!body.ok()) return body.error();
    const Instant now = api.node.now();
    auto asker = asker_of(body.value(), Day::of(now));
    if (!asker.ok()) return http::problem(call.request, 422, "bad_document", asker.error());
    const auto key = api.node.keys().key(Day::of(now), DataClass::minutes);
    if (!key.ok()) return http::problem(call.request, key.error());
    const std::scoped_lock lock(api.subjects);
    const auto before = disclosure::list_requests(api.node.store());
    if (!before.ok()) return http::problem(call.request, before.error());
    for (const RequestRow& row : before.value()) {
        if (row.command != body.value().id) continue;
        const auto there = asker_in(api, row);
        if (!there.ok()) return http::problem(call.request, there.error());
        const bool same = row.ask == body.value().ask && there.value() == asker.value();
        return same ? answer(api, call, row) : http::problem(call.request, 409, "item_conflict");
    }
    if (auto failed = record_step(api, call, body.value().id.text(), "file")) return *failed;
    const auto row = disclosure::file_request(
        api.node.store(),
        {body.value().id, body.value().ask, body.value().third_party.value_or(false),
         std::move(asker).value(), call.actor.by, now},
        api.node.rules().subjects, {key.value(), api.node.origin()}, api.node.entropy());
    if (!row.ok()) return http::problem(call.request, row.error());
    return answer(api, call, row.value(), 201);
}

Response get_subject_request(Api& api, const Call& call) {
    const auto row = named_request(api, call);
    if (!row.ok()) return row.error();
    if (auto failed = record_step(api, call, row.value(), "read")) return *failed;
    return answer(api, call, row.value());
}

Response post_subject_request_step(Api& api, const Call& call) {
    const auto body = body_of<NewStep>(call);
    if (!body.ok()) return body.error();
    const std::scoped_lock lock(api.subjects);
    const auto row = named_request(api, call);
    if (!row.ok()) return row.error();
    const auto methods = api.node.rules().acceptance.methods(Day::of(api.node.now()));
    const auto method =
        std::find_if(methods.begin(), methods.end(), [&](const acceptance::MethodRule* each) {
            return body.value().method && each->code == *body.value().method;
        });
    const auto& note = body.value().note;
    if (note && note->reveal().size() > text_bytes_max)
        return http::problem(call.request, 422, "bad_document", {{"note", "too_long"}});
    if (body.value().method && method == methods.end())
        return http::problem(call.request, 422, "bad_document", {{"method", "method_unknown"}});
    if (body.value().method && (*method)->rank < asker_rank_min)
        return http::problem(call.request, 422, "bad_document", {{"method", "method_too_weak"}});
    const auto after = disclosure::after_step(
        row.value(), {body.value().step, body.value().method, body.value().reason},
        api.node.rules().subjects, api.node.now());
    if (!after.ok()) {
        const std::string& why = after.error();
        if (why == "method_unknown" || why == "reason_unknown")
            return http::problem(call.request, 422, "bad_document",
                                 {{why == "method_unknown" ? "method" : "reason", why}});
        return http::problem(call.request, 409, why);
    }
    std::string what = name(body.value().step);
    if (note) what += ": " + std::string(note->reveal());
    if (auto failed = record_step(api, call, row.value(), what)) return *failed;
    if (auto saved = disclosure::save_request(api.node.store(), after.value()); !saved.ok())
        return http::problem(call.request, saved.error());
    return answer(api, call, after.value());
}

Response post_subject_export(Api& api, const Call& call) {
    const auto row = named_request(api, call);
    if (!row.ok()) return row.error();
    using disclosure::Ask;
    const Ask ask = row.value().ask;
    if (ask != Ask::access && ask != Ask::provide && ask != Ask::correct && ask != Ask::erase)
        return http::problem(call.request, 409, "asked_for_else");
    const auto asker = known_asker(api, call, row.value());
    if (!asker.ok()) return asker.error();
    const Instant now = api.node.now();
    const auto terms = api.node.retention().terms(Day::of(now));
    if (!terms.ok()) return http::problem(call.request, terms.error());
    if (auto failed = record_step(api, call, row.value(), "export")) return *failed;
    OwnItems own(api, asker.value());
    if (auto found = own.find(); !found.ok()) return http::problem(call.request, found.error());
    boost::json::array items;
    for (const auto& [id, item] : own.items) items.push_back(own_json(item, terms.value()));
    return Response::json(
        boost::json::serialize(boost::json::object{{"request", row.value().number},
                                                   {"made_at", now.text()},
                                                   {"enterprise", enterprise_of(api)},
                                                   {"days_searched", own.days_searched},
                                                   {"days_without_key", own.days_without_key},
                                                   {"of_others", own.of_others.size()},
                                                   {"damaged", own.damaged},
                                                   {"truncated", own.truncated},
                                                   {"items", std::move(items)}}));
}

Response post_subject_erasure(Api& api, const Call& call) {
    const auto body = body_of<NewErasure>(call);
    if (!body.ok()) return body.error();
    if (body.value().items.empty() || body.value().items.size() > erased_at_once_max)
        return http::problem(call.request, 422, "bad_document", {{"items", "too_many"}});
    // A backup is of one moment: its rows must not name pictures that go while they are copied.
    const Gate::Place place(api.backups);
    if (!place) return http::problem(call.request, 503, "busy");
    const std::scoped_lock lock(api.subjects);
    auto row = named_request(api, call);
    if (!row.ok()) return row.error();
    if (row.value().ask != disclosure::Ask::erase)
        return http::problem(call.request, 409, "asked_for_else");
    const auto asker = known_asker(api, call, row.value());
    if (!asker.ok()) return asker.error();
    if (auto failed = record_step(api, call, row.value(), "erase")) return *failed;
    boost::json::array items;
    for (const ItemId& id : body.value().items) {
        auto each = erase_one(api, call, id, asker.value(), row.value());
        if (!each.ok()) return http::problem(call.request, each.error());
        if (each.value().at("outcome") == "clock_in_doubt")
            return http::problem(call.request, 409, "clock_in_doubt");
        items.push_back(std::move(each).value());
    }
    api.node.poke();
    boost::json::object out{{"request", row.value().number}, {"items", std::move(items)}};
    const auto until = api.node.ring_backed_up_until();
    if (!until.ok()) return http::problem(call.request, until.error());
    if (until.value()) out["in_backups_until"] = until.value()->text();
    return Response::json(boost::json::serialize(out));
}

}  // namespace buuan::api
