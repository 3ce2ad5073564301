// How this room reads its rule files: lists of tables with texts and dates. For its .cpp only.
#pragma once

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"

namespace buuan::acceptance::rule_tables {

inline Fault wrong(const std::string& file, const std::string& what) {
    return {FaultKind::invalid, file + ": " + what};
}

inline std::optional<Day> day_in(const toml::table& fields, std::string_view name) {
    const auto date = fields[name].value<toml::date>();
    return date ? Day::of_date(date->year, date->month, date->day) : std::nullopt;
}

inline std::vector<std::string> texts_in(const toml::table& fields, std::string_view name) {
    std::vector<std::string> out;
    if (const auto* list = fields[name].as_array()) {
        for (const auto& each : *list) out.push_back(each.value_or(std::string()));
    }
    return out;
}

inline Result<toml::table> parse(const RuleFile& file) {
    try {
        return toml::table(toml::parse(file.text));
    } catch (const toml::parse_error& error) {
        return wrong(file.path, "line " + std::to_string(error.source().begin.line) + ": " +
                                    std::string(error.description()));
    }
}

/// Calls `take` for each table of the list `name`; it answers what is wrong, or nothing.
template <class Take>
std::optional<Fault> each_table(const RuleFile& file, const toml::table& table,
                                std::string_view name, Take take) {
    const auto* list = table[name].as_array();
    if (list == nullptr) return std::nullopt;
    std::size_t number = 0;
    for (const auto& element : *list) {
        ++number;
        const auto* fields = element.as_table();
        const std::string problem = fields == nullptr ? "is no table" : take(*fields);
        if (!problem.empty())
            return wrong(file.path,
                         std::string(name) + " " + std::to_string(number) + " " + problem);
    }
    return std::nullopt;
}

}  // namespace buuan::acceptance::rule_tables
