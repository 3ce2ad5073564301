// A key from a passphrase: Argon2id with its costs beside it, as keys/root.json and key backups
// keep them. Bytes: docs/formats/vault.md, "Root key".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"

namespace buuan::vault {

inline constexpr std::size_t passphrase_bytes_min = 14;

/// Argon2id costs. `interactive` is for tests only; a node uses `moderate` (256 MiB, 3 passes,
/// about a second).
enum class StretchCost { interactive, moderate };

struct Stretch {
    std::string salt;  // hex, 16 bytes
    std::uint64_t passes{};
    std::uint64_t memory_bytes{};

    static Stretch make(StretchCost cost, Entropy& entropy);
    /// corrupt for costs that no node writes: they are bounded before they are paid.
    [[nodiscard]] Result<Secret> key(std::string_view passphrase) const;
};

}  // namespace buuan::vault
