// Somebody outside who remembers every checkpoint a node has shown, and every leaf under them: what
// an authority's mirror would hold against a log that shrinks, forks or changes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "edge/node/logs.hpp"

namespace buuan::simulation {

class Witness {
public:
    /// Takes a published checkpoint; what it says against the earlier ones, if anything.
    std::vector<std::string> see(const std::string& log, const std::string& note);
    /// Reads the whole log and holds it against everything seen.
    std::vector<std::string> read(node::Log& log);

    /// The entries of a log as they were read last.
    [[nodiscard]] const std::vector<std::string>& entries(const std::string& log) {
        return seen_[log].entries;
    }

private:
    struct Seen {
        std::map<std::uint64_t, std::string> roots;  // of each size, as published
        std::uint64_t proved = 0;                    // sizes up to this are known to fit the leaves
        std::vector<std::string> entries;
    };
    std::map<std::string, Seen> seen_;
};

}  // namespace buuan::simulation
