// What a node still has of a leaf that was drawn from its logs: the sealed bytes, found through the
// entry that names them, or why there are none. For answers to challenges and for the node's own
// check (docs/formats/possession.md). Only reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "edge/node/node.hpp"
#include "ledger/possession_draw.hpp"

namespace buuan::node {

struct FoundLeaf {
    ledger::Outcome outcome = ledger::Outcome::missing;
    std::optional<ItemId> item;  // where the day's rows know it
    Day day;                     // of its keys; where the item is unknown, that of the entry
    // Only where it is held:
    Bytes bytes;                            // the sealed record, or one chunk of the picture
    std::vector<Digest> path;               // of the chunk
    std::optional<std::uint64_t> accepted;  // a picture's item: the place of its acceptance
};

class LeafFinder {
public:
    /// `open`: also opens what is there, which only its keys can; what does not open is damaged.
    LeafFinder(Node& node, const Digest& seed, bool open) : node_(node), seed_(seed), open_(open) {}

    /// A fault means that it could not be looked at now, and says nothing about the leaf.
    Result<FoundLeaf> find(const ledger::DrawnLeaf& leaf);

private:
    struct Found {
        StoredItem item;
        Day day;
    };
    Result<std::optional<Found>> item_of(const ledger::DrawnLeaf& leaf);
    Result<std::optional<Found>> item_among(Day day, const EntryId& entry, Instant from,
                                            Instant to);
    Result<Done> take_record(const ledger::DrawnLeaf& leaf, const Found& found, const Secret& key,
                             FoundLeaf& out) const;
    Result<Done> take_chunk(const ledger::DrawnLeaf& leaf, const Found& found, const Secret& key,
                            FoundLeaf& out) const;

    Node& node_;
    const Digest seed_;
    const bool open_;
};

}  // namespace buuan::node
