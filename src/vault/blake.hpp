// Keyed BLAKE2b with a label, the one way in which the vault makes keys, references, digests and
// tokens from a key. Every use has its own versioned label (docs/formats/vault.md), so that no two
// uses ever give the same bytes.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "base/bytes.hpp"

namespace buuan::vault {

/// BLAKE2b(key, size of out; u8 length of label ‖ label ‖ for each part: u32 little-endian length ‖
/// part).
void keyed_hash(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                std::string_view label, std::initializer_list<BytesView> parts);

}  // namespace buuan::vault
