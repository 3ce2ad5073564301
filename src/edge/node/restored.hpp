// A node that was restored from a backup has forgotten what came after it: deletions, and entries
// that are in people's hands. A marker in its folder says so until the node has been opened and
// made it good as far as it can: entries are taken back from a mirror where there is one
// (take_back.hpp); class keys of days that the logs call purged are destroyed, before anything is
// served; each log has an entry `log.restored`, so that nobody takes what follows for what had been
// there; and the row "restored" of node.db keeps when and from what.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/files.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

namespace buuan::node {

struct RestoredMark {
    Instant at;                     // when it was restored
    std::optional<Instant> backup;  // from a backup of then; nullopt: only its keyring was
    std::string mirror{};           // folder with mirrors of its logs; empty: there is none
    /// How many entries the logs had as they were restored; empty until the node is opened first.
    std::map<LogName, std::uint64_t> sizes{};
};

Result<Done> mark_restored(Files& folder, const RestoredMark& mark);
/// nullopt where the node was not restored, or made it good already.
Result<std::optional<RestoredMark>> restored_mark(Files& folder);
Result<Done> forget_restored_mark(Files& folder);

}  // namespace buuan::node
