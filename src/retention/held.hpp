// What a hold keeps of an item, and how it is opened again once the item's day is gone (DESIGN.md
// section 4; docs/formats/holds.md). Sealed records and objects are copied as they lie, so their
// digests in the log still prove them; the key of each, made from its day's class key, is sealed
// beside it under the hold's key. So a hold keeps exactly its items openable, and destroying one
// key ends it.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/day_store.hpp"
#include "base/entropy.hpp"
#include "evidence/object_store.hpp"
#include "retention/hold_store.hpp"
#include "vault/key_ring.hpp"
#include "vault/record.hpp"

namespace buuan::retention {

/// The name of a hold's key in the ring: its number stands in place of the day.
vault::KeyName hold_key(HoldNumber hold);

/// Where copies are made from, and whose they are.
struct CopySource {
    vault::KeyRing& keys;
    evidence::ObjectStore& objects;
    std::string node;           // the node's origin
    std::vector<LogName> logs;  // an item's references in these are kept, for later entries
};

/// A copy of an item of `day`: its row always, and of `classes` what is there and still has its
/// key. Found by the tokens of what could be opened. corrupt, naming the item, when something does
/// not open: what cannot be kept must not be let go silently.
Result<HeldItem> copy_item(const CopySource& source, const Secret& hold_key, Day day,
                           const StoredItem& item, std::span<const DataClass> classes,
                           Entropy& entropy);

/// Opens again all that a hold keeps of an item, from the store. corrupt when something does not.
Result<Done> verify_copy(HoldStore& holds, const Secret& hold_key, const HeldName& name,
                         const std::string& node);

/// Reads what is held. Keys that are destroyed or never were answer as the ring does.
class HeldReader {
public:
    HeldReader(HoldStore& holds, vault::KeyRing& keys, std::string node)
        : holds_(holds), keys_(keys), node_(std::move(node)) {}

    struct Found {
        HoldNumber hold{};
        Day day;
        StoredItem stored;  // entries without their places
    };
    /// The item as one of its holds keeps it; nullopt where none does.
    Result<std::optional<Found>> find(const ItemId& item);
    /// Holds that keep something of the item, ascending.
    Result<std::vector<HoldNumber>> holds_of(const ItemId& item) { return holds_.holds_of(item); }
    /// The newest revision of a class, from whichever hold keeps it. unavailable where none does.
    Result<vault::OpenedRecord> open_record(const ItemId& item, DataClass data_class);
    /// A picture, whole. unavailable where no hold keeps it.
    Result<Bytes> open_object(const ItemId& item, std::string_view slot);
    /// A hold's items that carry this value, in its normal form.
    Result<std::vector<ItemId>> find_by_value(HoldNumber hold, vault::TokenKind kind,
                                              std::string_view value, std::size_t count_max);

private:
    /// What `use` answers of the first hold that keeps the class of the item.
    template <class Answer, class Use>
    Result<Answer> from_any(const ItemId& item, DataClass data_class, Use use);

    HoldStore& holds_;
    vault::KeyRing& keys_;
    const std::string node_;
};

}  // namespace buuan::retention
