// The node's logs: the organisation's and one for each province it works in, each with its key,
// store and sequencer (DESIGN.md section 5). A log comes into being with the first site of its
// province. Its key lies wrapped by the root key in keys/logs, apart from the keyring.
//
// A log whose key is lost or damaged stays closed: its entries wait, durably, and nothing is ever
// signed by a key that was made in silence. `buuan keys rotate log` gives it a new one.
//
// From any thread. Locks: `mutex_` guards the maps; each log's own mutex keeps its sequencer on one
// thread at a time.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/entropy.hpp"
#include "base/files.hpp"
#include "edge/node/storage.hpp"
#include "ledger/ledger_store.hpp"
#include "ledger/note.hpp"
#include "ledger/sequencer.hpp"
#include "vault/log_keys.hpp"

namespace buuan::node {

struct Log {
    /// The key before the last change, which signs too until that day is over.
    struct Before {
        ledger::LogKey key;
        Day until;
    };
    LogName name;
    std::shared_ptr<ledger::LedgerStore> store;
    ledger::LogKey key;
    std::optional<Before> before;
    std::unique_ptr<ledger::Sequencer>
        sequencer;          // nullptr while the log is damaged; tried again each round
    bool replaced = false;  // another Log has the store since the key was changed
    std::mutex sequencing;
};

class Logs {
public:
    Logs(Storage& storage, const Secret& root, std::string origin,
         std::vector<PendingEntries*> sources, Entropy& entropy)
        : storage_(storage),
          root_(root),
          origin_(std::move(origin)),
          sources_(std::move(sources)),
          entropy_(entropy) {}

    /// Opens all logs that have a key.
    Result<Done> open_all();
    /// Makes a log (its key is durable first); done when it is there already, corrupt when it is
    /// and its key is lost.
    Result<Done> ensure(const LogName& name);
    /// nullptr when there is none of that name, or it is closed.
    [[nodiscard]] std::shared_ptr<Log> find(const LogName& name);
    /// Whether there is a log of that name, open or closed: what is pending for it has a place.
    [[nodiscard]] bool knows(const LogName& name);
    [[nodiscard]] std::vector<std::shared_ptr<Log>> all();
    /// Logs that are closed because their key does not open, and why.
    [[nodiscard]] std::vector<std::pair<LogName, std::string>> closed();
    /// One round of every sequencer; how many entries got a place. A log that fails does not keep
    /// the others waiting; the first fault is the answer.
    Result<std::size_t> sequence();

    /// Gives a log a new key, durably. The one before signs too until the day is over; where it is
    /// lost (the log is closed), the new one signs alone. denied while a change is under way.
    Result<Done> change_key(const LogName& name, Day both_until);
    /// Forgets, for good, keys whose day is over.
    Result<Done> forget_keys_before(Day today);

private:
    std::shared_ptr<Log> make(const LogName& name, std::shared_ptr<ledger::LedgerStore> store,
                              vault::LogSeeds seeds) const;
    Result<Done> open(const LogName& name, vault::LogSeeds seeds);
    Result<Done> put_in_place_of(const std::shared_ptr<Log>& old, vault::LogSeeds seeds);
    Result<Done> start(Log& log);
    Result<std::size_t> sequence_one(Log& log);
    Storage& storage_;
    const Secret& root_;
    const std::string origin_;
    const std::vector<PendingEntries*> sources_;
    Entropy& entropy_;
    std::mutex mutex_;
    std::map<LogName, std::shared_ptr<Log>> logs_;
    std::map<LogName, std::string> closed_;
};

}  // namespace buuan::node
