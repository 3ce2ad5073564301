// Where a day's items are kept, and the one way to write them (DESIGN.md section 12). A use case
// returns a pure DayWrite; the committer gives many of them at once to `apply`; every other call
// only reads. A DayWrite holds bytes and ids only, so the same one goes to memory, SQLite or
// PostgreSQL. Nothing here is readable: names are sealed, values searched for are tokens.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/data_class.hpp"
#include "base/entropy.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/item.hpp"
#include "base/pending.hpp"
#include "base/result.hpp"

namespace buuan {

/// A keyed hash of something searched for; keys are per day, so tokens of two days cannot be linked
/// (DESIGN.md section 4).
struct Token {
    std::array<std::uint8_t, 16> bytes{};
    friend auto operator<=>(const Token&, const Token&) = default;
};

/// What is readable about an item without any key: nothing about a person.
struct ItemRow {
    ItemId id;
    ItemType type{};
    ItemState state{};
    std::uint32_t version{};  // 1 at acceptance, one more with each command
    SiteCode site;            // where it was accepted
    CounterCode counter;
    std::uint32_t number{};  // of the counter on that day, 1, 2, 3 … without gaps over acceptances
                             // and refusals
    LogName log;  // the log of its acceptance
    Instant accepted_at;
    std::uint8_t pictures_due{};  // announced pictures that are not stored yet
    bool on_hold{};               // undelivered, complaint, request ...: keeps itself (E10, E11)
    Service service{};
    friend bool operator==(const ItemRow&, const ItemRow&) = default;
};

/// One sealed revision of one class of an item. `revision` counts from 1 within the class;
/// corrections add, never replace.
struct SealedRow {
    DataClass data_class{};
    std::uint32_t revision{};
    Bytes sealed;
    friend bool operator==(const SealedRow&, const SealedRow&) = default;
};

/// The newest revision of one class of an item.
struct NewestRecord {
    ItemId item;
    std::uint32_t revision{};
    Bytes sealed;
    friend bool operator==(const NewestRecord&, const NewestRecord&) = default;
};

/// One stored object of an item (a picture, a signature).
struct ObjectRow {
    Digest object;  // RFC 6962 root over the sealed chunks
    DataClass data_class{};
    std::string slot;      // "open", "contents", "sealed", "signature" ...: rules/item_types.toml
    std::uint64_t size{};  // plain bytes
    friend bool operator==(const ObjectRow&, const ObjectRow&) = default;
};

/// Everything one command changes: durable whole or not at all.
struct DayWrite {
    Day day;  // the item's day; it fixes the keys and the file
    ItemId item;
    CommandId command;        // idempotency key: the item's own id for an acceptance
    Digest request;           // keyed digest of the request: equal means the same command again
    std::uint32_t expects{};  // the version the item must have now; 0: it must not exist
    ItemRow after;            // the row afterwards; after.version == expects + 1
    /// What the item has of these classes, and all its tokens, goes before anything of this write
    /// comes, and is overwritten where it lay. The caller then calls forget_erased, and erases the
    /// bytes of the objects.
    std::vector<DataClass> erases;
    std::vector<SealedRow> records;
    std::vector<Token> tokens;
    std::vector<ObjectRow> objects;
    std::vector<PendingEntry> entries;
};

enum class Applied {
    written,
    already_there,  // the same command with the same request: nothing changed
    conflict,       // the same command id (or item id) with another request; or a revision, slot or
                    // entry that is there already
    stale,          // the item's version is not `expects`: read again and decide anew
    day_closed,     // the day was purged; nothing enters it
};

struct StoredEntry {
    EntryId id;
    LogName log;
    std::optional<std::uint64_t> index;  // nullopt while pending
};

/// How many items of a day are in a state.
struct StateCount {
    ItemState state{};
    std::uint64_t items{};
};

struct CounterNumber {
    CounterCode counter;
    std::uint32_t number{};
};

struct StoredItem {
    ItemRow row;
    std::vector<SealedRow> records;
    std::vector<ObjectRow> objects;
    std::vector<StoredEntry> entries;  // in the order of their ids, so of their time
};

/// An id for an item's next entry: behind those that it has, within one millisecond too, so that
/// the order of ids is the order in which things happened to it.
inline EntryId next_entry_id(const StoredItem& item, Instant now, Entropy& entropy) {
    const Instant after = item.entries.empty() ? now : item.entries.back().id.made_at() + 1;
    return EntryId::make(std::max(now, after), entropy);
}

/// All calls may come from any thread; `apply` from one at a time per day.
class DayStore : public PendingEntries {
public:
    /// One durable transaction for all of the batch, which is of one day; when it returns ok, it
    /// survives a power loss. One answer for each write, in order; an answer other than `written`
    /// leaves no trace and does not disturb its neighbours. A fault (full, unavailable) means that
    /// nothing of the batch was written.
    virtual Result<std::vector<Applied>> apply(Day day, std::span<const DayWrite> batch) = 0;

    virtual Result<std::optional<StoredItem>> find(Day day, const ItemId& item) = 0;
    /// The row alone; what a hot path needs.
    virtual Result<std::optional<ItemRow>> find_row(Day day, const ItemId& item) = 0;
    /// Has this command been applied? Its request digest if so (for events whose item has moved on
    /// since).
    virtual Result<std::optional<Digest>> find_command(Day day, const CommandId& command) = 0;
    /// The item that an entry tells of, among those whose ids are from `first` to `last`. Looks at
    /// the entries of all of these: cheap for a minute's items, a scan for a day's.
    virtual Result<std::optional<ItemId>> find_by_entry(Day day, const EntryId& entry,
                                                        const ItemId& first,
                                                        const ItemId& last) = 0;
    /// Items that carry any of the tokens (all of that day), in id order. Of more than `count_max`
    /// the store chooses which.
    virtual Result<std::vector<ItemId>> find_by_tokens(Day day, std::span<const Token> tokens,
                                                       std::size_t count_max) = 0;
    /// Items of a day after `after` in id order, at most `count_max`: for `rebuild` and `check`.
    virtual Result<std::vector<StoredItem>> scan(Day day, const std::optional<ItemId>& after,
                                                 std::size_t count_max) = 0;
    /// Of items after `after` in id order that have a record of the class, at most `count_max`: for
    /// bounded scans of what is sealed, without the rest of the items.
    virtual Result<std::vector<NewestRecord>> newest_records(Day day, DataClass data_class,
                                                             const std::optional<ItemId>& after,
                                                             std::size_t count_max) = 0;
    /// The rows of one counter's items, the newest first, before `before` in id order, at most
    /// `count_max`: what a clerk did today. Reads the day's rows from its end until it has them.
    virtual Result<std::vector<ItemRow>> newest_rows(Day day, const CounterCode& counter,
                                                     const std::optional<ItemId>& before,
                                                     std::size_t count_max) = 0;
    /// The rows of items in any of the states or of any of the services, after `after` in an order
    /// of the store's own, at most `count_max`. Page by page it reads the day's rows once.
    virtual Result<std::vector<ItemRow>> rows_in(Day day, std::span<const ItemState> states,
                                                 std::span<const Service> services,
                                                 const std::optional<ItemId>& after,
                                                 std::size_t count_max) = 0;
    /// How many items of the day are in each state that any is in.
    virtual Result<std::vector<StateCount>> state_counts(Day day) = 0;
    /// Days that hold anything, ascending. A crash while a day was begun may leave one that is
    /// empty.
    virtual Result<std::vector<Day>> days() = 0;

    /// The numbers that each counter has used on a day, in any order: so that a restart goes on
    /// without gaps.
    virtual Result<std::vector<CounterNumber>> counter_numbers(Day day) = 0;

    /// What can be derived, for `rebuild`: forgets all tokens of a day, and puts an item's tokens
    /// back (nothing for an item that is not there). Leave no entry.
    virtual Result<Done> clear_tokens(Day day) = 0;
    virtual Result<Done> add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) = 0;

    /// Does what commands left for later so that they were quick: a job calls it every second. No
    /// call's answer depends on it. Costs nothing when there is nothing to do.
    virtual Result<Done> catch_up() = 0;

    /// Empties what logs of the store's own still have of what was erased on a day. busy while
    /// somebody reads there: call it again. Idempotent.
    virtual Result<Done> forget_erased(Day day) = 0;

    /// Ends a day: afterwards its items are gone and `apply` answers day_closed. Idempotent. While
    /// an entry of the day waits for its log the answer is busy and nothing changed: what was
    /// accepted must be in the log.
    virtual Result<Done> drop(Day day) = 0;
};

}  // namespace buuan
