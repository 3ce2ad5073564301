// Which role may do what: rules/roles.toml. Roles are data; what they are made of (base/actor.hpp,
// Action) is code.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>

#include "base/actor.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"

namespace buuan::register_ {

struct Role {
    std::string title_vi;
    std::string title_en;
    std::set<Action> may;
};
using Roles = std::map<std::string, Role>;

/// invalid when an action is not known, so that a typing error never takes or gives a right
/// silently.
Result<Roles> read_roles(std::span<const RuleFile> files);

}  // namespace buuan::register_
