// Where each strip goes: down one column, into the next, onto the next page. A section that ends on
// a page fills its columns to the same height; a heading never stands last.
#pragma once

#include <span>
#include <vector>

#include "edge/pdf/strips.hpp"

namespace buuan::pdf {

struct Placed {
    const Strip* strip;
    double x{};
    double y{};
};
using PlacedPage = std::vector<Placed>;

std::vector<PlacedPage> flow(const std::vector<Section>& sections, const Measures& measures,
                             double foot_height);

}  // namespace buuan::pdf
