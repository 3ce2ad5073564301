#include "edge/cli/key_backup_file.hpp"

#include "edge/cli/commands.hpp"
#include "edge/cli/shares.hpp"

namespace buuan::cli {

Exit failed(Text what, const Fault& fault) {
    complain(say(what, fault.what));
    if (fault.kind == FaultKind::denied) return Exit::denied;
    return fault.kind == FaultKind::invalid ? Exit::bad_input : Exit::unreachable;
}

std::optional<vault::KeyBackup> open_key_backup(const std::string& path,
                                                const std::vector<std::string>& shares,
                                                Exit& exit) {
    exit = Exit::unreachable;
    const auto file = read_input(path, vault::backup_bytes_max);
    if (!file) return std::nullopt;
    const auto open = [&]() -> Result<vault::KeyBackup> {
        const auto label = vault::label_of_backup(*file);
        if (!label.ok()) return label.error();
        if (!label.value().recovery) {
            std::string passphrase =
                read_secret("BUUAN_BACKUP_PASSPHRASE",
                            {"Cụm mật khẩu của bản sao: ", "Passphrase of the backup: "});
            auto backup = vault::open_backup(*file, passphrase);
            wipe(passphrase.data(), passphrase.size());
            return backup;
        }
        if (shares.empty())
            return Fault{FaultKind::invalid, "it is sealed to recovery key " +
                                                 to_hex(*label.value().recovery) +
                                                 "; name its shares with --share"};
        const auto secret = combine_files(shares, exit);
        if (!secret) return Fault{FaultKind::invalid, ""};
        return vault::open_backup(*file, *secret);
    };
    auto backup = open();
    if (backup.ok()) {
        exit = Exit::done;
        return std::move(backup).value();
    }
    if (!backup.error().what.empty())  // else it is told already
        exit = failed({"Không mở được bản sao khóa: {}", "The key backup does not open: {}"},
                      backup.error());
    return std::nullopt;
}

}  // namespace buuan::cli
