#include "edge/node/logs.hpp"

#include <set>

namespace buuan::node {
namespace {

constexpr std::string_view key_is_lost = "its key is missing from keys/logs";

/// The logs that have entries on this disk, with a key or without.
Result<std::set<LogName>> logs_with_stores(Files& files) {
    const auto names = files.list("ledger");
    if (!names.ok()) return names.error();
    std::set<LogName> logs;
    for (const std::string& file : names.value()) {
        const auto log = LogName::parse(std::string_view(file).substr(0, file.find('.')));
        if (log && file == log->value + ".db") logs.insert(*log);
    }
    return logs;
}

}  // namespace

std::shared_ptr<Log> Logs::make(const LogName& name, std::shared_ptr<ledger::LedgerStore> store,
                                vault::LogSeeds seeds) const {
    const std::string origin = origin_ + "/" + name.value;
    std::optional<Log::Before> before;
    if (seeds.before)
        before.emplace(ledger::LogKey::from_seed(origin, std::move(seeds.before->seed)),
                       seeds.before->until);
    return std::make_shared<Log>(name, std::move(store),
                                 ledger::LogKey::from_seed(origin, std::move(seeds.now)),
                                 std::move(before), nullptr);
}

Result<Done> Logs::open(const LogName& name, vault::LogSeeds seeds) {
    auto store = storage_.open_log(name);
    if (!store.ok()) return store.error();
    auto log = make(name, std::move(store).value(), std::move(seeds));
    // A damaged log does not keep the node shut: its entries wait, and `buuan check` says what is
    // wrong with it.
    if (auto started = start(*log); !started.ok() && started.error().kind != FaultKind::corrupt)
        return started;
    const std::scoped_lock lock(mutex_);
    logs_.emplace(name, std::move(log));
    closed_.erase(name);
    return Done{};
}

Result<Done> Logs::start(Log& log) {
    auto sequencer = ledger::Sequencer::start(log.name, *log.store, sources_, log.key,
                                              log.before ? &log.before->key : nullptr);
    if (!sequencer.ok()) return sequencer.error();
    log.sequencer = std::move(sequencer).value();
    return Done{};
}

Result<std::size_t> Logs::sequence_one(Log& log) {
    const std::scoped_lock lock(log.sequencing);
    if (log.replaced) return std::size_t{0};
    if (log.sequencer == nullptr) {
        if (auto started = start(log); !started.ok()) return started.error();
    }
    return log.sequencer->run_once();
}

Result<Done> Logs::open_all() {
    Files& files = storage_.files();
    const auto keys = vault::logs_with_keys(files);
    if (!keys.ok()) return keys.error();
    auto stores = logs_with_stores(files);
    if (!stores.ok()) return stores.error();
    for (const LogName& name : keys.value()) {
        stores.value().erase(name);
        auto seeds = vault::read_log_seeds(files, root_, name);
        if (!seeds.ok()) {
            closed_.emplace(name, seeds.error().what);
            continue;
        }
        if (auto opened = open(name, std::move(seeds).value()); !opened.ok()) return opened;
    }
    for (const LogName& name : stores.value()) closed_.emplace(name, key_is_lost);
    return Done{};
}

Result<Done> Logs::ensure(const LogName& name) {
    {
        const std::scoped_lock lock(mutex_);
        if (logs_.contains(name)) return Done{};
        if (const auto closed = closed_.find(name); closed != closed_.end())
            return Fault{FaultKind::corrupt, "log " + name.value + " is closed: " + closed->second};
    }
    vault::LogSeeds seeds;
    entropy_.fill(seeds.now.fill());
    if (auto written = vault::write_log_seeds(storage_.files(), root_, name, seeds, entropy_);
        !written.ok())
        return written;
    return open(name, std::move(seeds));
}

Result<Done> Logs::change_key(const LogName& name, Day both_until) {
    const auto log = find(name);
    if (log != nullptr && log->before)
        return Fault{FaultKind::denied, "the key of log " + name.value +
                                            " is being changed until " + log->before->until.text()};
    if (log == nullptr) {
        const std::scoped_lock lock(mutex_);
        if (!closed_.contains(name))
            return Fault{FaultKind::unavailable, "there is no log " + name.value};
    }
    vault::LogSeeds seeds;
    entropy_.fill(seeds.now.fill());
    if (log != nullptr) seeds.before.emplace(log->key.seed().duplicate(), both_until);
    if (auto written = vault::write_log_seeds(storage_.files(), root_, name, seeds, entropy_);
        !written.ok())
        return written;
    return log == nullptr ? open(name, std::move(seeds)) : put_in_place_of(log, std::move(seeds));
}

Result<Done> Logs::forget_keys_before(Day today) {
    for (const auto& log : all()) {
        if (!log->before || today <= log->before->until) continue;
        vault::LogSeeds seeds{log->key.seed().duplicate(), std::nullopt};
        if (auto written =
                vault::write_log_seeds(storage_.files(), root_, log->name, seeds, entropy_);
            !written.ok())
            return written;
        if (auto put = put_in_place_of(log, std::move(seeds)); !put.ok()) return put;
    }
    return Done{};
}

/// Whoever reads from the old one goes on reading; only the new one puts entries in.
Result<Done> Logs::put_in_place_of(const std::shared_ptr<Log>& old, vault::LogSeeds seeds) {
    const std::scoped_lock sequencing(old->sequencing);
    const auto log = make(old->name, old->store, std::move(seeds));
    old->sequencer.reset();
    old->replaced = true;
    auto started = start(*log);
    const std::scoped_lock lock(mutex_);
    logs_.insert_or_assign(log->name, log);
    return started;
}

std::shared_ptr<Log> Logs::find(const LogName& name) {
    const std::scoped_lock lock(mutex_);
    const auto found = logs_.find(name);
    return found == logs_.end() ? nullptr : found->second;
}

bool Logs::knows(const LogName& name) {
    const std::scoped_lock lock(mutex_);
    return logs_.contains(name) || closed_.contains(name);
}

std::vector<std::shared_ptr<Log>> Logs::all() {
    const std::scoped_lock lock(mutex_);
    std::vector<std::shared_ptr<Log>> all;
    for (const auto& [name, log] : logs_) all.push_back(log);
    return all;
}

std::vector<std::pair<LogName, std::string>> Logs::closed() {
    const std::scoped_lock lock(mutex_);
    return {closed_.begin(), closed_.end()};
}

Result<std::size_t> Logs::sequence() {
    std::size_t count = 0;
    std::optional<Fault> fault;
    for (const auto& log : all()) {
        const auto done = sequence_one(*log);
        if (done.ok()) count += done.value();
        if (!done.ok() && !fault) fault = done.error();
    }
    if (fault) return *fault;
    return count;
}

}  // namespace buuan::node
