// Where the register, the accounts and the acts are kept: rows of a kind, each under a key.
// Promise: `apply` is one durable transaction of rows and ledger entries, so nothing stands in the
// register that its log will not know.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/pending.hpp"

namespace buuan::register_ {

struct Row {
    std::string kind;  // "site", "counter", "staff", "user", "session", "act" …
    std::string key;
    std::string body;  // JSON, or sealed bytes
};

struct RegisterWrite {
    std::vector<Row> put;                                    // replace what is there
    std::vector<std::pair<std::string, std::string>> erase;  // kind, key
    std::vector<PendingEntry> entries;
};

class RegisterStore : public PendingEntries {
public:
    virtual Result<Done> apply(const RegisterWrite& write) = 0;
    virtual Result<std::optional<std::string>> find(const std::string& kind,
                                                    const std::string& key) = 0;
    /// Rows of a kind in the order of their keys, after `after`, at most count_max.
    virtual Result<std::vector<Row>> list(const std::string& kind, const std::string& after,
                                          std::size_t count_max) = 0;
    /// The same from the end: before `before` (empty: from the last), the last first.
    virtual Result<std::vector<Row>> list_before(const std::string& kind, const std::string& before,
                                                 std::size_t count_max) = 0;
};

/// A number as a row's key: eight digits, so that keys stand in the order of their numbers.
std::string number_key(std::uint32_t number);

/// All rows of a kind, page by page.
Result<std::vector<Row>> list_all(RegisterStore& store, const std::string& kind);

}  // namespace buuan::register_
