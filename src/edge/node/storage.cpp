#include "edge/node/storage.hpp"

#include "adapters/sqlite/sqlite_days.hpp"
#include "adapters/sqlite/sqlite_holds.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"
#include "adapters/sqlite/sqlite_register.hpp"

namespace buuan::node {

Result<std::unique_ptr<Storage>> FolderStorage::make(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return Fault{FaultKind::unavailable,
                     "cannot make the folder " + folder.string() + ": " + error.message()};
    if (!std::filesystem::is_empty(folder, error))
        return Fault{FaultKind::invalid, "the folder is not empty: " + folder.string()};
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    return open(folder);
}

Result<std::unique_ptr<Storage>> FolderStorage::open(const std::filesystem::path& folder) {
    auto lock = FolderLock::take(folder);
    if (!lock.ok()) return lock.error();
    auto files = PosixFiles::open_root(folder);
    if (!files.ok()) return files.error();
    return std::unique_ptr<Storage>(
        new FolderStorage(folder, std::move(lock).value(), std::move(files).value()));
}

Result<std::unique_ptr<DayStore>> FolderStorage::open_days(std::size_t days_open_max) {
    auto days = sqlite::SqliteDays::open(place(), "days", days_open_max);
    if (!days.ok()) return days.error();
    return std::unique_ptr<DayStore>(std::move(days).value());
}

Result<std::unique_ptr<register_::RegisterStore>> FolderStorage::open_register() {
    auto store = sqlite::SqliteRegister::open(place(), "node.db");
    if (!store.ok()) return store.error();
    return std::unique_ptr<register_::RegisterStore>(std::move(store).value());
}

Result<std::unique_ptr<retention::HoldStore>> FolderStorage::open_holds() {
    auto holds = sqlite::SqliteHolds::open(place(), "holds.db");
    if (!holds.ok()) return holds.error();
    return std::unique_ptr<retention::HoldStore>(std::move(holds).value());
}

Result<std::unique_ptr<ledger::LedgerStore>> FolderStorage::open_log(const LogName& log) {
    auto store = sqlite::SqliteLedger::open(place(), "ledger/" + log.value + ".db");
    if (!store.ok()) return store.error();
    return std::unique_ptr<ledger::LedgerStore>(std::move(store).value());
}

}  // namespace buuan::node
