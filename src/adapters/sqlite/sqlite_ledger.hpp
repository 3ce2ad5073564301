// One log in one SQLite file: tiles, head and entry ids change in one durable transaction.
#pragma once

#include <memory>
#include <mutex>

#include "adapters/sqlite/sqlite.hpp"
#include "ledger/ledger_store.hpp"

namespace buuan::sqlite {

class SqliteLedger final : public ledger::LedgerStore {
public:
    static Result<std::unique_ptr<SqliteLedger>> open(const Place& place, const std::string& path);

    Result<ledger::Head> head() override;
    Result<std::optional<Bytes>> tile(int level, std::uint64_t index) override;
    Result<std::optional<std::uint64_t>> index_of(const EntryId& id) override;
    Result<Done> append(const ledger::Append& append) override;
    Result<ledger::Head> take_over() override;
    Result<std::string> checkpoint() override;
    Result<Done> set_checkpoint(std::uint64_t epoch, const std::string& note) override;

private:
    explicit SqliteLedger(Database db);
    Result<ledger::Head> read_head();
    Result<Done> write_tiles_and_ids(const ledger::Append& append);

    std::mutex mutex_;  // one connection; every call is short
    Database db_;
    Statement select_head_, select_tile_, select_place_, put_tile_, put_id_, set_head_,
        raise_epoch_, put_checkpoint_, select_checkpoint_;
};

}  // namespace buuan::sqlite
