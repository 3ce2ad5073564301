#include "adapters/sqlite/files_vfs.hpp"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <string>
#include <vector>

#include "base/check.hpp"

namespace buuan::sqlite {
namespace {

constexpr int path_bytes_max = 512;
constexpr int sector_bytes = 4096;  // as SQLite's own assumes

int code_of(const Fault& fault, int otherwise) {
    return fault.kind == FaultKind::full ? SQLITE_FULL : otherwise;
}

struct OpenFile;

/// What the connections to one file share: SQLite's five levels of locks, and the index of the
/// write-ahead log with its own eight.
struct Shared {
    int readers = 0;
    const OpenFile* reserved = nullptr;
    const OpenFile* pending = nullptr;
    const OpenFile* exclusive = nullptr;
    struct IndexLock {
        int readers = 0;
        const OpenFile* writer = nullptr;
    };
    std::array<IndexLock, SQLITE_SHM_NLOCK> index_locks;
    std::vector<std::unique_ptr<std::vector<std::uint8_t>>> index;
};

/// Begins with what SQLite knows; lies in memory that SQLite gives.
struct OpenFile {
    sqlite3_file base{};
    Files* files = nullptr;
    std::mutex* mutex = nullptr;  // of the VFS; guards what is shared
    std::string path;
    std::unique_ptr<File> file;
    std::shared_ptr<Shared> shared;
    bool sync_folder = false;  // with the first sync: the name is new
    int level = SQLITE_LOCK_NONE;
    unsigned index_read = 0;  // bits of the index locks it holds
};

OpenFile& of(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}

// ---- bytes
// ---------------------------------------------------------------------------------------

int read_file_at(sqlite3_file* file, void* out, int size, sqlite3_int64 at) {
    const std::span bytes(static_cast<std::uint8_t*>(out), static_cast<std::size_t>(size));
    const auto got = of(file).file->read_at(static_cast<std::uint64_t>(at), bytes);
    if (!got.ok()) return SQLITE_IOERR_READ;
    if (got.value() == bytes.size()) return SQLITE_OK;
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(got.value()), bytes.end(), 0);
    return SQLITE_IOERR_SHORT_READ;
}

int write_file_at(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
    const BytesView bytes(static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size));
    const auto put = of(file).file->write_at(static_cast<std::uint64_t>(at), bytes);
    return put.ok() ? SQLITE_OK : code_of(put.error(), SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    const auto cut = of(file).file->truncate(static_cast<std::uint64_t>(size));
    return cut.ok() ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int sync_file(sqlite3_file* file, int) {
    OpenFile& open = of(file);
    if (const auto synced = open.file->sync(); !synced.ok())
        return code_of(synced.error(), SQLITE_IOERR_FSYNC);
    if (!open.sync_folder) return SQLITE_OK;
    if (!open.files->sync_folder(folder_of(open.path)).ok()) return SQLITE_IOERR_DIR_FSYNC;
    open.sync_folder = false;
    return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* out) {
    const auto size = of(file).file->size();
    if (!size.ok()) return SQLITE_IOERR_FSTAT;
    *out = static_cast<sqlite3_int64>(size.value());
    return SQLITE_OK;
}

// ---- locks
// ---------------------------------------------------------------------------------------

int lock_file(sqlite3_file* file, int level) {
    OpenFile& open = of(file);
    const std::scoped_lock lock(*open.mutex);
    Shared& shared = *open.shared;
    const auto taken = [&](const OpenFile* holder) { return holder != nullptr && holder != &open; };
    if (level <= open.level) return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (taken(shared.pending) || taken(shared.exclusive)) return SQLITE_BUSY;
        ++shared.readers;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (taken(shared.reserved)) return SQLITE_BUSY;
        shared.reserved = &open;
    } else {
        if (taken(shared.reserved) || taken(shared.pending)) return SQLITE_BUSY;
        shared.pending = &open;
        open.level = SQLITE_LOCK_PENDING;
        if (shared.readers > 1) return SQLITE_BUSY;
        shared.exclusive = &open;
    }
    open.level = level;
    return SQLITE_OK;
}

int unlock_file(sqlite3_file* file, int level) {
    OpenFile& open = of(file);
    const std::scoped_lock lock(*open.mutex);
    Shared& shared = *open.shared;
    if (level >= open.level) return SQLITE_OK;
    for (const OpenFile** holder : {&shared.reserved, &shared.pending, &shared.exclusive}) {
        if (*holder == &open) *holder = nullptr;
    }
    if (level == SQLITE_LOCK_NONE) --shared.readers;
    open.level = level;
    return SQLITE_OK;
}

int is_reserved(sqlite3_file* file, int* out) {
    const std::scoped_lock lock(*of(file).mutex);
    *out = of(file).shared->reserved != nullptr ? 1 : 0;
    return SQLITE_OK;
}

// ---- the index of the write-ahead log
// --------------------------------------------------------------

int map_index(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    OpenFile& open = of(file);
    const std::scoped_lock lock(*open.mutex);
    auto& index = open.shared->index;
    const auto wanted = static_cast<std::size_t>(region);
    *out = nullptr;
    if (wanted >= index.size() && extend == 0) return SQLITE_OK;
    while (index.size() <= wanted) {
        index.push_back(
            std::make_unique<std::vector<std::uint8_t>>(static_cast<std::size_t>(size)));
    }
    *out = index[wanted]->data();
    return SQLITE_OK;
}

int lock_index(sqlite3_file* file, int first, int count, int flags) {
    OpenFile& open = of(file);
    const std::scoped_lock lock(*open.mutex);
    auto& locks = open.shared->index_locks;
    const auto begin = static_cast<std::size_t>(first);
    const std::size_t end = begin + static_cast<std::size_t>(count);
    const auto reads = [&](std::size_t i) { return (open.index_read >> i & 1U) != 0; };
    for (std::size_t i = begin; i < end && (flags & SQLITE_SHM_LOCK) != 0; ++i) {
        if (locks[i].writer != nullptr && locks[i].writer != &open) return SQLITE_BUSY;
        if ((flags & SQLITE_SHM_EXCLUSIVE) != 0 && locks[i].readers > (reads(i) ? 1 : 0))
            return SQLITE_BUSY;
    }
    for (std::size_t i = begin; i < end; ++i) {
        const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
        const bool taking = (flags & SQLITE_SHM_LOCK) != 0;
        if (exclusive) {
            if (taking || locks[i].writer == &open) locks[i].writer = taking ? &open : nullptr;
        } else if (reads(i) != taking) {
            locks[i].readers += taking ? 1 : -1;
            open.index_read ^= 1U << i;
        }
    }
    return SQLITE_OK;
}

void order_index(sqlite3_file* file) {
    const std::scoped_lock lock(*of(file).mutex);  // a mutex is more than the barrier asked for
}

int unmap_index(sqlite3_file*, int) {
    return SQLITE_OK;  // it goes with the last connection
}

// ---- the rest
// ------------------------------------------------------------------------------------

int close_file(sqlite3_file* file) {
    unlock_file(file, SQLITE_LOCK_NONE);
    lock_index(file, 0, SQLITE_SHM_NLOCK, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
    lock_index(file, 0, SQLITE_SHM_NLOCK, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
    of(file).~OpenFile();
    return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
    return sector_bytes;
}
int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;  // as SQLite's own assumes
}

constexpr sqlite3_io_methods methods = {
    2,           close_file,   read_file_at,    write_file_at, truncate_file,
    sync_file,   size_of_file, lock_file,       unlock_file,   is_reserved,
    control,     sector_size,  characteristics, map_index,     lock_index,
    order_index, unmap_index,  nullptr,         nullptr};

}  // namespace

struct FilesVfs::Registered {
    explicit Registered(Files& its_files);
    ~Registered() { sqlite3_vfs_unregister(&vfs); }
    Registered(const Registered&) = delete;
    Registered& operator=(const Registered&) = delete;

    static Registered& of(sqlite3_vfs* vfs) { return *static_cast<Registered*>(vfs->pAppData); }
    int open(const char* name, sqlite3_file* file, int flags, int* flags_out);
    std::shared_ptr<Shared> shared_of(const std::string& path);

    Files& files;
    std::string name;
    sqlite3_vfs vfs{};
    std::mutex mutex;  // guards what connections share
    std::map<std::string, std::weak_ptr<Shared>> shared;
};

std::shared_ptr<Shared> FilesVfs::Registered::shared_of(const std::string& path) {
    const std::scoped_lock lock(mutex);
    auto& known = shared[path];
    auto found = known.lock();
    if (!found) {
        found = std::make_shared<Shared>();
        known = found;
    }
    return found;
}

int FilesVfs::Registered::open(const char* path, sqlite3_file* file, int flags, int* flags_out) {
    file->pMethods = nullptr;
    // Without a name it would be a temporary file; Database keeps those in memory.
    if (path == nullptr) return SQLITE_CANTOPEN;
    const auto there = files.exists(path);
    if (!there.ok()) return SQLITE_CANTOPEN;
    if (!there.value() && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    const bool write = (flags & SQLITE_OPEN_READWRITE) != 0;
    auto opened = files.open(path, !there.value() ? OpenMode::create_new
                                   : write        ? OpenMode::read_write
                                                  : OpenMode::read);
    if (!opened.ok()) return SQLITE_CANTOPEN;
    auto* made = new (file) OpenFile;
    made->files = &files;
    made->mutex = &mutex;
    made->path = path;
    made->file = std::move(opened).value();
    made->shared = shared_of(path);
    // A journal or log that is lost after a power cut takes its transaction along, so its name is
    // made durable with its bytes; the database's own, in the same folder, comes along.
    made->sync_folder =
        (flags & SQLITE_OPEN_CREATE) != 0 &&
        (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL)) != 0;
    made->base.pMethods = &methods;
    if (flags_out != nullptr) *flags_out = flags;
    return SQLITE_OK;
}

FilesVfs::Registered::Registered(Files& its_files) : files(its_files) {
    static std::atomic<int> count{0};
    name = "buuan-files-" + std::to_string(++count);
    const sqlite3_vfs* own = sqlite3_vfs_find(nullptr);
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(OpenFile);
    vfs.mxPathname = path_bytes_max;
    vfs.zName = name.c_str();
    vfs.pAppData = this;
    vfs.xOpen = [](sqlite3_vfs* self, const char* path, sqlite3_file* file, int flags, int* out) {
        return of(self).open(path, file, flags, out);
    };
    vfs.xDelete = [](sqlite3_vfs* self, const char* path, int sync) {
        Files& where = of(self).files;
        if (const auto there = where.exists(path); there.ok() && !there.value())
            return SQLITE_IOERR_DELETE_NOENT;
        if (!where.remove(path).ok()) return SQLITE_IOERR_DELETE;
        if (sync == 0 || where.sync_folder(folder_of(path)).ok()) return SQLITE_OK;
        return SQLITE_IOERR_DIR_FSYNC;
    };
    vfs.xAccess = [](sqlite3_vfs* self, const char* path, int flags, int* out) {
        *out = 0;
        const auto there = of(self).files.exists(path);
        if (!there.ok()) return SQLITE_IOERR_ACCESS;
        if (!there.value()) return SQLITE_OK;
        // An empty file does not exist, as far as SQLite's own is concerned.
        auto file = of(self).files.open(path, OpenMode::read);
        if (!file.ok()) return SQLITE_IOERR_ACCESS;
        const auto size = file.value()->size();
        if (!size.ok()) return SQLITE_IOERR_ACCESS;
        *out = flags != SQLITE_ACCESS_EXISTS || size.value() > 0 ? 1 : 0;
        return SQLITE_OK;
    };
    vfs.xFullPathname = [](sqlite3_vfs*, const char* path, int size, char* out) {
        if (std::strlen(path) >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
        std::strcpy(out, path);
        return SQLITE_OK;
    };
    vfs.xRandomness = own->xRandomness;
    vfs.xSleep = own->xSleep;
    vfs.xCurrentTime = own->xCurrentTime;
    vfs.xCurrentTimeInt64 = own->xCurrentTimeInt64;
    vfs.xGetLastError = own->xGetLastError;
    CHECK(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
}

FilesVfs::FilesVfs(Files& files) : registered_(std::make_unique<Registered>(files)) {}
FilesVfs::~FilesVfs() = default;

const char* FilesVfs::name() const {
    return registered_->name.c_str();
}

}  // namespace buuan::sqlite
