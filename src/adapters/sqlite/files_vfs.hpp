// SQLite over any Files: lets a simulation lose what SQLite did not sync, tear what it wrote and
// fill its disk. It syncs, locks and names files as SQLite's own does; what connections share (the
// locks of a file, and of its write-ahead log the index) lies in memory, so all of them must be of
// this process. A node on this machine keeps SQLite's own: other programs can look at its files.
#pragma once

#include <memory>

#include "base/files.hpp"

namespace buuan::sqlite {

class FilesVfs {
public:
    /// `files` outlives it; it outlives all connections.
    explicit FilesVfs(Files& files);
    ~FilesVfs();
    FilesVfs(const FilesVfs&) = delete;
    FilesVfs& operator=(const FilesVfs&) = delete;

    /// For Place::vfs.
    [[nodiscard]] const char* name() const;

private:
    struct Registered;
    std::unique_ptr<Registered> registered_;
};

}  // namespace buuan::sqlite
