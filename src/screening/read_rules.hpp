// Reads rules/goods/*.toml and rules/context.toml, and their examples. The engine itself needs no
// TOML; the browser gets the rules compiled.
#pragma once

#include <span>

#include "base/rule_file.hpp"
#include "screening/rule_set.hpp"

namespace buuan::screening {

/// A declaration and what must come out of it; a test runs each.
struct Example {
    std::string entry;
    std::string declared;
    Outcome expect{};
};

struct ReadRules {
    RuleSet rules;
    std::vector<Example> examples;
};

/// Takes the files it knows by path and leaves the others; the first problem by file and entry.
Result<ReadRules, RuleProblem> read_rules(std::span<const RuleFile> files);

}  // namespace buuan::screening
