// The use case of a counter: from a checked intake to the one write that makes it so. Pure: it
// decides and composes, it does not write. Names, phones, addresses and contents go into the sealed
// record, the identity number into a record of its own; what can be searched for becomes tokens of
// the day; the entry holds no personal data (docs/formats/entries-items.md).
#pragma once

#include <string>
#include <vector>

#include "acceptance/check_intake.hpp"
#include "acceptance/receipt.hpp"
#include "base/day_store.hpp"
#include "base/entropy.hpp"
#include "register/register_view.hpp"
#include "vault/record.hpp"

namespace buuan::acceptance {

/// The class keys of the item's day, and the node's origin, which every seal is bound to.
struct DayKeys {
    Secret record;
    Secret identity;
    Secret token;
    Secret minutes;
};

/// What an envelope says beside the intake (docs/formats/queue.md). The log names what is odd about
/// it, for an officer to look at; nothing is decided by it.
struct Queued {
    /// What the counter's own screening said.
    struct Screened {
        Digest rules;
        screening::Outcome outcome;
    };
    bool device_revoked = false;  // before it came, whatever time the envelope names
    std::optional<Screened> screened;
};

struct Accepting {
    ItemId item;
    Day day;
    StaffNumber clerk;
    std::uint32_t number{};  // the counter's next number of the day
    ItemCode code;
    Receipt receipt;
    Instant seen;
    Digest request;                               // vault::request_digest of the body
    std::string node;                             // origin
    std::optional<Queued> queued = std::nullopt;  // off line
};

/// Accepted, or refused with its reasons: both are a write with an entry.
Result<DayWrite> accept_item(const Accepting& accepting, const CheckedIntake& checked,
                             const register_::Place& place, const DayKeys& keys, Entropy& entropy);

/// The record's fields, by label; also what a correction starts from.
vault::Fields record_fields(const CheckedIntake& checked, const ItemCode& code,
                            const Receipt& receipt);

}  // namespace buuan::acceptance
