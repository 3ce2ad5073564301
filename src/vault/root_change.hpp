// Putting another root key above all of a node's keys: keyring, logs' keys, recovery key. Promise:
// a power loss at any write leaves a node that opens with the old root key or one that opens with
// the new, never neither and never a mixture.
//
// Everything is written anew beside the old, in keys/next; then one file there says that it is
// complete; then each old file is wiped and the new one takes its name. The last part can be begun
// again any number of times and needs no key, so opening a node begins with it.
// docs/formats/keys.md, "Changing the root key".
#pragma once

#include "base/entropy.hpp"
#include "base/files.hpp"
#include "base/result.hpp"
#include "vault/root_key.hpp"

namespace buuan::vault {

/// `old` opens what is there; `old_token` is the token that it or the keyring is in, if any.
Result<Done> change_root_key(Files& files, const Secret& old, KeyToken* old_token,
                             RootSource source, const RootMeans& means, Entropy& entropy);

/// Finishes a change that was complete, drops one that was not. Before anything under the root key
/// is read.
Result<Done> settle_root_change(Files& files);

}  // namespace buuan::vault
