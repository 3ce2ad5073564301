#include "disclosure/trace.hpp"

#include <algorithm>

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

/// Adds an item as a result; one whose keys are gone in the meantime is left out.
Result<Done> add_found(const TraceReaders& readers, Day day, const StoredItem& stored,
                       Trace& trace) {
    const auto record = open_latest(readers, day, stored, DataClass::record);
    if (!record.ok()) return record.error();
    trace.found.push_back({stored.row, day, std::string(record.value().text("item.code")),
                           masked_name(record.value().text("sender.name")),
                           masked_name(record.value().text("recipient.name"))});
    return Done{};
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

/// Calls `one_day` for each day that has a key of the class, newest first, until enough is found.
template <class OneDay>
Result<Trace> over_days(const TraceReaders& readers, DataClass needed, Day from, Day to,
                        OneDay one_day) {
    Trace trace;
    for (Day day = to; from <= day && !trace.truncated; day = day.plus_days(-1)) {
        const auto key = readers.keys.key(day, needed);
        if (!key.ok() && is_key_gone(key.error())) {
            ++trace.days_without_key;
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
    const auto key = readers.keys.key(day, data_class);
    if (!key.ok()) return key.error();
    return vault::open_record(record->sealed,
                              vault::record_key(key.value(), stored.row.id, record->revision),
                              {readers.node, stored.row.id, data_class, record->revision});
}

Result<Trace> trace_by_token(const TraceReaders& readers, vault::TokenKind kind,
                             std::string_view value, Day from, Day to,
                             const std::optional<SiteCode>& site) {
    return over_days(readers, DataClass::token, from, to,
                     [&](Day day, const Secret& key, Trace& trace) -> Result<Done> {
                         const Token token = vault::token_of(key, kind, value);
                         // Of more than it is asked for the store chooses which, so one site's
                         // items must not be crowded out by the others'.
                         const auto items = readers.days.find_by_tokens(
                             day, std::span(&token, 1), site ? sharing_max : found_max + 1);
                         if (!items.ok()) return items.error();
                         trace.truncated =
                             trace.truncated || (site && items.value().size() == sharing_max);
                         for (const ItemId& item : items.value()) {
                             if (trace.found.size() >= found_max) break;
                             const auto stored = readers.days.find(day, item);
                             if (!stored.ok()) return stored.error();
                             if (!stored.value() || (site && stored.value()->row.site != *site))
                                 continue;
                             if (auto added = add_found(readers, day, *stored.value(), trace);
                                 !added.ok() && !left_out(added.error(), trace))
                                 return added;
                         }
                         return Done{};
                     });
}

Result<Trace> trace_by_scan(const TraceReaders& readers, std::string_view text, Day from, Day to,
                            const std::optional<SiteCode>& site) {
    constexpr std::size_t page = 500;
    const std::string needle = vault::fold_name(text);
    if (needle.empty()) return Trace{};  // nothing to look for is in every record
    std::size_t scanned = 0;
    Bytes scratch;
    return over_days(
        readers, DataClass::record, from, to,
        [&](Day day, const Secret& key, Trace& trace) -> Result<Done> {
            std::optional<ItemId> after;
            for (bool more = true; more && !trace.truncated;) {
                const auto items = readers.days.scan(day, after, page);
                if (!items.ok()) return items.error();
                more = items.value().size() == page;
                for (const StoredItem& stored : items.value()) {
                    after = stored.row.id;
                    if (++scanned > scanned_max || trace.found.size() >= found_max) {
                        trace.truncated = true;
                        break;
                    }
                    const SealedRow* record = latest(stored, DataClass::record);
                    if (record == nullptr || (site && stored.row.site != *site)) continue;
                    const auto contains = vault::record_contains(
                        record->sealed, vault::record_key(key, stored.row.id, record->revision),
                        {readers.node, stored.row.id, DataClass::record, record->revision}, needle,
                        scratch);
                    if (!contains.ok() && !left_out(contains.error(), trace))
                        return contains.error();
                    if (!contains.ok() || !contains.value()) continue;
                    if (auto added = add_found(readers, day, stored, trace);
                        !added.ok() && !left_out(added.error(), trace))
                        return added;
                }
            }
            return Done{};
        });
}

}  // namespace buuan::disclosure
