// How long each class of sealed data is kept: dated rule data (rules/terms.toml) and the calendar
// of DESIGN.md section 3. Pure: nothing here knows today's date, a key or a file. Law: D8 (three
// calendar months from acceptance), D12 (the latest three months of footage), E10, E11, E14, Q3.
//
// A key is for a day, a week or a quarter; its term counts from the last day that it is for. Whole
// months of the civil calendar, never 90 days: what was accepted on 30 November is owed to the end
// of the last day of February. Holidays do not move a term.
#pragma once

#include <boost/describe/enum.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/data_class.hpp"
#include "base/instant.hpp"
#include "base/item.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"

namespace buuan::retention {

/// What one key is for.
enum class Covers : std::uint8_t { day, week, quarter };
BOOST_DESCRIBE_ENUM(Covers, day, week, quarter)

/// forward: so many months from that day on. back: the latest so many months, seen from each day,
/// which is longer by up to three days at the end of a month (28 Feb is still owed on 31 May).
enum class FloorLooks : std::uint8_t { forward, back };
BOOST_DESCRIBE_ENUM(FloorLooks, forward, back)

struct Term {
    DataClass data_class{};
    Covers covers{};
    FloorLooks floor_looks{};
    int floor_months = 0;
    int ceiling_months = 0;  // 0: it counts in days
    int ceiling_days = 0;
    std::string source;
};

/// Why an item keeps itself.
enum class SelfHold : std::uint8_t { stopped, unclaimed, undelivered };
BOOST_DESCRIBE_ENUM(SelfHold, stopped, unclaimed, undelivered)

/// What keeps an item that is in one of these states, at most `months_max` from its acceptance.
struct StateHold {
    SelfHold reason{};
    std::vector<ItemState> states;
    int months_max = 0;
    std::string source;
};

/// A service of whose items the law wants the records for longer than of others (E14).
struct Series {
    Service service{};
    int months = 0;  // from acceptance
    std::string source;
};

/// The rules of one day.
struct Terms {
    std::map<DataClass, Term> classes;  // all of them
    std::vector<StateHold> by_state;
    std::map<Service, Series> series;
};

/// rules/terms.toml as it decides on `on`: of two terms of a class, or two series of a service, the
/// one that began last. invalid when a class has none, something is there twice from one day, or a
/// ceiling is not over its floor.
Result<Terms> read_terms(std::span<const RuleFile> files, Day on);

/// The enterprise's own ceilings (retention.*_months of the configuration) instead of the rules'.
/// invalid, naming the class, where one is not over the floor: every ceiling is at least the floor
/// and 15 days, and so that no month is ever too short, at least one month more.
Result<Done> set_ceilings(Terms& terms, const std::map<DataClass, int>& months);

/// The last day that a key named by `key_day` is for.
Day last_day(const Term& term, Day key_day);
/// The first day on which the law lets go what the key opens.
Day free_from(const Term& term, Day key_day);
/// The first day on which its term is over.
Day due_on(const Term& term, Day key_day);

/// The last day on which the law wants the record of an item of this service, accepted on
/// `accepted`, for the sake of its series; nullopt where there is none.
std::optional<Day> series_until(const Terms& terms, Service service, Day accepted);
/// The first day on which the law lets go such an item's record, series or not.
Day record_free_from(const Terms& terms, Service service, Day accepted);

/// An item that holds itself on `on`.
struct SelfHeld {
    SelfHold reason{};
    Day until;  // the last day, whatever becomes of it
};
/// Why the rules keep this item, accepted on `accepted` and now in `state`; nullopt where they do
/// not.
std::optional<SelfHeld> keeps_itself(const Terms& terms, ItemState state, Day accepted, Day on);

}  // namespace buuan::retention
