#include "retention/term.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <set>

namespace buuan::retention {
namespace {

constexpr int months_max = 240;

Fault wrong(std::string what) {
    return {FaultKind::invalid, "terms.toml: " + std::move(what)};
}

template <class Enum>
bool read_name(const toml::table& fields, const char* key, Enum& into) {
    return boost::describe::enum_from_string(fields[key].value_or(std::string()).c_str(), into);
}

/// A whole number from `min` on; nullopt where there is none, or it is out of bounds.
std::optional<int> whole(const toml::table& fields, const char* key, int min) {
    const auto value = fields[key].value<std::int64_t>();
    if (!value || *value < min || *value > months_max) return std::nullopt;
    return static_cast<int>(*value);
}

std::optional<Day> since_of(const toml::table& fields) {
    const auto date = fields["since"].value<toml::date>();
    return date ? Day::of_date(date->year, date->month, date->day) : std::nullopt;
}

std::string name_of(DataClass data_class) {
    return boost::describe::enum_to_string(data_class, "?");
}

/// Every ceiling is at least the floor and 15 days (DESIGN.md section 3).
bool ceiling_is_over_floor(const Term& term) {
    if (term.ceiling_months > 0) return term.ceiling_months > term.floor_months;
    return term.floor_months == 0 && term.ceiling_days >= 15;
}

/// A line of the file before it is known which one decides.
struct Dated {
    Day since;
    Term term;
    std::optional<DataClass> with;
};

Result<Dated> read_term(const toml::table& fields) {
    Dated dated;
    Term& term = dated.term;
    if (!read_name(fields, "class", term.data_class))
        return wrong("there is no class " + fields["class"].value_or(std::string("(none)")));
    const std::string name = name_of(term.data_class);
    const auto since = since_of(fields);
    term.source = fields["source"].value_or(std::string());
    if (!since || term.source.empty()) return wrong(name + " lacks since or source");
    dated.since = *since;
    if (fields.contains("with")) {
        if (!read_name(fields, "with", dated.with.emplace()))
            return wrong(name + ": it goes with no class");
        return dated;
    }
    const auto floor = whole(fields, "floor_months", 0);
    const auto months = whole(fields, "ceiling_months", 1);
    const auto days = whole(fields, "ceiling_days", 1);
    if (!floor || months.has_value() == days.has_value() ||
        !read_name(fields, "covers", term.covers) ||
        !read_name(fields, "floor_looks", term.floor_looks))
        return wrong(name + " lacks covers, floor or ceiling, or one is out of bounds");
    term.floor_months = *floor;
    term.ceiling_months = months.value_or(0);
    term.ceiling_days = days.value_or(0);
    if (!ceiling_is_over_floor(term)) return wrong(name + ": its ceiling is not over its floor");
    return dated;
}

Result<StateHold> read_state_hold(const toml::table& fields) {
    StateHold hold;
    const auto months = whole(fields, "months_max", 1);
    hold.source = fields["source"].value_or(std::string());
    const auto* states = fields["states"].as_array();
    if (!read_name(fields, "reason", hold.reason) || !months || hold.source.empty() ||
        states == nullptr || states->empty())
        return wrong("a self_hold lacks reason, states, months_max or source");
    hold.months_max = *months;
    for (const auto& state : *states) {
        if (!boost::describe::enum_from_string(state.value_or(std::string()).c_str(),
                                               hold.states.emplace_back()))
            return wrong("a self_hold names no state of an item");
    }
    return hold;
}

Result<std::pair<Day, Series>> read_series(const toml::table& fields) {
    Series series;
    const auto months = whole(fields, "months", 1);
    const auto since = since_of(fields);
    series.source = fields["source"].value_or(std::string());
    if (!read_name(fields, "service", series.service) || series.service == Service::standard ||
        !months || !since || series.source.empty())
        return wrong("a series lacks service, since, months or source");
    series.months = *months;
    return std::pair{*since, std::move(series)};
}

/// Calls `each` with every table of an array.
template <class Each>
Result<Done> over_tables(const toml::table& table, const char* name, Each each) {
    const auto* list = table[name].as_array();
    if (list == nullptr) return wrong("there is no [[" + std::string(name) + "]]");
    for (const auto& element : *list) {
        if (!element.is_table()) return wrong(std::string(name) + " is no table");
        if (auto done = each(*element.as_table()); !done.ok()) return done;
    }
    return Done{};
}

/// For each name the rule that began last, of those that have begun on a day.
template <class Name, class Rule>
class Latest {
public:
    Result<Done> add(Name name, Day since, Rule rule, Day on) {
        if (!there_.emplace(name, since).second)
            return wrong(std::string(boost::describe::enum_to_string(name, "?")) +
                         " is there twice from " + since.text());
        const auto before = since_.find(name);
        if (on < since || (before != since_.end() && since < before->second)) return Done{};
        since_.insert_or_assign(name, since);
        chosen.insert_or_assign(name, std::move(rule));
        return Done{};
    }
    std::map<Name, Rule> chosen;

private:
    std::set<std::pair<Name, Day>> there_;
    std::map<Name, Day> since_;
};

Result<Terms> read_table(const toml::table& table, Day on) {
    Latest<DataClass, Dated> latest;
    auto read = over_tables(table, "term", [&](const toml::table& fields) -> Result<Done> {
        auto dated = read_term(fields);
        if (!dated.ok()) return dated.error();
        const Day since = dated.value().since;
        const DataClass data_class = dated.value().term.data_class;
        return latest.add(data_class, since, std::move(dated).value(), on);
    });
    if (!read.ok()) return read.error();
    const auto& chosen = latest.chosen;
    Terms terms;
    for (const auto& [data_class, dated] : chosen) {
        const auto as = dated.with ? chosen.find(*dated.with) : chosen.end();
        if (dated.with && (as == chosen.end() || as->second.with))
            return wrong(name_of(data_class) + " goes with a class that has no term of its own");
        Term term = dated.with ? as->second.term : dated.term;
        term.data_class = data_class;
        term.source = dated.term.source;
        terms.classes.emplace(data_class, std::move(term));
    }
    read = over_tables(table, "self_hold", [&](const toml::table& fields) -> Result<Done> {
        auto hold = read_state_hold(fields);
        if (!hold.ok()) return hold.error();
        terms.by_state.push_back(std::move(hold).value());
        return Done{};
    });
    if (!read.ok()) return read.error();
    Latest<Service, Series> series;
    read = over_tables(table, "series", [&](const toml::table& fields) -> Result<Done> {
        auto one = read_series(fields);
        if (!one.ok()) return one.error();
        auto& [since, rule] = one.value();
        const Service service = rule.service;
        return series.add(service, since, std::move(rule), on);
    });
    if (!read.ok()) return read.error();
    terms.series = std::move(series.chosen);
    std::optional<Fault> missing;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<DataClass>>([&](auto each) {
        if (each.value == DataClass::hold) return;  // ends when somebody says so
        if (!terms.classes.contains(each.value))
            missing = wrong(std::string(each.name) + " has no term on " + on.text());
    });
    if (missing) return *missing;
    return terms;
}

Day last_of_quarter(Day day) {
    const Day first = Day::of_date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).value();
    return first.plus_months(3).plus_days(-1);
}

/// 1970-01-01 was a Thursday.
Day last_of_week(Day day) {
    const int weekday = ((day.number + 3) % 7 + 7) % 7;  // Monday is 0
    return day.plus_days(6 - weekday);
}

}  // namespace

Result<Terms> read_terms(std::span<const RuleFile> files, Day on) {
    for (const RuleFile& file : files) {
        if (file.path != "terms.toml") continue;
        try {
            return read_table(toml::parse(file.text), on);
        } catch (const toml::parse_error& error) {
            return wrong("line " + std::to_string(error.source().begin.line) + ": " +
                         std::string(error.description()));
        }
    }
    return wrong("the file is missing");
}

Result<Done> set_ceilings(Terms& terms, const std::map<DataClass, int>& months) {
    for (const auto& [data_class, ceiling] : months) {
        Term& term = terms.classes.at(data_class);
        term.ceiling_months = ceiling;
        term.ceiling_days = 0;
        if (!ceiling_is_over_floor(term))
            return Fault{FaultKind::invalid,
                         "retention." + name_of(data_class) + "_months: the law asks for " +
                             std::to_string(term.floor_months) + " months (" + term.source +
                             "); the term must be at least one month more"};
        if (data_class == DataClass::record) {
            Term& token = terms.classes.at(DataClass::token);
            token.ceiling_months = ceiling;
            token.ceiling_days = 0;
        }
    }
    return Done{};
}

Day last_day(const Term& term, Day key_day) {
    switch (term.covers) {
        case Covers::day:
            return key_day;
        case Covers::week:
            return last_of_week(key_day);
        case Covers::quarter:
            return last_of_quarter(key_day);
    }
    return key_day;
}

Day free_from(const Term& term, Day key_day) {
    const Day last = last_day(term, key_day);
    if (term.floor_months == 0) return last.plus_days(1);
    Day free = last.plus_months(term.floor_months).plus_days(1);
    // Seen from a longer month, its last days look back to the last day of a shorter one.
    if (term.floor_looks == FloorLooks::back) {
        while (free.plus_months(-term.floor_months) <= last) free = free.plus_days(1);
    }
    return free;
}

Day due_on(const Term& term, Day key_day) {
    const Day last = last_day(term, key_day);
    const Day due = term.ceiling_months > 0 ? last.plus_months(term.ceiling_months).plus_days(1)
                                            : last.plus_days(term.ceiling_days + 1);
    return std::max(due, free_from(term, key_day));
}

std::optional<Day> series_until(const Terms& terms, Service service, Day accepted) {
    const auto found = terms.series.find(service);
    if (found == terms.series.end()) return std::nullopt;
    return accepted.plus_months(found->second.months);
}

Day record_free_from(const Terms& terms, Service service, Day accepted) {
    const Day free = free_from(terms.classes.at(DataClass::record), accepted);
    const auto until = series_until(terms, service, accepted);
    return until ? std::max(free, until->plus_days(1)) : free;
}

std::optional<SelfHeld> keeps_itself(const Terms& terms, ItemState state, Day accepted, Day on) {
    for (const StateHold& hold : terms.by_state) {
        if (std::find(hold.states.begin(), hold.states.end(), state) == hold.states.end()) continue;
        const Day until = accepted.plus_months(hold.months_max);
        if (on <= until) return SelfHeld{hold.reason, until};
    }
    return std::nullopt;
}

}  // namespace buuan::retention
