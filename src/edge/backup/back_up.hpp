// Making a backup of a node that goes on working: its databases as of one moment (cut.hpp), then
// its other files, which are there before a row of a database names them. What did not change since
// the newest backup is not read again. No key is in it: the folder keys/ and root.key are backed up
// apart (docs/guide/keys.md), for a shorter time.
#pragma once

#include <filesystem>
#include <functional>

#include "base/clock.hpp"
#include "edge/backup/archive.hpp"

namespace buuan::backup {

struct Made {
    Manifest manifest;
    std::uint64_t bytes_read = 0;  // of files that were looked through; the others had not changed
};

/// Takes room for a copy of the largest database in the node's folder run/. busy where the node
/// never holds still. Whoever calls it has a thread to spare: most of it runs at the lowest
/// priority, in a thread of its own. `stopping` is asked often; when it says so, unavailable.
Result<Made> back_up(const std::filesystem::path& node, std::string_view origin, Archive& archive,
                     Clock& clock, const std::function<bool()>& stopping);

/// Runs `work` in a thread that takes only what others leave of the processors.
Result<Done> at_lowest_priority(const std::function<Result<Done>()>& work);

}  // namespace buuan::backup
