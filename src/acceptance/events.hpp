// What happens to an item after its acceptance, as a pure transition: which event may follow which
// state, what it must say, and what the log says of it. Entries go to the log of the site where the
// event happens; words of people (names, grounds, remarks) go into sealed minutes beside it
// (DESIGN.md sections 2 and 6; docs/formats/entries-items.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "acceptance/check_intake.hpp"
#include "acceptance/undelivered.hpp"
#include "base/day_store.hpp"
#include "base/entropy.hpp"
#include "register/register_view.hpp"
#include "vault/record.hpp"

namespace buuan::acceptance {

enum class EventKind : std::uint8_t {
    scanned,
    xrayed,
    stopped,
    notified,
    released,
    opened,
    attempted,
    delivered,
    corrected,
    withdrawn,
    returned,
    forwarded,
    found_wrong,  // the contents are not what was declared
    sent_out,     // goes out with a courier, who is the entry's `by`
    notice,       // the recipient was told that it waits (E10)
    unclaimed,    // nobody received it in time (E10)
    settled,      // the council has handled it (E10)
    damaged,      // its cover is torn or broken: what was found and done is put into minutes (E5)
    missed        // it was not in the bag that it was sent in
};
BOOST_DESCRIBE_ENUM(EventKind, scanned, xrayed, stopped, notified, released, opened, attempted,
                    delivered, corrected, withdrawn, returned, forwarded, found_wrong, sent_out,
                    notice, unclaimed, settled, damaged, missed)

enum class XrayResult : std::uint8_t { clear, suspicious, held };
BOOST_DESCRIBE_ENUM(XrayResult, clear, suspicious, held)

/// The grounds on which an item may be opened after acceptance: damage (LBC Art 13), a written
/// request (14), undeliverable (17), the sender's recorded consent.
enum class OpeningGround : std::uint8_t { damage, written_request, undeliverable, consent };
BOOST_DESCRIBE_ENUM(OpeningGround, damage, written_request, undeliverable, consent)

/// How it was found that a declaration is wrong.
enum class FoundBy : std::uint8_t { joint_inspection, xray, opening };
BOOST_DESCRIBE_ENUM(FoundBy, joint_inspection, xray, opening)

/// What a correction replaces. `service`: of an item that was accepted as `standard` by mistake;
/// what is of a series stays there, so that nobody shortens how long it is kept.
struct Correction {
    std::optional<Personal> recipient_name;
    std::optional<Personal> recipient_phone;
    std::optional<AddressPart> recipient_address;
    std::optional<Personal> sender_name;
    std::optional<Personal> sender_phone;
    std::optional<std::vector<Thing>> things;
    std::optional<Service> service;
};
BOOST_DESCRIBE_STRUCT(Correction, (),
                      (recipient_name, recipient_phone, recipient_address, sender_name,
                       sender_phone, things, service))

/// The body of POST /api/v1/items/{id}/events.
struct Event {
    CommandId id;  // idempotency key
    EventKind kind{};
    SiteCode site;
    Instant at;
    std::optional<EquipmentCode> equipment;  // xrayed
    std::optional<XrayResult> result;        // xrayed
    std::optional<std::string>
        reason;  // stopped, attempted, returned, corrected, notice (how: call, sms, letter),
                 // settled (what the council decided): a code of a-z and '_'
    std::optional<std::string> authority;  // notified: whom (E2), an office, not a person
    std::optional<OpeningGround> ground;   // opened
    std::optional<Personal> paper;  // opened: number and date of the paper, or who consented;
                                    // settled: of the council's minutes
    std::optional<std::string>
        relationship;  // delivered: recipient, family, colleague, neighbour, other
    std::optional<Personal> received_by;    // delivered
    std::optional<Personal> remark;         // any
    std::optional<std::uint32_t> weight_g;  // scanned, opened; damaged: as it is now
    std::optional<StaffNumber>
        second_person;  // opened, settled; correction of contents or sender after dispatch; damaged
    std::optional<Correction> correction;  // corrected, and nothing else
    std::optional<Personal> found;  // found_wrong, and nothing else: the entry of the goods rules
    std::optional<FoundBy> how;     // found_wrong, and nothing else
    std::optional<Day> public_notice;  // settled: when it was posted; unclaimed: when it will be
    std::optional<Personal> strokes;   // delivered, and nothing else: of the signature
    std::optional<std::string>
        bag;  // scanned: in which it goes or came; missed: in which it was not
    /// That will follow by PUT objects/{slot_of(...)}; which slots a kind may have: check_event.
    std::optional<std::vector<PicturePart>> pictures;
};
BOOST_DESCRIBE_STRUCT(Event, (),
                      (id, kind, site, at, equipment, result, reason, authority, ground, paper,
                       relationship, received_by, remark, weight_g, second_person, correction,
                       found, how, public_notice, strokes, bag, pictures))

/// Under which slot a picture of an event is kept: "signature.9f3a01bc". An item may have many
/// events of a kind, so the event's own id is in it (its last 32 bits), and who sends the event
/// knows the slot before it is answered.
std::string slot_of(const CommandId& event, std::string_view slot);

/// Whether the goods rules have a say: corrected contents are screened again, and what was found
/// is an entry of theirs. Every other event can be recorded without them.
bool needs_goods_rules(const Event& event);

/// Whether the clock of LBC Art 17 has a say.
bool needs_clock(const Event& event);

struct EventContext {
    const ItemRow& row;
    const register_::Register& all;
    const screening::RuleSet* goods;  // may be nullptr where needs_goods_rules is false
    StaffNumber by;
    Instant seen;
    const UndeliveredClock* clock = nullptr;  // may be nullptr where needs_clock is false
};

/// The state the item is in afterwards, or everything that is wrong with the event. One answer for
/// each state and kind.
Result<ItemState, std::vector<IntakeProblem>> check_event(const Event& event,
                                                          const EventContext& context);

/// Keys and origin, as for an acceptance.
struct EventKeys {
    const Secret& record;
    const Secret& minutes;
    const Secret& token;
};

struct Recording {
    const StoredItem& stored;
    Day day;            // the item's day
    ItemState state{};  // what check_event answered
    Digest request;
    std::string node;
};

/// The write that makes a checked event so. A correction adds a revision of the record and leaves
/// the old one in place.
Result<DayWrite> record_event(const Event& event, const EventContext& context,
                              const Recording& recording, const EventKeys& keys, Entropy& entropy);

}  // namespace buuan::acceptance
