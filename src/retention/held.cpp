#include "retention/held.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "evidence/object.hpp"
#include "vault/derive.hpp"
#include "vault/item_tokens.hpp"

namespace buuan::retention {
namespace {

constexpr std::uint8_t row_part = 0;

struct EntryNote {
    EntryId id;
    LogName log;
};
BOOST_DESCRIBE_STRUCT(EntryNote, (), (id, log))

/// Part 0: the item's row, what the logs say of it, and its references for later entries.
struct RowNote {
    ItemType type{};
    ItemState state{};
    std::uint32_t version{};
    SiteCode site;
    CounterCode counter;
    std::uint32_t number{};
    LogName log;
    Instant accepted_at;
    std::vector<EntryNote> entries;
    std::map<std::string, std::string> refs;  // log → reference
    std::optional<Service> service;           // absent: standard
};
BOOST_DESCRIBE_STRUCT(RowNote, (),
                      (type, state, version, site, counter, number, log, accepted_at, entries, refs,
                       service))

struct RecordKey {
    std::uint32_t revision{};
    Personal key;  // base64
};
BOOST_DESCRIBE_STRUCT(RecordKey, (), (revision, key))

struct ObjectKey {
    std::string slot;
    Digest object;
    std::uint64_t size{};
    Personal key;  // base64
};
BOOST_DESCRIBE_STRUCT(ObjectKey, (), (slot, object, size, key))

/// A part of another number, that of its class: the keys of the item's records and objects of it.
struct KeysNote {
    std::vector<RecordKey> records;
    std::vector<ObjectKey> objects;
};
BOOST_DESCRIBE_STRUCT(KeysNote, (), (records, objects))

Personal text_of(const Secret& key) {
    return Personal(to_base64(key.view()));
}

Result<Secret> key_of(const Personal& text) {
    auto bytes = from_base64(text.reveal());
    Secret key;
    if (!bytes || bytes->size() != key.view().size())
        return Fault{FaultKind::corrupt, "a hold's note of a key is damaged"};
    std::copy(bytes->begin(), bytes->end(), key.fill().begin());
    wipe(bytes->data(), bytes->size());
    return key;
}

vault::SealContext context_of(const std::string& node, const ItemId& item, std::uint8_t part) {
    return {node, item, DataClass::hold, part};
}

template <class Note>
HeldPart seal_note(const Note& note, const Secret& hold_key, const std::string& node,
                   const ItemId& item, std::uint8_t part, Entropy& entropy) {
    std::string text;
    text.reserve(8192);  // so that growing leaves no copy of a key behind
    json::append(text, note);
    HeldPart sealed{part, vault::seal(as_bytes(text), vault::record_key(hold_key, item, part),
                                      context_of(node, item, part), entropy)};
    wipe(text.data(), text.size());
    return sealed;
}

template <class Note>
Result<Note> open_note(const HeldPart& part, const Secret& hold_key, const std::string& node,
                       const ItemId& item) {
    Bytes plain;
    auto opened = vault::open(part.sealed, vault::record_key(hold_key, item, part.number),
                              context_of(node, item, part.number), plain);
    if (!opened.ok()) return opened.error();
    auto note = json::read<Note>(as_text(plain));
    wipe(plain.data(), plain.size());
    if (!note.ok())
        return Fault{FaultKind::corrupt, "a hold's note of item " + item.text() + " is damaged"};
    return std::move(note).value();
}

const HeldPart* part_of(const HeldItem& held, std::uint8_t number) {
    const auto found = std::find_if(held.parts.begin(), held.parts.end(),
                                    [&](const HeldPart& part) { return part.number == number; });
    return found == held.parts.end() ? nullptr : &*found;
}

std::uint8_t number_of(DataClass data_class) {
    return static_cast<std::uint8_t>(data_class);
}

RowNote note_of(const StoredItem& item) {
    const ItemRow& row = item.row;
    RowNote note{row.type, row.state,       row.version, row.site, row.counter, row.number,
                 row.log,  row.accepted_at, {},          {},       {}};
    if (row.service != Service::standard) note.service = row.service;
    for (const StoredEntry& entry : item.entries) note.entries.push_back({entry.id, entry.log});
    return note;
}

/// The parts of one item as they are put together.
class Copy {
public:
    Copy(const CopySource& source, const Secret& hold_key, Day day, const StoredItem& item,
         Entropy& entropy)
        : source_(source), hold_key_(hold_key), day_(day), item_(item), entropy_(entropy) {
        held_.item = item.row.id;
        held_.day = day;
    }

    Result<Done> add(DataClass data_class) {
        if (data_class == DataClass::token) return Done{};  // made anew, under the hold's key
        const auto class_key = source_.keys.key(day_, data_class);
        if (!class_key.ok())
            return class_key.error().kind == FaultKind::corrupt ? Result<Done>(class_key.error())
                                                                : Result<Done>(Done{});
        KeysNote note;
        if (auto added = add_records(data_class, class_key.value(), note); !added.ok())
            return added;
        if (auto added = add_objects(data_class, class_key.value(), note); !added.ok())
            return added;
        if (note.records.empty() && note.objects.empty()) return Done{};
        held_.parts.push_back(
            seal_note(note, hold_key_, source_.node, held_.item, number_of(data_class), entropy_));
        return Done{};
    }

    HeldItem take() {
        RowNote note = note_of(item_);
        if (const auto key = source_.keys.key(day_, DataClass::record); key.ok()) {
            for (const LogName& log : source_.logs)
                note.refs.emplace(log.value, vault::item_ref(key.value(), held_.item, log));
        }
        held_.parts.push_back(
            seal_note(note, hold_key_, source_.node, held_.item, row_part, entropy_));
        held_.tokens = vault::tokens_of(record_, identity_, hold_key_);
        return std::move(held_);
    }

private:
    Result<Done> add_records(DataClass data_class, const Secret& class_key, KeysNote& note) {
        for (const SealedRow& record : item_.records) {
            if (record.data_class != data_class) continue;
            const Secret key = vault::record_key(class_key, held_.item, record.revision);
            auto opened = vault::open_record(
                record.sealed, key, {source_.node, held_.item, data_class, record.revision});
            if (!opened.ok()) return opened.error();
            // Revisions come in ascending order: the newest is what it is found by.
            if (data_class == DataClass::record) record_ = std::move(opened.value().fields);
            if (data_class == DataClass::identity) identity_ = std::move(opened.value().fields);
            note.records.push_back({record.revision, text_of(key)});
            held_.records.push_back(record);
        }
        return Done{};
    }

    Result<Done> add_objects(DataClass data_class, const Secret& class_key, KeysNote& note) {
        for (const ObjectRow& object : item_.objects) {
            if (object.data_class != data_class) continue;
            auto sealed = source_.objects.get(day_, data_class, object.object);
            if (!sealed.ok()) return sealed.error();
            note.objects.push_back(
                {object.slot, object.object, object.size,
                 text_of(vault::object_key(class_key, held_.item, object.slot))});
            held_.objects.push_back({object.object, data_class, std::move(sealed).value()});
        }
        return Done{};
    }

    const CopySource& source_;
    const Secret& hold_key_;
    const Day day_;
    const StoredItem& item_;
    Entropy& entropy_;
    HeldItem held_;
    vault::Fields record_;
    vault::Fields identity_;
};

/// The revision of a class that a key is for.
Result<vault::OpenedRecord> open_revision(const HeldItem& held, const RecordKey& named,
                                          DataClass data_class, const std::string& node) {
    for (const SealedRow& record : held.records) {
        if (record.data_class != data_class || record.revision != named.revision) continue;
        const auto key = key_of(named.key);
        if (!key.ok()) return key.error();
        return vault::open_record(record.sealed, key.value(),
                                  {node, held.item, data_class, record.revision});
    }
    return Fault{FaultKind::corrupt, "a hold lacks a record of item " + held.item.text()};
}

Result<vault::OpenedRecord> open_newest(const HeldItem& held, const KeysNote& note,
                                        DataClass data_class, const std::string& node) {
    if (note.records.empty())
        return Fault{FaultKind::unavailable,
                     "no hold keeps this class of item " + held.item.text()};
    const RecordKey& newest = *std::max_element(
        note.records.begin(), note.records.end(),
        [](const RecordKey& a, const RecordKey& b) { return a.revision < b.revision; });
    return open_revision(held, newest, data_class, node);
}

Result<Bytes> open_one(HoldStore& holds, HoldNumber hold, const ItemId& item,
                       const ObjectKey& named, DataClass data_class, const std::string& node) {
    const auto sealed = holds.object(hold, named.object);
    if (!sealed.ok()) return sealed.error();
    const auto key = key_of(named.key);
    if (!key.ok()) return key.error();
    return evidence::open_object(sealed.value(), named.object, key.value(),
                                 {node, item, data_class, named.slot});
}

}  // namespace

vault::KeyName hold_key(HoldNumber hold) {
    return {Day{static_cast<std::int32_t>(hold)}, DataClass::hold};
}

Result<HeldItem> copy_item(const CopySource& source, const Secret& hold_key, Day day,
                           const StoredItem& item, std::span<const DataClass> classes,
                           Entropy& entropy) {
    Copy copy(source, hold_key, day, item, entropy);
    for (const DataClass data_class : classes) {
        if (auto added = copy.add(data_class); !added.ok()) return added.error();
    }
    return copy.take();
}

Result<Done> verify_copy(HoldStore& holds, const Secret& hold_key, const HeldName& name,
                         const std::string& node) {
    const auto held = holds.find(name);
    if (!held.ok()) return held.error();
    if (!held.value())
        return Fault{FaultKind::corrupt, "a hold has no copy of item " + name.item.text()};
    for (const HeldPart& part : held.value()->parts) {
        if (part.number == row_part) {
            if (auto row = open_note<RowNote>(part, hold_key, node, name.item); !row.ok())
                return row.error();
            continue;
        }
        const auto data_class = static_cast<DataClass>(part.number);
        const auto note = open_note<KeysNote>(part, hold_key, node, name.item);
        if (!note.ok()) return note.error();
        for (const RecordKey& named : note.value().records) {
            if (auto record = open_revision(*held.value(), named, data_class, node); !record.ok())
                return record.error();
        }
        for (const ObjectKey& object : note.value().objects) {
            if (auto plain = open_one(holds, name.hold, name.item, object, data_class, node);
                !plain.ok())
                return plain.error();
        }
    }
    return Done{};
}

template <class Answer, class Use>
Result<Answer> HeldReader::from_any(const ItemId& item, DataClass data_class, Use use) {
    const auto holds = holds_.holds_of(item);
    if (!holds.ok()) return holds.error();
    std::optional<Fault> worst;
    for (const HoldNumber hold : holds.value()) {
        const auto key = keys_.key(hold_key(hold).day, DataClass::hold);
        if (!key.ok()) continue;  // it has ended
        const auto held = holds_.find({hold, item});
        if (!held.ok()) return held.error();
        const HeldPart* part =
            held.value() ? part_of(*held.value(), number_of(data_class)) : nullptr;
        if (part == nullptr) continue;
        const auto note = open_note<KeysNote>(*part, key.value(), node_, item);
        auto answer =
            note.ok() ? use(hold, *held.value(), note.value()) : Result<Answer>(note.error());
        if (answer.ok()) return answer;
        // Another hold may keep a copy that opens.
        if (!worst && answer.error().kind != FaultKind::unavailable) worst = answer.error();
    }
    if (worst) return *worst;
    return Fault{FaultKind::unavailable, "no hold keeps this of item " + item.text()};
}

Result<std::optional<HeldReader::Found>> HeldReader::find(const ItemId& item) {
    const auto holds = holds_.holds_of(item);
    if (!holds.ok()) return holds.error();
    std::optional<Found> found;
    for (const HoldNumber hold : holds.value()) {
        const auto key = keys_.key(hold_key(hold).day, DataClass::hold);
        if (!key.ok()) continue;
        const auto held = holds_.find({hold, item});
        if (!held.ok()) return held.error();
        const HeldPart* part = held.value() ? part_of(*held.value(), row_part) : nullptr;
        if (part == nullptr) continue;
        auto note = open_note<RowNote>(*part, key.value(), node_, item);
        if (!note.ok()) return note.error();
        RowNote& row = note.value();
        if (!found) {
            found = Found{hold, held.value()->day, {}};
            found->stored.row = {item,        row.type,   row.state, row.version,    row.site,
                                 row.counter, row.number, row.log,   row.accepted_at};
            found->stored.row.service = row.service.value_or(Service::standard);
            for (const EntryNote& entry : row.entries)
                found->stored.entries.push_back({entry.id, entry.log, std::nullopt});
        }
        for (const HeldPart& each : held.value()->parts) {
            if (each.number == row_part) continue;
            const auto keys = open_note<KeysNote>(each, key.value(), node_, item);
            if (!keys.ok()) return keys.error();
            for (const ObjectKey& object : keys.value().objects) {
                auto& objects = found->stored.objects;
                const bool there =
                    std::any_of(objects.begin(), objects.end(),
                                [&](const ObjectRow& other) { return other.slot == object.slot; });
                if (!there)
                    objects.push_back({object.object, static_cast<DataClass>(each.number),
                                       object.slot, object.size});
            }
        }
    }
    return found;
}

Result<vault::OpenedRecord> HeldReader::open_record(const ItemId& item, DataClass data_class) {
    return from_any<vault::OpenedRecord>(
        item, data_class, [&](HoldNumber, const HeldItem& held, const KeysNote& note) {
            return open_newest(held, note, data_class, node_);
        });
}

Result<Bytes> HeldReader::open_object(const ItemId& item, std::string_view slot) {
    return from_any<Bytes>(
        item, DataClass::picture,
        [&](HoldNumber hold, const HeldItem&, const KeysNote& note) -> Result<Bytes> {
            for (const ObjectKey& object : note.objects) {
                if (object.slot == slot)
                    return open_one(holds_, hold, item, object, DataClass::picture, node_);
            }
            return Fault{FaultKind::unavailable, "no hold keeps this picture"};
        });
}

Result<std::vector<ItemId>> HeldReader::find_by_value(HoldNumber hold, vault::TokenKind kind,
                                                      std::string_view value,
                                                      std::size_t count_max) {
    const auto key = keys_.key(hold_key(hold).day, DataClass::hold);
    if (!key.ok()) return key.error();
    return holds_.find_by_token(hold, vault::token_of(key.value(), kind, value), count_max);
}

}  // namespace buuan::retention
