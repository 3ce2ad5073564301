// Where a test keeps its databases, gone with the test: a folder of this machine, with SQLite's own
// VFS, or memory, with ours.
#pragma once

#include <filesystem>

#include "adapters/memory/memory_files.hpp"
#include "adapters/posix/posix_files.hpp"
#include "adapters/sqlite/files_vfs.hpp"
#include "adapters/sqlite/sqlite.hpp"
#include "base/check.hpp"
#include "base/temporary_folder_test.hpp"

namespace buuan::contract {

class FolderOnDisk {
public:
    FolderOnDisk() { CHECK(files_->make_folders("days").ok()); }

    [[nodiscard]] sqlite::Place place() const { return {*files_, folder_.path.string()}; }

private:
    TemporaryFolder folder_;
    std::unique_ptr<PosixFiles> files_ = PosixFiles::open_root(folder_.path).value();
};

class FolderInMemory {
public:
    FolderInMemory() { CHECK(files_.make_folders("days").ok()); }
    FolderInMemory(const FolderInMemory&) = delete;
    FolderInMemory& operator=(const FolderInMemory&) = delete;

    [[nodiscard]] sqlite::Place place() { return {files_, "", vfs_.name()}; }

private:
    memory::MemoryFiles files_;
    sqlite::FilesVfs vfs_{files_};
};

}  // namespace buuan::contract
