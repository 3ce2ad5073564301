#include "edge/backup/target.hpp"

namespace buuan::backup {
namespace {

/// What a backup that was cut off left half-written: one file, overwritten by the next.
constexpr const char* unfinished = "unfinished";

}  // namespace

Result<std::unique_ptr<FolderTarget>> FolderTarget::open(const std::filesystem::path& folder) {
    auto files = PosixFiles::open_root(folder);
    if (!files.ok()) return files.error();
    auto lock = FolderLock::take(folder);
    if (!lock.ok()) return lock.error();
    return std::unique_ptr<FolderTarget>(
        new FolderTarget(std::move(lock).value(), std::move(files).value()));
}

Result<std::vector<std::string>> FolderTarget::list(std::string_view folder) {
    return files_->list(folder);
}

Result<std::vector<std::string>> FolderTarget::list_pairs(std::string_view folder) {
    const auto firsts = files_->list(folder);
    if (!firsts.ok()) return firsts;
    std::vector<std::string> pairs;
    for (const std::string& first : firsts.value()) {
        const auto seconds = files_->list(std::string(folder) + "/" + first);
        if (!seconds.ok()) return seconds;
        for (const std::string& second : seconds.value()) pairs.push_back(first + "/" + second);
    }
    return pairs;
}

Result<Bytes> FolderTarget::get(std::string_view name, std::size_t bytes_max) {
    return read_file(*files_, name, bytes_max);
}

Result<Done> FolderTarget::write_new(const std::string& path, BytesView bytes) {
    auto file = files_->open(path, OpenMode::create_new);
    if (!file.ok()) return file.error();
    if (auto written = file.value()->write_at(0, bytes); !written.ok()) return written;
    return file.value()->sync();
}

Result<Done> FolderTarget::put(std::string_view name, BytesView bytes) {
    const std::string folder = folder_of(name);
    if (made_.insert(folder).second) {
        if (auto made = files_->make_folders(folder); !made.ok()) return made;
    }
    if (auto removed = files_->remove(unfinished); !removed.ok()) return removed;
    if (auto written = write_new(unfinished, bytes); !written.ok()) {
        (void)files_->remove(unfinished);  // a full disk gets its space back
        return written;
    }
    unsettled_.insert(folder);
    return files_->rename(unfinished, name);
}

Result<Done> FolderTarget::settle() {
    for (const std::string& folder : unsettled_) {
        if (auto synced = files_->sync_folder(folder); !synced.ok()) return synced;
    }
    unsettled_.clear();
    return Done{};
}

Result<Done> FolderTarget::remove(std::string_view name) {
    unsettled_.insert(folder_of(name));
    return files_->remove(name);
}

}  // namespace buuan::backup
