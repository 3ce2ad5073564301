// Holds' copies in one SQLite file, holds.db. What goes is overwritten with zeros where it lay
// (secure_delete), and the write-ahead log is emptied before drop() answers.
#pragma once

#include <memory>
#include <mutex>

#include "adapters/sqlite/sqlite.hpp"
#include "retention/hold_store.hpp"

namespace buuan::sqlite {

class SqliteHolds final : public retention::HoldStore {
public:
    static Result<std::unique_ptr<SqliteHolds>> open(const Place& place, const std::string& path);

    Result<Done> put(retention::HoldNumber hold,
                     std::span<const retention::HeldItem> items) override;
    Result<std::optional<retention::HeldItem>> find(const retention::HeldName& name) override;
    Result<std::vector<retention::HoldNumber>> holds_of(const ItemId& item) override;
    Result<Bytes> object(retention::HoldNumber hold, const Digest& id) override;
    Result<std::vector<ItemId>> find_by_token(retention::HoldNumber hold, const Token& token,
                                              std::size_t count_max) override;
    Result<std::vector<ItemId>> items(retention::HoldNumber hold,
                                      const std::optional<ItemId>& after,
                                      std::size_t count_max) override;
    Result<std::uint64_t> count(retention::HoldNumber hold) override;
    Result<Done> drop(const retention::HeldName& name) override;
    Result<Done> drop_all(retention::HoldNumber hold) override;

private:
    explicit SqliteHolds(Database db);
    Result<Done> put_one(retention::HoldNumber hold, const retention::HeldItem& item);
    Result<Done> run(Statement& statement);

    std::mutex mutex_;  // one connection
    Database db_;
    Statement put_item_, put_part_, put_record_, put_object_, put_token_, find_item_, find_parts_,
        find_records_, holds_of_, find_object_, find_token_, next_items_, count_;
    std::array<Statement, 5> drop_one_, drop_all_;  // of each table
};

}  // namespace buuan::sqlite
