// The register as the logs say it is: what `rebuild` writes, what `check` compares with, and what a
// restored node has after it took entries back.
#pragma once

#include <map>

#include "edge/node/node.hpp"

namespace buuan::node {

/// The body of each row by kind and key, folded over all logs in the order of time. corrupt when a
/// log is damaged. The sequencers stand still meanwhile; what is pending is not in it, so settle
/// first, holding the register.
Result<std::map<std::pair<std::string, std::string>, std::string>> register_of_logs(Node& node);
/// The register again from the entries alone; how many rows.
Result<std::size_t> rebuild_register(Node& node);

}  // namespace buuan::node
