// The simulation against programs that somebody took a promise out of: each must break something.
// What would not be found here is not tested by it.
#include <gtest/gtest.h>

#include "play.hpp"

namespace buuan::simulation {
namespace {

struct Named {
    const char* name;
    Mutant mutant;
    bool in_memory = false;
};
void PrintTo(const Named& named, std::ostream* out) {
    *out << named.name;
}

class Mutants : public ::testing::TestWithParam<Named> {};

/// Whether a small day, cut where the seed says, broke something.
bool breaks(std::uint64_t seed, bool in_memory, const Mutant& mutant) {
    World world({.seed = seed, .in_memory = in_memory, .mutant = mutant});
    world.begin();
    world.machine.cut_power_before(1 + seed * 7 % 400);
    play_small_day(world);
    world.machine.cut_power_before(0);
    if (world.machine.has_power()) world.machine.cut_power();
    return !world.start() || !world.broken().empty();
}

TEST_P(Mutants, are_found) {
    const auto& [name, mutant, in_memory] = GetParam();
    constexpr std::uint64_t cuts_max = 400;
    for (std::uint64_t cut = 1; cut <= cuts_max; ++cut) {
        if (!breaks(cut, in_memory, mutant)) continue;
        RecordProperty("cuts", static_cast<int>(cut));
        // It is the mutant that breaks, not the program.
        EXPECT_FALSE(breaks(cut, in_memory, {})) << name << ", cut " << cut;
        return;
    }
    FAIL() << name << " lost nothing in " << cuts_max << " cuts";
}

INSTANTIATE_TEST_SUITE_P(
    each, Mutants,
    ::testing::Values(
        Named{"no_file_is_synced", {Missing::file_syncs, ""}},
        Named{"no_folder_is_synced", {Missing::folder_syncs, ""}},
        Named{"keys_are_not_synced", {Missing::file_syncs, "keys/"}},
        Named{"the_keyring_is_not_synced", {Missing::file_syncs, "keys/ring"}},
        Named{"pictures_are_not_synced", {Missing::file_syncs, "objects/"}},
        Named{"days_are_not_synced", {Missing::file_syncs, "days/2"}},
        Named{"the_index_of_days_is_not_synced", {Missing::file_syncs, "days/index"}},
        Named{"logs_are_not_synced", {Missing::file_syncs, "ledger/"}},
        Named{"the_register_is_not_synced", {Missing::file_syncs, "node.db"}},
        Named{"new_packs_have_no_name", {Missing::folder_syncs, "objects"}},
        Named{"new_days_have_no_name", {Missing::folder_syncs, "days"}},
        Named{"new_keys_have_no_name", {Missing::folder_syncs, "keys"}},
        Named{"new_logs_have_no_name", {Missing::folder_syncs, "ledger"}},
        Named{"days_are_answered_before_they_are_written", {Missing::waiting, ""}},
        Named{"pictures_are_not_synced_beside_stores_in_memory",
              {Missing::file_syncs, "objects/"},
              true},
        Named{"stores_in_memory_answer_before_they_write", {Missing::waiting, ""}, true}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace buuan::simulation
