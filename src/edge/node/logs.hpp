// The node's logs: the organisation's and one for each province it works in, each with its key,
// store and sequencer (DESIGN.md section 5). A log comes into being with the first site of its
// province. Keys lie wrapped by the root key in keys/logs, apart from the keyring.
//
// From any thread. Locks: `mutex_` guards the map; each log's own mutex keeps its sequencer on one
// thread at a time.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/entropy.hpp"
#include "edge/node/storage.hpp"
#include "ledger/note.hpp"
#include "ledger/sequencer.hpp"

namespace buuan::node {

struct Log {
    LogName name;
    std::unique_ptr<ledger::LedgerStore> store;
    ledger::LogKey key;
    std::unique_ptr<ledger::Sequencer>
        sequencer;  // nullptr while the log is damaged; tried again each round
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
    /// Makes a log (its key is durable first); done when it is there already.
    Result<Done> ensure(const LogName& name);
    /// nullptr when there is none of that name.
    [[nodiscard]] std::shared_ptr<Log> find(const LogName& name);
    [[nodiscard]] std::vector<std::shared_ptr<Log>> all();
    /// One round of every sequencer; how many entries got a place. A log that fails does not keep
    /// the others waiting; the first fault is the answer.
    Result<std::size_t> sequence();

private:
    Result<Done> open(const LogName& name, Secret seed);
    Result<Done> start(Log& log);
    Result<std::size_t> sequence_one(Log& log);
    Storage& storage_;
    const Secret& root_;
    const std::string origin_;
    const std::vector<PendingEntries*> sources_;
    Entropy& entropy_;
    std::mutex mutex_;
    std::map<LogName, std::shared_ptr<Log>> logs_;
};

}  // namespace buuan::node
