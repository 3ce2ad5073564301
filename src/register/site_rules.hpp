// What a site must have before it may accept, as dated data: rules/site_equipment.toml. Law: D1–D3;
// which of them blocks and which warns is the enterprise's and the authority's decision, so it
// stands in the file.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"
#include "register/organisation.hpp"

namespace buuan::register_ {

/// One demand: `reason` when it is not met; it blocks or warns.
struct SiteRule {
    std::string reason;
    bool blocks{};
    Day since;
    std::vector<SiteKind> sites;             // where it applies; empty: everywhere
    std::optional<EquipmentKind> equipment;  // for reason equipment_expired_or_missing
};

struct SiteRules {
    std::vector<SiteRule> rules;
};

Result<SiteRules> read_site_rules(std::span<const RuleFile> files);

}  // namespace buuan::register_
