// What a restored node takes back from a mirror of its logs: entries that came after the backup.
// The register, deletions, what became of items, are in them again; what only lay sealed beside
// them is gone, and the log says of which entries (`record.lost`). docs/guide/recover.md.
#pragma once

#include <set>

#include "edge/node/restored.hpp"
#include "ledger/entry.hpp"
#include "ledger/mirror.hpp"
#include "register/register_store.hpp"

namespace buuan::node {

class Node;
struct Log;

/// The steps are called in this order while the node is opened, before anything is sequenced. Cut
/// off anywhere, all of it is done again and comes to the same end.
class TakeBack {
public:
    /// `mark.sizes` are those of the logs as they were restored.
    TakeBack(Node& node, const RestoredMark& mark) : node_(node), mark_(mark) {}

    /// Compares each log with its mirror; changes nothing. corrupt where one of them is of another
    /// history.
    Result<Done> compare();
    /// Adds what is to be durable before any entry is taken back: record.lost for what has no bytes
    /// here, and the numbers that counters used.
    Result<Done> tell(register_::RegisterWrite& write);
    /// Puts the entries into their logs.
    Result<Done> take();
    /// Gives entries to the items that they tell of and that are here: their states, what was
    /// erased of them.
    Result<Done> give_to_items();

private:
    /// What matters of an entry that only the mirror has.
    struct Fact {
        EntryId id;
        std::string ref;  // empty where it has none
        bool sealed;      // it names sealed bytes that lay beside the log
    };
    using Reference = std::pair<LogName, std::string>;
    using Used = std::map<std::string, std::uint32_t>;  // by row key: a counter's greatest number

    Result<Done> compare(Log& log);
    void remember(const LogName& log, const ledger::Entry& entry);
    Result<std::set<EntryId>> waiting(const LogName& log);
    Result<std::map<Reference, ItemId>> items_of(const std::set<Reference>& wanted);
    Result<Done> for_each_taken(
        const std::function<Result<Done>(const LogName&, const ledger::Entry&, std::string_view)>&
            visit);
    Result<Done> give(const ItemId& item, const LogName& log, const ledger::Entry& entry,
                      std::string_view text);

    Node& node_;
    const RestoredMark& mark_;
    std::unique_ptr<Files> files_;                // the mirror's
    std::map<LogName, ledger::Beyond> beyond_;    // logs whose mirror has more
    std::map<LogName, std::vector<Fact>> facts_;  // of those
    Used used_;
};

}  // namespace buuan::node
