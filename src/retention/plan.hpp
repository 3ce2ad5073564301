// What stands where in its term today: for each day and class whether it is still owed, kept by
// choice, due to go, or gone. Pure; `buuan retention plan`, the job and the officer's page show the
// same. DESIGN.md section 3.
#pragma once

#include <algorithm>
#include <set>
#include <span>
#include <vector>

#include "retention/term.hpp"
#include "vault/key_ring.hpp"

namespace buuan::retention {

enum class Keeping : std::uint8_t {
    owed,  // the law wants it to be there
    kept,  // the law would let it go; our term is not over
    due,   // our term is over
    held,  // due, but a hold keeps the day's key
    gone,  // its key is destroyed
};
BOOST_DESCRIBE_ENUM(Keeping, owed, kept, due, held, gone)

struct ClassPlan {
    DataClass data_class{};
    Keeping keeping{};
    Day free_from;  // the first day on which the law lets it go
    Day due_on;     // the first day on which our term is over
};

struct DayPlan {
    Day day;
    std::vector<ClassPlan> classes;
};

/// A day and class whose key no copy can stand for: recordings of a camera that a hold names.
using KeysHeld = std::set<vault::KeyName>;

/// Every key of the ring, by day. A damaged key is as one that is live: it is overwritten with its
/// day.
std::vector<DayPlan> plan(std::span<const vault::KeyInfo> keys, const Terms& terms,
                          const KeysHeld& held, Day today);

/// What goes of one day today.
struct Due {
    Day day;
    std::vector<DataClass> classes;
    /// Nothing that lies in the day's file outlives it: the file goes as well.
    bool ends = false;
    [[nodiscard]] bool has(DataClass data_class) const {
        return std::find(classes.begin(), classes.end(), data_class) != classes.end();
    }
};
std::vector<Due> due(std::span<const DayPlan> plans);

}  // namespace buuan::retention
