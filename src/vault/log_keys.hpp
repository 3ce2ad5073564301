// The keys of the logs, as they lie in keys/logs: Ed25519 seeds wrapped by the root key, apart from
// the keyring, so that destroying data keys never touches them. A log whose key was changed keeps
// the one before until a day, because both sign until then (docs/formats/ledger.md). Bytes:
// docs/formats/keys.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/files.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

namespace buuan::vault {

struct LogSeeds {
    struct Before {
        Secret seed;
        Day until;  // the last day on which it signs
    };
    Secret now;
    std::optional<Before> before;
};

inline constexpr std::string_view log_keys_folder = "keys/logs";

/// The logs that have a key file, sorted.
Result<std::vector<LogName>> logs_with_keys(Files& files);
/// unavailable when the file is missing, denied when it does not open under the root key.
Result<LogSeeds> read_log_seeds(Files& files, const Secret& root, const LogName& log);
/// Both in one durable step. `folder`: elsewhere while the root key is changed.
Result<Done> write_log_seeds(Files& files, const Secret& root, const LogName& log,
                             const LogSeeds& seeds, Entropy& entropy,
                             std::string_view folder = log_keys_folder);

}  // namespace buuan::vault
