// Days of a simulated enterprise, drawn by seed: what the outside does, and what happens to the
// machine meanwhile.
#pragma once

#include "world.hpp"

namespace buuan::simulation {

/// A few steps of every kind, always the same: the day whose every change is cut once.
void play_small_day(World& world);

/// One civil day by the world's seed, with power cuts, jumps of the clock, a disk that is full,
/// slow or failing, and the end of an earlier day; ends at rest. What is broken after it.
std::vector<std::string> play_day(World& world);

/// The whole of one seed: how many days, then the first day's faults or none.
std::vector<std::string> play(World& world, int days);

}  // namespace buuan::simulation
