// Backups: making, trying, restoring them.
#include "edge/cli/command_table.hpp"

namespace buuan::cli {

namespace {

constexpr Text at_instant = {
    "Bản mới nhất của thời điểm này hoặc trước đó (2026-11-24T03:59:15.123Z)",
    "The newest one of this instant or before (2026-11-24T03:59:15.123Z)"};

constexpr Text of_backups = {"Thư mục, hay s3://bucket/thư-mục, có các bản sao lưu",
                             "Folder, or s3://bucket/folder, of the backups"};

/// What node.toml and s3.key say of a store where there is a node.
void add_store(CLI::App& restoring, backup::S3Access& s3) {
    restoring.add_option("--s3-endpoint", s3.endpoint,
                         help({"Kho S3: https://máy[:cổng]", "The S3 store: https://host[:port]"}));
    restoring.add_option("--s3-credentials", s3.credentials,
                         help({"Tệp có khóa truy cập và khóa bí mật của kho, mỗi khóa một dòng",
                               "File with the store's access key and secret key, a line each"}));
    restoring.add_option("--s3-region", s3.region, help({"Vùng của kho", "The store's region"}));
    restoring.add_flag("!--s3-bucket-in-host", s3.path_style,
                       help({"Tên bucket nằm trong tên máy (path_style = false)",
                             "The bucket's name stands in the host's name (path_style = false)"}));
    restoring.add_option(
        "--s3-ca", s3.ca_file,
        help({"Tệp chứng chỉ CA của kho (PEM)", "CA certificates of the store (PEM)"}));
}

}  // namespace

void add_backup(CLI::App& app, Shared& shared) {
    CLI::App& making =
        command(app, "backup",
                {"Sao lưu nút vào một thư mục hay kho S3, kể cả khi đang chạy: chỉ ghi phần mới, "
                 "niêm phong",
                 "Back up the node to a folder or an S3 store, also while it runs: only what is "
                 "new, sealed"});
    const auto backup = std::make_shared<NodeBackupOptions>();
    making.add_option("--to", backup->folder,
                      help({"Thư mục trên ổ khác hay s3://bucket/thư-mục, của riêng nút này",
                            "Folder on another disk or s3://bucket/folder, for this node alone"}));
    making
        .add_option("--keep", backup->keep,
                    help({"Giữ bao nhiêu bản mới nhất", "How many of the newest are kept"}))
        ->check(CLI::Range(1, 10'000));
    CLI::App& trying =
        command(making, "test",
                {"Khôi phục thử một bản ở bên cạnh, đối chiếu với sổ, rồi xóa bản thử",
                 "Restore one beside, check it against the logs, and remove it again"});
    trying.add_option("folder", backup->folder, help(of_backups))->required();
    trying.add_option("--at", backup->at, help(at_instant));
    making.callback([&shared, &trying, backup] {
        if (trying.parsed()) return;
        backup->json = shared.json;
        shared.run = [&shared, backup] {
            Exit exit = Exit::usage;
            if (backup->folder.empty()) {
                complain(Text{"Thiếu --to THƯ MỤC", "--to FOLDER is missing"});
                return exit;
            }
            const auto door = open_door(shared.node, shared.user, exit);
            return door == nullptr ? exit : back_up(*door, *backup);
        };
    });
    trying.callback([&shared, backup] {
        backup->json = shared.json;
        shared.at_node([backup](Door& door) { return test_backup(door, *backup); });
    });

    const auto restore = std::make_shared<NodeRestoreOptions>();
    CLI::App& restoring = command(app, "restore",
                                  {"Khôi phục một nút từ bản sao lưu vào thư mục trống",
                                   "Restore a node from a backup into an empty folder"});
    restoring.add_option("--from", restore->from, help(of_backups))->required();
    restoring
        .add_option("--to", restore->to,
                    help({"Thư mục trống cho nút", "An empty folder for the node"}))
        ->required();
    restoring.add_option("--keys", restore->keys, help({"Bản sao khóa", "The key backup"}))
        ->required();
    restoring.add_option("--share", restore->shares,
                         help({"Tệp một mảnh; nhắc lại cho mỗi mảnh, '-' để gõ vào",
                               "File of a share; once for each, '-' to type them"}));
    restoring.add_option("--at", restore->at, help(at_instant));
    restoring.add_option("--mirror", restore->mirror,
                         help({"Thư mục chép các sổ (buuan mirror): lấy lại những gì ghi sau bản "
                               "sao lưu",
                               "Folder of mirrored logs (buuan mirror): takes back what they said "
                               "after the backup"}));
    add_store(restoring, restore->s3);
    restoring.callback([&shared, restore] {
        restore->json = shared.json;
        shared.run = [restore] { return restore_node(*restore); };
    });

    const auto mirror = std::make_shared<MirrorOptions>();
    CLI::App& mirroring =
        command(app, "mirror",
                {"Chép phần mới của các sổ sang nơi khác, đối chiếu từng bút toán với chữ ký",
                 "Copy what is new in the logs to another place, each entry checked against the "
                 "signature"});
    mirroring
        .add_option("--to", mirror->folder,
                    help({"Thư mục trên ổ hoặc máy khác", "Folder on another disk or machine"}))
        ->required();
    mirroring.callback([&shared, mirror] {
        mirror->json = shared.json;
        shared.at_node([mirror](Door& door) { return mirror_logs(door, *mirror); });
    });
}

}  // namespace buuan::cli
