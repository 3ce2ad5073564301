// The law's clock for what nobody receives (E10, LBC Art 17): the recipient is told twice, some
// working days apart; half a year after acceptance the item counts as unclaimed; that is announced
// for some months, and then a council handles it. How long each takes is dated data
// (rules/undelivered.toml). Pure: nothing here knows today's date.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"
#include "base/work_calendar.hpp"

namespace buuan::acceptance {

/// One version of the clock.
struct UndeliveredRule {
    Day since;
    int notices = 0;
    int notice_working_days = 0;  // from one notice that counts to the next
    int unclaimed_months = 0;
    int public_notice_months = 0;
    std::string source;
};
using UndeliveredRules = std::vector<UndeliveredRule>;  // by `since`, the first one first

/// invalid, naming what, when the file is missing or damaged, or a clock lacks a length.
Result<UndeliveredRules> read_undelivered_rules(std::span<const RuleFile> files);

/// A notice as its entry tells of it.
struct Notice {
    Instant at;    // when the recipient was told, as whoever told them says
    Instant seen;  // when the node learned it
};

/// Where one item stands.
struct UndeliveredClock {
    int notices_needed = 0;
    int notices_counted = 0;  // those far enough behind the one before
    Day next_notice_from;     // the first day on which another one counts
    Day unclaimed_from;       // the first day on which it may count as unclaimed, notices or not
    int public_notice_months = 0;

    [[nodiscard]] bool told_enough() const { return notices_counted >= notices_needed; }
    /// The first day on which the council may handle what was announced on `public_notice`.
    [[nodiscard]] Day settled_from(Day public_notice) const;
};

/// The clock of an item accepted on `accepted`, as the rules of `on` say it; nullopt before the
/// first of them. A notice that the node learned of more than a week later counts from then: no
/// days are made up afterwards.
std::optional<UndeliveredClock> clock_of(const UndeliveredRules& rules, Day on, Day accepted,
                                         std::span<const Notice> notices,
                                         const WorkCalendar& calendar);

}  // namespace buuan::acceptance
