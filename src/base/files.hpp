// The file seam: what rooms and adapters need of a file system, with its durability said out loud,
// so that a simulation can drop, tear or reorder whatever was not synced. Paths are relative to the
// node's folder, parts joined by '/'.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace buuan {

class File {
public:
    virtual ~File() = default;
    /// Reads up to out.size() bytes; fewer only at the end of the file.
    virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) = 0;
    /// Writes all of data, extending the file where needed. Durable only after sync().
    virtual Result<Done> write_at(std::uint64_t offset, BytesView data) = 0;
    virtual Result<std::uint64_t> size() = 0;
    virtual Result<Done> truncate(std::uint64_t size) = 0;
    /// After success the file's bytes and size survive a power loss (its name needs sync_folder).
    virtual Result<Done> sync() = 0;
};

enum class OpenMode {
    read,        // must exist
    read_write,  // must exist
    create_new,  // must not exist; readable and writable, owner only (0600)
};

class Files {
public:
    virtual ~Files() = default;
    virtual Result<std::unique_ptr<File>> open(std::string_view path, OpenMode mode) = 0;
    virtual Result<bool> exists(std::string_view path) = 0;
    /// Names (not paths) in a folder, sorted; a missing folder is empty.
    virtual Result<std::vector<std::string>> list(std::string_view folder) = 0;
    virtual Result<Done> make_folders(std::string_view folder) = 0;  // 0700, parents too, durable
    virtual Result<Done> rename(std::string_view from,
                                std::string_view to) = 0;  // atomic, replaces
    /// A missing file is done; a folder goes where it is empty.
    virtual Result<Done> remove(std::string_view path) = 0;
    virtual Result<Done> sync_folder(std::string_view folder) = 0;
};

/// The folder that a path's last name lies in; empty for the root.
std::string folder_of(std::string_view path);

/// Whole-file helpers over any Files. `replace_file` is atomic and durable: temporary name, sync,
/// rename, sync folder.
Result<Bytes> read_file(Files& files, std::string_view path, std::size_t bytes_max);
Result<Done> replace_file(Files& files, std::string_view path, BytesView data);

}  // namespace buuan
