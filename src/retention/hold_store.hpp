// Where holds keep their copies, apart from the days: what was sealed stays as it was sealed, so
// that its proofs hold, and the keys that open it lie beside it under the hold's own key (DESIGN.md
// section 4; docs/formats/holds.md). Without that key nothing here is readable.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/day_store.hpp"

namespace buuan::retention {

/// The number of a hold: 1, 2, 3 … of a node, never used again.
using HoldNumber = std::uint32_t;

/// A sealed note beside an item: its row (number 0), or the keys of one class of it.
struct HeldPart {
    std::uint8_t number{};
    Bytes sealed;
};

struct HeldObject {
    Digest id;
    DataClass data_class{};
    Bytes sealed;
};

/// All that one hold keeps of one item.
struct HeldItem {
    ItemId item;
    Day day;
    std::vector<HeldPart> parts;
    std::vector<SealedRow> records;
    std::vector<HeldObject> objects;
    std::vector<Token> tokens;
};

struct HeldName {
    HoldNumber hold{};
    ItemId item;
    friend auto operator<=>(const HeldName&, const HeldName&) = default;
};

class HoldStore {
public:
    virtual ~HoldStore() = default;
    /// Durable, whole or not at all. Adds to what is there of an item; the same part, record,
    /// object or token again replaces.
    virtual Result<Done> put(HoldNumber hold, std::span<const HeldItem> items) = 0;
    /// What a hold keeps of an item, without its objects' bytes and tokens.
    virtual Result<std::optional<HeldItem>> find(const HeldName& name) = 0;
    /// Holds that keep something of the item, ascending.
    virtual Result<std::vector<HoldNumber>> holds_of(const ItemId& item) = 0;
    /// unavailable where there is none.
    virtual Result<Bytes> object(HoldNumber hold, const Digest& id) = 0;
    virtual Result<std::vector<ItemId>> find_by_token(HoldNumber hold, const Token& token,
                                                      std::size_t count_max) = 0;
    /// A hold's items after `after` in id order, at most `count_max`.
    virtual Result<std::vector<ItemId>> items(HoldNumber hold, const std::optional<ItemId>& after,
                                              std::size_t count_max) = 0;
    virtual Result<std::uint64_t> count(HoldNumber hold) = 0;
    /// Lets go of one item of a hold, or of all of it: overwritten, and out of the write-ahead log
    /// when this returns. Idempotent.
    virtual Result<Done> drop(const HeldName& name) = 0;
    virtual Result<Done> drop_all(HoldNumber hold) = 0;
};

}  // namespace buuan::retention
