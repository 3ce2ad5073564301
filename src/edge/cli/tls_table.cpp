// The server's certificate and the authority it is from.
#include "edge/cli/command_table.hpp"

namespace buuan::cli {
namespace {

std::shared_ptr<TlsOptions> with_options(CLI::App& made) {
    const auto options = std::make_shared<TlsOptions>();
    made.add_option("--name", options->subjects.names,
                    help({"Tên máy chủ, như quay.example.vn; nhắc lại được",
                          "A name of the server, as in quay.example.vn; repeatable"}));
    made.add_option(
        "--address", options->subjects.addresses,
        help({"Địa chỉ IP của máy chủ; nhắc lại được", "An IP address of the server; repeatable"}));
    made.add_option("--out", options->folder,
                    help({"Thư mục ghi ra; mặc định: tls trong thư mục của nút",
                          "Folder to write to; default: tls in the node's folder"}));
    made.add_option("--days", options->days,
                    help({"Số ngày của chứng chỉ máy chủ", "Days of the server's certificate"}))
        ->check(CLI::Range(1, tls::server_days_max));
    return options;
}

void let_run(CLI::App& made, Shared& shared, const std::shared_ptr<TlsOptions>& options,
             Exit (*command)(const TlsOptions&)) {
    made.callback([&shared, options, command] {
        shared.run = [&shared, options, command] {
            if (options->folder.empty()) options->folder = shared.node + "/tls";
            return command(*options);
        };
    });
}

}  // namespace

void add_tls(CLI::App& app, Shared& shared) {
    CLI::App& tls = group(app, "tls", {"Chứng chỉ của máy chủ", "The server's certificate"});
    CLI::App& init = command(
        tls, "init",
        {"Lập nơi cấp chứng chỉ của doanh nghiệp và chứng chỉ máy chủ; không cần nút",
         "Make the enterprise's own authority and the server's certificate; needs no node"});
    let_run(init, shared, with_options(init), tls_init);
    CLI::App& renew =
        command(tls, "renew",
                {"Chứng chỉ máy chủ mới của cùng nơi cấp, thay chứng chỉ cũ",
                 "A new server's certificate of the same authority, in place of the one before"});
    const auto options = with_options(renew);
    renew.add_option("--authority", options->authority,
                     help({"Thư mục có ca.crt và ca.key; mặc định: thư mục ghi ra",
                           "Folder with ca.crt and ca.key; default: the folder to write to"}));
    let_run(renew, shared, options, tls_renew);
}

}  // namespace buuan::cli
