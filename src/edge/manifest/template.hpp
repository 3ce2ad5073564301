// An empty manifest for a contract sender to fill in: the headings, bold where a row needs them,
// and cells that are text where digits matter, so that no spreadsheet drops their zeros.
#pragma once

#include <string>

#include "base/result.hpp"

namespace buuan::manifest {

/// invalid where something of that name is there.
Result<Done> write_template(const std::string& path);

}  // namespace buuan::manifest
