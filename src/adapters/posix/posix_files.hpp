// Files below one folder of this machine. Promises: no path leaves the folder (absolute paths and
// ".." are refused, links are not followed at the last part); files are 0600 and folders 0700; sync
// is fdatasync, sync_folder is fsync of the folder.
#pragma once

#include <filesystem>

#include "base/files.hpp"

namespace buuan {

/// errno as a Fault: ENOSPC and EDQUOT are full, EACCES and EPERM denied, ENOENT unavailable, EIO
/// corrupt.
Fault fault_of_errno(int error, std::string_view what);

class PosixFiles final : public Files {
public:
    /// The folder must exist.
    static Result<std::unique_ptr<PosixFiles>> open_root(const std::filesystem::path& folder);
    ~PosixFiles() override;
    PosixFiles(const PosixFiles&) = delete;
    PosixFiles& operator=(const PosixFiles&) = delete;

    Result<std::unique_ptr<File>> open(std::string_view path, OpenMode mode) override;
    Result<bool> exists(std::string_view path) override;
    Result<std::vector<std::string>> list(std::string_view folder) override;
    Result<Done> make_folders(std::string_view folder) override;
    Result<Done> rename(std::string_view from, std::string_view to) override;
    Result<Done> remove(std::string_view path) override;
    Result<Done> sync_folder(std::string_view folder) override;

private:
    explicit PosixFiles(int root) : root_(root) {}
    int root_;
};

/// The exclusive lock of a node's folder: one process at a time, released when it dies. Holds
/// "<folder>/lock".
class FolderLock {
public:
    /// busy when another process holds it.
    static Result<FolderLock> take(const std::filesystem::path& folder);
    FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int file) : file_(file) {}
    int file_;
};

}  // namespace buuan
