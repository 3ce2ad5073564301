// What the sender says is inside: its bounds, its screening and its fields in the record; the same
// at acceptance and in a later correction.
#pragma once

#include <string>
#include <vector>

#include "acceptance/check_intake.hpp"
#include "vault/record.hpp"

namespace buuan::acceptance {

/// Number, length and ranges of the things; problems by field below `field`.
void check_things(const std::vector<Thing>& things, const std::string& field,
                  std::vector<IntakeProblem>& problems);

/// How the declaration is put before the screening: one thing a line, so that findings can be told
/// by thing.
std::string screened_text(const std::vector<Thing>& things);

/// The verdict over all things; offsets are those of screened_text().
screening::Verdict screen_things(const std::vector<Thing>& things, const screening::RuleSet& goods,
                                 Day day);

/// Puts "contents.01.text" …, "screening.<offset>" … (of the first 250 findings) in place of those
/// that were there.
void put_declaration(vault::Fields& fields, const std::vector<Thing>& things,
                     const screening::Verdict& verdict);

}  // namespace buuan::acceptance
