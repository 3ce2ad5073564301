// Sealing one small piece of data: XChaCha20-Poly1305 with a random nonce, padded so that its
// length tells little, bound to what it is by associated data. Format: docs/formats/vault.md,
// "Sealed record".
//
//   sealed = version (0x01) ‖ nonce (24) ‖ AEAD(key, nonce, padded plain, associated data)
//   padded = plain ‖ 0x80 ‖ zeros, to the next of 256, 512, 1024, 2048 … bytes
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/data_class.hpp"
#include "base/entropy.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

namespace buuan::vault {

inline constexpr std::size_t sealed_plain_bytes_max = 65'536;

/// What a sealed record is: moving it to another node, item, class or revision makes it unreadable.
struct SealContext {
    std::string node;  // the node's origin
    ItemId item;
    DataClass data_class{};
    std::uint32_t revision{};
};

Bytes seal(BytesView plain, const Secret& key, const SealContext& context, Entropy& entropy);

/// corrupt if any byte of `sealed`, or the context, is not what was sealed. Writes into `plain`,
/// whose storage is reused.
Result<Done> open(BytesView sealed, const Secret& key, const SealContext& context, Bytes& plain);

/// Small secrets (log keys, the ring key) under the root key: the same AEAD with a label as
/// associated data, not padded.
Bytes wrap(BytesView secret, const Secret& key, std::string_view label, Entropy& entropy);
Result<Bytes> unwrap(BytesView wrapped, const Secret& key, std::string_view label);

}  // namespace buuan::vault
