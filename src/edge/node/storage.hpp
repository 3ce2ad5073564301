// What a node is kept in: its files, and the stores for what is looked up. The node asks for each
// once, when it is opened, and keeps the storage until it ends. A folder of this machine is one
// (below); a simulation brings its own.
#pragma once

#include <filesystem>
#include <memory>

#include "adapters/posix/posix_files.hpp"
#include "adapters/sqlite/sqlite.hpp"
#include "base/day_store.hpp"
#include "ledger/ledger_store.hpp"
#include "register/register_store.hpp"
#include "retention/hold_store.hpp"

namespace buuan::node {

class Storage {
public:
    virtual ~Storage() = default;
    virtual Files& files() = 0;
    /// Empty where it is no folder of this machine.
    [[nodiscard]] virtual std::filesystem::path folder() const { return {}; }
    virtual Result<std::unique_ptr<DayStore>> open_days(std::size_t days_open_max) = 0;
    virtual Result<std::unique_ptr<register_::RegisterStore>> open_register() = 0;
    virtual Result<std::unique_ptr<retention::HoldStore>> open_holds() = 0;
    /// Makes the log's store where there is none.
    virtual Result<std::unique_ptr<ledger::LedgerStore>> open_log(const LogName& log) = 0;
};

/// A folder of this machine, under its exclusive lock, with SQLite for the stores.
class FolderStorage final : public Storage {
public:
    /// In an empty or missing folder.
    static Result<std::unique_ptr<Storage>> make(const std::filesystem::path& folder);
    static Result<std::unique_ptr<Storage>> open(const std::filesystem::path& folder);

    Files& files() override { return *files_; }
    [[nodiscard]] std::filesystem::path folder() const override { return folder_; }
    Result<std::unique_ptr<DayStore>> open_days(std::size_t days_open_max) override;
    Result<std::unique_ptr<register_::RegisterStore>> open_register() override;
    Result<std::unique_ptr<retention::HoldStore>> open_holds() override;
    Result<std::unique_ptr<ledger::LedgerStore>> open_log(const LogName& log) override;

private:
    FolderStorage(std::filesystem::path folder, FolderLock lock, std::unique_ptr<PosixFiles> files)
        : folder_(std::move(folder)), lock_(std::move(lock)), files_(std::move(files)) {}

    [[nodiscard]] sqlite::Place place() const { return {*files_, folder_.string()}; }

    const std::filesystem::path folder_;
    const FolderLock lock_;
    const std::unique_ptr<PosixFiles> files_;
};

}  // namespace buuan::node
