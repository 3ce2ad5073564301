// The databases of a node as they all were at one moment, while the node goes on: what a power cut
// at that moment would have left, so that a node restored from it starts as after one, whatever
// order its parts write in. docs/formats/backup.md.
//
// Writers are kept out for the moment itself, some milliseconds. What is copied before is only what
// lay still; at the moment it is looked at again.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "adapters/sqlite/snapshot.hpp"
#include "base/result.hpp"

namespace buuan::backup {

/// What tells a file that changed from one that did not: size and time of change, of a database its
/// write-ahead log's too. nullopt where it changed within the last seconds, for then it could
/// change again and look the same.
std::optional<std::string> stamp_of(const std::filesystem::path& file);

/// The paths of all databases below a node's folder.
Result<std::vector<std::string>> databases_in(const std::filesystem::path& node);

struct Pinned {
    std::string path;  // in the node's folder
    sqlite::Looker database;
};

/// `still`: databases that were copied, with the stamp that they had then. All others, and those of
/// them that are not as they were, are pinned at one moment, in which the others were as copied;
/// databases that are there no more are taken out of `still`.
Result<std::vector<Pinned>> cut(const std::filesystem::path& node,
                                std::map<std::string, std::string>& still);

}  // namespace buuan::backup
