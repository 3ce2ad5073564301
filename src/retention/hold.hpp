// A hold: some items that stay beyond their term, each with a ground, an end and two persons
// (DESIGN.md section 4). Placing one copies the items under a key of its own and opens every copy
// before it counts; ending it destroys that key. Items that keep themselves (undelivered,
// unclaimed, stopped: rules/terms.toml; or with a complaint open: kept.hpp) go into a hold of their
// day, which nobody places and which ends item by item. Of a service that has series of records of
// its own (E14) the records of a day go into another such hold, which ends as a whole with the
// law's floor.
//
// A hold and a purge never run at the same time: whoever calls these functions holds the one lock
// of the node's retention desk (edge/node/retention_desk.hpp). So an item is either copied before
// its day's keys are destroyed, or the hold is told that it came too late.
//
// Rows in node.db: kind "hold", key: the number, eight digits. What the hold is for lies sealed in
// it under its own key and ends with it.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "register/register_store.hpp"
#include "retention/held.hpp"
#include "retention/plan.hpp"

namespace buuan::retention {

/// Why a hold is placed. `investigation` needs the paper of an authority (LBC Art 14(2)).
enum class Ground : std::uint8_t { complaint, claim, incident, subject_request, investigation };
BOOST_DESCRIBE_ENUM(Ground, complaint, claim, incident, subject_request, investigation)

enum class HoldState : std::uint8_t {
    placing,  // copies are being made: a power cut in here ends it, for nobody was told that it is
    placed,   // waits for the second person
    approved,
    ending,  // its key is being destroyed: a power cut in here is finished at the next start
    ended,
};
BOOST_DESCRIBE_ENUM(HoldState, placing, placed, approved, ending, ended)

/// What only the hold's own key opens.
struct HoldTerms {
    Ground ground{};
    Personal paper;                   // number and date of what asks for it; may be empty
    Personal note;                    // may be empty
    std::optional<std::string> site;  // of a hold over a time
    std::optional<Instant> from;
    std::optional<Instant> to;
    std::optional<std::string> camera;
};
BOOST_DESCRIBE_STRUCT(HoldTerms, (), (ground, paper, note, site, from, to, camera))

/// A later last day that somebody wishes for a hold in force; it lapses like a hold that nobody
/// approves, and the hold stays as it was.
struct Renewal {
    Day until;
    StaffNumber by;
    StaffNumber second_person;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(Renewal, (), (until, by, second_person, at))

struct HoldRow {
    HoldNumber number{};
    HoldState state{};
    bool self = false;                 // the items of `day` that keep themselves
    std::optional<Day> day;            // of a self-hold
    std::optional<Service> service;    // of a self-hold: the series that its records belong to
    std::optional<CommandId> command;  // what placed it: the same again answers the same
    Instant placed_at;
    StaffNumber by;
    std::optional<StaffNumber> second_person;
    std::optional<Instant> approved_at;
    Day until;  // the last day
    std::uint64_t items{};
    std::optional<Day> footage_from;  // the days of recordings whose keys it keeps
    std::optional<Day> footage_to;
    std::optional<Instant> ended_at;
    std::string sealed;  // hex: HoldTerms
    std::optional<Renewal> renewal;

    [[nodiscard]] bool is_in_force() const {
        return state == HoldState::placed || state == HoldState::approved;
    }
};
BOOST_DESCRIBE_STRUCT(HoldRow, (),
                      (number, state, self, day, service, command, placed_at, by, second_person,
                       approved_at, until, items, footage_from, footage_to, ended_at, sealed,
                       renewal))

inline constexpr int hold_months_max = 6;    // then it is renewed, by two persons again
inline constexpr int approval_days_max = 7;  // a hold that nobody approved ends by itself
inline constexpr std::size_t hold_items_max = 10'000;
inline constexpr int held_share_alarm = 100;  // one in so many of a day's items

struct HoldPorts {
    CopySource source;
    DayStore& days;
    register_::RegisterStore& store;
    HoldStore& holds;
    Entropy& entropy;
};

Result<std::vector<HoldRow>> list_holds(register_::RegisterStore& store);
Result<std::optional<HoldRow>> find_hold(register_::RegisterStore& store, HoldNumber number);
/// The hold that a command placed; nullopt while it is still being placed, for nobody was told yet.
Result<std::optional<HoldRow>> hold_placed_by(register_::RegisterStore& store,
                                              const CommandId& command);
/// The recordings' keys that holds in force keep.
KeysHeld keys_held(std::span<const HoldRow> holds);

struct Placing {
    CommandId command;
    HoldTerms terms;
    std::vector<ItemId> items;
    Day until;
    StaffNumber by;
    StaffNumber second_person;
    Instant now;
};

/// What became of a hold that was placed.
struct Placed {
    HoldRow row;
    std::vector<ItemId> missing;  // nothing of them is left, or never was
    std::vector<Day> days_gone;   // whose recordings nobody can open
};

/// Copies what is there of each item, opens every copy, and only then says so. The same command
/// again answers what it did. A fault ends the hold: nothing of it stays.
Result<Placed> place_hold(const HoldPorts& ports, const Placing& placing);

/// The second person's word, on the hold or on its renewal. denied for anyone but the person who
/// was named; invalid where it has ended.
Result<HoldRow> approve_hold(register_::RegisterStore& store, HoldNumber number,
                             const StaffNumber& by, Instant now);

/// Wishes a later last day for an approved hold, for the second person to approve. busy while the
/// hold itself waits for that; invalid where it has ended, or the day is not later.
Result<HoldRow> renew_hold(register_::RegisterStore& store, HoldNumber number,
                           const Renewal& renewal);

/// Ends holds that a power cut left half placed or half ended. Before anything else is asked of
/// holds.
Result<Done> end_unfinished(const HoldPorts& ports, Instant now);

/// Destroys the hold's key and lets go of its copies; the same where it has ended. unavailable for
/// what keeps itself.
Result<HoldRow> end_hold(const HoldPorts& ports, HoldNumber number, Instant now);

/// Holds that are over: past their last day, or not approved in time. Their numbers.
Result<std::vector<HoldNumber>> end_what_is_over(const HoldPorts& ports, Instant now);

/// How many of a day's items are held.
struct Share {
    std::uint64_t held = 0;
    std::uint64_t items = 0;
    [[nodiscard]] bool alarms() const { return items > 0 && held * held_share_alarm > items; }
};
Result<std::uint64_t> count_items(DayStore& days, Day day);

/// Before `due` goes: copies what of it belongs to items that keep themselves on that day, and says
/// how many those were, but for what only its series keeps: that is no sign of anything.
Result<Share> hold_what_keeps_itself(const HoldPorts& ports, const Terms& terms, const Due& due,
                                     Instant now, const StaffNumber& by);

/// Each series is kept until the day that the law names now, whatever it named when its records
/// were copied. Before anything ends.
Result<Done> follow_the_law(const HoldPorts& ports, const Terms& terms);

/// Lets go of what no longer keeps itself: the item was delivered meanwhile, or its last day is
/// over. How many.
Result<std::uint64_t> release_what_no_longer_keeps_itself(const HoldPorts& ports,
                                                          const Terms& terms, Instant now);

/// The terms of a hold; denied once it has ended.
Result<HoldTerms> open_terms(const HoldPorts& ports, const HoldRow& row);

}  // namespace buuan::retention
