#include "edge/node/leaf_finder.hpp"

#include <algorithm>

#include "base/merkle.hpp"
#include "evidence/object.hpp"
#include "ledger/log_reader.hpp"
#include "vault/derive.hpp"
#include "vault/record.hpp"

namespace buuan::node {
namespace {

using ledger::LeafClass;
using ledger::Outcome;

static_assert(ledger::picture_chunk_bytes == evidence::chunk_plain_bytes);

// How long before a picture came its item may have been accepted. Most come within minutes; the
// others are looked for day by day, as far back as docs/formats/possession.md says.
constexpr std::int64_t picture_soon_ms = 600'000;
constexpr int picture_days_late_max = 15;

DataClass data_class_of(LeafClass leaf) {
    return leaf == LeafClass::record ? DataClass::record : DataClass::picture;
}

/// The first or last id that can be made at an instant.
ItemId id_at(Instant at, std::uint8_t rest) {
    ItemId id;
    id.bytes.fill(rest);
    const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(at.ms, 0));
    for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    return id;
}

std::vector<Digest> chunk_leaves(BytesView sealed) {
    std::vector<Digest> leaves{merkle::leaf_hash(sealed.first(evidence::header_bytes))};
    for (std::size_t at = evidence::header_bytes; at < sealed.size();
         at += evidence::chunk_sealed_bytes)
        leaves.push_back(merkle::leaf_hash(
            sealed.subspan(at, std::min(evidence::chunk_sealed_bytes, sealed.size() - at))));
    return leaves;
}

/// Where the item's acceptance stands in the log. Mostly first; but what came within one
/// millisecond stands in any order.
Result<std::optional<std::uint64_t>> place_of_acceptance(Node& node, const StoredItem& item,
                                                         const LogName& name) {
    const auto log = node.logs().find(name);
    for (const StoredEntry& entry : item.entries) {
        if (log == nullptr || entry.log != name || !entry.index) continue;
        const auto text = ledger::entry_at(*log->store, *entry.index);
        if (!text.ok()) return text.error();
        // Canonical JSON ends with the type.
        if (text.value().ends_with(R"("type":"item.accepted","v":1})")) return entry.index;
    }
    return std::optional<std::uint64_t>{};
}

/// Bytes that cannot be read are the leaf's own fault; anything else may be over in a moment.
Result<Done> unless_corrupt(const Fault& fault, Outcome& outcome) {
    if (fault.kind != FaultKind::corrupt) return fault;
    outcome = Outcome::damaged;
    return Done{};
}

}  // namespace

Result<FoundLeaf> LeafFinder::find(const ledger::DrawnLeaf& leaf) {
    FoundLeaf out;
    out.day = Day::of(leaf.entry.at);
    auto found = item_of(leaf);
    if (!found.ok()) {
        if (auto bad = unless_corrupt(found.error(), out.outcome); !bad.ok()) return bad.error();
        return out;
    }
    if (found.value()) {
        out.item = found.value()->item.row.id;
        out.day = found.value()->day;
    }
    const auto key = node_.keys().key(out.day, data_class_of(leaf.data_class));
    if (!key.ok()) {
        out.outcome = Outcome::key_gone;
        return out;
    }
    if (!found.value()) return out;
    const auto taken = leaf.data_class == LeafClass::record
                           ? take_record(leaf, *found.value(), key.value(), out)
                           : take_chunk(leaf, *found.value(), key.value(), out);
    if (!taken.ok()) return taken.error();
    return out;
}

Result<std::optional<LeafFinder::Found>> LeafFinder::item_of(const ledger::DrawnLeaf& leaf) {
    const Instant at = leaf.entry.at;
    const bool is_record = leaf.data_class == LeafClass::record;
    const Instant soon = at + -(is_record ? ledger::id_ms_max : picture_soon_ms);
    const Instant until = at + ledger::id_ms_max;
    for (Day day = Day::of(soon); day <= Day::of(until); day = day.plus_days(1)) {
        auto found = item_among(day, leaf.entry.id, soon, until);
        if (!found.ok() || found.value()) return found;
    }
    if (is_record) return std::optional<Found>{};
    for (int ago = 0; ago <= picture_days_late_max; ++ago) {
        const Day day = Day::of(at).plus_days(-ago);
        auto found = item_among(day, leaf.entry.id, day.start(), day.end());
        if (!found.ok() || found.value()) return found;
    }
    return std::optional<Found>{};
}

Result<std::optional<LeafFinder::Found>> LeafFinder::item_among(Day day, const EntryId& entry,
                                                                Instant from, Instant to) {
    // A day that never had keys has no items; asking would only crowd out days that do.
    if (const auto key = node_.keys().key(day, DataClass::record);
        !key.ok() && key.error().kind == FaultKind::unavailable)
        return std::optional<Found>{};
    const auto id = node_.days().find_by_entry(day, entry, id_at(from, 0), id_at(to, 0xff));
    if (!id.ok()) return id.error();
    if (!id.value()) return std::optional<Found>{};
    auto item = node_.days().find(day, *id.value());
    if (!item.ok()) return item.error();
    if (!item.value()) return std::optional<Found>{};
    return std::optional(Found{std::move(*item.value()), day});
}

Result<Done> LeafFinder::take_record(const ledger::DrawnLeaf& leaf, const Found& found,
                                     const Secret& key, FoundLeaf& out) const {
    const auto& records = found.item.records;
    const auto first = std::find_if(records.begin(), records.end(), [](const SealedRow& record) {
        return record.data_class == DataClass::record && record.revision == 1;
    });
    if (first == records.end()) return Done{};
    out.outcome = Outcome::damaged;
    if (sha256(first->sealed).text() != ledger::said(leaf.entry, "record", "sha256")) return Done{};
    const ItemId& item = found.item.row.id;
    if (open_ && !vault::open_record(first->sealed, vault::record_key(key, item, 1),
                                     {node_.origin(), item, DataClass::record, 1})
                      .ok())
        return Done{};
    out.outcome = Outcome::held;
    out.bytes = first->sealed;
    return Done{};
}

Result<Done> LeafFinder::take_chunk(const ledger::DrawnLeaf& leaf, const Found& found,
                                    const Secret& key, FoundLeaf& out) const {
    const std::string slot = ledger::said(leaf.entry, "slot");
    const auto& objects = found.item.objects;
    const auto row = std::find_if(objects.begin(), objects.end(),
                                  [&](const ObjectRow& each) { return each.slot == slot; });
    if (row == objects.end()) return Done{};
    const auto root = Digest::parse(ledger::said(leaf.entry, "root"));
    const auto chunk = ledger::drawn_chunk(seed_, leaf);
    out.outcome = Outcome::damaged;
    if (!root || !chunk || row->object != *root) return Done{};
    const auto sealed = node_.objects().get(found.day, DataClass::picture, *root);
    if (!sealed.ok()) {
        if (sealed.error().kind == FaultKind::corrupt) return Done{};
        if (sealed.error().kind != FaultKind::unavailable) return sealed.error();
        out.outcome = Outcome::missing;
        return Done{};
    }
    const ItemId& item = found.item.row.id;
    if (open_ && !evidence::open_object(sealed.value(), *root, vault::object_key(key, item, slot),
                                        {node_.origin(), item, DataClass::picture, slot})
                      .ok())
        return Done{};
    const auto leaves = chunk_leaves(sealed.value());
    const auto accepted = place_of_acceptance(node_, found.item, leaf.log);
    if (!accepted.ok()) return accepted.error();
    out.accepted = accepted.value();
    if (leaves.size() != chunk->count + 1 || !out.accepted) return Done{};
    const BytesView rest =
        BytesView(sealed.value())
            .subspan(evidence::header_bytes + chunk->number * evidence::chunk_sealed_bytes);
    out.outcome = Outcome::held;
    out.bytes = copy_of(rest.first(std::min(rest.size(), evidence::chunk_sealed_bytes)));
    out.path = merkle::path_of(leaves, chunk->number + 1);
    return Done{};
}

}  // namespace buuan::node
