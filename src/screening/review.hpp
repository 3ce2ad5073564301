// What an editor of the rules should look at before they are published (`buuan rules check`):
// names that two entries claim with different outcomes, names that can never decide since something
// else takes them, and examples that do not come out. Promise: every name of every entry is tried
// by the engine itself, alone, on a day on which its entry is in force. How to read a review:
// docs/guide/rules.md.
#pragma once

#include <optional>

#include "screening/read_rules.hpp"

namespace buuan::screening {

/// Two entries in force on the same day claim one name and do not agree.
struct Conflict {
    std::string phrase;
    std::string entry;
    std::string other;
};

/// A name that is not taken for its own entry even where nothing else is said.
struct Shadow {
    std::string entry;
    std::string phrase;                  // as the file has it
    std::string tried;                   // spelled out, where it names classes
    std::string taken_by;                // the entry that it is taken for; empty: none
    std::optional<Because> because;      // where its words were seen and set aside …
    std::string by;                      // … for these
    std::size_t forms = 0, spellings{};  // so many of its spellings, of how many
};

struct FailedExample {
    Example example;
    Outcome outcome{};
    std::string entry;  // that decided; empty: none
};

struct Review {
    std::size_t phrases = 0;  // tried
    std::vector<Conflict> conflicts;
    std::vector<Shadow> shadows;
    std::vector<FailedExample> failed;
};

/// `source` has no problems, and `rules` is it compiled. Names and examples are tried as on `today`
/// or, where an entry is not in force then, on its first or last day.
Review review(const RuleSource& source, const RuleSet& rules, Day today);

}  // namespace buuan::screening
