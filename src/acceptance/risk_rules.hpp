// Signs that a declaration may not be the whole truth, beside its words: dated data in
// rules/risk.toml, with the words that a clerk reads. No act sets them: they are drawn from
// published cases (docs/law.md), so that every number is a rule that can be edited.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"

namespace buuan::acceptance {

struct Sign {
    std::string code;
    std::uint32_t weight{};  // adds to the 1 of an item without signs
    std::string vi;          // "{}" stands for the number behind the sign
    std::string en;
};

/// A sign from the first day to the last.
struct Season {
    std::string sign;
    Day since;
    Day until;
};

/// Provinces by their codes; "*" is any.
struct Route {
    std::string from;
    std::string to;
    Day since;
    std::optional<Day> until;
};

/// What one piece weighs without its packing.
struct PieceWeight {
    std::vector<std::string> words;  // folded, with a blank before and behind: " ao thun "
    std::uint32_t least_g{};
    std::uint32_t most_g{};
};

struct RiskExample {
    Day on;
    std::string declared;
    std::uint32_t quantity{};
    std::uint32_t weight_g{};
    std::vector<std::string> signs;
};

struct RiskRules {
    std::vector<Sign> signs;
    std::vector<Season> seasons;
    std::vector<Route> routes;
    std::vector<PieceWeight> pieces;
    std::uint32_t other_names{};  // items of a day with the phone under other names
    std::uint32_t many{};         // items of a day from a new sender
    std::uint32_t heavy_g{};      // what a season makes a sign of, though it is not vague
    std::vector<RiskExample> examples;

    /// invalid, with file and table, when a sign that risk.hpp gives, a number or a word is
    /// missing.
    static Result<RiskRules> read(std::span<const RuleFile> files);
    [[nodiscard]] const Sign* sign(std::string_view code) const;
};

/// The words of a text without marks, a blank before, between and behind: " ao thun nam ".
std::string spaced_words(std::string_view text);

}  // namespace buuan::acceptance
