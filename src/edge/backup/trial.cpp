#include "edge/backup/trial.hpp"

#include "adapters/memory/memory_files.hpp"
#include "edge/node/storage.hpp"

namespace buuan::backup {
namespace {

/// A node's folder whose keys are in memory.
class FilesBeside final : public Files {
public:
    FilesBeside(Files& disk, std::unique_ptr<Files> keys) : disk_(disk), keys_(std::move(keys)) {}

    Result<std::unique_ptr<File>> open(std::string_view path, OpenMode mode) override {
        return of(path).open(path, mode);
    }
    Result<bool> exists(std::string_view path) override { return of(path).exists(path); }
    Result<std::vector<std::string>> list(std::string_view folder) override {
        return of(folder).list(folder);
    }
    Result<Done> make_folders(std::string_view folder) override {
        return of(folder).make_folders(folder);
    }
    Result<Done> rename(std::string_view from, std::string_view to) override {
        return of(from).rename(from, to);
    }
    Result<Done> remove(std::string_view path) override { return of(path).remove(path); }
    Result<Done> sync_folder(std::string_view folder) override {
        return of(folder).sync_folder(folder);
    }

private:
    [[nodiscard]] Files& of(std::string_view path) const {
        return path == "keys" || path.starts_with("keys/") || path.starts_with("keys.") ? *keys_
                                                                                        : disk_;
    }

    Files& disk_;
    const std::unique_ptr<Files> keys_;
};

class StorageBeside final : public node::Storage {
public:
    StorageBeside(std::unique_ptr<node::Storage> disk, std::unique_ptr<Files> keys)
        : disk_(std::move(disk)), files_(disk_->files(), std::move(keys)) {}

    Files& files() override { return files_; }
    Result<std::unique_ptr<DayStore>> open_days(std::size_t days_open_max) override {
        return disk_->open_days(days_open_max);
    }
    Result<std::unique_ptr<register_::RegisterStore>> open_register() override {
        return disk_->open_register();
    }
    Result<std::unique_ptr<retention::HoldStore>> open_holds() override {
        return disk_->open_holds();
    }
    Result<std::unique_ptr<ledger::LedgerStore>> open_log(const LogName& log) override {
        return disk_->open_log(log);
    }

private:
    const std::unique_ptr<node::Storage> disk_;
    FilesBeside files_;
};

Result<Done> fill_ring(Files& files, const vault::KeyBackup& keys,
                       const std::vector<vault::KeyInfo>& all, Entropy& entropy) {
    if (auto made = vault::KeyRing::create(files, keys.root, entropy); !made.ok()) return made;
    auto ring = vault::KeyRing::open(files, keys.root, entropy);
    if (!ring.ok()) return ring.error();
    for (const vault::ClassKey& each : keys.classes) {
        if (auto put = ring.value()->put_back(each); !put.ok()) return put;
    }
    std::vector<vault::KeyName> destroyed;
    for (const vault::KeyInfo& each : all) {
        if (each.state == vault::KeyState::destroyed)
            destroyed.push_back({each.day, each.data_class});
    }
    return ring.value()->destroy(destroyed);
}

}  // namespace

Result<std::unique_ptr<node::Node>> open_beside(const std::filesystem::path& restored,
                                                const vault::KeyBackup& keys,
                                                const std::vector<vault::KeyInfo>& all,
                                                Clock& clock, Entropy& entropy) {
    auto files = std::make_unique<memory::MemoryFiles>();
    vault::RootMeans means;
    means.credentials.push_back(keys.root.duplicate());
    // The root key itself stays out of the files.
    if (auto root = vault::create_root_key(*files, vault::RootSource::credential, means, entropy);
        !root.ok())
        return root.error();
    if (auto filled = fill_ring(*files, keys, all, entropy); !filled.ok()) return filled.error();
    if (auto made = files->make_folders(vault::log_keys_folder); !made.ok()) return made.error();
    for (const auto& [log, seeds] : keys.logs) {
        if (auto written = vault::write_log_seeds(*files, keys.root, log, seeds, entropy);
            !written.ok())
            return written.error();
    }
    auto disk = node::FolderStorage::open(restored);
    if (!disk.ok()) return disk.error();
    // A trial is no restoration: nothing of it goes on.
    if (auto forgotten = node::forget_restored_mark(disk.value()->files()); !forgotten.ok())
        return forgotten.error();
    return node::Node::open(
        std::make_unique<StorageBeside>(std::move(disk).value(), std::move(files)), means, clock,
        entropy);
}

}  // namespace buuan::backup
