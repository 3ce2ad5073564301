// The verifier keys of logs and witnesses, as they are typed for commands that verify off line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/note.hpp"

namespace buuan::cli {

/// vkeys as given, or from the lines of @file; nullopt after complaining.
std::optional<std::vector<ledger::VerifierKey>> read_log_keys(
    const std::vector<std::string>& given);

}  // namespace buuan::cli
