// Where backups are kept: a small port, so that another kind of place can join. It keeps bytes
// under names and knows nothing of what they are. FolderTarget is a folder of this machine, such as
// a mounted disk, for one process at a time; s3_target.hpp is a bucket in a store.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/posix/posix_files.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace buuan::backup {

/// Names are parts of letters, digits, '.', '-' joined by '/'.
class Target {
public:
    virtual ~Target() = default;
    /// The next parts of the names below `folder`, sorted; nothing where there are none.
    virtual Result<std::vector<std::string>> list(std::string_view folder) = 0;
    /// The names of two parts below `folder`, "ab/abcd", sorted.
    virtual Result<std::vector<std::string>> list_pairs(std::string_view folder) = 0;
    virtual Result<Bytes> get(std::string_view name, std::size_t bytes_max) = 0;
    /// Whole or not at all, whenever the power goes; there for good after settle(). All that write
    /// are busy where another backup has the place by now.
    virtual Result<Done> put(std::string_view name, BytesView bytes) = 0;
    virtual Result<Done> settle() = 0;
    virtual Result<Done> remove(std::string_view name) = 0;
};

class FolderTarget final : public Target {
public:
    /// The folder exists: a disk that is not mounted must not be mistaken for a new one. busy while
    /// another backup works on it.
    static Result<std::unique_ptr<FolderTarget>> open(const std::filesystem::path& folder);

    Result<std::vector<std::string>> list(std::string_view folder) override;
    Result<std::vector<std::string>> list_pairs(std::string_view folder) override;
    Result<Bytes> get(std::string_view name, std::size_t bytes_max) override;
    Result<Done> put(std::string_view name, BytesView bytes) override;
    Result<Done> settle() override;
    Result<Done> remove(std::string_view name) override;

private:
    FolderTarget(FolderLock lock, std::unique_ptr<PosixFiles> files)
        : lock_(std::move(lock)), files_(std::move(files)) {}
    Result<Done> write_new(const std::string& path, BytesView bytes);

    const FolderLock lock_;
    const std::unique_ptr<PosixFiles> files_;
    std::set<std::string> made_, unsettled_;  // folders
};

}  // namespace buuan::backup
