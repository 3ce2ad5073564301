// The key above all keys of a node. Two sources: a file beside the node (convenient; a thief of
// that disk can read everything) or a passphrase (Argon2id). The file keys/root.json says which,
// and proves a wrong passphrase at once. docs/formats/vault.md.
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/files.hpp"
#include "base/result.hpp"

namespace buuan::vault {

enum class RootSource { file, passphrase };

/// Argon2id costs. `interactive` is for tests only; a node uses `moderate` (256 MiB, 3 passes,
/// about a second).
enum class StretchCost { interactive, moderate };

/// Makes keys/root.json, and root.key for RootSource::file. Fails if the node has a root key
/// already.
Result<Secret> create_root_key(Files& files, RootSource source, std::string_view passphrase,
                               StretchCost cost, Entropy& entropy);

/// Reads the root key; denied for a wrong passphrase or a root.key that is not this node's.
Result<Secret> open_root_key(Files& files, std::string_view passphrase);

}  // namespace buuan::vault
