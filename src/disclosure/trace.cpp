#include "disclosure/trace.hpp"

#include <algorithm>
#include <set>

#include "base/person_name.hpp"
#include "vault/derive.hpp"

namespace buuan::disclosure {
namespace {

constexpr std::size_t sharing_max =
    20'000;  // items of a day with one token: a contract sender's phone has thousands

const SealedRow* latest(const StoredItem& stored, DataClass data_class) {
    const SealedRow* found = nullptr;
    for (const SealedRow& record : stored.records) {
        if (record.data_class == data_class &&
            (found == nullptr || found->revision < record.revision))
            found = &record;
    }
    return found;
}

bool is_key_gone(const Fault& fault) {
    return fault.kind == FaultKind::denied || fault.kind == FaultKind::unavailable;
}

/// Whether a trace goes on without this item: its key is gone, or its record is damaged, which is
/// counted.
bool left_out(const Fault& fault, Trace& trace) {
    if (fault.kind == FaultKind::corrupt) ++trace.damaged;
    return fault.kind == FaultKind::corrupt || is_key_gone(fault);
}

/// Adds an item as a result if it was accepted at `site` (nullopt: anywhere); leaves out what a
/// trace goes on without.
Result<Done> add_found(const TraceReaders& readers, Day day, const ItemId& item,
                       const std::optional<SiteCode>& site, Trace& trace) {
    const auto stored = readers.days.find(day, item);
    if (!stored.ok()) return stored.error();
    if (!stored.value() || (site && stored.value()->row.site != *site)) return Done{};
    const auto record = open_latest(readers, day, *stored.value(), DataClass::record);
    if (!record.ok() && left_out(record.error(), trace)) return Done{};
    if (!record.ok()) return record.error();
    trace.found.push_back({stored.value()->row, day, std::string(record.value().text("item.code")),
                           masked_name(record.value().text("sender.name")),
                           masked_name(record.value().text("recipient.name"))});
    return Done{};
}

/// Calls `one_day` for each day that has a key of the class, newest first, until enough is found.
template <class OneDay>
Result<Trace> over_days(const TraceReaders& readers, DataClass needed, Day from, Day to,
                        OneDay one_day) {
    Trace trace;
    for (Day day = to; from <= day && !trace.truncated; day = day.plus_days(-1)) {
        trace.reached = day;
        const auto key = readers.keys.key(day, needed);
        if (!key.ok() && is_key_gone(key.error())) {
            ++trace.days_without_key;
            trace.without_key.push_back(day);
            continue;
        }
        if (!key.ok()) return key.error();
        ++trace.days_searched;
        if (auto done = one_day(day, key.value(), trace); !done.ok()) return done.error();
        trace.truncated = trace.truncated || trace.found.size() >= found_max;
    }
    return trace;
}

}  // namespace

Result<vault::OpenedRecord> open_latest(const TraceReaders& readers, Day day,
                                        const StoredItem& stored, DataClass data_class) {
    const SealedRow* record = latest(stored, data_class);
    if (record == nullptr)
        return Fault{FaultKind::unavailable,
                     "item " + stored.row.id.text() + " has no such record"};
    return open_row(readers, day, stored.row.id, *record);
}

Result<vault::OpenedRecord> open_row(const TraceReaders& readers, Day day, const ItemId& item,
                                     const SealedRow& row) {
    const auto key = readers.keys.key(day, row.data_class);
    if (!key.ok()) return key.error();
    return vault::open_record(row.sealed, vault::record_key(key.value(), item, row.revision),
                              {readers.node, item, row.data_class, row.revision});
}

Result<Trace> trace_by_token(const TraceReaders& readers, vault::TokenKind kind,
                             std::string_view value, Day from, Day to,
                             const std::optional<SiteCode>& site) {
    return over_days(
        readers, DataClass::token, from, to,
        [&](Day day, const Secret& key, Trace& trace) -> Result<Done> {
            const Token token = vault::token_of(key, kind, value);
            // Of more than it is asked for the store chooses which, so one site's
            // items must not be crowded out by the others'.
            const auto items = readers.days.find_by_tokens(day, std::span(&token, 1),
                                                           site ? sharing_max : found_max + 1);
            if (!items.ok()) return items.error();
            trace.truncated = trace.truncated || (site && items.value().size() == sharing_max);
            for (const ItemId& item : items.value()) {
                if (trace.found.size() >= found_max) break;
                if (auto added = add_found(readers, day, item, site, trace); !added.ok())
                    return added;
            }
            return Done{};
        });
}

Result<Done> trace_in_holds(retention::HeldReader& held, std::span<const retention::HoldRow> holds,
                            const HeldSearch& search, Trace& trace) {
    std::set<ItemId> known;
    for (const Found& each : trace.found) known.insert(each.row.id);
    for (const retention::HoldRow& hold : holds) {
        if (!hold.is_in_force()) continue;
        // Of what keeps itself there is a hold for each day of some years.
        if (hold.day && (*hold.day < search.from || search.to < *hold.day)) continue;
        const auto items =
            held.find_by_value(hold.number, search.kind, search.value.reveal(), found_max);
        if (!items.ok() && is_key_gone(items.error())) continue;  // it ended meanwhile
        if (!items.ok()) return items.error();
        for (const ItemId& item : items.value()) {
            if (trace.found.size() >= found_max) {
                trace.truncated = true;
                return Done{};
            }
            const Day day = Day::of(item.made_at());
            if (day < search.from || search.to < day || !known.insert(item).second) continue;
            const auto found = held.find(item);
            if (!found.ok()) return found.error();
            if (!found.value()) continue;
            const ItemRow& row = found.value()->stored.row;
            if (search.site && row.site != *search.site) continue;
            const auto record = held.open_record(item, DataClass::record);
            if (!record.ok() && left_out(record.error(), trace)) continue;
            if (!record.ok()) return record.error();
            trace.found.push_back({row, day, std::string(record.value().text("item.code")),
                                   masked_name(record.value().text("sender.name")),
                                   masked_name(record.value().text("recipient.name"))});
        }
    }
    return Done{};
}

Result<Trace> trace_by_scan(const TraceReaders& readers, std::string_view text, Day from, Day to,
                            const std::optional<SiteCode>& site) {
    constexpr std::size_t page = 500;
    vault::RecordSearch search(text);
    if (search.is_empty()) return Trace{};
    std::size_t scanned = 0;
    return over_days(
        readers, DataClass::record, from, to,
        [&](Day day, const Secret& key, Trace& trace) -> Result<Done> {
            std::optional<ItemId> after;
            for (bool more = true; more && !trace.truncated;) {
                const auto records =
                    readers.days.newest_records(day, DataClass::record, after, page);
                if (!records.ok()) return records.error();
                more = records.value().size() == page;
                for (const auto& [item, revision, sealed] : records.value()) {
                    after = item;
                    if (++scanned > scanned_max || trace.found.size() >= found_max) {
                        trace.truncated = true;
                        break;
                    }
                    const auto found =
                        search.finds_in(sealed, vault::record_key(key, item, revision),
                                        {readers.node, item, DataClass::record, revision});
                    if (!found.ok() && !left_out(found.error(), trace)) return found.error();
                    if (!found.ok() || !found.value()) continue;
                    if (auto added = add_found(readers, day, item, site, trace); !added.ok())
                        return added;
                }
            }
            return Done{};
        });
}

}  // namespace buuan::disclosure
