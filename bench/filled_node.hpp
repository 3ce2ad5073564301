// A node with many items, for what must not grow with what is stored: items of past days through
// the code that accepts them (prepare, commit, sequence), in this process, under a clock that is
// set to each day.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "edge/api/api.hpp"

namespace buuan::bench {

class FilledNode {
public:
    /// `folder`: a sample node, not served meanwhile. `first_seed`: of the people to make up, so
    /// that a node that is filled again gets other people.
    FilledNode(const std::string& folder, std::uint64_t first_seed);
    ~FilledNode();

    /// Adds `count` items to each of the `days` last days, today included; some of their senders'
    /// phones, spread over all.
    std::vector<std::string> add(int days, std::size_t count);
    [[nodiscard]] node::Node& node();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace buuan::bench
