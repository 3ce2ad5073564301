// Putting a backup's files into an empty folder. What is restored is no node yet: it has no keys
// until `buuan keys restore` brings them, and a marker says what it is, so that the node, when it
// is opened first, forgets again what had been deleted and says in its logs that it was restored
// (node/restored.hpp).
#pragma once

#include "base/files.hpp"
#include "edge/backup/archive.hpp"

namespace buuan::backup {

struct Restored {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
};

/// `folder` is empty. A chunk that is missing or damaged is named with the file that it is of, and
/// ends it; node.toml comes last, so that a half-restored folder does not look like a node. `at`:
/// now; `mirror`: the folder with mirrors of its logs, from which it takes back what came after the
/// backup when it is opened; empty where there is none.
Result<Restored> restore(Archive& archive, const Manifest& manifest, Files& folder, Instant at,
                         const std::string& mirror = {});

}  // namespace buuan::backup
