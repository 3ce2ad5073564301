#include <algorithm>
#include <boost/describe/enum_to_string.hpp>

#include "acceptance/accept_item.hpp"
#include "acceptance/declaration.hpp"
#include "acceptance/events.hpp"
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

std::span<const PicturePart> pictures_of(const Event& event) {
    return event.pictures ? std::span<const PicturePart>(*event.pictures)
                          : std::span<const PicturePart>();
}

/// What people said; sealed beside the entry, never in it.
vault::Fields minutes_of(const Event& event) {
    vault::Fields fields;
    const auto put = [&](const char* label, const std::optional<Personal>& value) {
        if (value && !value->empty()) fields.emplace(label, *value);
    };
    put("paper", event.paper);
    put("received_by", event.received_by);
    put("remark", event.remark);
    put("found", event.found);
    put("strokes", event.strokes);
    if (event.how) fields.emplace("how", Personal(name(*event.how)));
    // As at acceptance: a digest in the open could be guessed against.
    for (const PicturePart& picture : pictures_of(event))
        fields.emplace("picture." + slot_of(event.id, picture.slot),
                       Personal(picture.sha256.text()));
    return fields;
}

boost::json::array slots_of(const Event& event) {
    boost::json::array slots;
    for (const PicturePart& picture : pictures_of(event))
        slots.emplace_back(slot_of(event.id, picture.slot));
    return slots;
}

boost::json::object data_of(const Event& event, ItemState before, ItemState after) {
    boost::json::object data{{"state", name(after)}};
    if (before != after) data["from"] = name(before);
    if (event.equipment) data["equipment"] = event.equipment->value;
    if (event.result) data["result"] = name(*event.result);
    if (event.reason) data["reason"] = *event.reason;
    if (event.authority) data["authority"] = to_nfc(*event.authority).value_or("");
    if (event.ground) data["ground"] = name(*event.ground);
    if (event.relationship) data["relationship"] = *event.relationship;
    if (event.weight_g) data["weight_g"] = *event.weight_g;
    if (event.how) data["how"] = name(*event.how);
    if (event.public_notice) data["public_notice"] = event.public_notice->text();
    if (event.bag) data["bag"] = *event.bag;
    if (event.second_person) data["second_person"] = event.second_person->value;
    if (auto slots = slots_of(event); !slots.empty()) data["pictures"] = std::move(slots);
    return data;
}

std::uint32_t next_revision(const StoredItem& stored, DataClass data_class) {
    std::uint32_t last = 0;
    for (const SealedRow& record : stored.records) {
        if (record.data_class == data_class) last = std::max(last, record.revision);
    }
    return last + 1;
}

void replace(vault::Fields& fields, const std::string& label, std::string_view value) {
    if (value.empty()) {
        fields.erase(label);
    } else {
        fields.insert_or_assign(label, Personal(std::string(value)));
    }
}

vault::Fields corrected(vault::Fields fields, const Correction& correction) {
    if (correction.recipient_name)
        replace(fields, "recipient.name",
                PersonName::parse(correction.recipient_name->reveal())->reveal());
    if (correction.sender_name)
        replace(fields, "sender.name",
                PersonName::parse(correction.sender_name->reveal())->reveal());
    if (correction.recipient_phone)
        replace(fields, "recipient.phone",
                PhoneNumber::parse(correction.recipient_phone->reveal()).value().reveal());
    if (correction.sender_phone)
        replace(fields, "sender.phone",
                PhoneNumber::parse(correction.sender_phone->reveal()).value().reveal());
    if (correction.recipient_address) {
        replace(fields, "recipient.province", correction.recipient_address->province);
        replace(fields, "recipient.commune", correction.recipient_address->commune.reveal());
        replace(fields, "recipient.street", correction.recipient_address->street.reveal());
    }
    if (correction.service) replace(fields, "item.service", name(*correction.service));
    return fields;
}

/// Adds one sealed record to the write and says in the entry what it is.
Result<Done> add_record(DayWrite& write, boost::json::object& data, const char* member,
                        const vault::Fields& fields, const Secret& class_key, DataClass data_class,
                        const Recording& recording, Entropy& entropy) {
    const std::uint32_t revision = next_revision(recording.stored, data_class);
    const auto sealed =
        vault::seal_record(fields, vault::record_key(class_key, write.item, revision),
                           {recording.node, write.item, data_class, revision}, entropy);
    if (!sealed.ok()) return sealed.error();
    data[member] = boost::json::object{{"revision", revision},
                                       {"sha256", sealed.value().digest.text()},
                                       {"fields", sealed.value().root.text()}};
    write.records.push_back({data_class, revision, sealed.value().sealed});
    return Done{};
}

}  // namespace

std::string slot_of(const CommandId& event, std::string_view slot) {
    return std::string(slot) + "." + to_hex(std::span(event.bytes).last(4));
}

Result<DayWrite> record_event(const Event& event, const EventContext& context,
                              const Recording& recording, const EventKeys& keys, Entropy& entropy) {
    const ItemRow& row = context.row;
    DayWrite write;
    write.day = recording.day;
    write.item = row.id;
    write.command = event.id;
    write.request = recording.request;
    write.expects = row.version;
    write.after = row;
    write.after.version = row.version + 1;
    write.after.state = recording.state;
    write.after.pictures_due =
        static_cast<std::uint8_t>(row.pictures_due + pictures_of(event).size());

    boost::json::object data = data_of(event, row.state, recording.state);
    if (const vault::Fields minutes = minutes_of(event); !minutes.empty()) {
        if (auto added = add_record(write, data, "minutes", minutes, keys.minutes,
                                    DataClass::minutes, recording, entropy);
            !added.ok())
            return added.error();
    }
    if (event.found) {
        data["verdict"] = screening::name_of(context.goods->entry(event.found->reveal())->outcome);
        data["rules"] = context.goods->digest().text();
    }
    if (event.correction) {
        const std::uint32_t last = next_revision(recording.stored, DataClass::record) - 1;
        const auto found = std::find_if(
            recording.stored.records.begin(), recording.stored.records.end(),
            [&](const SealedRow& record) {
                return record.data_class == DataClass::record && record.revision == last;
            });
        if (found == recording.stored.records.end())
            return Fault{FaultKind::corrupt, "item " + row.id.text() + " has no record"};
        const auto opened =
            vault::open_record(found->sealed, vault::record_key(keys.record, row.id, last),
                               {recording.node, row.id, DataClass::record, last});
        if (!opened.ok()) return opened.error();
        vault::Fields fields = corrected(opened.value().fields, *event.correction);
        if (event.correction->things) {
            const screening::Verdict verdict =
                screen_things(*event.correction->things, *context.goods, Day::of(event.at));
            put_declaration(fields, *event.correction->things, verdict);
            data["verdict"] = screening::name_of(verdict.outcome);
            data["rules"] = verdict.rules.text();
        }
        if (event.correction->service) {
            write.after.service = *event.correction->service;
            data["service"] = name(*event.correction->service);
        }
        data["corrects"] = last;
        if (auto added = add_record(write, data, "record", fields, keys.record, DataClass::record,
                                    recording, entropy);
            !added.ok())
            return added.error();
        write.tokens = vault::tokens_of(fields, {}, keys.token);
    }

    const LogName log = context.all.sites.at(event.site).log();
    ledger::Entry entry;
    entry.id = next_entry_id(recording.stored, context.seen, entropy);
    entry.salt = entropy.bytes<16>();
    entry.type = "item." + name(event.kind);
    entry.at = event.at;
    entry.seen = context.seen;
    entry.site = event.site;
    entry.by = context.by;
    entry.ref = vault::item_ref(keys.record, row.id, log);
    entry.data = std::move(data);
    auto text = ledger::encode(entry);
    if (!text.ok()) return text.error();
    write.entries.push_back({entry.id, log, std::move(text).value()});
    return write;
}

}  // namespace buuan::acceptance
