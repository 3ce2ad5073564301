// Finding items: by the tokens of each day in question, or, where tokens cannot express it, by a
// bounded scan that opens and matches in memory. Results say what is needed to choose, masked. The
// caller has recorded the act before (act.hpp).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/day_store.hpp"
#include "retention/hold.hpp"
#include "vault/blind_index.hpp"
#include "vault/key_ring.hpp"
#include "vault/record.hpp"

namespace buuan::disclosure {

inline constexpr int days_searched_max = 400;
inline constexpr int days_scanned_max = 31;
inline constexpr std::size_t found_max = 200;
inline constexpr std::size_t scanned_max = 200'000;

struct Found {
    ItemRow row;
    Day day;
    std::string item_code;
    std::string sender;     // masked
    std::string recipient;  // masked
};

struct Trace {
    std::vector<Found> found;
    int days_searched{};
    int days_without_key{};        // over their term: nobody can search them any more
    std::vector<Day> without_key;  // which those are, the newest first
    std::optional<Day> reached;    // the oldest day looked at: cut off, those before it were not
    int damaged{};                 // records that do not open: `buuan check` names them
    bool truncated{};
};

struct TraceReaders {
    DayStore& days;
    vault::KeyRing& keys;
    std::string node;
};

/// `value` in its normal form. Newest day first. `site`: only items accepted there; nullopt:
/// everywhere.
Result<Trace> trace_by_token(const TraceReaders& readers, vault::TokenKind kind,
                             std::string_view value, Day from, Day to,
                             const std::optional<SiteCode>& site);

/// Records that contain `text` in any field, diacritics and case apart.
Result<Trace> trace_by_scan(const TraceReaders& readers, std::string_view text, Day from, Day to,
                            const std::optional<SiteCode>& site);

struct HeldSearch {
    vault::TokenKind kind{};
    const Personal& value;  // in its normal form
    Day from;
    Day to;
    std::optional<SiteCode> site;
};
/// Adds what holds keep of days that a trace could not search, or that are gone.
Result<Done> trace_in_holds(retention::HeldReader& held, std::span<const retention::HoldRow> holds,
                            const HeldSearch& search, Trace& trace);

/// The newest revision of the record of a stored item.
Result<vault::OpenedRecord> open_latest(const TraceReaders& readers, Day day,
                                        const StoredItem& stored, DataClass data_class);

/// One revision of what an item has.
Result<vault::OpenedRecord> open_row(const TraceReaders& readers, Day day, const ItemId& item,
                                     const SealedRow& row);

}  // namespace buuan::disclosure
