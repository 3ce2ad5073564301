// The recovery key: a key pair whose secret half is split among people and kept nowhere else
// (shares.hpp), and whose public half lies in the node, so that key backups are sealed to it with
// nobody present. A proof under the root key stands beside it: who can write to the folder but does
// not have the root key cannot have backups sealed to a key of his own. Bytes:
// docs/formats/keys.md.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/files.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "vault/shares.hpp"

namespace buuan::vault {

struct RecoveryKey {
    std::array<std::uint8_t, 32> public_half{};  // X25519
    std::uint32_t needed{};
    std::uint32_t shares{};
    Instant made;

    /// The first bytes of a digest of the public half: what every share of it says too.
    [[nodiscard]] SplitId id() const;
};

/// The public half of a secret one.
std::array<std::uint8_t, 32> recovery_public_of(const Secret& secret);

inline constexpr std::string_view recovery_path = "keys/recovery.json";

/// nullopt where the node has none; corrupt when it was not written under this root key.
Result<std::optional<RecoveryKey>> read_recovery_key(Files& files, const Secret& root);
/// `path`: elsewhere while the root key is changed.
Result<Done> write_recovery_key(Files& files, const RecoveryKey& key, const Secret& root,
                                std::string_view path = recovery_path);

/// crypto_box_seal of libsodium, with the randomness that it is given: 48 bytes longer than what is
/// sealed. invalid for a public half that is none.
Result<Bytes> seal_to(const std::array<std::uint8_t, 32>& public_half, const Secret& secret,
                      Entropy& entropy);
/// denied for another key or other bytes.
Result<Secret> open_with(const Secret& recovery_secret, BytesView sealed);

}  // namespace buuan::vault
