// What of an item is one person's own data, and the write that erases it inside a day that lives
// on (ND356 Art 5, 14; DESIGN.md section 4). An item has two parties: what is the other's stays
// as it is, readable and proved, under a new revision of the record.
#pragma once

#include <set>

#include "disclosure/subject_request.hpp"
#include "disclosure/trace.hpp"

namespace buuan::disclosure {

/// Which of an item's parties somebody is; a person who writes to themselves is both.
struct Parties {
    bool sender = false;
    bool recipient = false;
    [[nodiscard]] bool any() const { return sender || recipient; }
};

/// A phone number changes hands, so the name has to be the same too, diacritics apart.
/// `by_identity`: the item was found by the asker's identity number, which only a sender leaves.
Parties parties_of(const vault::Fields& record, const Asker& asker, bool by_identity);

/// The fields of the record that are theirs. Of the sender all but the recipient's and the item's
/// code; of the recipient their name, phone and address.
vault::Fields own_fields(const vault::Fields& record, Parties parties);

struct Erasing {
    const StoredItem& stored;
    Day day;
    Parties parties;
    std::set<DataClass> classes;  // of which everything goes; of `record` only what is theirs
    StaffNumber by;
    Instant now;
    std::string node;
};
struct ErasingKeys {
    const Secret& record;
    const Secret& token;
};
/// `item.erased`, and the record without their fields as its only revision. `identity`: the fields
/// that stay, by which the item is found; empty where they go. unavailable where the record holds
/// nothing of theirs any more.
Result<DayWrite> erase_item(const Erasing& erasing, const vault::OpenedRecord& record,
                            const vault::Fields& identity, const ErasingKeys& keys,
                            Entropy& entropy);

}  // namespace buuan::disclosure
