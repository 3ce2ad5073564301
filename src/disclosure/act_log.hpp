// The access log: the acts of a node in the order of their time, the newest first, each held
// against what the log says of it. What is shown of one: when, who, of which kind, for what
// purpose, by which field was searched, which item was opened; never what was searched for, nor the
// note.
//
// The check costs what the page costs, however much is stored. It finds a row whose sealed bytes,
// salt or open columns are not those the log has a commitment to, a row that is gone, and an entry
// `sealed.act` of the hours shown that no row stands for (docs/decisions/access-log.md).
#pragma once

#include <string>
#include <vector>

#include "disclosure/act.hpp"
#include "ledger/ledger_store.hpp"
#include "vault/key_ring.hpp"

namespace buuan::disclosure {

inline constexpr std::size_t acts_page_max = 200;
inline constexpr std::size_t acts_looked_at_max = 2'000;  // of one call: a filter may match none
inline constexpr std::uint64_t entries_looked_at_max = 65'536;

enum class ActProof : std::uint8_t {
    in_log,   // its entry is there, and commits to these bytes
    waiting,  // for its hour's batch, or for a place in the log
    altered,  // the row is not what was recorded
    missing,  // the row is gone
};
BOOST_DESCRIBE_ENUM(ActProof, in_log, waiting, altered, missing)

struct ListedAct {
    CommandId id;
    Instant at;
    ActProof proof{};
    std::optional<ActRow> row;  // nullopt: missing, or not readable
    bool opens = false;         // else its key is over its term: what follows is not known any more
    std::string purpose;
    std::string searched_by;
    std::optional<std::uint64_t> index;  // in the organisation's log
};

/// An entry of the log that no row stands for.
struct ActWithoutRow {
    std::uint64_t index{};
    Instant hour;
};

struct ActQuery {
    std::string before = {};  // a row's key, of the page before; empty: from the newest
    std::optional<Instant> from = {};
    std::optional<Instant> to = {};  // not included
    std::string who = {};            // user or staff number; empty: all
    std::string kind = {};           // empty: all
    std::optional<ItemId> item = {};
    std::size_t count_max = 50;
};

struct ActPage {
    std::vector<ListedAct> acts;
    std::vector<ActWithoutRow> without_row;
    bool compared = true;  // else the stretch of the log is too long to be looked through at once
    std::string next;      // key for the next page; empty: there is none
};

struct ActReaders {
    register_::RegisterStore& store;
    ledger::LedgerStore& log;
    vault::KeyRing& keys;
    std::string node;
};

Result<ActPage> list_acts(const ActReaders& readers, const ActQuery& query);

/// Where an act stands in the log; nullopt while it waits. unavailable: there is no such act.
Result<std::optional<std::uint64_t>> place_of_act(const ActReaders& readers, const CommandId& act);

}  // namespace buuan::disclosure
