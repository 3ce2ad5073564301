// The sender's and the recipient's own view (edge/pages/own_item_page.hpp): who shows a receipt's
// code and the last four digits of the phone that the office has is told where the item is, and may
// file what the law gives them over their data. Wrong digits and unknown codes are answered alike,
// and counted before anything is compared (disclosure/receipt_tries.hpp). A look is an act, durable
// before anything is shown. What the page gives away and to whom: SECURITY.md.
#include <fmt/format.h>

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>

#include "acceptance/receipt.hpp"
#include "base/canonical.hpp"
#include "base/person_name.hpp"
#include "base/phone.hpp"
#include "base/provinces.hpp"
#include "disclosure/subject_request.hpp"
#include "disclosure/trace.hpp"
#include "edge/api/complaints.hpp"
#include "edge/api/public_answer.hpp"
#include "edge/pages/own_item_page.hpp"
#include "ledger/entry.hpp"
#include "vault/blind_index.hpp"

namespace buuan::api {
namespace {

using pages::OwnRefusal;
using pages::OwnStep;

constexpr int days_back = 400;
constexpr std::uint32_t requests_of_a_kind_max = 10;

/// Who looks has no account; no account can have this name.
Actor stranger() {
    return {"(public)", "", node::Node::system_number(), std::nullopt, {}};
}

/// "08:12 21/11/2026", as clocks in Viet Nam show it.
std::string clock_text(Instant at) {
    const Day day = Day::of(at);
    const std::int64_t minutes = (at - day.start()) / 60'000;
    return fmt::format("{:02}:{:02} {}", minutes / 60, minutes % 60, pages::date_text(day));
}

std::string field_of(const Call& call, std::string_view name) {
    http::Request form;
    form.query = call.request.body;
    return form.parameter(name).value_or("");
}

int status_of(OwnRefusal why) {
    switch (why) {
        case OwnRefusal::no_match:
            return 404;
        case OwnRefusal::receipt_form:
        case OwnRefusal::digits_form:
        case OwnRefusal::request_form:
        case OwnRefusal::complaint_form:
            return 422;
        default:
            return 429;
    }
}

Response refuse(Api& api, const Call& call, OwnRefusal why, const std::string& until = "") {
    return answer(api, call, [&](const pages::Facts& facts) {
        return page(pages::own_item_refused_page(facts, why, until), status_of(why));
    });
}

/// The item that carries a receipt. Looks at every day, found or not, so that it takes as long.
Result<std::optional<NamedItem>> item_of(Api& api, const acceptance::Receipt& receipt) {
    const Day today = Day::of(api.node.now());
    std::optional<NamedItem> item;
    for (Day day = today; day > today.plus_days(-days_back); day = day.plus_days(-1)) {
        const auto key = api.node.keys().key(day, DataClass::token);
        if (!key.ok()) continue;  // over its term, or before the node was
        const Token token = vault::token_of(key.value(), vault::TokenKind::receipt, receipt.text());
        const auto items = api.node.days().find_by_tokens(day, std::span(&token, 1), 1);
        if (!items.ok()) return items.error();
        if (items.value().empty()) continue;
        auto stored = api.node.days().find(day, items.value().front());
        if (!stored.ok()) return stored.error();
        if (stored.value())
            item = NamedItem{items.value().front(), day, std::move(*stored.value())};
    }
    return item;
}

bool ends_in(std::string_view phone, std::string_view last4) {
    return phone.size() > last4.size() &&
           equal_in_constant_time(as_bytes(phone.substr(phone.size() - last4.size())),
                                  as_bytes(last4));
}

/// Which party somebody showed to be. Digits that two people share show neither.
struct Party {
    bool sender = false;
    bool recipient = false;
};

struct Proven {
    pages::OwnProof proof;
    NamedItem named;
    vault::OpenedRecord record;
    Party party;
};

/// nullopt where the digits fit nobody.
std::optional<Party> party_of(const vault::OpenedRecord& record, std::string_view last4) {
    const bool sender = ends_in(record.text("sender.phone"), last4);
    const bool recipient = ends_in(record.text("recipient.phone"), last4);
    if (!sender && !recipient) return std::nullopt;
    if (sender && recipient && record.text("sender.phone") != record.text("recipient.phone"))
        return Party{};
    return Party{sender, recipient};
}

Result<std::optional<vault::OpenedRecord>, Response> record_of(
    Api& api, const Call& call, const std::optional<NamedItem>& named) {
    if (!named) return std::optional<vault::OpenedRecord>{};
    auto record = disclosure::open_latest({api.node.days(), api.node.keys(), api.node.origin()},
                                          named->day, named->stored, DataClass::record);
    if (record.ok()) return std::optional(std::move(record).value());
    if (record.error().kind == FaultKind::corrupt)
        return http::problem(call.request, record.error());
    return std::optional<vault::OpenedRecord>{};  // its term is over
}

/// Whose item it is, or what to answer.
Result<Proven, Response> prove(Api& api, const Call& call) {
    if (!api.own_lookups.take("own", call.request.peer, api.node.now()))
        return refuse(api, call, OwnRefusal::too_often);
    const auto receipt = acceptance::Receipt::parse(field_of(call, "receipt"));
    if (!receipt) return refuse(api, call, OwnRefusal::receipt_form);
    const std::string last4 = field_of(call, "last4");
    const bool digits = last4.size() == 4 && std::all_of(last4.begin(), last4.end(), [](char c) {
                            return c >= '0' && c <= '9';
                        });
    if (!digits) return refuse(api, call, OwnRefusal::digits_form);

    const Gate::Place place(api.own_views);
    if (!place) return refuse(api, call, OwnRefusal::too_often);
    auto named = item_of(api, *receipt);
    if (!named.ok()) return http::problem(call.request, named.error());
    auto record = record_of(api, call, named.value());
    if (!record.ok()) return record.error();
    const Instant now = api.node.now();
    const bool known = record.value().has_value();
    const auto turn = api.receipt_tries.begin(receipt->lookup(), known, now);
    if (!turn.ok()) return http::problem(call.request, turn.error());
    if (!turn.value().open)
        return turn.value().closed_until
                   ? refuse(api, call, OwnRefusal::closed, clock_text(*turn.value().closed_until))
                   : refuse(api, call, OwnRefusal::closed_for_good);
    const auto party = known ? party_of(*record.value(), last4) : std::nullopt;
    if (!party) return refuse(api, call, OwnRefusal::no_match);
    const auto right = api.receipt_tries.was_right(receipt->lookup(), now);
    if (!right.ok()) return http::problem(call.request, right.error());
    if (!right.value()) return refuse(api, call, OwnRefusal::looked_at_often);
    return Proven{
        {receipt->text(), last4}, std::move(*named.value()), std::move(*record.value()), *party};
}

std::optional<Response> record_own_act(Api& api, const Call& call, const std::string& kind,
                                       const std::string& purpose, const Personal& note,
                                       const ItemId& item) {
    const Call own{call.request, call.parts, stranger(), call.stream};
    return record_act(
        api, own,
        {CommandId::make(api.node.now(), api.node.entropy()), kind, purpose, note, item, {}, {}});
}

/// What the public is told of an entry; nullopt: nothing. A stop is named by what the page says of
/// every item that is not free, and neither X-rays, openings nor notices to an authority are.
std::optional<OwnStep> step_of(std::string_view type) {
    constexpr std::pair<std::string_view, OwnStep> told[] = {
        {"item.accepted", OwnStep::accepted},     {"item.scanned", OwnStep::on_its_way},
        {"item.forwarded", OwnStep::on_its_way},  {"item.attempted", OwnStep::attempted},
        {"item.delivered", OwnStep::delivered},   {"item.returned", OwnStep::returned},
        {"item.sent_out", OwnStep::with_courier}, {"item.notice", OwnStep::recipient_told},
        {"item.unclaimed", OwnStep::unclaimed},   {"item.settled", OwnStep::settled},
        {"item.withdrawn", OwnStep::withdrawn},   {"item.stopped", OwnStep::in_procedure}};
    for (const auto& [name, step] : told) {
        if (name == type) return step;
    }
    return std::nullopt;
}

Result<std::vector<pages::OwnEvent>> events_of(Api& api, const StoredItem& stored) {
    const auto all = api.node.register_now();
    std::vector<pages::OwnEvent> events;
    for (const StoredEntry& each : stored.entries) {
        const auto text = text_or_pending(api, each);
        if (!text.ok()) return text.error();
        if (!text.value()) continue;
        const auto entry = ledger::decode(*text.value());
        if (!entry.ok()) return entry.error();
        const auto step = step_of(entry.value().type);
        if (!step) continue;
        const auto site =
            entry.value().site ? all->sites.find(*entry.value().site) : all->sites.end();
        events.push_back({*step, clock_text(entry.value().at),
                          site == all->sites.end() ? std::string() : site->second.name});
    }
    return events;
}

/// Names in part for both; the phone is the reader's own, in part.
pages::OwnParty shown_party(const vault::OpenedRecord& record, const std::string& who,
                            bool is_reader) {
    pages::OwnParty party{masked_name(record.text(who + ".name")), {}, {}};
    const auto* province = province_of(record.text(who + ".province"));
    if (province != nullptr) party.province = std::string(province->name_vi);
    const auto phone = PhoneNumber::parse(record.text(who + ".phone"));
    if (is_reader && phone.ok()) party.phone = phone.value().masked();
    return party;
}

pages::OwnChoices choices_of(Api& api) {
    pages::OwnChoices choices;
    for (const auto& [ask, term] : api.node.rules().subjects.asks)
        choices.asks.push_back({boost::describe::enum_to_string(ask, "?"), term.vi, term.en});
    for (const auto& [code, kind] : api.node.rules().complaints.kinds)
        choices.complaints.push_back({code, kind.vi, kind.en});
    return choices;
}

struct Wanted {
    disclosure::Ask ask{};
    Personal note;
    Personal contact;
};

std::optional<Wanted> wanted_of(const Call& call) {
    Wanted wanted;
    const std::string ask = field_of(call, "ask");
    if (!boost::describe::enum_from_string(ask.c_str(), wanted.ask)) return std::nullopt;
    const auto note = to_nfc(field_of(call, "note"));
    const auto contact = to_nfc(field_of(call, "contact"));
    if (!note || note->size() > pages::own_note_bytes_max || !contact ||
        contact->size() > pages::own_contact_bytes_max)
        return std::nullopt;
    wanted.note = Personal(*note);
    wanted.contact = Personal(*contact);
    return wanted;
}

/// The name of a request or complaint is made from what it is, so that sending the form again is
/// the same; `number` tells it from those of its kind that are closed.
CommandId command_of(const Proven& proven, std::string_view of, std::uint32_t number) {
    const ItemId& item = proven.named.id;
    const std::string what =
        fmt::format("{} {} {} {}", of, proven.party.sender, proven.party.recipient, number);
    const Digest digest = sha256({as_bytes("buuan/own-request/v1\n"), item.bytes, as_bytes(what)});
    CommandId command{item.bytes};
    std::copy_n(digest.bytes.begin(), 9, command.bytes.begin() + 7);
    command.bytes[8] = static_cast<std::uint8_t>(0x80 | (command.bytes[8] & 0x3f));
    return command;
}

/// The request of this kind that is open, or the name of a new one; nullopt: there were too many.
struct Place {
    std::optional<disclosure::RequestRow> open;
    CommandId command;
};
std::optional<Place> place_of(const std::vector<disclosure::RequestRow>& rows, const Proven& proven,
                              disclosure::Ask ask) {
    for (std::uint32_t number = 0; number < requests_of_a_kind_max; ++number) {
        const CommandId command =
            command_of(proven, boost::describe::enum_to_string(ask, "?"), number);
        const auto there = std::find_if(rows.begin(), rows.end(),
                                        [&](const auto& row) { return row.command == command; });
        if (there == rows.end()) return Place{std::nullopt, command};
        if (there->is_open()) return Place{*there, command};
    }
    return std::nullopt;
}

/// As the register takes it: whoever acts on it still has to see who asks.
Result<disclosure::RequestRow> file(Api& api, const Proven& proven, Wanted wanted,
                                    const CommandId& command) {
    const Instant now = api.node.now();
    const auto key = api.node.keys().key(Day::of(now), DataClass::minutes);
    if (!key.ok()) return key.error();
    const std::string who = proven.party.sender ? "sender" : "recipient";
    const auto text = [&](const std::string& label) {
        return Personal(std::string(proven.record.text(label)));
    };
    std::string note(proven.record.text("item.code"));
    if (!wanted.note.empty()) note += ": " + std::string(wanted.note.reveal());
    return disclosure::file_request(api.node.store(),
                                    {command,
                                     wanted.ask,
                                     false,
                                     {text(who + ".name"),
                                      text(who + ".phone"),
                                      {},
                                      std::move(wanted.contact),
                                      Personal(std::move(note))},
                                     node::Node::system_number(),
                                     now},
                                    api.node.rules().subjects, {key.value(), api.node.origin()},
                                    api.node.entropy());
}

Response filed(Api& api, const Call& call, const Proven& proven, const disclosure::RequestRow& row,
               bool there_before) {
    const auto& term = api.node.rules().subjects.asks.at(row.ask);
    return answer(api, call, [&](const pages::Facts& facts) {
        return page(pages::own_request_page(
                        facts, proven.proof,
                        {pages::OwnFiled::request, row.number, term.vi, term.en,
                         pages::date_text(row.answer_by), pages::date_text(row.due), there_before}),
                    there_before ? 200 : 201);
    });
}

/// The complaint of this kind that is open, or the name of a new one; nullopt: there were too many.
struct ComplaintPlace {
    std::optional<disclosure::ComplaintRow> open;
    CommandId command;
};
Result<std::optional<ComplaintPlace>> complaint_place(Api& api, const Proven& proven,
                                                      const std::string& kind) {
    for (std::uint32_t number = 0; number < requests_of_a_kind_max; ++number) {
        const CommandId command = command_of(proven, "complaint " + kind, number);
        auto there = disclosure::complaint_filed_by(api.node.store(), command);
        if (!there.ok()) return there.error();
        if (!there.value()) return std::optional(ComplaintPlace{std::nullopt, command});
        if (there.value()->is_open())
            return std::optional(ComplaintPlace{std::move(there.value()), command});
    }
    return std::optional<ComplaintPlace>{};
}

std::optional<NewComplaint> complaint_of(Api& api, const Call& call, const Proven& proven) {
    const auto words = to_nfc(field_of(call, "words"));
    const auto contact = to_nfc(field_of(call, "contact"));
    NewComplaint complaint;
    complaint.kind = field_of(call, "kind");
    const bool good = words && !words->empty() && words->size() <= pages::own_note_bytes_max &&
                      contact && contact->size() <= pages::own_contact_bytes_max &&
                      api.node.rules().complaints.kinds.contains(complaint.kind);
    if (!good) return std::nullopt;
    complaint.item = proven.named.id;
    complaint.as =
        proven.party.sender ? disclosure::Complains::sender : disclosure::Complains::recipient;
    complaint.name = Personal(
        std::string(proven.record.text(proven.party.sender ? "sender.name" : "recipient.name")));
    complaint.contact = Personal(*contact);
    complaint.words = Personal(*words);
    return complaint;
}

Response complained(Api& api, const Call& call, const Proven& proven,
                    const disclosure::ComplaintRow& row, bool there_before) {
    const auto& kind = api.node.rules().complaints.kinds.at(row.kind);
    return answer(api, call, [&](const pages::Facts& facts) {
        return page(
            pages::own_request_page(facts, proven.proof,
                                    {pages::OwnFiled::complaint, row.number, kind.vi, kind.en,
                                     pages::date_text(row.answer_by), "", there_before}),
            there_before ? 200 : 201);
    });
}

}  // namespace

Response own_item_page(Api& api, const Call& call) {
    return answer(api, call, [&](const pages::Facts& facts) {
        return page(pages::own_item_form_page(facts));
    });
}

Response post_own_item(Api& api, const Call& call) {
    const auto proven = prove(api, call);
    if (!proven.ok()) return proven.error();
    const auto& [proof, named, record, party] = proven.value();
    if (auto failed =
            record_own_act(api, call, "own_view", "customer_enquiry", Personal(), named.id))
        return *failed;
    auto events = events_of(api, named.stored);
    if (!events.ok()) return http::problem(call.request, events.error());
    const pages::OwnItem shown{proof,
                               party.sender,
                               party.recipient,
                               std::string(record.text("item.code")),
                               named.stored.row.state,
                               std::move(events).value(),
                               shown_party(record, "sender", party.sender),
                               shown_party(record, "recipient", party.recipient)};
    return answer(api, call, [&](const pages::Facts& facts) {
        return page(pages::own_item_page(facts, shown, choices_of(api)));
    });
}

Response post_own_request(Api& api, const Call& call) {
    const auto proven = prove(api, call);
    if (!proven.ok()) return proven.error();
    auto wanted = wanted_of(call);
    const Party party = proven.value().party;
    if (!wanted || (!party.sender && !party.recipient))
        return refuse(api, call, OwnRefusal::request_form);
    const std::scoped_lock lock(api.subjects);
    const auto rows = disclosure::list_requests(api.node.store());
    if (!rows.ok()) return http::problem(call.request, rows.error());
    const auto place = place_of(rows.value(), proven.value(), wanted->ask);
    if (!place) return refuse(api, call, OwnRefusal::requests_too_many);
    if (place->open) return filed(api, call, proven.value(), *place->open, true);
    if (auto failed =
            record_own_act(api, call, "subject_request", "subject_request",
                           Personal(place->command.text() + " file"), proven.value().named.id))
        return *failed;
    const auto row = file(api, proven.value(), std::move(*wanted), place->command);
    if (!row.ok()) return http::problem(call.request, row.error());
    return filed(api, call, proven.value(), row.value(), false);
}

Response post_own_complaint(Api& api, const Call& call) {
    const auto proven = prove(api, call);
    if (!proven.ok()) return proven.error();
    const Party party = proven.value().party;
    auto complaint = complaint_of(api, call, proven.value());
    if (!complaint || (!party.sender && !party.recipient))
        return refuse(api, call, OwnRefusal::complaint_form);
    const std::scoped_lock lock(api.subjects);
    auto place = complaint_place(api, proven.value(), complaint->kind);
    if (!place.ok()) return http::problem(call.request, place.error());
    if (!place.value()) return refuse(api, call, OwnRefusal::requests_too_many);
    if (place.value()->open)
        return complained(api, call, proven.value(), *place.value()->open, true);
    complaint->id = place.value()->command;
    if (auto failed =
            record_own_act(api, call, "complaint", "complaint",
                           Personal(complaint->id.text() + " file"), proven.value().named.id))
        return *failed;
    const auto row = file_complaint(api, call.request, proven.value().named, *complaint,
                                    node::Node::system_number());
    if (!row.ok()) return row.error();
    return complained(api, call, proven.value(), row.value(), false);
}

}  // namespace buuan::api
