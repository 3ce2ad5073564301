// Senders and recipients who were here before. A clerk is offered what the same identified sender
// gave in the last weeks, masked, so that nobody types it again; the clerk's screen never learns
// more than that. What was chosen is named by the item it came from, and the node fills it in when
// the item is accepted (DESIGN.md section 9). Looking is a search: an act, recorded before anything
// is shown.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "disclosure/trace.hpp"
#include "edge/api/acceptance_desk.hpp"
#include "vault/blind_index.hpp"

namespace buuan::api {
namespace {

struct ReturningQuestion {
    CommandId id;
    Personal identity_number;
    std::optional<Personal> phone;  // of the recipient; absent: all of them
};
BOOST_DESCRIBE_STRUCT(ReturningQuestion, (), (id, identity_number, phone))

constexpr int days_back = 60;
constexpr std::size_t items_opened_max = 40;
constexpr std::size_t recipients_max = 8;

disclosure::TraceReaders readers_of(Api& api) {
    return {api.node.days(), api.node.keys(), api.node.origin()};
}

/// The number that an intake's sender is identified by; the card's where there is one.
std::optional<CitizenNumber> number_of(const acceptance::SenderPart& sender, Day today) {
    if (sender.card_text) {
        auto card = CitizenCard::parse(sender.card_text->reveal(), today);
        return card.ok() ? std::optional(std::move(card).value().number) : std::nullopt;
    }
    if (!sender.identity_number) return std::nullopt;
    auto number = CitizenNumber::parse(sender.identity_number->reveal(), today);
    return number.ok() ? std::optional(std::move(number).value()) : std::nullopt;
}

using Record = std::shared_ptr<const vault::OpenedRecord>;

/// The record of an item that this sender sent; nullptr for any other item, or none.
Result<Record> record_of(Api& api, const ItemId& item, const CitizenNumber& sender) {
    const Record none;
    const Day day = Day::of(item.made_at());
    const auto key = api.node.keys().key(day, DataClass::record);
    if (!key.ok()) return none;
    const auto stored = api.node.days().find(day, item);
    if (!stored.ok()) return stored.error();
    if (!stored.value() || stored.value()->row.state == ItemState::refused) return none;
    const auto identity =
        disclosure::open_latest(readers_of(api), day, *stored.value(), DataClass::identity);
    if (!identity.ok()) return identity.error();
    if (identity.value().text("number") != sender.reveal()) return none;
    auto record = disclosure::open_latest(readers_of(api), day, *stored.value(), DataClass::record);
    if (!record.ok()) return record.error();
    return Record(std::make_shared<const vault::OpenedRecord>(std::move(record).value()));
}

/// This sender's accepted items of the last weeks, the newest first.
Result<std::vector<ItemId>> items_of(Api& api, const CitizenNumber& sender, Day today) {
    std::vector<ItemId> items;
    for (int back = 0; back <= days_back && items.size() < items_opened_max; ++back) {
        const Day day = today.plus_days(-back);
        const auto key = api.node.keys().key(day, DataClass::token);
        if (!key.ok()) continue;  // over its term, or from before this node
        const Token token =
            vault::token_of(key.value(), vault::TokenKind::identity_number, sender.reveal());
        auto found = api.node.days().find_by_tokens(day, std::span(&token, 1), items_opened_max);
        if (!found.ok()) return found.error();
        items.insert(items.end(), found.value().rbegin(), found.value().rend());
    }
    if (items.size() > items_opened_max) items.resize(items_opened_max);
    return items;
}

struct Seen {
    ItemId item;
    Record record;
    int times = 1;
};

/// Adds a record to those whose `label` is another, or counts it to the one whose label is the
/// same.
void count(std::vector<Seen>& all, std::string_view label, const ItemId& item,
           const Record& record) {
    const auto same = std::find_if(all.begin(), all.end(), [&](const Seen& seen) {
        return seen.record->text(label) == record->text(label);
    });
    if (same != all.end()) {
        ++same->times;
    } else {
        all.push_back({item, record, 1});
    }
}

boost::json::object seen_json(const Seen& seen, const std::string& who) {
    const auto phone = PhoneNumber::parse(seen.record->text(who + ".phone"));
    const auto name = PersonName::parse(seen.record->text(who + ".name"));
    return {{"from_item", seen.item.text()},
            {"times", seen.times},
            {"last_day", Day::of(seen.item.made_at()).text()},
            {"name", name ? name->masked() : ""},
            {"phone", phone.ok() ? phone.value().masked() : ""},
            {"province", std::string(seen.record->text(who + ".province"))},
            {"commune", std::string(seen.record->text(who + ".commune"))}};
}

acceptance::AddressPart address_in(const vault::OpenedRecord& record, const std::string& who) {
    return {std::string(record.text(who + ".province")),
            Personal(std::string(record.text(who + ".commune"))),
            Personal(std::string(record.text(who + ".street")))};
}

}  // namespace

Response post_returning(Api& api, const Call& call) {
    const auto body = body_of<ReturningQuestion>(call);
    if (!body.ok()) return body.error();
    const Day today = Day::of(api.node.now());
    const auto sender = CitizenNumber::parse(body.value().identity_number.reveal(), today);
    if (!sender.ok())
        return http::problem(call.request, 422, "bad_document",
                             {{"identity_number", sender.error()}});
    std::optional<PhoneNumber> phone;
    if (body.value().phone) {
        auto parsed = PhoneNumber::parse(body.value().phone->reveal());
        if (!parsed.ok())
            return http::problem(call.request, 422, "bad_document", {{"phone", parsed.error()}});
        phone = std::move(parsed).value();
    }
    const disclosure::Act act{body.value().id,
                              "search",
                              "acceptance",
                              Personal(),
                              std::nullopt,
                              "identity_number",
                              Personal(sender.value().reveal())};
    if (auto failed = record_act(api, call, act)) return *failed;

    const auto items = items_of(api, sender.value(), today);
    if (!items.ok()) return http::problem(call.request, items.error());
    std::vector<Seen> senders;
    std::vector<Seen> recipients;
    for (const ItemId& item : items.value()) {
        const auto record = record_of(api, item, sender.value());
        if (!record.ok()) return http::problem(call.request, record.error());
        if (record.value() == nullptr) continue;
        count(senders, "sender.phone", item, record.value());
        if (!phone || record.value()->text("recipient.phone") == phone->reveal())
            count(recipients, "recipient.phone", item, record.value());
    }
    boost::json::object out;
    if (!senders.empty()) out["sender"] = seen_json(senders.front(), "sender");
    boost::json::array offered;
    for (std::size_t i = 0; i < std::min(recipients.size(), recipients_max); ++i)
        offered.push_back(seen_json(recipients[i], "recipient"));
    out["recipients"] = std::move(offered);
    return Response::json(boost::json::serialize(out));
}

Result<Done, Answered> fill_in_returning(Api& api, acceptance::Intake& intake) {
    if (!intake.sender || (!intake.sender->phone_from && !intake.recipient_from)) return Done{};
    const auto sender = number_of(*intake.sender, Day::of(api.node.now()));
    const auto unknown = [](const char* field) {
        return problem(422, "bad_document", {{field, "returning_unknown"}});
    };
    const auto fill = [&](const std::optional<ItemId>& from, const char* field,
                          auto take) -> Result<Done, Answered> {
        if (!from) return Done{};
        if (!sender) return unknown(field);
        const auto record = record_of(api, *from, *sender);
        if (!record.ok()) return fault(record.error());
        if (record.value() == nullptr) return unknown(field);
        take(*record.value());
        return Done{};
    };
    auto filled = fill(
        intake.sender->phone_from, "sender.phone_from", [&](const vault::OpenedRecord& record) {
            intake.sender->phone = Personal(std::string(record.text("sender.phone")));
        });
    if (!filled.ok()) return filled;
    return fill(intake.recipient_from, "recipient_from", [&](const vault::OpenedRecord& record) {
        intake.recipient = acceptance::RecipientPart{
            Personal(std::string(record.text("recipient.name"))),
            Personal(std::string(record.text("recipient.phone"))), address_in(record, "recipient")};
    });
}

}  // namespace buuan::api
