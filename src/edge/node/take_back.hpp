// What a restored node takes back from a mirror of its logs: entries that came after the backup.
// The register, deletions, what became of items, are in them again; what only lay sealed beside
// them is gone, and the log says of which entries (`record.lost`). docs/guide/recover.md.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>

#include "base/day_store.hpp"
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

    /// Compares each log with its mirror; changes nothing. A fault, where what came after the
    /// backup could not come back whole: corrupt for another history, unavailable where the mirror
    /// or a key is not there, invalid where an entry is of a newer program.
    Result<Done> compare();
    /// Adds what is to be durable before any entry is taken back: record.lost for what has no bytes
    /// here, the register's rows, and what else of node.db follows from the entries.
    Result<Done> tell(register_::RegisterWrite& write);
    /// Puts the entries into their logs.
    Result<Done> take();
    /// Gives entries to the items that they tell of and that are here: their states, what was
    /// erased of them.
    Result<Done> give_to_items();

private:
    /// What matters of an entry that came after the backup.
    struct Fact {
        EntryId id;
        std::string ref;  // empty where it has none
        bool sealed;      // it names sealed bytes that lay beside the log
    };
    using Reference = std::pair<LogName, std::string>;
    struct Event {
        ItemId item;
        LogName log;
        ledger::Entry entry;
        std::string text;
    };

    Result<Done> compare(Log& log);
    Result<Done> refuse_logs_without_key();
    Result<Done> remember(const Log& log, const ledger::Entry& entry);
    void remember_number(const ledger::Entry& entry);
    Result<Done> remember_rows(const Log& log, const ledger::Entry& entry);
    Result<Done> find_items();
    Result<Done> tell_lost(const LogName& log, const std::vector<Fact>& facts,
                           register_::RegisterWrite& write);
    Result<Done> tell_last_act(register_::RegisterWrite& write);
    Result<std::set<EntryId>> waiting(const LogName& log);
    Result<Done> for_each_taken(Log& log,
                                const std::function<Result<Done>(std::string_view text)>& visit);
    Result<Done> collect_events(Log& log, std::map<EntryId, Event>& events);
    Result<DayWrite> write_of(Day day, const Event& event, ItemRow& row);
    Result<Done> give(Day day, const std::vector<const Event*>& events);

    Node& node_;
    const RestoredMark& mark_;
    std::unique_ptr<Files> files_;  // the mirror's
    std::map<LogName, ledger::Beyond> beyond_;
    std::map<LogName, std::vector<Fact>> facts_;
    std::map<Reference, ItemId> items_;           // that are here
    std::map<std::string, std::uint32_t> used_;   // by row key: a counter's greatest number
    std::map<EntryId, register_::Row> register_;  // what the entries say, in their order
    std::vector<register_::Row> rows_;            // others
};

}  // namespace buuan::node
