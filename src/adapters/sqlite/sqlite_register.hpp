// The register's rows in node.db.
#pragma once

#include <memory>
#include <mutex>

#include "adapters/sqlite/sqlite.hpp"
#include "register/register_store.hpp"

namespace buuan::sqlite {

class SqliteRegister final : public register_::RegisterStore {
public:
    static Result<std::unique_ptr<SqliteRegister>> open(const Place& place,
                                                        const std::string& path);

    Result<Done> apply(const register_::RegisterWrite& write) override;
    Result<std::optional<std::string>> find(const std::string& kind,
                                            const std::string& key) override;
    Result<std::vector<register_::Row>> list(const std::string& kind, const std::string& after,
                                             std::size_t count_max) override;
    Result<std::vector<register_::Row>> list_before(const std::string& kind,
                                                    const std::string& before,
                                                    std::size_t count_max) override;
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t count_max) override;
    Result<Done> mark_sequenced(const LogName& log,
                                std::span<const SequencedEntry> entries) override;

private:
    explicit SqliteRegister(Database db);

    std::mutex mutex_;  // one connection; every call is short
    Database db_;
    Statement put_row_, erase_row_, put_entry_, find_row_, list_rows_, list_last_, list_before_,
        pending_, erase_entry_;
};

}  // namespace buuan::sqlite
