#include "ledger/tiles.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "base/merkle.hpp"
#include "ledger/lines.hpp"

namespace buuan::ledger {
namespace {

/// Reads "x001/x234/067" at the front of `rest`.
std::optional<std::uint64_t> take_index(std::string_view& rest) {
    std::uint64_t value = 0;
    for (int group = 0; group < 6; ++group) {
        const bool more = !rest.empty() && rest[0] == 'x';
        if (more) rest.remove_prefix(1);
        if (rest.size() < 3) return std::nullopt;
        for (int i = 0; i < 3; ++i) {
            if (rest[static_cast<std::size_t>(i)] < '0' || rest[static_cast<std::size_t>(i)] > '9')
                return std::nullopt;
            value =
                value * 10 + static_cast<std::uint64_t>(rest[static_cast<std::size_t>(i)] - '0');
        }
        rest.remove_prefix(3);
        if (!more) return value;
        if (rest.empty() || rest[0] != '/') return std::nullopt;
        rest.remove_prefix(1);
    }
    return std::nullopt;
}

Digest hash_at(BytesView tile, std::uint64_t i) {
    Digest digest;
    std::memcpy(digest.bytes.data(), tile.data() + i * 32, 32);
    return digest;
}

}  // namespace

std::string tile_path(const TileName& tile) {
    std::string number = fmt::format("{:03}", tile.index % 1000);
    for (std::uint64_t rest = tile.index / 1000; rest > 0; rest /= 1000)
        number = fmt::format("x{:03}/", rest % 1000) + number;
    std::string path =
        tile.level < 0 ? "tile/entries/" + number : fmt::format("tile/{}/{}", tile.level, number);
    if (tile.width < tile_width) path += fmt::format(".p/{}", tile.width);
    return path;
}

std::optional<TileName> parse_tile_path(std::string_view path) {
    TileName tile;
    if (!path.starts_with("tile/")) return std::nullopt;
    std::string_view rest = path.substr(5);
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto level = rest.substr(0, slash);
    if (level == "entries") {
        tile.level = -1;
    } else {
        const auto number = parse_decimal(level);
        if (!number || *number > 63) return std::nullopt;
        tile.level = static_cast<int>(*number);
    }
    rest.remove_prefix(slash + 1);
    const auto index = take_index(rest);
    if (!index) return std::nullopt;
    tile.index = *index;
    if (!rest.empty()) {
        if (!rest.starts_with(".p/")) return std::nullopt;
        const auto width = parse_decimal(rest.substr(3));
        if (!width || *width == 0 || *width >= tile_width) return std::nullopt;
        tile.width = *width;
    }
    // One path for one tile: "x000/001" is not another name of "001".
    if (tile_path(tile) != path) return std::nullopt;
    return tile;
}

void append_to_bundle(Bytes& bundle, std::string_view entry) {
    CHECK(entry.size() <= 0xffff);
    bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
    bundle.push_back(static_cast<std::uint8_t>(entry.size()));
    bundle.insert(bundle.end(), entry.begin(), entry.end());
}

std::optional<std::vector<std::string_view>> entries_in(BytesView bundle) {
    std::vector<std::string_view> entries;
    while (!bundle.empty()) {
        if (bundle.size() < 2) return std::nullopt;
        const std::size_t size = std::size_t{bundle[0]} << 8 | bundle[1];
        if (bundle.size() < 2 + size) return std::nullopt;
        entries.push_back(as_text(bundle.subspan(2, size)));
        bundle = bundle.subspan(2 + size);
    }
    return entries;
}

Result<Digest> subtree_hash(const TileReader& tiles, unsigned height, std::uint64_t index) {
    // The tile that holds the nodes of height 8·level, and how many of them lie under the subtree.
    const unsigned level = height / 8;
    const std::uint64_t count = std::uint64_t{1} << (height % 8);
    const std::uint64_t first = index * count;
    auto tile = tiles(static_cast<int>(level), first / tile_width, first % tile_width + count);
    if (!tile.ok()) return tile.error();
    std::vector<Digest> hashes;
    for (std::uint64_t i = 0; i < count; ++i)
        hashes.push_back(hash_at(tile.value(), first % tile_width + i));
    return merkle::root_of(hashes);
}

Result<Digest> range_root(const TileReader& tiles, std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t size = end - begin;
    if (size == 0) return merkle::root_of({});
    if (std::has_single_bit(size))
        return subtree_hash(tiles, static_cast<unsigned>(std::countr_zero(size)), begin / size);
    const std::uint64_t k = merkle::split_point(size);
    const auto left = range_root(tiles, begin, begin + k);
    const auto right = range_root(tiles, begin + k, end);
    if (!left.ok()) return left;
    if (!right.ok()) return right;
    return merkle::node_hash(left.value(), right.value());
}

Result<std::vector<Digest>> inclusion_path(const TileReader& tiles, std::uint64_t index,
                                           std::uint64_t size) {
    CHECK(index < size);
    std::vector<Digest> from_the_top;
    std::uint64_t begin = 0;
    std::uint64_t end = size;
    while (end - begin > 1) {
        const std::uint64_t k = merkle::split_point(end - begin);
        const bool left = index < begin + k;
        const auto sibling =
            left ? range_root(tiles, begin + k, end) : range_root(tiles, begin, begin + k);
        if (!sibling.ok()) return sibling.error();
        from_the_top.push_back(sibling.value());
        (left ? end : begin) = begin + k;
    }
    return std::vector<Digest>(from_the_top.rbegin(), from_the_top.rend());
}

Result<std::vector<Digest>> consistency_path(const TileReader& tiles, std::uint64_t old_size,
                                             std::uint64_t size) {
    CHECK(old_size > 0 && old_size <= size);
    std::vector<Digest> from_the_top;
    if (old_size == size) return from_the_top;
    std::uint64_t begin = 0;
    std::uint64_t end = size;
    bool whole = true;  // RFC 6962's b: the old tree's own root need not be told
    while (old_size != end) {
        const std::uint64_t k = merkle::split_point(end - begin);
        const bool left = old_size <= begin + k;
        const auto sibling =
            left ? range_root(tiles, begin + k, end) : range_root(tiles, begin, begin + k);
        if (!sibling.ok()) return sibling.error();
        from_the_top.push_back(sibling.value());
        if (!left) whole = false;
        (left ? end : begin) = begin + k;
    }
    if (!whole) {
        const auto inner = range_root(tiles, begin, end);
        if (!inner.ok()) return inner.error();
        from_the_top.push_back(inner.value());
    }
    return std::vector<Digest>(from_the_top.rbegin(), from_the_top.rend());
}

bool is_consistent(std::uint64_t old_size, const Digest& old_root, std::uint64_t size,
                   const Digest& root, const std::vector<Digest>& path) {
    // RFC 9162 section 2.1.4.2.
    if (old_size == 0 || old_size > size) return false;
    if (old_size == size) return path.empty() && old_root == root;
    if (path.empty()) return false;
    std::vector<Digest> steps = path;
    if (std::has_single_bit(old_size)) steps.insert(steps.begin(), old_root);
    std::uint64_t node = old_size - 1;
    std::uint64_t last = size - 1;
    while (node % 2 == 1) {
        node /= 2;
        last /= 2;
    }
    Digest old_hash = steps[0];
    Digest hash = steps[0];
    for (std::size_t i = 1; i < steps.size(); ++i) {
        if (last == 0) return false;
        if (node % 2 == 1 || node == last) {
            old_hash = merkle::node_hash(steps[i], old_hash);
            hash = merkle::node_hash(steps[i], hash);
            while (node % 2 == 0 && node != 0) {
                node /= 2;
                last /= 2;
            }
        } else {
            hash = merkle::node_hash(hash, steps[i]);
        }
        node /= 2;
        last /= 2;
    }
    return last == 0 && old_hash == old_root && hash == root;
}

}  // namespace buuan::ledger
