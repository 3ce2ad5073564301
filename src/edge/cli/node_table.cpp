// The node itself: making, serving, looking after it.
#include <fmt/format.h>

#include <fstream>

#include "adapters/posix/system_clock.hpp"
#include "edge/cli/command_table.hpp"
#include "edge/sample/people.hpp"

namespace buuan::cli {

void add_init(CLI::App& app, Shared& shared) {
    CLI::App& made = command(app, "init", {"Lập một nút mới", "Make a new node"});
    const auto options = std::make_shared<InitOptions>();
    const auto extra = std::make_shared<std::map<std::string, std::string>>();
    made.add_option("--name", options->config.name,
                    help({"Tên doanh nghiệp", "Name of the enterprise"}))
        ->required();
    made.add_option(
            "--origin", options->config.origin,
            help({"Tên miền đứng đầu tên các sổ", "Domain name that the logs' origins begin with"}))
        ->required();
    made.add_option("--province", options->config.home_province,
                    help({"Mã tỉnh nơi đặt trụ sở", "Province code of the head office"}))
        ->required();
    made.add_option(
        "--public-url", options->config.public_url,
        help({"Địa chỉ công khai in trên biên nhận", "Public address printed on receipts"}));
    made.add_option("--code-prefix", options->config.code_prefix,
                    help({"Hai chữ cái đầu số hiệu bưu gửi", "First two letters of item codes"}));
    made.add_option("--licence", options->organisation.licence_number,
                    help({"Số giấy phép bưu chính", "Number of the postal licence"}));
    made.add_option("--licence-scope", options->organisation.licence_scope,
                    help({"Phạm vi giấy phép", "Scope of the licence"}));
    made.add_option("--licence-until", (*extra)["licence"],
                    help({"Giấy phép có hạn đến ngày", "Last day of the licence"}));
    made.add_option("--leader", (*extra)["leader"],
                    help({"Lãnh đạo phụ trách an toàn, an ninh",
                          "Leader responsible for safety and security"}));
    made.add_option("--leader-office", (*extra)["office"], help({"Chức vụ", "Office"}));
    made.add_option("--leader-decision", (*extra)["decision"],
                    help({"Số quyết định", "Number of the decision"}));
    made.add_option(
        "--admin", options->admin,
        help({"Tên quản trị viên đầu tiên (mật khẩu: BUUAN_PASSWORD hoặc hỏi)",
              "Name of the first administrator (password: BUUAN_PASSWORD, or asked for)"}));
    add_root_source(made, options->root);
    made.add_option("--pkcs11-module", options->config.pkcs11_module,
                    help({"Thư viện PKCS#11 của token", "PKCS#11 library of the token"}));
    made.add_option("--pkcs11-token", options->config.pkcs11_token,
                    help({"Nhãn của token", "Label of the token"}));
    made.add_flag("--sample", options->config.sample,
                  help({"Tạo dữ liệu mẫu", "Make sample data"}));
    made.add_option("--sample-days", options->sample_days,
                    help({"Số ngày của dữ liệu mẫu", "Days of sample data"}))
        ->check(CLI::Range(0, 360));
    made.callback([&shared, options, extra] {
        shared.run = [&shared, options, extra] {
            options->folder = shared.node;
            const auto licence = Day::parse((*extra)["licence"]);
            if (!licence && !(*extra)["licence"].empty()) {
                complain(Text{"--licence-until không phải là ngày (YYYY-MM-DD)",
                              "--licence-until is no day (YYYY-MM-DD)"});
                return Exit::usage;
            }
            options->organisation.licence_expires_on = licence;
            if (!(*extra)["leader"].empty()) {
                options->leader =
                    register_::Leader{(*extra)["leader"], (*extra)["office"], (*extra)["decision"],
                                      Day::of(SystemClock().now()), std::nullopt};
            }
            const auto right = config::read_config(config::write_config(options->config));
            if (right.ok()) return init(*options);
            for (const auto& problem : right.error())
                complain(fmt::format("{}: {}", problem.key, Text{problem.vi, problem.en}.here()));
            return Exit::usage;
        };
    });
}

void add_serve(CLI::App& app, Shared& shared) {
    CLI::App& made =
        command(app, "serve", {"Chạy máy chủ cho đến khi nhận SIGTERM", "Serve until SIGTERM"});
    const auto options = std::make_shared<ServeOptions>();
    made.add_option("--staff-port", options->staff_port,
                    help({"Cổng cho nhân viên (0: tự chọn)", "Port for staff (0: any free one)"}))
        ->check(CLI::Range(0, 65535));
    made.add_option(
            "--public-port", options->public_port,
            help({"Cổng cho công chúng (0: tự chọn)", "Port for the public (0: any free one)"}))
        ->check(CLI::Range(0, 65535));
    made.add_option("--web-dir", options->web_folder,
                    help({"Thư mục giao diện web", "Folder of the screens"}));
    made.callback([&shared, options] {
        shared.run = [&shared, options] {
            options->folder = shared.node;
            return serve(*options);
        };
    });
}

void add_maintenance(CLI::App& app, Shared& shared) {
    command(app, "check",
            {"Đối chiếu toàn bộ dữ liệu trên đĩa với các sổ",
             "Check everything on disk against the logs"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return check(door, shared.json); });
        });
    command(app, "rebuild",
            {"Dựng lại sổ đăng ký và chỉ mục từ sổ và kho",
             "Rebuild register and index from the logs and the vault"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) {
                return plain(door, {{"POST", "/api/v1/rebuilds", "{}"}, shared.json});
            });
        });
    show(app, shared, "logs",
         {"Các sổ, kích thước và khóa công khai", "The logs, their sizes and public keys"},
         "/api/v1/logs");
    show(app, shared, "days", {"Các ngày còn dữ liệu", "The days that hold data"}, "/api/v1/days");

    CLI::App& config = group(app, "config", {"Cấu hình", "Configuration"});
    CLI::App& checking =
        command(config, "check", {"Kiểm tệp cấu hình", "Check the configuration file"});
    const auto file = std::make_shared<std::string>();
    checking.add_option("file", *file,
                        help({"Mặc định: node.toml của nút", "Default: the node's node.toml"}));
    checking.callback([&shared, file] {
        shared.run = [&shared, file] {
            return config_check(file->empty() ? shared.node + "/node.toml" : *file);
        };
    });
    command(config, "keys", {"Mọi khóa cấu hình và ý nghĩa", "Every key and what it means"})
        .callback([&shared] { shared.run = config_keys; });

    CLI::App& picture =
        command(app, "sample-picture",
                {"Vẽ một ảnh bưu kiện mẫu (JPEG)", "Draw a sample picture of a parcel (JPEG)"});
    const auto seed = std::make_shared<std::uint64_t>(0);
    const auto out = std::make_shared<std::string>();
    picture.add_option(
        "--seed", *seed,
        help({"Số bất kỳ: mỗi số một ảnh", "Any number: each makes another picture"}));
    picture.add_option("file", *out, help({"Tệp ghi ra", "File to write"}))->required();
    picture.callback([&shared, seed, out] {
        shared.run = [seed, out] {
            std::ofstream written(*out, std::ios::binary);
            return written << sample::draw_parcel_jpeg(*seed) ? Exit::done : Exit::unreachable;
        };
    });
}

}  // namespace buuan::cli
