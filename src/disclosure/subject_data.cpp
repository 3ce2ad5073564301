#include "disclosure/subject_data.hpp"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>

#include "ledger/entry.hpp"
#include "vault/derive.hpp"
#include "vault/item_tokens.hpp"

namespace buuan::disclosure {
namespace {

constexpr std::string_view recipients = "recipient.";
constexpr std::string_view shared = "item.code";

bool is_own(std::string_view label, Parties parties) {
    if (label == shared) return false;
    return label.starts_with(recipients) ? parties.recipient : parties.sender;
}

bool is_party(const vault::Fields& record, const std::string& who, const Asker& asker,
              bool by_identity) {
    const auto text = [&](const char* part) {
        const auto found = record.find(who + "." + part);
        return found == record.end() ? std::string_view() : found->second.reveal();
    };
    const bool by_phone = !asker.phone.empty() && text("phone") == asker.phone.reveal();
    return (by_phone || by_identity) && !text("name").empty() &&
           vault::fold_name(text("name")) == vault::fold_name(asker.name.reveal());
}

/// One more than that of any revision, so that a seal is never made twice under one key.
std::uint32_t next_revision(const StoredItem& stored) {
    std::uint32_t last = 0;
    for (const SealedRow& record : stored.records) {
        if (record.data_class == DataClass::record) last = std::max(last, record.revision);
    }
    return last + 1;
}

}  // namespace

Parties parties_of(const vault::Fields& record, const Asker& asker, bool by_identity) {
    return {is_party(record, "sender", asker, by_identity),
            is_party(record, "recipient", asker, false)};
}

vault::Fields own_fields(const vault::Fields& record, Parties parties) {
    vault::Fields own;
    for (const auto& [label, value] : record) {
        if (is_own(label, parties)) own.emplace(label, value);
    }
    return own;
}

Result<DayWrite> erase_item(const Erasing& erasing, const vault::OpenedRecord& record,
                            const vault::Fields& identity, const ErasingKeys& keys,
                            Entropy& entropy) {
    const ItemRow& row = erasing.stored.row;
    vault::Fields left;
    const bool without_pictures = erasing.classes.contains(DataClass::picture);
    for (const auto& [label, value] : record.fields) {
        if (is_own(label, erasing.parties)) continue;
        // What names a picture that goes would let it come again.
        if (without_pictures && label.starts_with("picture.")) continue;
        left.emplace(label, value);
    }
    if (left.size() == record.fields.size())
        return Fault{FaultKind::unavailable, "the record holds nothing of theirs"};
    DayWrite write;
    write.day = erasing.day;
    write.item = row.id;
    write.command = CommandId::make(erasing.now, entropy);
    write.expects = row.version;
    write.after = row;
    write.after.version = row.version + 1;
    write.after.pictures_due = 0;
    write.erases.assign(erasing.classes.begin(), erasing.classes.end());
    const std::uint32_t revision = next_revision(erasing.stored);
    const auto sealed =
        vault::seal_record(left, vault::record_key(keys.record, row.id, revision),
                           {erasing.node, row.id, DataClass::record, revision}, entropy);
    if (!sealed.ok()) return sealed.error();
    write.records.push_back({DataClass::record, revision, sealed.value().sealed});
    write.tokens = vault::tokens_of(left, identity, keys.token);

    boost::json::array classes;
    for (const DataClass each : erasing.classes)
        classes.emplace_back(boost::describe::enum_to_string(each, "?"));
    ledger::Entry entry;
    entry.id = next_entry_id(erasing.stored, erasing.now, entropy);
    entry.salt = entropy.bytes<16>();
    entry.type = "item.erased";
    entry.at = erasing.now;
    entry.seen = erasing.now;
    entry.site = row.site;
    entry.by = erasing.by;
    entry.ref = vault::item_ref(keys.record, row.id, row.log);
    entry.data = {{"state", boost::describe::enum_to_string(row.state, "?")},
                  {"classes", std::move(classes)},
                  {"record", boost::json::object{{"revision", revision},
                                                 {"sha256", sealed.value().digest.text()},
                                                 {"fields", sealed.value().root.text()}}}};
    auto text = ledger::encode(entry);
    if (!text.ok()) return text.error();
    write.entries.push_back({entry.id, row.log, std::move(text).value()});
    return write;
}

}  // namespace buuan::disclosure
