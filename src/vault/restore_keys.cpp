#include "vault/restore_keys.hpp"

#include "vault/key_ring.hpp"

namespace buuan::vault {
namespace {

constexpr std::string_view ring_path = "keys/ring";
constexpr std::string_view lost_ring_path = "keys/ring.lost";

/// Whether the backup is of the root key that this node has. Where keys/root.json cannot say, its
/// log keys or its keyring can; where nothing is left, nothing speaks against it.
Result<Done> check_it_is_ours(Files& files, const KeyBackup& backup, Entropy& entropy) {
    const Fault another{FaultKind::denied,
                        "the backup is of another root key: it is older than the last change of "
                        "the root key, or of another node"};
    const auto proved = is_root_key(files, backup.root);
    if (proved.ok()) return proved.value() ? Result<Done>(Done{}) : Result<Done>(another);
    const auto logs = logs_with_keys(files);
    if (!logs.ok()) return logs.error();
    for (const LogName& log : logs.value()) {
        if (read_log_seeds(files, backup.root, log).ok()) return Done{};
    }
    const auto ring = KeyRing::open(files, backup.root, entropy);
    if (ring.ok()) return Done{};
    const bool nothing_left = logs.value().empty() && ring.error().kind == FaultKind::unavailable;
    return nothing_left ? Result<Done>(Done{}) : Result<Done>(another);
}

Result<Done> put_back_logs(Files& files, const KeyBackup& backup, RestoredKeys& done,
                           Entropy& entropy) {
    for (const auto& [log, seeds] : backup.logs) {
        if (read_log_seeds(files, backup.root, log).ok()) continue;
        if (auto written = write_log_seeds(files, backup.root, log, seeds, entropy); !written.ok())
            return written;
        done.logs.push_back(log);
    }
    return Done{};
}

/// The old file is kept beside: it may still be worth something to somebody who has more keys.
Result<Done> begin_new_ring(Files& files, const Secret& root, Entropy& entropy) {
    const auto there = files.exists(ring_path);
    if (!there.ok()) return there.error();
    if (there.value()) {
        const auto kept = files.exists(lost_ring_path);
        if (!kept.ok()) return kept.error();
        if (kept.value())
            return Fault{
                FaultKind::invalid,
                "keys/ring.lost is there from an earlier restore; move it elsewhere first"};
        if (auto moved = files.rename(ring_path, lost_ring_path); !moved.ok()) return moved;
        if (auto synced = files.sync_folder("keys"); !synced.ok()) return synced;
    }
    return KeyRing::create(files, root, entropy);
}

Result<std::unique_ptr<KeyRing>> ring_to_fill(Files& files, const KeyBackup& backup,
                                              const RestorePlan& plan, KeyToken* old_token,
                                              RestoredKeys& done, Entropy& entropy) {
    auto ring = KeyRing::open(files, backup.root, entropy, old_token);
    if (ring.ok()) return ring;
    const bool has_classes = backup.ring_until && !done.ring_expired;
    if (!has_classes && !plan.new_ring)
        return Fault{FaultKind::corrupt,
                     "the keyring does not open (" + ring.error().what +
                         "), and the backup has no class keys that may still be read"};
    if (auto begun = begin_new_ring(files, backup.root, entropy); !begun.ok()) return begun.error();
    done.new_ring = true;
    return KeyRing::open(files, backup.root, entropy);
}

std::size_t live_count(KeyRing& ring) {
    return ring.live_keys().size();
}

}  // namespace

Result<RestoredKeys> restore_keys(Files& files, const KeyBackup& backup, const RestorePlan& plan,
                                  KeyToken* old_token, const RootMeans& means, Day today,
                                  Entropy& entropy) {
    RestoredKeys done;
    done.ring_expired = backup.ring_until && *backup.ring_until < today;
    if (auto made = files.make_folders(log_keys_folder); !made.ok()) return made.error();
    if (auto settled = settle_root_change(files); !settled.ok()) return settled.error();
    if (auto ours = check_it_is_ours(files, backup, entropy); !ours.ok()) return ours.error();
    if (auto put = put_back_logs(files, backup, done, entropy); !put.ok()) return put.error();
    auto ring = ring_to_fill(files, backup, plan, old_token, done, entropy);
    if (!ring.ok()) return ring.error();
    const std::size_t before = live_count(*ring.value());
    if (!done.ring_expired) {
        for (const ClassKey& each : backup.classes) {
            if (auto put = ring.value()->put_back(each); !put.ok()) return put.error();
        }
    }
    done.classes = live_count(*ring.value()) - before;
    const bool in_token = ring.value()->grade() == Grade::a;
    ring.value().reset();

    // The same root key again where that is enough; then this backup stays good.
    if (plan.source == RootSource::file && !in_token) {
        if (auto put = put_back_root_key(files, backup.root, entropy); !put.ok())
            return put.error();
        return done;
    }
    done.new_root = true;
    if (auto changed = change_root_key(files, backup.root, old_token, plan.source, means, entropy);
        !changed.ok())
        return changed.error();
    return done;
}

}  // namespace buuan::vault
