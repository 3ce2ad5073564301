#include "edge/cli/tls_files.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace buuan::cli {

namespace fs = std::filesystem;

bool write_new(Files& files, std::span<const Named> wanted) {
    std::vector<std::string> made;
    const auto write = [&](const Named& each) {
        const auto file = files.open(each.name, OpenMode::create_new);
        if (!file.ok()) return false;
        made.push_back(each.name);
        return file.value()->write_at(0, as_bytes(each.text)).ok() && file.value()->sync().ok();
    };
    if (std::all_of(wanted.begin(), wanted.end(), write) && files.sync_folder("").ok()) return true;
    for (const std::string& name : made) (void)files.remove(name);
    return false;
}

void show_to_all(const fs::path& certificate) {
    std::error_code ignored;
    fs::permissions(certificate,
                    fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read |
                        fs::perms::others_read,
                    ignored);
}

std::unique_ptr<PosixFiles> folder_at(const fs::path& folder, Exit& exit) {
    std::error_code error;
    fs::create_directories(folder, error);
    auto files = PosixFiles::open_root(folder);
    if (files.ok()) return std::move(files).value();
    complain(say({"Không dùng được thư mục {}: {}", "The folder {} cannot be used: {}"},
                 folder.string(), files.error().what));
    exit = Exit::unreachable;
    return nullptr;
}

Exit not_written(const fs::path& folder) {
    complain(say({"Không ghi được vào {}.", "{} cannot be written to."}, folder.string()));
    return Exit::unreachable;
}

Exit already_there(Files& files, const fs::path& folder, const std::string& name) {
    // The last that init writes: without it, what is there is of a run that was cut off.
    const auto whole = files.exists("server.crt");
    complain(
        whole.ok() && whole.value()
            ? say({"{} đã có và không bị ghi đè. Chứng chỉ mới của cùng nơi cấp: buuan tls renew.",
                   "{} is there already and is not replaced. For a new certificate of the same "
                   "authority: buuan tls renew."},
                  (folder / name).string())
            : say({"{} đã có và không bị ghi đè, nhưng thiếu server.crt. Nếu là do một lần tls "
                   "init bị ngắt giữa chừng: xóa tệp ấy rồi chạy lại; nếu không: --out thư mục "
                   "khác.",
                   "{} is there already and is not replaced, but there is no server.crt. If a tls "
                   "init was cut off here, remove that file and run it again; if not, --out "
                   "another folder."},
                  (folder / name).string()));
    return Exit::no;
}

Exit replace_pair(Files& files, const fs::path& folder, const tls::Pair& server) {
    for (const char* left : {"server.key.new", "server.crt.new"})  // by a run that was cut off
        if (!files.remove(left).ok()) return not_written(folder);
    const std::array made{Named{"server.key.new", server.key.reveal()},
                          Named{"server.crt.new", server.certificate}};
    if (!write_new(files, made)) return not_written(folder);
    show_to_all(folder / "server.crt.new");
    if (!files.rename("server.key.new", "server.key").ok()) return not_written(folder);
    if (!files.rename("server.crt.new", "server.crt").ok()) {
        complain(
            say({"{} không thay được, nên khóa và chứng chỉ không khớp nhau: chạy lại buuan tls "
                 "renew.",
                 "{} cannot be replaced, so key and certificate do not match: run buuan tls "
                 "renew again."},
                (folder / "server.crt").string()));
        return Exit::unreachable;
    }
    return files.sync_folder("").ok() ? Exit::done : not_written(folder);
}

}  // namespace buuan::cli
