// Where a test keeps its databases, gone with the test: a folder of this machine, with SQLite's own
// VFS, or memory, with ours.
#pragma once

#include <stdlib.h>

#include <filesystem>

#include "adapters/memory/memory_files.hpp"
#include "adapters/posix/posix_files.hpp"
#include "adapters/sqlite/files_vfs.hpp"
#include "adapters/sqlite/sqlite.hpp"
#include "base/check.hpp"

namespace buuan::contract {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "buuan-contract-XXXXXX").string();
        CHECK(::mkdtemp(name.data()) != nullptr);
        path_ = name;
        files_ = std::move(PosixFiles::open_root(path_)).value();
        CHECK(files_->make_folders("days").ok());
    }
    ~TemporaryFolder() {
        files_.reset();
        std::filesystem::remove_all(path_);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] sqlite::Place place() const { return {*files_, path_.string()}; }

private:
    std::filesystem::path path_;
    std::unique_ptr<PosixFiles> files_;
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
