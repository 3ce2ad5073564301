// Reads rules/goods/*.toml and rules/context.toml, and their examples. The engine itself needs no
// TOML; the browser gets the rules compiled.
#pragma once

#include <map>
#include <span>

#include "base/rule_file.hpp"
#include "screening/rule_set.hpp"

namespace buuan::screening {

/// A declaration and what must come out of it; a test runs each, and so does `buuan rules check`.
struct Example {
    std::string entry;
    std::string declared;
    Outcome expect{};
    std::string file{};
};

/// What the files say before it is compiled, and all that is wrong with it.
struct RuleSource {
    GoodsRules rules;
    std::vector<Example> examples;
    std::map<std::string, std::string> file_of;  // by an entry's id
    std::vector<RuleProblem> problems;
};

struct ReadRules {
    RuleSet rules;
    std::vector<Example> examples;
};

/// Takes the files it knows by path and leaves the others.
RuleSource read_source(std::span<const RuleFile> files);
/// The same, compiled; or the first problem by file and entry.
Result<ReadRules, RuleProblem> read_rules(std::span<const RuleFile> files);

}  // namespace buuan::screening
