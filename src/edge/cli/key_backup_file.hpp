// Opening a key backup as people have it: a file, and the shares of its recovery key or its
// passphrase (docs/guide/keys.md). For commands that work on a node that is not running.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fault.hpp"
#include "edge/cli/terminal.hpp"
#include "vault/key_backup.hpp"

namespace buuan::cli {

/// Says what failed, with the fault in its gap; the exit code that it means.
Exit failed(Text what, const Fault& fault);

/// nullopt, with `exit` set, after saying why.
std::optional<vault::KeyBackup> open_key_backup(const std::string& path,
                                                const std::vector<std::string>& shares, Exit& exit);

}  // namespace buuan::cli
