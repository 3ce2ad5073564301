// C2SP chunked-encryption (https://c2sp.org/chunked-encryption) with SHA-512 and AES-256-GCM,
// "Cobblestone-256": a message is cut into chunks of 16 KiB, the last one shorter, each sealed
// under a key made from the input key, a fresh salt and a context. docs/formats/objects.md.
//
//   ciphertext = salt (24) ‖ commitment (32) ‖ chunk ciphertexts (each its plain bytes and a
//   16-byte tag)
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"

namespace buuan::evidence {

inline constexpr std::size_t chunk_plain_bytes = 16'384;
inline constexpr std::size_t chunk_sealed_bytes = chunk_plain_bytes + 16;
inline constexpr std::size_t header_bytes = 56;

Bytes encrypt_chunked(BytesView plain, const Secret& key, std::string_view context,
                      Entropy& entropy);

/// corrupt when anything was changed, cut off or added.
Result<Bytes> decrypt_chunked(BytesView sealed, const Secret& key, std::string_view context);

/// One chunk alone: its plain bytes. `header` is the first 56 bytes. It does not say whether the
/// chunk is the last.
Result<Bytes> decrypt_chunk(BytesView header, BytesView chunk, std::uint64_t number,
                            const Secret& key, std::string_view context);

/// How long `plain_size` bytes become.
std::uint64_t sealed_size(std::uint64_t plain_size);

}  // namespace buuan::evidence
