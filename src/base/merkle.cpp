#include "base/merkle.hpp"

#include <bit>

#include "base/check.hpp"

namespace buuan::merkle {

Digest leaf_hash(BytesView data) {
    constexpr std::uint8_t prefix = 0;
    return sha256({BytesView(&prefix, 1), data});
}

Digest node_hash(const Digest& left, const Digest& right) {
    constexpr std::uint8_t prefix = 1;
    return sha256({BytesView(&prefix, 1), left.bytes, right.bytes});
}

std::uint64_t split_point(std::uint64_t n) {
    CHECK(n > 1);
    return std::bit_floor(n - 1);
}

Digest root_of(std::span<const Digest> leaves) {
    if (leaves.empty()) return sha256(BytesView{});
    if (leaves.size() == 1) return leaves[0];
    const std::size_t k = split_point(leaves.size());
    return node_hash(root_of(leaves.first(k)), root_of(leaves.subspan(k)));
}

std::vector<Digest> path_of(std::span<const Digest> leaves, std::uint64_t index) {
    CHECK(index < leaves.size());
    if (leaves.size() == 1) return {};
    const std::uint64_t k = split_point(leaves.size());
    const bool on_the_left = index < k;
    auto path =
        on_the_left ? path_of(leaves.first(k), index) : path_of(leaves.subspan(k), index - k);
    path.push_back(on_the_left ? root_of(leaves.subspan(k)) : root_of(leaves.first(k)));
    return path;
}

std::optional<Digest> root_from_path(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                     std::span<const Digest> path) {
    if (index >= size) return std::nullopt;
    // RFC 9162 section 2.1.3.2, which says the same as RFC 6962 without recursion.
    std::uint64_t node = index;
    std::uint64_t last = size - 1;
    Digest hash = leaf;
    for (const Digest& sibling : path) {
        if (last == 0) return std::nullopt;
        if (node % 2 == 1 || node == last) {
            hash = node_hash(sibling, hash);
            while (node % 2 == 0 && node != 0) {
                node /= 2;
                last /= 2;
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        node /= 2;
        last /= 2;
    }
    if (last != 0) return std::nullopt;
    return hash;
}

}  // namespace buuan::merkle
