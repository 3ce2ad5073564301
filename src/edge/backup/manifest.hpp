// What one backup holds: each file of the node with the chunks that make it up. Its text and
// bounds: docs/formats/backup.md. Promise: read takes nothing that write does not make.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

namespace buuan::backup {

inline constexpr std::size_t chunk_bytes = std::size_t{1} << 20;
inline constexpr std::size_t manifest_bytes_max = std::size_t{256} << 20;

struct SavedFile {
    std::string path;  // in the node's folder
    std::uint64_t size{};
    /// What the file looked like to whoever copied it, without spaces; "-" where it cannot be told
    /// from what it becomes. Only the next backup reads it.
    std::string stamp = "-";
    std::vector<Digest> chunks;  // each of chunk_bytes, the last one shorter
    friend bool operator==(const SavedFile&, const SavedFile&) = default;
};

struct Manifest {
    std::string node;  // its origin
    Instant made;
    std::vector<SavedFile> files;  // by path
    friend bool operator==(const Manifest&, const Manifest&) = default;

    [[nodiscard]] const SavedFile* find(std::string_view path) const;
};

/// How many chunks a file of this size has.
constexpr std::uint64_t chunk_count(std::uint64_t size) {
    return (size + chunk_bytes - 1) / chunk_bytes;
}

std::string write(const Manifest& manifest);
Result<Manifest> read(std::string_view text);

/// "2026-11-26T14-44-34.123Z": the name of a backup is when it was made; no file system minds it.
std::string name_of(Instant made);

}  // namespace buuan::backup
