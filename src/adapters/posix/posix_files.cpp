#include "adapters/posix/posix_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace buuan {
namespace {

/// "" is the root itself; every other path is relative, without empty, "." or ".." parts.
bool is_inside(std::string_view path) {
    if (path.empty()) return true;
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const auto part = path.substr(begin, end - begin);
        if (part.empty() || part == "." || part == ".." ||
            part.find('\0') != std::string_view::npos)
            return false;
        begin = end + 1;
    }
    return true;
}

Fault outside(std::string_view path) {
    return {FaultKind::denied, "a path leaves the folder: " + std::string(path)};
}

std::string as_relative(std::string_view path) {
    return path.empty() ? std::string(".") : std::string(path);
}

class PosixFile final : public File {
public:
    PosixFile(int file, std::string path) : file_(file), path_(std::move(path)) {}
    ~PosixFile() override { ::close(file_); }

    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
        std::size_t done = 0;
        while (done < out.size()) {
            const ssize_t got = ::pread(file_, out.data() + done, out.size() - done,
                                        static_cast<off_t>(offset + done));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return fault_of_errno(errno, "read " + path_);
            if (got == 0) break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

    Result<Done> write_at(std::uint64_t offset, BytesView data) override {
        std::size_t done = 0;
        while (done < data.size()) {
            const ssize_t put = ::pwrite(file_, data.data() + done, data.size() - done,
                                         static_cast<off_t>(offset + done));
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) return fault_of_errno(errno, "write " + path_);
            done += static_cast<std::size_t>(put);
        }
        return Done{};
    }

    Result<std::uint64_t> size() override {
        struct stat info {};
        if (::fstat(file_, &info) != 0) return fault_of_errno(errno, "size of " + path_);
        return static_cast<std::uint64_t>(info.st_size);
    }

    Result<Done> truncate(std::uint64_t size) override {
        if (::ftruncate(file_, static_cast<off_t>(size)) != 0)
            return fault_of_errno(errno, "truncate " + path_);
        return Done{};
    }

    Result<Done> sync() override {
        if (::fdatasync(file_) != 0) return fault_of_errno(errno, "sync " + path_);
        return Done{};
    }

private:
    int file_;
    std::string path_;
};

struct CloseFolder {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

}  // namespace

Fault fault_of_errno(int error, std::string_view what) {
    const std::string sentence = std::string(what) + ": " + std::strerror(error);
    switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return {FaultKind::full, sentence};
        case EACCES:
        case EPERM:
        case EROFS:
            return {FaultKind::denied, sentence};
        case EIO:
            return {FaultKind::corrupt, sentence};
        case EMFILE:
        case ENFILE:
        case EAGAIN:
            return {FaultKind::busy, sentence};
        default:
            return {FaultKind::unavailable, sentence};
    }
}

Result<std::unique_ptr<PosixFiles>> PosixFiles::open_root(const std::filesystem::path& folder) {
    const int root = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) return fault_of_errno(errno, "open folder " + folder.string());
    return std::unique_ptr<PosixFiles>(new PosixFiles(root));
}

PosixFiles::~PosixFiles() {
    ::close(root_);
}

Result<std::unique_ptr<File>> PosixFiles::open(std::string_view path, OpenMode mode) {
    if (path.empty() || !is_inside(path)) return outside(path);
    int flags =
        O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;  // a pipe in a file's place keeps nobody waiting
    switch (mode) {
        case OpenMode::read:
            flags |= O_RDONLY;
            break;
        case OpenMode::read_write:
            flags |= O_RDWR;
            break;
        case OpenMode::create_new:
            flags |= O_RDWR | O_CREAT | O_EXCL;
            break;
    }
    const std::string name(path);
    const int file = ::openat(root_, name.c_str(), flags, 0600);
    if (file < 0) return fault_of_errno(errno, "open " + name);
    auto opened = std::unique_ptr<File>(new PosixFile(file, name));
    struct stat info {};
    if (::fstat(file, &info) != 0) return fault_of_errno(errno, "look at " + name);
    if (!S_ISREG(info.st_mode)) return Fault{FaultKind::corrupt, name + " is no file"};
    return opened;
}

Result<bool> PosixFiles::exists(std::string_view path) {
    if (!is_inside(path)) return outside(path);
    struct stat info {};
    if (::fstatat(root_, as_relative(path).c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0) return true;
    if (errno == ENOENT || errno == ENOTDIR) return false;
    return fault_of_errno(errno, "look at " + std::string(path));
}

Result<std::vector<std::string>> PosixFiles::list(std::string_view folder) {
    if (!is_inside(folder)) return outside(folder);
    const int file =
        ::openat(root_, as_relative(folder).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) return std::vector<std::string>{};
    if (file < 0) return fault_of_errno(errno, "list " + std::string(folder));
    const std::unique_ptr<DIR, CloseFolder> open_folder(::fdopendir(file));
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(open_folder.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<Done> PosixFiles::make_folders(std::string_view folder) {
    if (!is_inside(folder)) return outside(folder);
    for (std::size_t end = 0; end < folder.size();) {
        end = std::min(folder.find('/', end + 1), folder.size());
        const std::string part(folder.substr(0, end));
        if (::mkdirat(root_, part.c_str(), 0700) == 0) {
            const auto slash = part.rfind('/');
            if (auto synced = sync_folder(slash == std::string::npos ? "" : part.substr(0, slash));
                !synced.ok())
                return synced;
        } else if (errno != EEXIST) {
            return fault_of_errno(errno, "make folder " + part);
        } else {
            struct stat info {};
            if (::fstatat(root_, part.c_str(), &info, 0) != 0)
                return fault_of_errno(errno, "look at " + part);
            if (!S_ISDIR(info.st_mode)) return fault_of_errno(ENOTDIR, "make folder " + part);
        }
    }
    return Done{};
}

Result<Done> PosixFiles::rename(std::string_view from, std::string_view to) {
    if (!is_inside(from) || !is_inside(to)) return outside(from);
    if (::renameat(root_, std::string(from).c_str(), root_, std::string(to).c_str()) != 0) {
        return fault_of_errno(errno, "rename " + std::string(from));
    }
    return Done{};
}

Result<Done> PosixFiles::remove(std::string_view path) {
    if (path.empty() || !is_inside(path)) return outside(path);
    const std::string name(path);
    if (::unlinkat(root_, name.c_str(), 0) == 0 || errno == ENOENT) return Done{};
    if (errno == EISDIR &&
        (::unlinkat(root_, name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOTEMPTY))
        return Done{};
    return fault_of_errno(errno, "remove " + name);
}

Result<Done> PosixFiles::sync_folder(std::string_view folder) {
    if (!is_inside(folder)) return outside(folder);
    const int file =
        ::openat(root_, as_relative(folder).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return fault_of_errno(errno, "open folder " + std::string(folder));
    const int failed = ::fsync(file) != 0 ? errno : 0;
    ::close(file);
    if (failed != 0) return fault_of_errno(failed, "sync folder " + std::string(folder));
    return Done{};
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
    const auto path = folder / "lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return fault_of_errno(errno, "open " + path.string());
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        ::close(file);
        if (error == EWOULDBLOCK)
            return Fault{FaultKind::busy, "another process works on " + folder.string()};
        return fault_of_errno(error, "lock " + path.string());
    }
    return FolderLock(file);
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace buuan
