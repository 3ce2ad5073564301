// One database as it stands at one moment, for a backup, while its owner goes on writing. A lock
// keeps everyone from writing; what is pinned meanwhile goes on being seen as at that moment after
// the lock is gone. Several databases locked together and then pinned are one moment of all of
// them: what a power cut would have left (docs/formats/backup.md). Neither changes the file, its
// schema or its write-ahead log.
//
// A database must not be read past SQLite in the process that serves it: closing any descriptor of
// the file would drop the locks that SQLite holds on it (POSIX). So copies are made by SQLite.
#pragma once

#include <string>

#include "adapters/sqlite/sqlite.hpp"

namespace buuan::sqlite {

/// A connection to an existing database that asks nothing of it yet.
class Looker {
public:
    static Result<Looker> open(const std::string& path);

    /// Nobody writes until release() or the end of this. busy after a second.
    Result<Done> lock();
    void release();
    /// From now on this connection sees the database as it is now.
    Result<Done> pin();
    /// A new database at `path` with what was pinned, page by page, so that pages keep their places
    /// from copy to copy. Not durable.
    Result<Done> copy_to(const std::string& path);

private:
    explicit Looker(std::unique_ptr<sqlite3, CloseDatabase> db, std::string path)
        : db_(std::move(db)), path_(std::move(path)) {}
    Result<Done> execute(const char* sql);

    std::unique_ptr<sqlite3, CloseDatabase> db_;
    std::string path_;
};

}  // namespace buuan::sqlite
