// The tokens of one day that are durable, but not in its index yet. Commands write theirs as one
// row of the table `outbox` and are done; every second a job puts what has gathered into the index
// `token`, in its order, so that a page of it is written once for many tokens and not once for each
// (measured: more than half of the work of a transaction of thirty acceptances;
// docs/decisions/tokens-wait-in-an-outbox.md). The table is what a restart reads; what look-ups ask
// is here, in memory.
//
// Who looks up asks the outbox before the index: a token is in one of them from the moment its
// command is durable, since it leaves the outbox only after it is in the index.
//
// From any thread. Locks: its mutex alone.
#pragma once

#include <mutex>
#include <span>
#include <vector>

#include "adapters/sqlite/sqlite.hpp"
#include "base/day_store.hpp"

namespace buuan::sqlite {

/// A token and the item that carries it, by its short name within the day's file.
struct TokenRow {
    Token token;
    std::int64_t n{};
    friend auto operator<=>(const TokenRow&, const TokenRow&) = default;
};

/// The form of a row of the table.
Bytes bytes_of(std::span<const TokenRow> tokens);

class Outbox {
public:
    /// Beyond this the index is too far behind for more commands.
    static constexpr std::size_t tokens_max = 1'000'000;

    /// Reads what the last process left; once. Tokens can be made again, so a damaged row does not
    /// keep the day shut: it is left out and told to the operator; `check` names the items that are
    /// not found, `rebuild` mends them.
    Result<Done> load(Database& db);
    /// For the next row of the table. One thread writes to a day.
    [[nodiscard]] std::int64_t next_id() const;
    /// After its transaction: row `id` of the table, sorted.
    void add(std::int64_t id, std::vector<TokenRow> tokens);
    /// The items that carry any of `tokens`.
    [[nodiscard]] std::vector<std::int64_t> find(std::span<const Token> tokens) const;
    [[nodiscard]] std::size_t size() const;

    struct Batch {
        std::vector<TokenRow> tokens;  // sorted
        std::int64_t last{};           // all rows up to this one
    };
    /// All that wait now; they go on being found.
    [[nodiscard]] Batch batch() const;
    /// The rows up to `last` are in the index.
    void leave(std::int64_t last);
    void clear();

private:
    struct Row {
        std::int64_t id;
        std::vector<TokenRow> tokens;
    };
    mutable std::mutex mutex_;
    bool loaded_ = false;
    std::vector<Row> rows_;     // in the order of their ids
    std::int64_t last_id_ = 0;  // never used again in this process: a batch under way ends at one
    std::size_t size_ = 0;
};

}  // namespace buuan::sqlite
