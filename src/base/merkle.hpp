// The Merkle tree of RFC 6962 section 2.1 over SHA-256, for lists that fit in memory: fields of a
// record, chunks of an object, and the arithmetic under the ledger's tiles. Promise: a leaf can
// never be taken for a node.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.hpp"

namespace buuan::merkle {

Digest leaf_hash(BytesView data);                           // SHA-256(0x00 ‖ data)
Digest node_hash(const Digest& left, const Digest& right);  // SHA-256(0x01 ‖ left ‖ right)

/// The root over leaf hashes; of none: SHA-256 of nothing.
Digest root_of(std::span<const Digest> leaves);

/// The audit path of leaf `index`, lowest level first (RFC 6962 section 2.1.1). index <
/// leaves.size().
std::vector<Digest> path_of(std::span<const Digest> leaves, std::uint64_t index);

/// The root that leaf, path and size lead to; nullopt when the path has not the length it must
/// have.
std::optional<Digest> root_from_path(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                     std::span<const Digest> path);

/// The largest power of two smaller than n (n > 1).
std::uint64_t split_point(std::uint64_t n);

}  // namespace buuan::merkle
