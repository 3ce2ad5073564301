// What a subscription is to be told next: the logs' own entries are the outbox, so a command writes
// nothing for it, and nothing that is in a log is ever forgotten. Of all logs the entry that is
// oldest by its id comes first, so an item's events come in their order as far as their logs have
// them.
#pragma once

#include "edge/webhooks/recent_items.hpp"
#include "edge/webhooks/subscription.hpp"
#include "ledger/entry.hpp"

namespace buuan::webhooks {

struct NextEvent {
    LogName log;
    std::uint64_t index{};
    ledger::Entry entry;
    ItemId item;
};

class Feed {
public:
    Feed(node::Node& node, RecentItems& recent) : node_(node), recent_(recent) {}

    /// nullopt: nothing for now. Moves the cursors over what is not to be told, at most
    /// `looked_at_max` entries of a log at a time; the event's own entry is left to who delivers
    /// it.
    Result<std::optional<NextEvent>> next(std::vector<Cursor>& cursors,
                                          const std::vector<std::string>& types);
    static constexpr std::uint64_t looked_at_max = 2000;

private:
    struct Candidate {
        Cursor* cursor;
        ledger::Entry entry;
    };
    Result<std::optional<Candidate>> first_in(node::Log& log, Cursor& cursor,
                                              const std::vector<std::string>& types);
    Result<std::optional<ItemId>> item_of(const ledger::Entry& entry);

    node::Node& node_;
    RecentItems& recent_;
};

/// The body of a message: the entry's facts without its salt, its reference and the staff number.
/// `item` is the opaque id that the sender of an order was answered with; no order code and no
/// item code, which lie sealed and may hold anything.
std::string body_of(const NextEvent& event);

}  // namespace buuan::webhooks
