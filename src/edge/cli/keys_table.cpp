// The keys: showing, backing up, splitting, changing them.
#include "edge/cli/command_table.hpp"

namespace buuan::cli {

namespace {

void add_rotations(CLI::App& keys, Shared& shared) {
    CLI::App& rotate = group(keys, "rotate", {"Thay khóa", "Change a key"});
    CLI::App& root = command(rotate, "root",
                             {"Thay khóa gốc, có thể từ nguồn khác (nút đang dừng)",
                              "Change the root key, perhaps its source (the node is stopped)"});
    const auto to = std::make_shared<vault::RootSource>(vault::RootSource::file);
    add_root_source(root, *to);
    root.callback(
        [&shared, to] { shared.run = [&shared, to] { return change_root(shared.node, *to); }; });
    const auto log = std::make_shared<LogKeyOptions>();
    CLI::App& of_log = command(rotate, "log",
                               {"Thay khóa của một sổ; khóa cũ ký thêm 30 ngày",
                                "Change a log's key; the one before signs for 30 days more"});
    CLI::App& proof = command(keys, "log-proof",
                              {"Bằng chứng rằng sổ đã đổi khóa (tlog-proof)",
                               "The proof that a log's key was changed (tlog-proof)"});
    for (CLI::App* each : {&of_log, &proof})
        each->add_option("log", log->log, help({"Tên sổ: org, p11", "Name of the log: org, p11"}))
            ->required();
    proof.add_option("--to", log->file, help({"Tệp ghi ra", "File to write"}));
    of_log.callback([&shared, log] {
        log->json = shared.json;
        shared.at_node([log](Door& door) { return change_log_key(door, *log); });
    });
    proof.callback([&shared, log] {
        shared.at_node([log](Door& door) { return prove_log_key(door, *log); });
    });
}

void add_recovery(CLI::App& keys, Shared& shared) {
    const auto split = std::make_shared<SplitOptions>();
    CLI::App& splitting =
        command(keys, "split",
                {"Lập khóa phục hồi, chia cho nhiều người; bản sao khóa sẽ niêm phong bằng nó",
                 "Make a recovery key, split among people; key backups are sealed to it"});
    splitting.add_option("--shares", split->shares, help({"Số mảnh", "How many shares"}))
        ->check(CLI::Range(2, 16));
    splitting.add_option("--needed", split->needed, help({"Cần mấy mảnh", "How many are needed"}))
        ->check(CLI::Range(2, 16));
    splitting.add_option("--to", split->folder,
                         help({"Thư mục ghi mỗi mảnh một tệp; không có thì hiện ra",
                               "Folder to write a file for each share; they are shown without"}));
    splitting.callback([&shared, split] {
        split->json = shared.json;
        shared.at_node([split](Door& door) { return split_keys(door, *split); });
    });

    const auto combine = std::make_shared<CombineOptions>();
    CLI::App& combining = command(keys, "combine",
                                  {"Thử ghép các mảnh, và thử mở một bản sao khóa",
                                   "Try whether shares combine, and whether a backup opens"});
    const auto restore = std::make_shared<RestoreOptions>();
    CLI::App& restoring = command(keys, "restore",
                                  {"Trả lại khóa cho nút từ bản sao khóa (nút đang dừng)",
                                   "Give a node its keys again (the node is stopped)"});
    const Text file_of_share = {"Tệp một mảnh; nhắc lại cho mỗi mảnh, '-' để gõ vào",
                                "File of a share; once for each, '-' to type them"};
    combining.add_option("--share", combine->shares, help(file_of_share))->required();
    restoring.add_option("--share", restore->shares, help(file_of_share));
    combining.add_option("--from", combine->from, help({"Bản sao khóa", "The key backup"}));
    restoring.add_option("--from", restore->from, help({"Bản sao khóa", "The key backup"}))
        ->required();
    add_root_source(restoring, restore->root);
    restoring.add_flag("--new-ring", restore->new_ring,
                       help({"Bắt đầu chùm khóa mới; dữ liệu cũ coi như mất",
                             "Begin an empty keyring; what was sealed is given up"}));
    combining.callback(
        [&shared, combine] { shared.run = [combine] { return combine_shares(*combine); }; });
    restoring.callback([&shared, restore] {
        shared.run = [&shared, restore] {
            restore->folder = shared.node;
            return restore_keys(*restore);
        };
    });
}

}  // namespace

void add_keys(CLI::App& app, Shared& shared) {
    CLI::App& keys = group(
        app, "keys", {"Khóa: xem, sao lưu, chia, thay", "Keys: show, back up, split, change"});
    command(keys, "show",
            {"Nguồn khóa gốc, bản sao, khóa từng ngày và loại: còn hay đã hủy",
             "Where the root key is from, backups, each day's keys: live or destroyed"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return show_keys(door, shared.json); });
        });
    const auto backup = std::make_shared<BackupOptions>();
    CLI::App& backing = command(keys, "backup",
                                {"Sao lưu khóa gốc và khóa các sổ vào một tệp niêm phong",
                                 "Back up the root key and the logs' keys in one sealed file"});
    backing.add_option("--to", backup->file, help({"Tệp ghi ra", "File to write"}))->required();
    backing.add_option("--ring-until", backup->ring_until,
                       help({"Kèm khóa dữ liệu từng ngày, dùng được đến hết ngày này",
                             "With the class keys, to be read until this day"}));
    backing.add_flag("--passphrase", backup->passphrase,
                     help({"Niêm phong bằng cụm mật khẩu (BUUAN_BACKUP_PASSPHRASE hoặc hỏi)",
                           "Seal under a passphrase (BUUAN_BACKUP_PASSPHRASE, or asked for)"}));
    backing.callback([&shared, backup] {
        shared.at_node([backup](Door& door) { return back_up_keys(door, *backup); });
    });
    add_recovery(keys, shared);
    add_rotations(keys, shared);
}

}  // namespace buuan::cli
