// A search or an opening is an act: who, when, for what purpose, which item or what was searched
// by. It is sealed and durable before anything is shown; the log learns of it by the hour, as one
// padded entry without a reference (DESIGN.md sections 2 and 9).
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "base/actor.hpp"
#include "base/entropy.hpp"
#include "base/personal.hpp"
#include "base/rule_file.hpp"
#include "register/register_store.hpp"
#include "vault/key_ring.hpp"
#include "vault/record.hpp"

namespace buuan::disclosure {

struct Purpose {
    std::string vi;
    std::string en;
};
using Purposes = std::map<std::string, Purpose>;

/// rules/purposes.toml.
Result<Purposes> read_purposes(std::span<const RuleFile> files);

struct Act {
    CommandId id;
    std::string kind;  // "search", "opening", "rule_cases"
    std::string purpose;
    Personal note;
    std::optional<ItemId> item;  // of an opening
    std::string searched_by;     // of a search: the kind of token, never the value; "days"
    Personal searched_for;       // sealed
    std::string over = {};       // which days, and of which site, it looked at: days_text
};

/// "2026-11-01 2026-11-24", with " THU" behind it where it was one site.
std::string days_text(Day from, Day to, const std::optional<SiteCode>& site);

/// The act of who looks over all items of some days, of one site or of all.
Act looked_over(Act act, Day from, Day to, const std::optional<SiteCode>& site);

/// What node.db keeps of an act in the open: enough to honour an opening for a while, nothing about
/// whom it concerned.
struct ActRow {
    std::string kind;
    std::string user;
    StaffNumber by;
    Instant at;
    std::optional<ItemId> item;
    std::string sealed;            // hex; under the act key of its day
    std::string commitment;        // hex: SHA-256("buuan/act/v1\n" ‖ salt ‖ sealed)
    std::string salt;              // hex
    std::optional<EntryId> entry;  // once it is in the log
};
BOOST_DESCRIBE_STRUCT(ActRow, (), (kind, user, by, at, item, sealed, commitment, salt, entry))

/// An act as it was sealed.
struct OpenedAct {
    Act act;
    std::string user;
    StaffNumber by;
    Instant at;
};

/// nullopt: its key is over its term. corrupt: the bytes are not those that were committed to, do
/// not open, or do not say what the row's open columns say.
Result<std::optional<OpenedAct>> open_act(vault::KeyRing& keys, const std::string& node,
                                          const CommandId& id, const ActRow& row);

/// Rows in node.db by which acts are found in the order of their time: key, the time, a space and
/// the act's id. The id alone is made by who acts, and its time could be any.
inline constexpr const char* acts_by_time = "act_at";

/// The row of an act, under kind "act" and its id, its place in time, and its line in the list of
/// those the log does not know yet (kind "act_due").
Result<register_::RegisterWrite> record_act(const Act& act, const Actor& actor, Instant now,
                                            const Secret& act_key, const std::string& node,
                                            Entropy& entropy);

/// The hourly batch: one `sealed.act` entry for each act that is due, all with the hour's time, in
/// the order of their salts so that the order tells nothing; empty when none is due.
Result<register_::RegisterWrite> batch_acts(register_::RegisterStore& store, const LogName& log,
                                            const StaffNumber& by, Instant now, Entropy& entropy);

/// Whether this user made this opening of this item at most `for_ms` ago.
Result<bool> opening_in_force(register_::RegisterStore& store, const CommandId& opening,
                              const ItemId& item, const std::string& user, Instant now,
                              std::int64_t for_ms);

}  // namespace buuan::disclosure
