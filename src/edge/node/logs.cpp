#include "edge/node/logs.hpp"

#include "vault/seal.hpp"

namespace buuan::node {
namespace {

constexpr std::string_view key_folder = "keys/logs";

std::string key_path(const LogName& name) {
    return std::string(key_folder) + "/" + name.value + ".key";
}
std::string label_of(const LogName& name) {
    return "buuan/log-key/v1/" + name.value;
}

}  // namespace

Result<Done> Logs::open(const LogName& name, Secret seed) {
    auto store = storage_.open_log(name);
    if (!store.ok()) return store.error();
    auto log = std::make_shared<Log>(
        name, std::move(store).value(),
        ledger::LogKey::from_seed(origin_ + "/" + name.value, std::move(seed)), nullptr);
    // A damaged log does not keep the node shut: its entries wait, and `buuan check` says what is
    // wrong with it.
    if (auto started = start(*log); !started.ok() && started.error().kind != FaultKind::corrupt)
        return started;
    const std::scoped_lock lock(mutex_);
    logs_.emplace(name, std::move(log));
    return Done{};
}

Result<Done> Logs::start(Log& log) {
    auto sequencer = ledger::Sequencer::start(log.name, *log.store, sources_, log.key);
    if (!sequencer.ok()) return sequencer.error();
    log.sequencer = std::move(sequencer).value();
    return Done{};
}

Result<std::size_t> Logs::sequence_one(Log& log) {
    const std::scoped_lock lock(log.sequencing);
    if (log.sequencer == nullptr) {
        if (auto started = start(log); !started.ok()) return started.error();
    }
    return log.sequencer->run_once();
}

Result<Done> Logs::open_all() {
    const auto names = storage_.files().list(key_folder);
    if (!names.ok()) return names.error();
    for (const std::string& file : names.value()) {
        const auto name = LogName::parse(std::string_view(file).substr(0, file.find('.')));
        if (!name || file != name->value + ".key") continue;
        const auto wrapped = read_file(storage_.files(), key_path(*name), 1024);
        if (!wrapped.ok()) return wrapped.error();
        auto seed = vault::unwrap(wrapped.value(), root_, label_of(*name));
        if (!seed.ok()) return seed.error();
        if (seed.value().size() != 32)
            return Fault{FaultKind::corrupt, "the key of log " + name->value + " is damaged"};
        Secret secret{std::span<const std::uint8_t, 32>(seed.value().data(), 32)};
        wipe(seed.value().data(), seed.value().size());
        if (auto opened = open(*name, std::move(secret)); !opened.ok()) return opened;
    }
    return Done{};
}

Result<Done> Logs::ensure(const LogName& name) {
    if (find(name) != nullptr) return Done{};
    Secret seed;
    entropy_.fill(seed.fill());
    if (auto made = storage_.files().make_folders(key_folder); !made.ok()) return made;
    if (auto written = replace_file(storage_.files(), key_path(name),
                                    vault::wrap(seed.view(), root_, label_of(name), entropy_));
        !written.ok())
        return written;
    return open(name, std::move(seed));
}

std::shared_ptr<Log> Logs::find(const LogName& name) {
    const std::scoped_lock lock(mutex_);
    const auto found = logs_.find(name);
    return found == logs_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<Log>> Logs::all() {
    const std::scoped_lock lock(mutex_);
    std::vector<std::shared_ptr<Log>> all;
    for (const auto& [name, log] : logs_) all.push_back(log);
    return all;
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
