// A node that was restored beside a running one, to be looked through: its files in a folder of
// their own, its keys those of the running node, in memory only, so that trying a backup never
// writes another copy of a key.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "edge/node/node.hpp"

namespace buuan::backup {

/// `keys` with class keys; `all`: the state of each class key of the running node, so that what is
/// destroyed there is destroyed here.
Result<std::unique_ptr<node::Node>> open_beside(const std::filesystem::path& restored,
                                                const vault::KeyBackup& keys,
                                                const std::vector<vault::KeyInfo>& all,
                                                Clock& clock, Entropy& entropy);

}  // namespace buuan::backup
