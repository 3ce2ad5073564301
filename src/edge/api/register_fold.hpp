// The register as the logs say it is: what `rebuild` writes and what `check` compares with.
#pragma once

#include <map>

#include "edge/node/node.hpp"

namespace buuan::api {

/// The body of each row by kind and key, folded over all logs in the order of time. corrupt when a
/// log is damaged. The sequencers stand still meanwhile; what is pending is not in it, so settle
/// first, holding the register.
Result<std::map<std::pair<std::string, std::string>, std::string>> register_of_logs(
    node::Node& node);

}  // namespace buuan::api
