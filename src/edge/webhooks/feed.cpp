#include "edge/webhooks/feed.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "ledger/log_reader.hpp"

namespace buuan::webhooks {
namespace {

constexpr int days_back = 400;

ItemId id_at(Instant at, std::uint8_t rest) {
    ItemId id;
    id.bytes.fill(rest);
    const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(at.ms, 0));
    for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    return id;
}

Cursor& cursor_of(std::vector<Cursor>& cursors, const LogName& log) {
    const auto found = std::find_if(cursors.begin(), cursors.end(),
                                    [&](const Cursor& each) { return each.log == log; });
    return found == cursors.end() ? cursors.emplace_back(Cursor{log, 0}) : *found;
}

}  // namespace

Result<std::optional<NextEvent>> Feed::next(std::vector<Cursor>& cursors,
                                            const std::vector<std::string>& types) {
    const auto logs = node_.logs().all();
    for (const auto& log : logs) cursor_of(cursors, log->name);  // none moves in memory from here
    for (std::uint64_t skipped = 0; skipped < looked_at_max; ++skipped) {
        std::optional<Candidate> oldest;
        for (const auto& log : logs) {
            auto first = first_in(*log, cursor_of(cursors, log->name), types);
            if (!first.ok()) return first.error();
            if (first.value() && (!oldest || first.value()->entry.id < oldest->entry.id))
                oldest = std::move(*first.value());
        }
        if (!oldest) return std::optional<NextEvent>{};
        const auto item = item_of(oldest->entry);
        if (!item.ok()) return item.error();
        if (item.value())
            return std::optional(NextEvent{oldest->cursor->log, oldest->cursor->next,
                                           std::move(oldest->entry), *item.value()});
        ++oldest->cursor->next;  // its day is over: nobody can be told whose it was
    }
    return std::optional<NextEvent>{};
}

Result<std::optional<Feed::Candidate>> Feed::first_in(node::Log& log, Cursor& cursor,
                                                      const std::vector<std::string>& types) {
    const auto head = log.store->head();
    if (!head.ok()) return head.error();
    const std::uint64_t size = head.value().size;
    cursor.next = std::min(cursor.next, size);
    const std::uint64_t end = std::min(size, cursor.next + looked_at_max);
    for (; cursor.next < end; ++cursor.next) {
        const auto text = ledger::entry_at(*log.store, cursor.next);
        if (!text.ok()) return text.error();
        auto entry = ledger::decode(text.value());
        if (!entry.ok()) return entry.error();
        if (std::find(types.begin(), types.end(), entry.value().type) != types.end())
            return std::optional(Candidate{&cursor, std::move(entry).value()});
    }
    return std::optional<Candidate>{};
}

/// From what was just written; else in the days, the entry's own first, since most things happen
/// to an item soon.
Result<std::optional<ItemId>> Feed::item_of(const ledger::Entry& entry) {
    if (const auto recent = recent_.find(entry.id)) return recent;
    const auto days = node_.days().days();
    if (!days.ok()) return days.error();
    const Day last = Day::of(entry.id.made_at()).plus_days(1);
    for (auto day = days.value().rbegin(); day != days.value().rend(); ++day) {
        if (*day > last) continue;
        if (*day < last.plus_days(-days_back)) break;
        auto found = node_.days().find_by_entry(*day, entry.id, id_at(day->start(), 0),
                                                id_at(day->end() + -1, 0xff));
        if (!found.ok() || found.value()) return found;
    }
    return std::optional<ItemId>{};
}

std::string body_of(const NextEvent& event) {
    const ledger::Entry& entry = event.entry;
    boost::json::object data{{"item", event.item.text()},
                             {"entry", entry.id.text()},
                             {"log", event.log.value},
                             {"index", event.index},
                             {"seen", entry.seen.text()}};
    if (entry.site) data["site"] = entry.site->value;
    const auto* state = entry.data.if_contains("state");
    data["state"] = state == nullptr ? boost::json::value("accepted") : *state;
    // Of a stop, and of what a council decided, it is told that it is one and not for what.
    const auto* reason = entry.data.if_contains("reason");
    const bool told = entry.type == "item.attempted" || entry.type == "item.returned";
    if (reason != nullptr && told) data["reason"] = *reason;
    return boost::json::serialize(boost::json::object{
        {"type", entry.type}, {"timestamp", entry.at.text()}, {"data", std::move(data)}});
}

}  // namespace buuan::webhooks
