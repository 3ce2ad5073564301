#include "edge/backup/back_up.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <map>
#include <thread>

#include "edge/backup/cut.hpp"

namespace buuan::backup {
namespace {

namespace fs = std::filesystem;

constexpr int tries_max = 5;
constexpr const char* scratch = "run/backup.db";

/// Whether a file that is no database belongs into a backup. Keys never; nor what a running process
/// or a write that was cut off leaves. keys/recovery.json holds the public half of a key only.
bool belongs(const std::string& path) {
    if (path == "keys/recovery.json") return true;
    for (const char* apart : {"keys/", "run/"}) {
        if (path.starts_with(apart)) return false;
    }
    for (const char* apart : {"lock", "restored.json"}) {
        if (path == apart) return false;
    }
    for (const char* ending : {".db", ".db-wal", ".db-shm", ".key", ".new"}) {
        if (path.ends_with(ending)) return false;
    }
    return true;
}

Result<std::vector<std::string>> files_in(const fs::path& node) {
    std::vector<std::string> found;
    std::error_code error;
    for (fs::recursive_directory_iterator each(node, error), end; each != end && !error;
         each.increment(error)) {
        const std::string path = each->path().lexically_relative(node).string();
        if (each->is_regular_file(error) && !each->is_symlink(error) && belongs(path))
            found.push_back(path);
    }
    if (error)
        return Fault{FaultKind::unavailable, "list " + node.string() + ": " + error.message()};
    std::sort(found.begin(), found.end());
    return found;
}

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

class Copying {
public:
    Copying(fs::path node, Archive& archive, const Manifest& before,
            const std::function<bool()>& stopping)
        : node_(std::move(node)), archive_(archive), before_(before), stopping_(stopping) {}

    Result<Done> copy_what_lies_still() {
        const auto databases = databases_in(node_);
        if (!databases.ok()) return databases.error();
        for (const std::string& path : databases.value()) {
            const auto stamp = stamp_of(node_ / path);
            if (!stamp || still_.contains(path)) continue;
            if (!reuse(path, *stamp)) {
                auto database = sqlite::Looker::open((node_ / path).string());
                if (!database.ok()) continue;  // dropped meanwhile; else the cut says why
                if (auto copied = copy_database(path, database.value(), *stamp); !copied.ok())
                    return copied;
            }
            still_.insert_or_assign(path, *stamp);
        }
        return Done{};
    }

    Result<Done> take_the_cut() {
        auto cut = backup::cut(node_, still_);
        if (!cut.ok()) return cut.error();
        pinned_ = std::move(cut).value();
        return Done{};
    }

    Result<Done> copy_the_rest() {
        std::map<std::string, SavedFile> kept;
        for (const auto& [path, stamp] : still_) kept.insert(files_.extract(path));
        files_ = std::move(kept);
        // A copy at a time, and gone then: what it sees cannot be cleared out of the write-ahead
        // log.
        for (; !pinned_.empty(); pinned_.pop_back()) {
            if (auto copied = copy_database(pinned_.back().path, pinned_.back().database, "-");
                !copied.ok())
                return copied;
        }
        return copy_files();
    }

    /// Whether no day was dropped after the cut, whose pictures may be gone.
    [[nodiscard]] bool is_whole() const {
        return std::all_of(files_.begin(), files_.end(), [&](const auto& each) {
            return !each.first.ends_with(".db") || is_there(node_ / each.first);
        });
    }

    std::vector<SavedFile> take_files() {
        std::vector<SavedFile> files;
        for (auto& [path, file] : files_) files.push_back(std::move(file));
        return files;
    }
    [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

private:
    bool reuse(const std::string& path, const std::string& stamp) {
        const SavedFile* saved = before_.find(path);
        if (saved == nullptr || saved->stamp != stamp || !archive_.has(*saved)) return false;
        files_.insert_or_assign(path, *saved);
        return true;
    }

    Result<Done> copy_database(const std::string& path, sqlite::Looker& database,
                               const std::string& stamp) {
        const fs::path copy = node_ / scratch;
        std::error_code ignored;
        fs::remove(copy, ignored);
        auto copied = database.copy_to(copy.string());
        if (copied.ok()) copied = copy_file(copy, path, stamp);
        fs::remove(copy, ignored);
        return copied;
    }

    Result<Done> copy_files() {
        const auto paths = files_in(node_);
        if (!paths.ok()) return paths.error();
        for (const std::string& path : paths.value()) {
            const auto stamp = stamp_of(node_ / path);
            if (stamp && reuse(path, *stamp)) continue;
            auto copied = copy_file(node_ / path, path, stamp.value_or("-"));
            if (!copied.ok() && is_there(node_ / path)) return copied;
        }
        return Done{};
    }

    /// As much as there is now: a pack may grow meanwhile.
    Result<Done> copy_file(const fs::path& from, const std::string& path,
                           const std::string& stamp) {
        auto folder = PosixFiles::open_root(from.parent_path());
        if (!folder.ok()) return folder.error();
        auto file = folder.value()->open(from.filename().string(), OpenMode::read);
        if (!file.ok()) return file.error();
        const auto size = file.value()->size();
        if (!size.ok()) return size.error();
        SavedFile saved{path, size.value(), stamp, {}};
        Bytes chunk;
        for (std::uint64_t at = 0; at < saved.size; at += chunk.size()) {
            if (stopping_()) return Fault{FaultKind::unavailable, "the node is stopping"};
            chunk.resize(std::min<std::uint64_t>(chunk_bytes, saved.size - at));
            const auto got = file.value()->read_at(at, chunk);
            if (!got.ok()) return got.error();
            if (got.value() != chunk.size())
                return Fault{FaultKind::unavailable, path + " became shorter while it was read"};
            auto name = archive_.put_chunk(chunk);
            if (!name.ok()) return name.error();
            saved.chunks.push_back(name.value());
            bytes_read_ += chunk.size();
        }
        files_.insert_or_assign(path, std::move(saved));
        return Done{};
    }

    const fs::path node_;
    Archive& archive_;
    const Manifest& before_;
    const std::function<bool()>& stopping_;
    std::map<std::string, SavedFile> files_;
    std::map<std::string, std::string> still_;  // databases in files_, and their stamps
    std::vector<Pinned> pinned_;
    std::uint64_t bytes_read_ = 0;
};

/// The newest backup that opens, for what it knows of files that did not change.
Manifest newest_of(Archive& archive) {
    const auto names = archive.backups();
    if (!names.ok()) return {};
    for (auto name = names.value().rbegin(); name != names.value().rend(); ++name) {
        if (auto manifest = archive.manifest(*name); manifest.ok())
            return std::move(manifest).value();
    }
    return {};
}

}  // namespace

Result<Done> at_lowest_priority(const std::function<Result<Done>()>& work) {
    std::packaged_task<Result<Done>()> task([&] {
        (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
        return work();
    });
    auto done = task.get_future();
    std::thread(std::move(task)).join();
    return done.get();
}

Result<Made> back_up(const fs::path& node, std::string_view origin, Archive& archive, Clock& clock,
                     const std::function<bool()>& stopping) {
    if (auto looked = archive.look(); !looked.ok()) return looked.error();
    const Manifest before = newest_of(archive);
    std::uint64_t bytes_read = 0;
    for (int tries = 0; tries < tries_max; ++tries) {
        Copying copying(node, archive, before, stopping);
        auto done = at_lowest_priority([&] { return copying.copy_what_lies_still(); });
        if (!done.ok()) return done.error();
        // At the priority of a request: others wait for it.
        if (done = copying.take_the_cut(); !done.ok()) return done.error();
        // The newest is the last by its name, also where the clock was set back.
        const Instant made = std::max(clock.now(), before.made + 1);
        done = at_lowest_priority([&] { return copying.copy_the_rest(); });
        if (!done.ok()) return done.error();
        bytes_read += copying.bytes_read();
        if (!copying.is_whole()) continue;
        Made result{{std::string(origin), made, copying.take_files()}, bytes_read};
        if (auto added = archive.add(result.manifest); !added.ok()) return added.error();
        return result;
    }
    return Fault{FaultKind::busy, "days were deleted each time that they were copied"};
}

}  // namespace buuan::backup
