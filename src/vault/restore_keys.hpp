// Giving a node its keys again from a key backup: where the root key is lost, keys of logs are
// missing, slots of the keyring are damaged or the keyring is gone. Only what is missing or damaged
// is put back: a key that works stays, a destroyed one stays destroyed. May be begun again.
// docs/guide/keys.md.
#pragma once

#include <vector>

#include "vault/key_backup.hpp"
#include "vault/root_change.hpp"

namespace buuan::vault {

struct RestorePlan {
    RootSource source = RootSource::file;  // where the root key comes from, from now on
    bool new_ring = false;  // begin an empty keyring where the old one does not open any more
};

struct RestoredKeys {
    std::vector<LogName> logs;  // those whose key was put back
    std::size_t classes = 0;    // class keys that were put back
    bool new_ring = false;
    bool ring_expired = false;  // the backup's class keys are past their day and were not read
    bool new_root = false;      // the backup's root key opens nothing any more
};

/// `old_token`: the token that the keyring is in, if it is and is still there. denied for a backup
/// of another root key than the node's; corrupt when the keyring does not open and the backup has
/// no class keys, unless the plan says to begin a new one.
Result<RestoredKeys> restore_keys(Files& files, const KeyBackup& backup, const RestorePlan& plan,
                                  KeyToken* old_token, const RootMeans& means, Day today,
                                  Entropy& entropy);

}  // namespace buuan::vault
