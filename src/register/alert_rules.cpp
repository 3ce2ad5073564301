#include "register/alert_rules.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

namespace buuan::register_ {
namespace {

constexpr const char* file_name = "alerts.toml";
constexpr std::int64_t days_before_max = 365;

Fault wrong(const std::string& what) {
    return {FaultKind::invalid, std::string(file_name) + ": " + what};
}

std::string text_of(const toml::table& fields, const char* key) {
    return fields[key].value_or(std::string());
}

std::optional<int> whole(const toml::table& fields, const char* key, std::int64_t max) {
    const auto value = fields[key].value<std::int64_t>();
    if (!value || *value < 0 || max < *value) return std::nullopt;
    return static_cast<int>(*value);
}

std::optional<Day> day_of(const toml::table& fields, const char* key) {
    const auto date = fields[key].value<toml::date>();
    return date ? Day::of_date(date->year, date->month, date->day) : std::nullopt;
}

Result<Done> read_vehicles(const toml::table& fields, const std::string& name, Alert& alert) {
    const auto* kinds = fields["vehicles"].as_array();
    if (kinds == nullptr) return Done{};
    for (const auto& each : *kinds) {
        VehicleKind kind{};
        if (!boost::describe::enum_from_string(each.value_or(std::string()).c_str(), kind))
            return wrong(name + ": no such kind of vehicle");
        alert.vehicles.insert(kind);
    }
    return Done{};
}

Result<Done> read_alert(const toml::table& fields, AlertRules& rules) {
    const std::string name = text_of(fields, "kind");
    TaskKind kind{};
    if (!boost::describe::enum_from_string(name.c_str(), kind))
        return wrong("there is no kind of task " + name);
    const auto since = day_of(fields, "since");
    const auto days_before = whole(fields, "days_before", days_before_max);
    if (!since || !days_before || text_of(fields, "law").empty() ||
        text_of(fields, "source").empty() || !day_of(fields, "reviewed"))
        return wrong(name + " lacks since, law, days_before (0 to 365), source or reviewed");
    Alert alert{*since, text_of(fields, "law"), *days_before, std::nullopt, {}};
    if (fields.contains("percent_min")) {
        alert.percent_min = whole(fields, "percent_min", 100);
        if (!alert.percent_min) return wrong(name + ": percent_min is no number from 0 to 100");
    }
    if (auto read = read_vehicles(fields, name, alert); !read.ok()) return read;
    auto& alerts = rules.alerts[kind];
    if (std::any_of(alerts.begin(), alerts.end(),
                    [&](const Alert& each) { return each.since == alert.since; }))
        return wrong(name + " begins twice on one day");
    alerts.push_back(std::move(alert));
    return Done{};
}

/// Of each kind there is one; in the order in which they begin.
Result<Done> check(AlertRules& rules) {
    Result<Done> checked = Done{};
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<TaskKind>>([&](auto each) {
        auto& alerts = rules.alerts[each.value];
        std::sort(alerts.begin(), alerts.end(),
                  [](const Alert& a, const Alert& b) { return a.since < b.since; });
        if (alerts.empty()) checked = wrong(std::string("there is nothing about ") + each.name);
    });
    return checked;
}

}  // namespace

const Alert& AlertRules::on(TaskKind kind, Day day) const {
    const auto& all = alerts.at(kind);
    const auto later = std::find_if(all.begin() + 1, all.end(),
                                    [&](const Alert& each) { return day < each.since; });
    return *(later - 1);
}

Result<AlertRules> read_alert_rules(std::span<const RuleFile> files) {
    const auto file = std::find_if(files.begin(), files.end(),
                                   [](const RuleFile& each) { return each.path == file_name; });
    if (file == files.end()) return wrong("the file is missing");
    toml::table table;
    try {
        table = toml::parse(file->text);
    } catch (const toml::parse_error& error) {
        return wrong("line " + std::to_string(error.source().begin.line) + ": " +
                     std::string(error.description()));
    }
    const auto* list = table["alert"].as_array();
    if (list == nullptr) return wrong("there is no [[alert]]");
    AlertRules rules;
    for (const auto& element : *list) {
        if (!element.is_table()) return wrong("an alert is no table");
        if (auto read = read_alert(*element.as_table(), rules); !read.ok()) return read.error();
    }
    if (auto checked = check(rules); !checked.ok()) return checked.error();
    return rules;
}

}  // namespace buuan::register_
