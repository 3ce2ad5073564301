// buuan keys, of a node that is not running: another root key, keys from a backup, a trial of the
// shares. They take the node's lock, so no server works on it meanwhile.
#include <fmt/format.h>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/key_backup_file.hpp"
#include "edge/cli/root_means.hpp"
#include "edge/cli/shares.hpp"
#include "edge/node/restored.hpp"
#include "edge/node/storage.hpp"
#include "vault/restore_keys.hpp"
#include "vault/root_change.hpp"

namespace buuan::cli {
namespace {

constexpr PassphraseFrom the_new_one = {
    "BUUAN_NEW_PASSPHRASE",
    {"Cụm mật khẩu mới (từ 14 ký tự): ", "New passphrase (14 characters or more): "},
    read_new_secret};

/// A node that nobody has open: its files under its lock, and its configuration.
struct StoppedNode {
    std::unique_ptr<node::Storage> storage;
    config::Config config;
};

std::optional<StoppedNode> take(const std::string& folder, Exit& exit) {
    auto storage = node::FolderStorage::open(folder);
    if (!storage.ok()) {
        exit =
            failed({"Không mở được thư mục của nút: {}", "The node's folder cannot be taken: {}"},
                   storage.error());
        return std::nullopt;
    }
    const auto text = read_file(storage.value()->files(), "node.toml", 65'536);
    const auto config = config::read_config(text.ok() ? as_text(text.value()) : "");
    if (!config.ok()) {
        complain(Text{"node.toml thiếu hoặc sai: buuan config check",
                      "node.toml is missing or wrong: buuan config check"});
        exit = Exit::bad_input;
        return std::nullopt;
    }
    return StoppedNode{std::move(storage).value(), config.value()};
}

void tell_to_back_up() {
    print(Text{"Bản sao khóa cũ không còn dùng được: chạy lại buuan keys backup.",
               "Older key backups are of no use any more: run buuan keys backup again."});
}

constexpr Text not_given_back = {"Không trả lại được khóa: {}", "The keys are not restored: {}"};

/// A keyring that comes from a backup may bring back keys that were destroyed since: the node must
/// learn of it when it is opened next, also where this is cut off.
Result<Done> mark_ring(Files& files, const std::optional<node::RestoredMark>& there) {
    if (there) return Done{};
    return node::mark_restored(files, {SystemClock().now(), std::nullopt});
}

void print_contents(const vault::KeyBackup& backup) {
    print(say({"Bản sao khóa của {}, lúc {}: khóa gốc, {} khóa sổ, {} khóa dữ liệu{}",
               "Key backup of {}, made {}: the root key, {} log keys, {} class keys{}"},
              backup.node, backup.made.text(), backup.logs.size(), backup.classes.size(),
              backup.ring_until ? say({" (đến hết {})", " (until {})"}, backup.ring_until->text())
                                : std::string()));
}

}  // namespace

Exit change_root(const std::string& folder, vault::RootSource to) {
    Exit exit{};
    const auto node = take(folder, exit);
    if (!node) return exit;
    Files& files = node->storage->files();
    constexpr Text not_changed = {"Không thay được khóa gốc: {}",
                                  "The root key is not changed: {}"};
    if (auto settled = vault::settle_root_change(files); !settled.ok())
        return failed(not_changed, settled.error());
    const auto from = vault::root_source(files);
    if (!from.ok()) return failed(not_changed, from.error());
    auto means = gather_root_means(from.value(), node->config, exit);
    if (!means) return exit;
    const auto old = vault::open_root_key(files, *means);
    if (!old.ok()) {
        exit = failed(not_changed, old.error());
        advise_on_root_key(folder, *means);
        return exit;
    }
    // One token has one session: where it is the same one, it is the same object.
    const auto token = means->token;
    if (to != from.value() || to == vault::RootSource::passphrase)
        means = gather_root_means(to, node->config, exit, the_new_one);
    if (!means) return exit;
    SystemEntropy entropy;
    if (auto changed = vault::change_root_key(files, old.value(), token.get(), to, *means, entropy);
        !changed.ok())
        return failed(not_changed, changed.error());
    print(say({"Khóa gốc đã thay: {} → {}", "The root key is changed: {} → {}"},
              vault::name_of(from.value()), vault::name_of(to)));
    tell_to_back_up();
    return Exit::done;
}

Exit restore_keys(const RestoreOptions& options) {
    Exit exit{};
    const auto node = take(options.folder, exit);
    if (!node) return exit;
    const auto backup = open_key_backup(options.from, options.shares, exit);
    if (!backup) return exit;
    print_contents(*backup);
    if (backup->node != node->config.origin) {
        complain(say({"Bản sao là của nút {}, không phải {}", "The backup is of node {}, not {}"},
                     backup->node, node->config.origin));
        return Exit::denied;
    }
    const auto means = gather_root_means(options.root, node->config, exit, the_new_one);
    if (!means) return exit;
    // The keyring may be in a token that is still there, also where the root key goes elsewhere.
    std::shared_ptr<vault::KeyToken> token = means->token;
    if (token == nullptr && !options.new_ring && !node->config.pkcs11_module.empty()) {
        Exit refused{};
        if (const auto of_token =
                gather_root_means(vault::RootSource::token, node->config, refused))
            token = of_token->token;
        // A token that is gone is what a restore is for; a wrong PIN would set a good keyring
        // aside.
        if (token == nullptr && refused == Exit::denied) return refused;
    }
    Files& files = node->storage->files();
    const auto mark = node::restored_mark(files);
    if (!mark.ok()) return failed(not_given_back, mark.error());
    if (auto marked = mark_ring(files, mark.value()); !marked.ok())
        return failed(not_given_back, marked.error());
    SystemEntropy entropy;
    const auto done =
        vault::restore_keys(files, *backup, {options.root, options.new_ring}, token.get(), *means,
                            Day::of(SystemClock().now()), entropy);
    if (!done.ok()) return failed(not_given_back, done.error());
    if (!done.value().new_ring && !mark.value()) {
        if (auto forgotten = node::forget_restored_mark(files); !forgotten.ok())
            return failed(not_given_back, forgotten.error());
    }
    print(say({"Khóa gốc: {}; trả lại {} khóa sổ, {} khóa dữ liệu.",
               "Root key: {}; {} log keys and {} class keys put back."},
              vault::name_of(options.root), done.value().logs.size(), done.value().classes));
    if (done.value().ring_expired)
        print(Text{"Khóa dữ liệu trong bản sao đã quá ngày nên không đọc.",
                   "The backup's class keys are past their day and were not read."});
    if (done.value().new_ring)
        print(Text{"Chùm khóa mới; tệp cũ ở keys/ring.lost. Chạy buuan check.",
                   "A new keyring; the old file is keys/ring.lost. Run buuan check."});
    if (done.value().new_root) tell_to_back_up();
    return Exit::done;
}

Exit combine_shares(const CombineOptions& options) {
    Exit exit{};
    if (!options.from.empty()) {
        const auto backup = open_key_backup(options.from, options.shares, exit);
        if (backup) print_contents(*backup);
        return exit;
    }
    const auto secret = combine_files(options.shares, exit);
    if (!secret) return exit;
    const vault::RecoveryKey key{vault::recovery_public_of(*secret), 0, 0, {}};
    print(say({"Các mảnh ghép đúng: khóa phục hồi {}", "The shares combine: recovery key {}"},
              to_hex(key.id())));
    return Exit::done;
}

}  // namespace buuan::cli
