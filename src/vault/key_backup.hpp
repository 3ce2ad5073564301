// A key backup: one file, sealed, that holds what a node's data cannot be opened without: the root
// key and the logs' keys and, only where it is asked for, the class keys of the keyring. It is
// sealed under a passphrase or to the recovery key. Bytes: docs/formats/keys.md.
//
// Class keys in a backup outlive their destruction in the node, so such a backup has an end: after
// `ring_until` its class keys are not read any more, and the log has that day (`keys.backed_up`) so
// that nobody can call data deleted for good before it. Keeping to it means destroying the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vault/key_ring.hpp"
#include "vault/log_keys.hpp"
#include "vault/passphrase.hpp"
#include "vault/recovery_key.hpp"

namespace buuan::vault {

inline constexpr std::size_t backup_bytes_max = std::size_t{16} << 20;

struct KeyBackup {
    std::string node;  // its origin
    Instant made;
    std::optional<Day>
        ring_until;  // where it holds class keys: the last day on which they are read
    Secret root;
    std::vector<std::pair<LogName, LogSeeds>> logs;
    std::vector<ClassKey> classes;
};

/// The text of the file.
Result<std::string> seal_backup(const KeyBackup& backup, std::string_view passphrase,
                                StretchCost cost, Entropy& entropy);
Result<std::string> seal_backup(const KeyBackup& backup, const RecoveryKey& recovery,
                                Entropy& entropy);

/// What the outside of a file says, before anything is opened.
struct BackupLabel {
    std::string node;
    Instant made;
    std::optional<Day> ring_until;
    std::optional<SplitId> recovery;  // sealed to this recovery key; else under a passphrase
};
Result<BackupLabel> label_of_backup(std::string_view file);

/// denied for the wrong passphrase or recovery key, and for a file that was changed.
Result<KeyBackup> open_backup(std::string_view file, std::string_view passphrase);
Result<KeyBackup> open_backup(std::string_view file, const Secret& recovery_secret);

}  // namespace buuan::vault
