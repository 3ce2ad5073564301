// What a node does about its own keys while it is open: backs them up, takes a recovery key, gives
// a log another key. The root key is changed while the node is closed (cli/keys_root.cpp).
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "edge/node/node.hpp"

namespace buuan::node {
namespace {

/// A text in the JSON body of a row; empty where it has none.
std::string member(const std::string& row, const char* name) {
    boost::system::error_code error;
    const auto body = boost::json::parse(row, error);
    if (error || !body.is_object()) return {};
    const auto* found = body.get_object().if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
}

}  // namespace

Result<vault::KeyBackup> Node::copy_keys(std::optional<Day> ring_until) {
    vault::KeyBackup backup{config_.origin, now(), ring_until, root_.duplicate(), {}, {}};
    Files& files = storage_->files();
    const auto logs = vault::logs_with_keys(files);
    if (!logs.ok()) return logs.error();
    for (const LogName& log : logs.value()) {
        auto seeds = vault::read_log_seeds(files, root_, log);
        // A log that is closed is told of elsewhere; the other keys are backed up all the same.
        if (seeds.ok()) backup.logs.emplace_back(log, std::move(seeds).value());
    }
    if (ring_until) backup.classes = keys_->live_keys();
    return backup;
}

Result<std::string> Node::back_up_keys(const BackupWanted& wanted, const StaffNumber& by) {
    const auto backup = copy_keys(wanted.ring_until);
    if (!backup.ok()) return backup.error();
    const bool by_passphrase = !wanted.passphrase.empty();
    const auto recovery = recovery_key();
    if (!recovery.ok()) return recovery.error();
    if (!by_passphrase && !recovery.value())
        return Fault{FaultKind::invalid, "there is no recovery key to seal a backup to"};
    auto sealed = by_passphrase ? vault::seal_backup(backup.value(), wanted.passphrase.reveal(),
                                                     vault::StretchCost::moderate, entropy_)
                                : vault::seal_backup(backup.value(), *recovery.value(), entropy_);
    if (!sealed.ok()) return sealed;

    // Before anyone has the file: the log must not learn of it later than its holder.
    boost::json::object data{
        {"sealed_to", by_passphrase ? "passphrase" : to_hex(recovery.value()->id())}};
    if (wanted.ring_until) data["ring_until"] = wanted.ring_until->text();
    std::string row = boost::json::serialize(data);
    auto pending =
        entry(LogName::organisation(), "keys.backed_up", std::nullopt, by, std::move(data));
    if (!pending.ok()) return pending.error();
    register_::RegisterWrite write;
    write.put.push_back({key_backup_rows, pending.value().id.text(), std::move(row)});
    write.entries.push_back(std::move(pending).value());
    if (auto applied = store_->apply(write); !applied.ok()) return applied.error();
    poke();
    return sealed;
}

Result<std::optional<Day>> Node::ring_backed_up_until() {
    const auto rows = register_::list_all(*store_, key_backup_rows);
    if (!rows.ok()) return rows.error();
    std::optional<Day> last;
    for (const auto& row : rows.value()) {
        const auto until = Day::parse(member(row.body, "ring_until"));
        if (until && (!last || *last < *until)) last = until;
    }
    return last;
}

Result<std::optional<vault::RecoveryKey>> Node::recovery_key() {
    return vault::read_recovery_key(storage_->files(), root_);
}

Result<Done> Node::set_recovery_key(const vault::RecoveryKey& key, const StaffNumber& by) {
    if (auto written = vault::write_recovery_key(storage_->files(), key, root_); !written.ok())
        return written;
    auto pending =
        entry(LogName::organisation(), "recovery_key.set", std::nullopt, by,
              {{"recovery", to_hex(key.id())}, {"needed", key.needed}, {"shares", key.shares}});
    if (!pending.ok()) return pending.error();
    register_::RegisterWrite write;
    write.entries.push_back(std::move(pending).value());
    if (auto applied = store_->apply(write); !applied.ok()) return applied;
    poke();
    return Done{};
}

Result<vault::RootSource> Node::root_source() {
    return vault::root_source(storage_->files());
}

Result<Done> Node::change_log_key(const LogName& log) {
    // What it was has to be known before it is another.
    if (const auto opened = logs_->find(log); opened != nullptr) {
        if (auto announced = announce_log_key(*opened); !announced.ok()) return announced;
    } else if (auto put = store_->apply({{{log_key_rows, log.value, R"({"key":"lost"})"}}, {}, {}});
               !put.ok()) {
        return put;
    }
    const Day until = Day::of(now()).plus_days(log_key_days_both);
    if (auto changed = logs_->change_key(log, until); !changed.ok()) return changed;
    const auto opened = logs_->find(log);
    if (auto announced = announce_log_key(*opened); !announced.ok()) return announced;
    return settle();
}

Result<Done> Node::announce_log_keys() {
    for (const auto& log : logs_->all()) {
        if (auto announced = announce_log_key(*log); !announced.ok()) return announced;
    }
    return Done{};
}

/// The row is what the log was last known to be signed by; where that is another key, the log has
/// to say so. A power cut between the change and this is made good when the node is opened.
Result<Done> Node::announce_log_key(Log& log) {
    const std::string key = log.key.verifier().text();
    const auto known = store_->find(log_key_rows, log.name.value);
    if (!known.ok()) return known.error();
    if (known.value() && member(*known.value(), "key") == key) return Done{};
    register_::RegisterWrite write;
    boost::json::object row{{"key", key}};
    if (known.value()) {
        boost::json::object data{{"key", key}};
        const bool signs_too = log.before.has_value();
        if (signs_too) {
            data["before"] = log.before->key.verifier().text();
            data["until"] = log.before->until.text();
        }
        auto pending = entry(log.name, signs_too ? "log.key_changed" : "log.key_lost", std::nullopt,
                             system_number(), std::move(data));
        if (!pending.ok()) return pending.error();
        row["entry"] = pending.value().id.text();
        write.entries.push_back(std::move(pending).value());
    }
    write.put.push_back({log_key_rows, log.name.value, boost::json::serialize(row)});
    return store_->apply(write);
}

Result<std::optional<std::uint64_t>> Node::log_key_entry(const LogName& log) {
    const auto opened = logs_->find(log);
    const auto row = store_->find(log_key_rows, log.value);
    if (!row.ok()) return row.error();
    const auto id =
        row.value() ? EntryId::parse(member(*row.value(), "entry")) : std::optional<EntryId>();
    if (opened == nullptr || !id) return std::optional<std::uint64_t>();
    return opened->store->index_of(*id);
}

}  // namespace buuan::node
