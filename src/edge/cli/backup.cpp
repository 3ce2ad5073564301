// buuan backup and buuan restore: the first through the node's door, the second without a node, for
// there is none any more.
#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/backup/restore.hpp"
#include "edge/backup/s3_target.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/key_backup_file.hpp"
#include "edge/http/problem.hpp"
#include "edge/node/storage.hpp"

namespace buuan::cli {
namespace {

constexpr long a_day_ms = 86'400'000;

/// The node may run in another folder than this command.
std::string absolute(const std::string& folder) {
    if (s3::Address::is_one(folder)) return folder;
    std::error_code error;
    const auto path = std::filesystem::absolute(folder, error);
    return error ? folder : path.lexically_normal().string();
}

std::string number(const boost::json::object& object, const char* name) {
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_number()
               ? std::to_string(found->to_number<std::uint64_t>())
               : "0";
}

std::string mebibytes(const boost::json::object& object, const char* name) {
    const auto* found = object.if_contains(name);
    const double bytes = found != nullptr && found->is_number() ? found->to_number<double>() : 0;
    return fmt::format("{:.1f}", bytes / (1 << 20));
}

constexpr Text not_restored = {"Không khôi phục được: {}", "Not restored: {}"};

std::unique_ptr<backup::Target> open_folder(const std::string& from, Exit& exit) {
    auto target = backup::FolderTarget::open(from);
    if (target.ok()) return std::move(target).value();
    exit = failed(not_restored, target.error());
    return nullptr;
}

std::unique_ptr<backup::Target> open_store(const NodeRestoreOptions& options, Clock& clock,
                                           Exit& exit) {
    if (options.s3.endpoint.empty() || options.s3.credentials.empty()) {
        complain(Text{"Thiếu --s3-endpoint hoặc --s3-credentials",
                      "--s3-endpoint or --s3-credentials is missing"});
        exit = Exit::usage;
        return nullptr;
    }
    auto target = backup::S3Target::open(options.s3, options.from, clock);
    if (target.ok()) return std::move(target).value();
    const auto& [reason, fault] = target.error();
    const auto text = http::text_of(reason);
    exit = failed(not_restored,
                  {fault.kind,
                   fmt::format("{} ({}: {})", Text{text.vi, text.en}.here(), reason, fault.what)});
    return nullptr;
}

}  // namespace

Exit back_up(Door& door, const NodeBackupOptions& options) {
    Call call{"POST", "/api/v1/backups",
              boost::json::serialize(boost::json::object{{"folder", absolute(options.folder)},
                                                         {"keep", options.keep}})};
    call.timeout_ms = a_day_ms;
    Exit exit{};
    const auto answer = ask_json(door, call, exit);
    if (!answer) return exit;
    const auto& made = answer->as_object();
    if (options.json) {
        print(boost::json::serialize(made));
    } else {
        print(say({"Bản sao lưu {}: {} tệp; đọc {} MiB, ghi {} MiB",
                   "Backup {}: {} files; {} MiB read, {} MiB written"},
                  std::string(made.at("backup").as_string()), number(made, "files"),
                  mebibytes(made, "bytes_read"), mebibytes(made, "bytes_written")));
        if (number(made, "forgotten") != "0")
            print(say({"  bỏ {} bản cũ", "  {} older ones forgotten"}, number(made, "forgotten")));
    }
    for (const auto& name : made.at("damaged").as_array())
        complain(say({"Bản {} hỏng, không đọc được; chưa bỏ bản cũ nào. Chuyển tệp backups/{} đi "
                      "nơi khác.",
                      "Backup {} is damaged and cannot be read; no older one is forgotten. Move "
                      "backups/{} elsewhere."},
                     std::string(name.as_string()), std::string(name.as_string())));
    return made.at("damaged").as_array().empty() ? Exit::done : Exit::no;
}

Exit test_backup(Door& door, const NodeBackupOptions& options) {
    boost::json::object body{{"folder", absolute(options.folder)}};
    if (!options.at.empty()) body["at"] = options.at;
    Call call{"POST", "/api/v1/backup-tests", boost::json::serialize(body)};
    call.timeout_ms = a_day_ms;
    Exit exit{};
    const auto answer = ask_json(door, call, exit);
    if (!answer) return exit;
    const auto& found = answer->as_object();
    if (!options.json && found.contains("backup"))
        print(say({"Đã khôi phục thử bản {} và đối chiếu với sổ:",
                   "Backup {} was restored beside and checked against the logs:"},
                  std::string(found.at("backup").as_string())));
    return show_check(found, options.json);
}

Exit restore_node(const NodeRestoreOptions& options) {
    SystemClock clock;
    SystemEntropy entropy;
    const auto at = options.at.empty() ? std::optional(clock.now()) : Instant::parse(options.at);
    if (!at) {
        complain(Text{"--at không phải là thời điểm (2026-11-24T03:59:15.123Z)",
                      "--at is no instant (2026-11-24T03:59:15.123Z)"});
        return Exit::usage;
    }
    Exit exit{};
    const auto keys = open_key_backup(options.keys, options.shares, exit);
    if (!keys) return exit;
    const auto target = s3::Address::is_one(options.from) ? open_store(options, clock, exit)
                                                          : open_folder(options.from, exit);
    if (target == nullptr) return exit;
    auto archive = backup::Archive::open(*target, keys->root, entropy);
    if (!archive.ok()) return failed(not_restored, archive.error());
    const auto manifest = archive.value().newest(*at);
    if (!manifest.ok()) return failed(not_restored, manifest.error());
    const std::string mirror = options.mirror.empty() ? "" : absolute(options.mirror);
    std::error_code ignored;
    if (!mirror.empty() && !std::filesystem::exists(mirror + "/org/checkpoint", ignored))
        return failed(not_restored, {FaultKind::unavailable, mirror + " holds no mirror of logs"});
    auto storage = node::FolderStorage::make(options.to);
    if (!storage.ok()) return failed(not_restored, storage.error());
    const auto restored = backup::restore(archive.value(), manifest.value(),
                                          storage.value()->files(), clock.now(), mirror);
    if (!restored.ok()) return failed(not_restored, restored.error());
    if (options.json) {
        print(boost::json::serialize(boost::json::object{{"backup", manifest.value().made.text()},
                                                         {"node", manifest.value().node},
                                                         {"files", restored.value().files},
                                                         {"bytes", restored.value().bytes}}));
        return Exit::done;
    }
    print(say({"Đã khôi phục {} từ bản sao lưu {}: {} tệp, {:.1f} MiB",
               "{} is restored from backup {}: {} files, {:.1f} MiB"},
              manifest.value().node, manifest.value().made.text(), restored.value().files,
              static_cast<double>(restored.value().bytes) / (1 << 20)));
    print(say({"Chưa có khóa. Tiếp theo: buuan --node {} keys restore --from {}",
               "It has no keys yet. Next: buuan --node {} keys restore --from {}"},
              options.to, options.keys));
    if (options.mirror.empty())
        print(
            Text{"Những gì đã nhận sau bản sao lưu này không còn ở đây; xem docs/guide/recover.md.",
                 "What was accepted after this backup is not here; see docs/guide/recover.md."});
    else
        print(say({"Khi mở lần đầu, nút lấy lại từ {} những gì sổ đã ghi sau bản sao lưu này.",
                   "When it is opened first, it takes back from {} what its logs said after this "
                   "backup."},
                  options.mirror));
    return Exit::done;
}

}  // namespace buuan::cli
