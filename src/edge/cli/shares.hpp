// Shares of a recovery key as people keep them: a file each, or typed in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "edge/cli/terminal.hpp"
#include "vault/shares.hpp"

namespace buuan::cli {

/// The text of one share's file.
std::string share_file(const vault::Share& share, const std::string& node, std::size_t of,
                       const std::string& made);

/// The secret that the shares in these files make ("-": typed, one a line, without echo). nullopt,
/// with `exit` set, after saying which share is wrong.
std::optional<Secret> combine_files(const std::vector<std::string>& paths, Exit& exit);

}  // namespace buuan::cli
