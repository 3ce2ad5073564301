// What the screening of a declaration says, and why. Pure data; the whole verdict is the worst of
// its findings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace buuan::screening {

/// From harmless to worst. `vague` says too little: look closely. The names are those of the API
/// and of entries.
enum class Outcome : std::uint8_t { allowed, vague, restricted_documents, conditional, prohibited };
std::string_view name_of(Outcome outcome);

/// Bytes of the declared text, as it was typed.
struct Match {
    std::size_t offset{};
    std::size_t length{};
};

struct Finding {
    std::string entry;  // id of a rule, for example "WPN-014"
    Outcome outcome{};
    Match match;
};

struct Verdict {
    Outcome outcome = Outcome::allowed;
    std::vector<Finding> findings;  // in the order of the text; none for `allowed`
    Digest rules;                   // of the rule set that decided
};

}  // namespace buuan::screening
