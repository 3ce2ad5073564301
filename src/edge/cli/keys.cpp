// buuan keys, of a node that is open: what there is, the recovery key, backups, a log's new key.
#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <map>

#include "adapters/posix/posix_files.hpp"
#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/shares.hpp"
#include "vault/recovery_key.hpp"

namespace buuan::cli {
namespace {

void print_days(const boost::json::array& keys) {
    std::map<std::string, std::map<std::string, std::string>> by_day;
    for (const auto& key : keys) {
        const auto& each = key.as_object();
        by_day[text_of(each, "day")][text_of(each, "class")] = text_of(each, "state");
    }
    std::map<std::string, std::size_t> states;
    for (const auto& [day, classes] : by_day) {
        std::string not_live;
        for (const auto& [name, state] : classes) {
            ++states[state];
            if (state != "live") not_live += fmt::format("  {}: {}", name, state);
        }
        print(fmt::format("  {}{}", day, not_live));
    }
    print(say({"{} khóa còn, {} đã hủy, {} hỏng.", "{} keys live, {} destroyed, {} damaged."},
              states["live"], states["destroyed"], states["damaged"]));
}

std::string path_of(const vault::Share& share, const SplitOptions& options, std::size_t count) {
    return fmt::format("{}/share-{}-of-{}.txt", options.folder, share.index, count);
}

/// Shares of an earlier split may be all that opens older backups: none is ever replaced.
bool has_room_for(const std::vector<vault::Share>& shares, const SplitOptions& options) {
    for (const vault::Share& share : shares) {
        const std::string path = path_of(share, options, shares.size());
        if (options.folder.empty() || !std::filesystem::exists(path)) continue;
        complain(say({"{} đã có, là mảnh của lần tách trước; hãy chọn thư mục khác.",
                      "{} is there already, from an earlier split; name another folder."},
                     path));
        return false;
    }
    return true;
}

bool hand_out(const std::vector<vault::Share>& shares, const SplitOptions& options,
              const std::string& node, const std::string& made) {
    if (!has_room_for(shares, options)) return false;
    for (const vault::Share& share : shares) {
        std::string text = share_file(share, node, shares.size(), made);
        bool done = true;
        if (options.folder.empty()) {
            print(text);
        } else {
            done = write_private_file(path_of(share, options, shares.size()), text);
        }
        wipe(text.data(), text.size());
        if (!done) return false;
    }
    return true;
}

}  // namespace

Exit show_keys(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"GET", "/api/v1/keys"}, exit);
    if (!answer) return exit;
    const auto& keys = answer->as_object();
    if (json) {
        print(boost::json::serialize(keys));
        return Exit::done;
    }
    print(say({"Khóa gốc: {}; hủy khóa mức {}", "Root key: {}; destruction of grade {}"},
              text_of(keys, "root"), text_of(keys, "grade")));
    if (text_of(keys, "root") == "file")
        print(Text{"  nằm trong tệp root.key: cùng đĩa với dữ liệu thì ai lấy được đĩa là đọc được",
                   "  in the file root.key: on the disk of the data, whoever takes it can read "
                   "them"});
    if (const auto* recovery = keys.if_contains("recovery_key")) {
        const auto& key = recovery->as_object();
        print(say({"Khóa phục hồi: {}, cần {} trong {} mảnh, từ {}",
                   "Recovery key: {}, {} of {} shares needed, of {}"},
                  text_of(key, "recovery"), key.at("needed").to_number<int>(),
                  key.at("shares").to_number<int>(), text_of(key, "made")));
    } else {
        print(Text{"Khóa phục hồi: chưa có (buuan keys split)",
                   "Recovery key: none (buuan keys split)"});
    }
    const std::string until = text_of(keys, "ring_backed_up_until");
    if (!until.empty())
        print(say({"Khóa dữ liệu còn trong bản sao đến hết {}: xóa mọi bản sao ấy trước đó",
                   "Class keys are in a backup until {}: destroy every such backup by then"},
                  until));
    for (const auto& log : keys.at("closed_logs").as_array())
        print(say({"Sổ {} đóng: khóa của nó mất hoặc hỏng",
                   "Log {} is closed: its key is lost or damaged"},
                  std::string(log.as_string())));
    print_days(keys.at("keys").as_array());
    return Exit::done;
}

Exit split_keys(Door& door, const SplitOptions& options) {
    if (options.needed > options.shares) {
        complain(Text{"--needed không được lớn hơn --shares", "--needed is more than --shares"});
        return Exit::usage;
    }
    SystemEntropy entropy;
    Secret secret;
    entropy.fill(secret.fill());
    const vault::RecoveryKey key{
        vault::recovery_public_of(secret), options.needed, options.shares, {}};
    auto shares = vault::split(secret, key.id(), options.needed, options.shares, entropy);
    Exit exit{};
    const auto logs = ask_json(door, {"GET", "/api/v1/logs"}, exit);
    if (!logs) return exit;
    const auto& first = logs->at("logs").as_array();
    const std::string origin = first.empty() ? "" : text_of(first.at(0).as_object(), "origin");
    const std::string made = Day::of(SystemClock().now()).text();
    // The shares are out before the node seals to them: a key that nobody has must not be taken.
    if (!hand_out(shares, options, origin.substr(0, origin.find('/')), made))
        return Exit::unreachable;
    const boost::json::object body{{"public_half", to_hex(key.public_half)},
                                   {"needed", options.needed},
                                   {"shares", options.shares}};
    if (!ask(door, {"PUT", "/api/v1/recovery-key", boost::json::serialize(body)}, exit)) {
        complain(Text{"Nút chưa nhận khóa phục hồi này: các mảnh trên không dùng được.",
                      "The node did not take this recovery key: the shares are of no use."});
        return exit;
    }
    print(say({"Khóa phục hồi {} đã lập: {} mảnh, cần {}. Trao mỗi mảnh cho một người; thử: buuan "
               "keys combine. Bản sao khóa cũ vẫn cần khóa cũ.",
               "Recovery key {} is made: {} shares, {} needed. Give each to one person; try them: "
               "buuan keys combine. Older backups still need the older key."},
              to_hex(key.id()), options.shares, options.needed));
    return Exit::done;
}

Exit back_up_keys(Door& door, const BackupOptions& options) {
    boost::json::object body;
    if (!options.ring_until.empty()) body["ring_until"] = options.ring_until;
    if (options.passphrase) {
        auto passphrase = read_new_secret(
            "BUUAN_BACKUP_PASSPHRASE",
            {"Cụm mật khẩu (từ 14 ký tự): ", "Passphrase (14 characters or more): "});
        if (!passphrase) return Exit::bad_input;
        body["passphrase"] = *passphrase;
        wipe(passphrase->data(), passphrase->size());
    }
    std::string text = boost::json::serialize(body);
    Exit exit{};
    const auto reply = ask(door, {"POST", "/api/v1/key-backups", text}, exit);
    wipe(text.data(), text.size());
    if (!reply) return exit;
    if (!write_private_file(options.file, reply->body)) return Exit::unreachable;
    print(say({"Đã sao lưu khóa vào {}. Cất nó ngoài máy này.",
               "The keys are backed up in {}. Keep it off this machine."},
              options.file));
    if (options.ring_until.empty()) {
        print(
            Text{"  khóa gốc và khóa các sổ, KHÔNG có khóa dữ liệu: mất đĩa hay token là mất dữ "
                 "liệu; xem --ring-until",
                 "  the root key and the logs' keys, but NO class keys: with the disk or token "
                 "the data are lost; see --ring-until"});
    } else {
        print(say({"  kèm khóa dữ liệu: hủy tệp này trước khi hết ngày {}",
                   "  with the class keys: destroy this file before the end of {}"},
                  options.ring_until));
    }
    return Exit::done;
}

Exit change_log_key(Door& door, const LogKeyOptions& options) {
    Exit exit{};
    const auto answer =
        ask_json(door, {"POST", "/api/v1/logs/" + options.log + "/key-changes", "{}"}, exit);
    if (!answer) return exit;
    const auto& change = answer->as_object();
    if (options.json) {
        print(boost::json::serialize(change));
        return Exit::done;
    }
    print(say({"Khóa mới của sổ {}: {}", "New key of log {}: {}"}, options.log,
              text_of(change, "key")));
    if (change.contains("key_before")) {
        print(say({"Khóa trước ký cùng đến hết {}: {}", "The key before signs too until {}: {}"},
                  text_of(change, "key_before_until"), text_of(change, "key_before")));
        print(say({"Gửi cho người kiểm sổ: buuan keys log-proof {} --to TỆP",
                   "For those who check the log: buuan keys log-proof {} --to FILE"},
                  options.log));
    } else {
        print(
            Text{"Khóa trước đã mất nên không ký được gì: báo khóa mới cho cơ quan quản lý bằng "
                 "văn bản.",
                 "The key before is lost and signs nothing: tell the new one to the authority "
                 "in writing."});
    }
    return Exit::done;
}

Exit prove_log_key(Door& door, const LogKeyOptions& options) {
    Exit exit{};
    const auto reply = ask(door, {"GET", "/api/v1/logs/" + options.log + "/key-change"}, exit);
    if (!reply) return exit;
    if (options.file.empty()) {
        std::string text = reply->body;
        while (!text.empty() && text.back() == '\n') text.pop_back();
        print(text);
        return Exit::done;
    }
    return write_private_file(options.file, reply->body) ? Exit::done : Exit::unreachable;
}

}  // namespace buuan::cli
