// Backups of this node, from its own console: making one, and trying one by restoring it beside.
// They lie in a folder of the machine that the node runs on, or in an S3 store.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "base/log.hpp"
#include "edge/api/api.hpp"
#include "edge/backup/back_up.hpp"
#include "edge/backup/restore.hpp"
#include "edge/backup/s3_target.hpp"
#include "edge/backup/trial.hpp"

namespace buuan::api {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t keep_default = 30;
constexpr std::uint32_t keep_max = 10'000;
constexpr const char* s3_key_file = "s3.key";  // as every *.key in no backup

struct NewBackup {
    std::string folder;
    std::optional<std::uint32_t> keep;
};
BOOST_DESCRIBE_STRUCT(NewBackup, (), (folder, keep))

struct NewBackupTest {
    std::string folder;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(NewBackupTest, (), (folder, at))

using Place = std::unique_ptr<backup::Target>;

Response bad_folder(const Call& call, const std::string& reason) {
    return http::problem(call.request, 422, "bad_document", {{"folder", reason}});
}

/// The text of a reason, with the details in brackets: who asks has the console, and is to know
/// which file, object or store it was.
std::vector<http::FieldProblem> with_details(const std::string& reason, const Fault& fault) {
    const auto text = http::text_of(reason);
    const std::string details = " (" + fault.what + ")";
    return {{"folder", reason, std::string(text.vi) + details, std::string(text.en) + details}};
}

Response bad_folder(const Call& call, const std::string& reason, const Fault& fault) {
    return http::problem(call.request, 422, "bad_document", with_details(reason, fault));
}

Response failed(const Call& call, const Fault& fault) {
    return http::problem(
        call.request, fault,
        {{"backup", std::string(name_of(fault.kind)), "Chi tiết: " + fault.what, fault.what}});
}

/// What an archive answered that is no backup of this node.
Response no_archive(const Call& call, const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::unavailable:
            return bad_folder(call, "backups_none", fault);
        case FaultKind::invalid:
            return bad_folder(call, "folder_used", fault);
        case FaultKind::denied:
            return bad_folder(call, "backups_of_another", fault);
        default:
            return failed(call, fault);
    }
}

/// One inside the other would back up the backup, and lie on the disk that may be lost.
bool apart(const fs::path& a, const fs::path& b) {
    const auto inside = [](const fs::path& folder, const fs::path& of) {
        const auto relative = folder.lexically_relative(of);
        return !relative.empty() && *relative.begin() != "..";
    };
    return !inside(a, b) && !inside(b, a);
}

Result<Place, Response> open_folder(Api& api, const Call& call, const std::string& named) {
    if (!fs::path(named).is_absolute() || named.find('\0') != std::string::npos)
        return bad_folder(call, "bad_value");
    std::error_code error;
    const fs::path folder = fs::canonical(named, error);
    if (error || !fs::is_directory(folder, error)) return bad_folder(call, "folder_missing");
    if (!apart(folder, fs::canonical(api.node.folder(), error)))
        return bad_folder(call, "folder_of_node");
    auto target = backup::FolderTarget::open(folder);
    if (target.ok()) return Place(std::move(target).value());
    if (target.error().kind == FaultKind::denied) return bad_folder(call, "folder_not_ours");
    return failed(call, target.error());
}

backup::S3Access access_of(Api& api) {
    const config::Config& config = api.node.config();
    return {config.s3_endpoint, config.s3_region, config.s3_path_style, config.s3_ca_file,
            api.node.folder() / s3_key_file};
}

Result<Place, Response> opened(
    const Call& call, Result<std::unique_ptr<backup::S3Target>, backup::NotOpened> target) {
    if (target.ok()) return Place(std::move(target).value());
    const auto& [reason, fault] = target.error();
    const bool passes = reason == "s3_unreachable" || reason == "s3_busy" || reason == "s3_full";
    if (passes) return http::problem(call.request, fault, with_details(reason, fault));
    log::warning("backup_not_opened",
                 {{"request", call.request.id}, {"reason", reason}, {"what", fault.what}});
    return bad_folder(call, reason, fault);
}

Result<Place, Response> open_to_write(Api& api, const Call& call, const std::string& named) {
    if (!s3::Address::is_one(named)) return open_folder(api, call, named);
    return opened(call, backup::S3Target::open_to_write(access_of(api), named,
                                                        backup::holder_of(api.node.folder()),
                                                        api.node.clock(), api.node.entropy()));
}

Result<Place, Response> open_to_read(Api& api, const Call& call, const std::string& named) {
    if (!s3::Address::is_one(named)) return open_folder(api, call, named);
    return opened(call, backup::S3Target::open(access_of(api), named, api.node.clock()));
}

/// A folder below the node's own that is gone, with all that is in it, at the end.
class PassingFolder {
public:
    explicit PassingFolder(fs::path path) : path_(std::move(path)) { wipe(); }
    ~PassingFolder() { wipe(); }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    void wipe() const {
        std::error_code error;
        fs::remove_all(path_, error);
        if (error) log::error("not_removed", {{"folder", path_.filename().string()}});
    }
    const fs::path path_;
};

boost::json::object damage(const std::string& where, const Fault& fault) {
    return {{"where", where}, {"what", fault.what}};
}

/// What is wrong with a backup, after it was restored and looked through.
Result<boost::json::object> try_backup(Api& api, backup::Archive& archive,
                                       const backup::Manifest& manifest) {
    const PassingFolder beside(api.node.folder() / "run" / "backup-test");
    std::error_code error;
    fs::create_directory(beside.path(), error);
    auto files = PosixFiles::open_root(beside.path());
    if (!files.ok()) return files.error();
    const auto restored = backup::restore(archive, manifest, *files.value(), api.node.now());
    if (!restored.ok() && restored.error().kind == FaultKind::full) return restored.error();
    if (!restored.ok())
        return boost::json::object{{"problems", {damage("backup", restored.error())}}};
    const auto keys = api.node.copy_keys(Day::of(api.node.now()));
    if (!keys.ok()) return keys.error();
    auto node = backup::open_beside(beside.path(), keys.value(), api.node.keys().list(),
                                    api.node.clock(), api.node.entropy());
    if (!node.ok()) return boost::json::object{{"problems", {damage("node", node.error())}}};
    return check_everything(*node.value());
}

}  // namespace

Response post_backup(Api& api, const Call& call) {
    const auto body = body_of<NewBackup>(call);
    if (!body.ok()) return body.error();
    const std::uint32_t keep = body.value().keep.value_or(keep_default);
    if (keep < 1 || keep > keep_max)
        return http::problem(call.request, 422, "bad_document", {{"keep", "out_of_range"}});
    const Gate::Place place(api.backups);
    if (!place) return http::problem(call.request, 503, "busy");
    auto target = open_to_write(api, call, body.value().folder);
    if (!target.ok()) return target.error();
    const auto keys = api.node.copy_keys(std::nullopt);
    if (!keys.ok()) return http::problem(call.request, keys.error());
    auto archive = backup::Archive::open_or_make(*target.value(), keys.value().root,
                                                 api.node.origin(), api.node.entropy());
    if (!archive.ok()) return no_archive(call, archive.error());
    const auto made = backup::back_up(api.node.folder(), api.node.origin(), archive.value(),
                                      api.node.clock(), [&api] { return !api.ready; });
    if (!made.ok()) {
        // What it wrote until then would keep the disk full; no backup names it.
        if (made.error().kind == FaultKind::full)
            (void)archive.value().forget(std::numeric_limits<std::size_t>::max());
        return failed(call, made.error());
    }
    api.metrics.set("buuan_backup_made_seconds", made.value().manifest.made.ms / 1000);
    const auto forgotten = archive.value().forget(keep);
    if (!forgotten.ok()) return failed(call, forgotten.error());
    boost::json::array damaged;
    for (const std::string& name : forgotten.value().damaged) damaged.emplace_back(name);
    return Response::json(boost::json::serialize(
        boost::json::object{{"backup", made.value().manifest.made.text()},
                            {"files", made.value().manifest.files.size()},
                            {"bytes_read", made.value().bytes_read},
                            {"bytes_written", archive.value().bytes_written()},
                            {"chunks_written", archive.value().chunks_written()},
                            {"forgotten", forgotten.value().backups},
                            {"chunks_removed", forgotten.value().chunks},
                            {"damaged", std::move(damaged)}}));
}

Response post_backup_test(Api& api, const Call& call) {
    const auto body = body_of<NewBackupTest>(call);
    if (!body.ok()) return body.error();
    const Gate::Place place(api.backups);
    if (!place) return http::problem(call.request, 503, "busy");
    auto target = open_to_read(api, call, body.value().folder);
    if (!target.ok()) return target.error();
    const auto keys = api.node.copy_keys(std::nullopt);
    if (!keys.ok()) return http::problem(call.request, keys.error());
    auto archive = backup::Archive::open(*target.value(), keys.value().root, api.node.entropy());
    if (!archive.ok()) return no_archive(call, archive.error());
    if (archive.value().node() != api.node.origin()) return bad_folder(call, "backups_of_another");
    const auto manifest = archive.value().newest(body.value().at.value_or(api.node.now()));
    if (!manifest.ok() && manifest.error().kind == FaultKind::unavailable)
        return bad_folder(call, "backups_none", manifest.error());
    if (!manifest.ok())
        return Response::json(boost::json::serialize(
            boost::json::object{{"problems", {damage("backup", manifest.error())}}}));
    Result<boost::json::object> found = boost::json::object();
    auto done = backup::at_lowest_priority([&]() -> Result<Done> {
        found = try_backup(api, archive.value(), manifest.value());
        return found.ok() ? Result<Done>(Done{}) : Result<Done>(found.error());
    });
    if (!done.ok()) return failed(call, done.error());
    found.value()["backup"] = manifest.value().made.text();
    return Response::json(boost::json::serialize(found.value()));
}

}  // namespace buuan::api
