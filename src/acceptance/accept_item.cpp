#include "acceptance/accept_item.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>

#include "acceptance/declaration.hpp"
#include "base/canonical.hpp"
#include "ledger/entry.hpp"
#include "vault/derive.hpp"
#include "vault/item_tokens.hpp"

namespace buuan::acceptance {
namespace {

template <class Enum>
std::string name(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

void put(vault::Fields& fields, std::string label, std::string_view value) {
    if (!value.empty()) fields.emplace(std::move(label), Personal(std::string(value)));
}

void put_address(vault::Fields& fields, const std::string& who, const AddressPart& address) {
    put(fields, who + ".province", address.province);
    put(fields, who + ".commune", address.commune.reveal());
    put(fields, who + ".street", address.street.reveal());
}

void put_sender(vault::Fields& fields, const SenderPart& given, const CheckedSender& sender) {
    put(fields, "sender.name", sender.name.reveal());
    if (sender.phone) put(fields, "sender.phone", sender.phone->reveal());
    if (given.address) put_address(fields, "sender", *given.address);
    if (sender.residence) put(fields, "sender.residence", sender.residence->reveal());
    if (given.remark) put(fields, "sender.remark", given.remark->reveal());
}

vault::Fields identity_fields(const CheckedIntake& checked) {
    vault::Fields fields;
    if (!checked.sender) return fields;
    const CheckedSender& sender = *checked.sender;
    put(fields, "method", sender.method->code);
    if (sender.number) put(fields, "number", sender.number->reveal());
    if (sender.passport) put(fields, "passport", sender.passport->reveal());
    if (sender.tax_code) put(fields, "tax_code", sender.tax_code->text());
    if (sender.card_birth_date) put(fields, "birth_date", sender.card_birth_date->reveal());
    if (checked.intake->sender->face_matches)
        put(fields, "face_matches", *checked.intake->sender->face_matches ? "true" : "false");
    return fields;
}

std::uint8_t pictures_due(const CheckedIntake& checked) {
    return static_cast<std::uint8_t>(checked.intake->pictures.size());
}

boost::json::array strings(const std::vector<std::string>& texts) {
    boost::json::array out;
    for (const std::string& text : texts) out.emplace_back(text);
    return out;
}

boost::json::object sealed_data(const vault::SealedRecord& record) {
    return {{"sha256", record.digest.text()}, {"fields", record.root.text()}};
}

void put_queued(boost::json::object& data, const Queued& queued,
                const screening::Verdict& verdict) {
    if (queued.device_revoked) data["device_revoked"] = true;
    const auto& there = queued.screened;
    if (there && (there->rules != verdict.rules || there->outcome != verdict.outcome))
        data["screened"] = {{"rules", there->rules.text()},
                            {"verdict", screening::name_of(there->outcome)}};
}

/// What the log says of an acceptance: how, not what (docs/formats/entries-items.md,
/// item.accepted).
boost::json::object accepted_data(const Accepting& accepting, const CheckedIntake& checked,
                                  const vault::SealedRecord& record,
                                  const vault::SealedRecord& identity) {
    const Intake& intake = *checked.intake;
    boost::json::object data{
        {"counter", intake.counter.value},
        {"number", accepting.number},
        {"item_type", name(intake.item.type)},
        {"channel", name(intake.channel.value_or(Channel::on_line))},
        {"method", checked.sender->method->code},
        {"rank", checked.sender->method->rank},
        {"verdict", screening::name_of(checked.verdict.outcome)},
        {"rules", checked.verdict.rules.text()},
        {"inspection", intake.inspection ? name(intake.inspection->method) : "none"},
        {"receipt", accepting.receipt.lookup().text()},
        {"code", accepting.receipt.commitment(accepting.code.value).text()},
        {"record", sealed_data(record)},
        {"identity", sealed_data(identity)}};
    const Service service = intake.item.service.value_or(Service::standard);
    if (service != Service::standard) data["service"] = name(service);
    if (intake.item.weight_g) data["weight_g"] = *intake.item.weight_g;
    if (intake.confirmations && intake.confirmations->sender)
        data["sender_confirmed"] = name(*intake.confirmations->sender);
    if (intake.confirmations) data["clerk_confirmed"] = intake.confirmations->clerk;
    boost::json::array slots;
    for (const PicturePart& picture : intake.pictures) slots.emplace_back(picture.slot);
    data["pictures"] = std::move(slots);
    if (checked.at_doubtful) data["at_doubtful"] = true;
    if (accepting.queued) put_queued(data, *accepting.queued, checked.verdict);
    return data;
}

boost::json::object refused_data(const Accepting& accepting, const CheckedIntake& checked,
                                 const vault::SealedRecord& minutes) {
    return {{"counter", checked.intake->counter.value},
            {"number", accepting.number},
            {"item_type", name(checked.intake->item.type)},
            {"reasons", strings(checked.refusals)},
            {"verdict", screening::name_of(checked.verdict.outcome)},
            {"rules", checked.verdict.rules.text()},
            {"minutes", sealed_data(minutes)}};
}

Result<PendingEntry> entry_of(const Accepting& accepting, const CheckedIntake& checked,
                              const register_::Place& place, const Secret& record_key,
                              std::string type, boost::json::object data, Entropy& entropy) {
    const LogName log = place.site.log();
    ledger::Entry entry;
    entry.id = EntryId::make(accepting.seen, entropy);
    entry.salt = entropy.bytes<16>();
    entry.type = std::move(type);
    entry.at = checked.intake->accepted_at;
    entry.seen = accepting.seen;
    entry.site = place.site.code;
    entry.by = accepting.clerk;
    entry.ref = vault::item_ref(record_key, accepting.item, log);
    entry.data = std::move(data);
    auto text = ledger::encode(entry);
    if (!text.ok()) return text.error();
    return PendingEntry{entry.id, log, std::move(text).value()};
}

/// What the node does by itself when it learns of an item that may not be sent; right behind the
/// acceptance, in the same log.
Result<PendingEntry> stop_entry(const Accepting& accepting, const register_::Place& place,
                                const Secret& record_key, Entropy& entropy) {
    const LogName log = place.site.log();
    ledger::Entry entry;
    entry.at = accepting.seen;
    entry.seen = accepting.seen;
    entry.id = EntryId::make(accepting.seen + 1, entropy);  // above that of the acceptance
    entry.salt = entropy.bytes<16>();
    entry.type = "item.stopped";
    entry.site = place.site.code;
    entry.by = StaffNumber{"SYSTEM"};
    entry.ref = vault::item_ref(record_key, accepting.item, log);
    entry.data = {{"state", name(ItemState::stopped)},
                  {"from", name(ItemState::accepted)},
                  {"reason", "prohibited_goods"}};
    auto text = ledger::encode(entry);
    if (!text.ok()) return text.error();
    return PendingEntry{entry.id, log, std::move(text).value()};
}

ItemRow row_of(const Accepting& accepting, const CheckedIntake& checked,
               const register_::Place& place, ItemState state) {
    ItemRow row;
    row.id = accepting.item;
    row.type = checked.intake->item.type;
    row.state = state;
    row.version = 1;
    row.site = place.site.code;
    row.counter = checked.intake->counter;
    row.number = accepting.number;
    row.log = place.site.log();
    row.accepted_at = checked.at_doubtful ? accepting.seen : checked.intake->accepted_at;
    if (state == ItemState::refused) return row;  // no service was rendered
    row.pictures_due = pictures_due(checked);
    row.service = checked.intake->item.service.value_or(Service::standard);
    return row;
}

DayWrite write_of(const Accepting& accepting) {
    DayWrite write;
    write.day = accepting.day;
    write.item = accepting.item;
    write.command.bytes = accepting.item.bytes;
    write.request = accepting.request;
    return write;
}

Result<DayWrite> refuse(const Accepting& accepting, const CheckedIntake& checked,
                        const register_::Place& place, const DayKeys& keys, Entropy& entropy) {
    vault::Fields fields = record_fields(checked, accepting.code, accepting.receipt);
    for (const auto& [label, value] : identity_fields(checked))
        fields.emplace("identity." + label, value);
    const auto minutes =
        vault::seal_record(fields, vault::record_key(keys.minutes, accepting.item, 1),
                           {accepting.node, accepting.item, DataClass::minutes, 1}, entropy);
    if (!minutes.ok()) return minutes.error();
    auto entry = entry_of(accepting, checked, place, keys.record, "item.refused",
                          refused_data(accepting, checked, minutes.value()), entropy);
    if (!entry.ok()) return entry.error();
    DayWrite write = write_of(accepting);
    write.after = row_of(accepting, checked, place, ItemState::refused);
    write.records.push_back({DataClass::minutes, 1, minutes.value().sealed});
    write.entries.push_back(std::move(entry).value());
    return write;
}

}  // namespace

vault::Fields record_fields(const CheckedIntake& checked, const ItemCode& code,
                            const Receipt& receipt) {
    const Intake& intake = *checked.intake;
    vault::Fields fields;
    if (checked.sender) put_sender(fields, *intake.sender, *checked.sender);
    if (intake.recipient) {
        put(fields, "recipient.name", checked.recipient_name->reveal());
        put(fields, "recipient.phone", checked.recipient_phone->reveal());
        put_address(fields, "recipient", intake.recipient->address);
    }
    put(fields, "item.code", code.value);
    put(fields, "item.type", name(intake.item.type));
    if (intake.item.service && *intake.item.service != Service::standard)
        put(fields, "item.service", name(*intake.item.service));
    if (intake.item.order_code)
        put(fields, "item.order_code", to_nfc(intake.item.order_code->reveal()).value_or(""));
    if (intake.item.weight_g) put(fields, "item.weight_g", std::to_string(*intake.item.weight_g));
    put_declaration(fields, intake.item.things, checked.verdict);
    // A picture's digest could be guessed against if it stood in the open; here it is sealed with
    // the rest.
    for (const PicturePart& picture : intake.pictures)
        put(fields, "picture." + picture.slot, picture.sha256.text());
    if (intake.confirmations && intake.confirmations->witness)
        put(fields, "confirmation.witness", intake.confirmations->witness->reveal());
    if (intake.confirmations && intake.confirmations->strokes)
        put(fields, "confirmation.strokes", intake.confirmations->strokes->reveal());
    put(fields, "receipt", receipt.text());
    return fields;
}

Result<DayWrite> accept_item(const Accepting& accepting, const CheckedIntake& checked,
                             const register_::Place& place, const DayKeys& keys, Entropy& entropy) {
    if (!checked.refusals.empty()) return refuse(accepting, checked, place, keys, entropy);

    const vault::Fields fields = record_fields(checked, accepting.code, accepting.receipt);
    const vault::Fields identity = identity_fields(checked);
    const auto record =
        vault::seal_record(fields, vault::record_key(keys.record, accepting.item, 1),
                           {accepting.node, accepting.item, DataClass::record, 1}, entropy);
    if (!record.ok()) return record.error();
    const auto sealed_identity =
        vault::seal_record(identity, vault::record_key(keys.identity, accepting.item, 1),
                           {accepting.node, accepting.item, DataClass::identity, 1}, entropy);
    if (!sealed_identity.ok()) return sealed_identity.error();
    auto entry = entry_of(
        accepting, checked, place, keys.record, "item.accepted",
        accepted_data(accepting, checked, record.value(), sealed_identity.value()), entropy);
    if (!entry.ok()) return entry.error();

    DayWrite write = write_of(accepting);
    write.after =
        row_of(accepting, checked, place, checked.stops ? ItemState::stopped : ItemState::accepted);
    write.records.push_back({DataClass::record, 1, record.value().sealed});
    write.records.push_back({DataClass::identity, 1, sealed_identity.value().sealed});
    write.tokens = vault::tokens_of(fields, identity, keys.token);
    write.entries.push_back(std::move(entry).value());
    if (checked.stops) {
        auto stopped = stop_entry(accepting, place, keys.record, entropy);
        if (!stopped.ok()) return stopped.error();
        write.entries.push_back(std::move(stopped).value());
    }
    return write;
}

}  // namespace buuan::acceptance
