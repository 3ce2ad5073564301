// buuan init: a node in an empty folder, with its organisation, leader and first administrator; or
// a sample node.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/json.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/root_means.hpp"
#include "edge/sample/sample_node.hpp"

namespace buuan::cli {
namespace {

/// Twenty letters of Crockford base32: a hundred bits.
std::string made_up_password(Entropy& entropy) {
    std::string text = to_crockford(entropy.bytes<13>());
    text.resize(20);
    return text;
}

bool register_organisation(Door& door, const InitOptions& options, Exit& exit) {
    register_::Organisation organisation = options.organisation;
    organisation.name = options.config.name;
    if (!ask(door, {"PUT", "/api/v1/organisation", json::write(organisation)}, exit)) return false;
    return !options.leader ||
           ask(door, {"PUT", "/api/v1/leader", json::write(*options.leader)}, exit).has_value();
}

bool create_administrator(Door& door, const std::string& name, Exit& exit) {
    std::string password =
        read_secret("BUUAN_PASSWORD",
                    {"Mật khẩu quản trị viên (từ 14 ký tự; Enter: tự tạo): ",
                     "The administrator's password (14 characters or more; Enter: make one): "});
    const bool made_up = password.empty();
    SystemEntropy entropy;
    if (made_up) password = made_up_password(entropy);
    std::string body =
        boost::json::serialize(boost::json::object{{"role", "administrator"},
                                                   {"by", node::Node::system_number().value},
                                                   {"password", password}});
    const bool created = ask(door, {"PUT", "/api/v1/users/" + name, body}, exit).has_value();
    if (created && made_up) {
        print(
            say({"Mật khẩu của {} (chỉ hiện một lần): {}", "Password of {} (shown this once): {}"},
                name, password));
    }
    wipe(body.data(), body.size());
    wipe(password.data(), password.size());
    return created;
}

void tell_about_root_key(vault::RootSource source) {
    switch (source) {
        case vault::RootSource::file:
            return print(Text{
                "CẢNH BÁO: khóa gốc root.key nằm cùng đĩa với dữ liệu: ai lấy được đĩa là đọc "
                "được. Dùng --root-key passphrase, systemd-creds hoặc pkcs11 "
                "(docs/guide/keys.md). Mất root.key là mất dữ liệu: buuan keys backup.",
                "WARNING: root.key lies on the same disk as the data: whoever takes the disk can "
                "read them. Use --root-key passphrase, systemd-creds or pkcs11 "
                "(docs/guide/keys.md). Without root.key the data are lost: buuan keys backup."});
        case vault::RootSource::passphrase:
            return print(
                Text{"Khóa gốc: từ cụm mật khẩu. Mất cụm mật khẩu là mất dữ liệu: buuan "
                     "keys backup, cất ở nơi khác.",
                     "Root key: from the passphrase. Without it the data are lost: buuan "
                     "keys backup, and keep it elsewhere."});
        case vault::RootSource::credential:
            return print(
                Text{"Khóa gốc: do systemd trao (buuan-root). Mất máy là mất dữ liệu: "
                     "buuan keys backup, cất ở nơi khác.",
                     "Root key: handed over by systemd (buuan-root). Without this machine "
                     "the data are lost: buuan keys backup, and keep it elsewhere."});
        case vault::RootSource::token:
            return print(
                Text{"Khóa gốc: trong token. Mất token là mất dữ liệu: buuan keys backup "
                     "--ring-until NGÀY, cất ở nơi khác.",
                     "Root key: in the token. Without it the data are lost: buuan keys "
                     "backup --ring-until DAY, and keep it elsewhere."});
    }
}

Exit make_sample(const InitOptions& options, const vault::RootMeans& means) {
    print(say({"Đang tạo dữ liệu mẫu của {} ngày (người và số đều bịa) …",
               "Making sample data of {} days (people and numbers are made up) …"},
              std::to_string(options.sample_days)));
    const auto made = sample::fill(options.folder, means, options.sample_days);
    if (!made.ok()) {
        complain(say({"Không tạo được dữ liệu mẫu: {}", "The sample data could not be made: {}"},
                     made.error().what));
        return Exit::unreachable;
    }
    print(say({"{} bưu gửi đã nhận, {} không nhận, {} ảnh.",
               "{} items accepted, {} refused, {} pictures."},
              made.value().accepted, made.value().refused, made.value().pictures));
    print(Text{"Người dùng mẫu:", "Sample users:"});
    for (const auto& user : made.value().users)
        print(fmt::format("  {:12} {:10} {:8} {}", user.name, user.role, user.site, user.staff));
    print(say({"Mật khẩu của người dùng mẫu: {}", "Password of the sample users: {}"},
              made.value().password));
    return Exit::done;
}

}  // namespace

Exit init(const InitOptions& options) {
    SystemClock clock;
    SystemEntropy entropy;
    Exit exit = Exit::done;
    const auto means = gather_root_means(options.root, options.config, exit,
                                         {"BUUAN_PASSPHRASE",
                                          {"Cụm mật khẩu khóa gốc (từ 14 ký tự): ",
                                           "Passphrase for the root key (14 characters or more): "},
                                          read_new_secret});
    if (!means) return exit;
    const node::CreateOptions create{options.config, options.root};
    // A sample node begins in the past, with the first of its days.
    const auto made = options.config.sample
                          ? sample::create(options.folder, create, *means, options.sample_days)
                          : node::Node::create(options.folder, create, *means, clock, entropy);
    if (!made.ok()) {
        complain(
            say({"Không lập được nút: {}", "The node could not be made: {}"}, made.error().what));
        return made.error().kind == FaultKind::invalid ? Exit::bad_input : Exit::unreachable;
    }
    if (options.config.sample) {
        if (const Exit sampled = make_sample(options, *means); sampled != Exit::done)
            return sampled;
    }
    const auto node = node::Node::open(options.folder, *means, clock, entropy);
    if (!node.ok()) {
        complain(
            say({"Không mở được nút: {}", "The node cannot be opened: {}"}, node.error().what));
        return Exit::unreachable;
    }
    const auto door = door_to(*node.value());
    if (!options.config.sample && !register_organisation(*door, options, exit)) return exit;
    if (!options.admin.empty() && !create_administrator(*door, options.admin, exit)) return exit;
    if (auto settled = node.value()->settle(); !settled.ok()) {
        complain(
            say({"Chưa ghi được vào sổ: {}", "Not written to the log: {}"}, settled.error().what));
        return Exit::unreachable;
    }
    print(say({"Nút đã lập ở {}", "The node is made in {}"}, options.folder));
    tell_about_root_key(options.root);
    print(say({"Chạy: buuan --node {} serve", "Run: buuan --node {} serve"}, options.folder));
    return Exit::done;
}

}  // namespace buuan::cli
