// buuan mirror: a copy of the node's logs in another place, in the layout of tlog-tiles, for the
// day when the node comes back from a backup.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/posix/posix_files.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/key_backup_file.hpp"
#include "ledger/mirror.hpp"

namespace buuan::cli {
namespace {

Result<std::string> get(Door& door, const std::string& target) {
    auto reply = door.call({"GET", target});
    if (!reply.ok()) return reply.error();
    if (!reply.value().good())
        return Fault{FaultKind::unavailable,
                     "GET " + target + " was answered " + std::to_string(reply.value().status)};
    return std::move(reply.value().body);
}

std::vector<ledger::VerifierKey> keys_of(const boost::json::object& log) {
    std::vector<ledger::VerifierKey> keys;
    for (const char* member : {"key", "key_before"}) {
        if (const auto key = ledger::VerifierKey::parse(text_of(log, member))) keys.push_back(*key);
    }
    return keys;
}

/// How many entries came.
Result<std::uint64_t> follow(Door& door, Files& files, const boost::json::object& log) {
    const std::string name = text_of(log, "log");
    const auto keys = keys_of(log);
    if (!LogName::parse(name) || keys.empty())
        return Fault{FaultKind::corrupt, "the node names no log and its key"};
    const auto note = get(door, "/logs/" + name + "/checkpoint");
    if (!note.ok()) return note.error();
    const auto bundles = [&](std::uint64_t index, std::uint64_t width) -> Result<Bytes> {
        auto bytes = get(door, "/logs/" + name + "/" + ledger::tile_path({-1, index, width}));
        if (!bytes.ok()) return bytes.error();
        const BytesView view = as_bytes(bytes.value());
        return Bytes(view.begin(), view.end());
    };
    return ledger::LogMirror(files, name).follow(note.value(), keys, bundles);
}

}  // namespace

Exit mirror_logs(Door& door, const MirrorOptions& options) {
    constexpr Text what_to_do = {
        "Nếu hai bên có lịch sử khác nhau: giữ nguyên cả hai, chép tiếp sang một thư mục mới, và "
        "báo cơ quan quản lý; xem docs/guide/backup.md.",
        "If the histories differ: keep both as they are, begin a new mirror in another folder, and "
        "tell the authority; see docs/guide/backup.md."};
    constexpr Text not_mirrored = {"Không chép được sổ: {}", "Not mirrored: {}"};
    auto files = PosixFiles::open_root(options.folder);
    if (!files.ok()) return failed(not_mirrored, files.error());
    auto lock = FolderLock::take(options.folder);
    if (!lock.ok()) return failed(not_mirrored, lock.error());
    Exit exit{};
    const auto answer = ask_json(door, {"GET", "/api/v1/logs"}, exit);
    if (!answer) return exit;
    boost::json::array followed;
    for (const auto& each : answer->as_object().at("logs").as_array()) {
        const auto& log = each.as_object();
        const std::string name = text_of(log, "log");
        // One that cannot be followed does not keep the others from it.
        const auto came = follow(door, *files.value(), log);
        if (!came.ok()) {
            exit =
                failed(not_mirrored, {came.error().kind, "log " + name + ": " + came.error().what});
            if (came.error().kind == FaultKind::corrupt) complain(what_to_do);
            continue;
        }
        followed.push_back(boost::json::object{{"log", name}, {"new_entries", came.value()}});
        if (!options.json)
            print(say({"Sổ {}: {} bút toán mới", "Log {}: {} new entries"}, name, came.value()));
    }
    if (options.json)
        print(boost::json::serialize(boost::json::object{{"logs", std::move(followed)}}));
    return exit;
}

}  // namespace buuan::cli
