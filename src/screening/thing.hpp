// Reads one thing of a declaration. Vietnamese names the thing first and describes it after ("ốp
// điện thoại hình súng" is a case), so the first name that is known is the thing; goods named
// behind it only describe it, unless they cannot be innocent there. rules/README.md, "How a
// declaration is read".
#pragma once

#include "screening/choice.hpp"

namespace buuan::screening {

/// Parts of a verdict are counted no further than this.
constexpr std::size_t findings_max = 1000;

/// What the readings of all things of a piece share.
struct Piece {
    const RuleSet& rules;
    const Words& text;
    const Choice& choice;
};

/// Adds to `verdict` what words [begin, end) of the piece say.
void read_thing(const Piece& piece, std::size_t begin, std::size_t end, Verdict& verdict);

}  // namespace buuan::screening
