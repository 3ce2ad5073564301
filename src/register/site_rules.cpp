#include "register/site_rules.hpp"

#include <toml++/toml.h>

#include <boost/describe/enum_from_string.hpp>

namespace buuan::register_ {
namespace {

Fault wrong(std::string what) {
    return {FaultKind::invalid, "site_equipment.toml: " + std::move(what)};
}

}  // namespace

Result<SiteRules> read_site_rules(std::span<const RuleFile> files) {
    SiteRules rules;
    for (const RuleFile& file : files) {
        if (file.path != "site_equipment.toml") continue;
        toml::table table;
        try {
            table = toml::parse(file.text);
        } catch (const toml::parse_error& error) {
            return wrong("line " + std::to_string(error.source().begin.line) + ": " +
                         std::string(error.description()));
        }
        const auto* list = table["rule"].as_array();
        if (list == nullptr) return wrong("there is no [[rule]]");
        for (const auto& element : *list) {
            if (!element.is_table()) return wrong("a rule is no table");
            const auto& fields = *element.as_table();
            SiteRule rule;
            rule.reason = fields["reason"].value_or(std::string());
            const auto date = fields["since"].value<toml::date>();
            const auto since =
                date ? Day::of_date(date->year, date->month, date->day) : std::nullopt;
            const auto mode = fields["mode"].value_or(std::string());
            if (rule.reason.empty() || !since || (mode != "blocks" && mode != "warns"))
                return wrong("a rule lacks reason, since or mode: " + rule.reason);
            rule.since = *since;
            rule.blocks = mode == "blocks";
            if (const auto* sites = fields["sites"].as_array()) {
                for (const auto& site : *sites) {
                    if (!boost::describe::enum_from_string(site.value_or(std::string()).c_str(),
                                                           rule.sites.emplace_back()))
                        return wrong(rule.reason + ": no such kind of site");
                }
            }
            if (const auto kind = fields["equipment"].value<std::string>()) {
                if (!boost::describe::enum_from_string(kind->c_str(), rule.equipment.emplace()))
                    return wrong(rule.reason + ": no such equipment");
            }
            rules.rules.push_back(std::move(rule));
        }
    }
    if (rules.rules.empty()) return wrong("there are no rules");
    return rules;
}

}  // namespace buuan::register_
