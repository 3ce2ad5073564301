#include "vault/root_change.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "vault/key_ring.hpp"
#include "vault/log_keys.hpp"
#include "vault/recovery_key.hpp"

namespace buuan::vault {
namespace {

constexpr std::string_view next_folder = "keys/next";
constexpr std::string_view next_logs = "keys/next/logs";
constexpr std::string_view complete = "keys/next/complete";

struct Move {
    std::string from;
    std::string to;
};

Result<std::vector<Move>> moves(Files& files) {
    std::vector<Move> all = {{"keys/next/ring", "keys/ring"},
                             {"keys/next/recovery.json", std::string(recovery_path)},
                             {"keys/next/root.json", "keys/root.json"},
                             {"keys/next/root.key", "root.key"}};
    const auto names = files.list(next_logs);
    if (!names.ok()) return names.error();
    for (const std::string& name : names.value())
        all.push_back(
            {std::string(next_logs) + "/" + name, std::string(log_keys_folder) + "/" + name});
    return all;
}

/// Zeros over the bytes of a file, where they lie.
Result<Done> wipe_file(Files& files, const std::string& path) {
    const auto there = files.exists(path);
    if (!there.ok()) return there.error();
    if (!there.value()) return Done{};
    auto file = files.open(path, OpenMode::read_write);
    if (!file.ok()) return file.error();
    const auto size = file.value()->size();
    if (!size.ok()) return size.error();
    constexpr std::array<std::uint8_t, 4096> zeros{};
    for (std::uint64_t at = 0; at < size.value(); at += zeros.size()) {
        const auto count = std::min<std::uint64_t>(zeros.size(), size.value() - at);
        if (auto written = file.value()->write_at(at, BytesView(zeros).first(count)); !written.ok())
            return written;
    }
    return file.value()->sync();
}

Result<bool> have_same_bytes(Files& files, const Move& move) {
    const auto there = files.exists(move.to);
    if (!there.ok()) return there.error();
    if (!there.value()) return false;
    auto one = read_file(files, move.from, ring_bytes_max);
    if (!one.ok()) return one.error();
    auto other = read_file(files, move.to, ring_bytes_max);
    const bool same = other.ok() && one.value() == other.value();
    wipe(one.value().data(), one.value().size());  // root.key is the key itself
    if (!other.ok()) return other.error();
    wipe(other.value().data(), other.value().size());
    return same;
}

Result<Done> take_place(Files& files, const Move& move) {
    const auto there = files.exists(move.from);
    if (!there.ok()) return there.error();
    if (!there.value()) return Done{};  // done before the last cut
    // After a cut both names may lead to the new file, which must not be wiped then.
    const auto moved = have_same_bytes(files, move);
    if (!moved.ok()) return moved.error();
    if (moved.value()) return files.remove(move.from);
    if (auto wiped = wipe_file(files, move.to); !wiped.ok()) return wiped;
    return files.rename(move.from, move.to);
}

/// The places first: a name is gone from where it was only once it is durable where it goes.
Result<Done> sync_folders(Files& files) {
    for (const std::string_view folder :
         {std::string_view(), std::string_view("keys"), log_keys_folder, next_logs, next_folder}) {
        if (auto synced = files.sync_folder(folder); !synced.ok()) return synced;
    }
    return Done{};
}

/// Whatever a change that did not come to its end has left.
Result<Done> drop_next(Files& files) {
    for (const std::string_view folder : {next_logs, next_folder}) {
        const auto names = files.list(folder);
        if (!names.ok()) return names.error();
        for (const std::string& name : names.value()) {
            const std::string path = std::string(folder) + "/" + name;
            if (path == next_logs) continue;
            if (auto wiped = wipe_file(files, path); !wiped.ok()) return wiped;
            if (auto removed = files.remove(path); !removed.ok()) return removed;
        }
    }
    return Done{};
}

/// A root.key that the new source has no use for.
Result<Done> drop_key_file(Files& files) {
    const auto source = root_source(files);
    if (!source.ok()) return source.error();
    if (source.value() == RootSource::file) return Done{};
    if (auto wiped = wipe_file(files, "root.key"); !wiped.ok()) return wiped;
    if (auto removed = files.remove("root.key"); !removed.ok()) return removed;
    return files.sync_folder("");
}

Result<Done> write_next(Files& files, KeyRing& ring, const Secret& old, const Secret& root,
                        KeyToken* token, Entropy& entropy) {
    if (auto written = ring.write_anew("keys/next/ring", root, token); !written.ok())
        return written;
    const auto recovery = read_recovery_key(files, old);
    if (!recovery.ok()) return recovery.error();
    if (recovery.value()) {
        if (auto written =
                write_recovery_key(files, *recovery.value(), root, "keys/next/recovery.json");
            !written.ok())
            return written;
    }
    const auto logs = logs_with_keys(files);
    if (!logs.ok()) return logs.error();
    for (const LogName& log : logs.value()) {
        const auto seeds = read_log_seeds(files, old, log);
        if (!seeds.ok()) return seeds.error();
        if (auto written = write_log_seeds(files, root, log, seeds.value(), entropy, next_logs);
            !written.ok())
            return written;
    }
    return Done{};
}

/// The keys in the token that root key and keyring are under.
std::vector<std::string> token_keys_of(Files& files, KeyRing& ring) {
    std::vector<std::string> labels = {ring.token_key()};
    // A root.json that is damaged names none; it is being replaced.
    if (auto label = root_token_key(files); label.ok()) labels.push_back(std::move(label).value());
    std::erase(labels, "");
    return labels;
}

}  // namespace

Result<Done> settle_root_change(Files& files) {
    const auto is_complete = files.exists(complete);
    if (!is_complete.ok()) return is_complete.error();
    if (!is_complete.value()) return drop_next(files);
    const auto all = moves(files);
    if (!all.ok()) return all.error();
    for (const Move& move : all.value()) {
        if (auto moved = take_place(files, move); !moved.ok()) return moved;
    }
    if (auto synced = sync_folders(files); !synced.ok()) return synced;
    if (auto dropped = drop_key_file(files); !dropped.ok()) return dropped;
    if (auto removed = files.remove(complete); !removed.ok()) return removed;
    return files.sync_folder(next_folder);
}

Result<Done> change_root_key(Files& files, const Secret& old, KeyToken* old_token,
                             RootSource source, const RootMeans& means, Entropy& entropy) {
    if (auto settled = settle_root_change(files); !settled.ok()) return settled;
    if (auto made = files.make_folders(next_logs); !made.ok()) return made;
    auto ring = KeyRing::open(files, old, entropy, old_token);
    if (!ring.ok()) return ring.error();
    const std::vector<std::string> old_labels = token_keys_of(files, *ring.value());
    const auto root = make_root_key(files, source, means, entropy,
                                    {"keys/next/root.json", "keys/next/root.key"}, &old);
    if (!root.ok()) return root.error();
    KeyToken* const token = source == RootSource::token ? means.token.get() : nullptr;
    if (auto written = write_next(files, *ring.value(), old, root.value(), token, entropy);
        !written.ok())
        return written;
    ring.value().reset();
    if (auto marked = replace_file(files, complete, as_bytes("1\n")); !marked.ok()) return marked;
    if (auto settled = settle_root_change(files); !settled.ok()) return settled;
    for (const std::string& label : old_labels) {
        if (old_token == nullptr) break;
        if (auto gone = old_token->destroy_key(label); !gone.ok()) return gone;
    }
    return Done{};
}

}  // namespace buuan::vault
