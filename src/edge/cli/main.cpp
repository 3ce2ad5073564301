// The program: one command line of all tables, run. command_table.hpp says how they are made.
#include <sys/stat.h>

#include <fmt/format.h>

#include <typeinfo>

#include "edge/cli/command_table.hpp"

namespace buuan::cli {
namespace {

/// CLI11's own words, which are English, in the language of the terminal.
void translate(CLI::App& app) {
    if (language() == Language::en) return;
    const auto formatter = app.get_formatter();
    for (const auto& [word, ours] : {std::pair{"Usage", "Cách dùng"},
                                     {"OPTIONS", "TÙY CHỌN"},
                                     {"Options", "Tùy chọn"},
                                     {"Subcommands", "Lệnh"},
                                     {"SUBCOMMAND", "LỆNH"},
                                     {"SUBCOMMANDS", "LỆNH"},
                                     {"Positionals", "Tham số"},
                                     {"REQUIRED", "BẮT BUỘC"},
                                     {"Needs", "Cần"}}) {
        formatter->label(word, ours);
    }
    app.set_help_flag("-h,--help", "Xem hướng dẫn");
    for (CLI::App* each : app.get_subcommands(nullptr)) translate(*each);
}

int run(int argc, char** argv) {
    Shared shared;
    CLI::App app{
        help({"Bưu An: chấp nhận bưu gửi, giữ kín, chứng minh, tìm lại",
              "Bưu An: accept postal items, keep them sealed, prove them, find them again"}),
        "buuan"};
    app.option_defaults()->group(help({"Tùy chọn", "Options"}));
    app.set_version_flag("--version", BUUAN_VERSION, help({"Xem phiên bản", "Show the version"}));
    app.add_option("--node", shared.node, help({"Thư mục của nút", "The node's folder"}))
        ->envname("BUUAN_NODE");
    app.add_option("--user", shared.user,
                   help({"Làm việc với tài khoản này (mật khẩu: BUUAN_PASSWORD hoặc hỏi)",
                         "Act as this user (password: BUUAN_PASSWORD, or asked for)"}));
    app.add_flag(
        "--json", shared.json,
        help({"Trả lời bằng JSON, mỗi dòng một tài liệu", "Answer in JSON, a document a line"}));
    app.require_subcommand(1);
    app.fallthrough();
    add_init(app, shared);
    add_serve(app, shared);
    add_acceptance(app, shared);
    add_trace(app, shared);
    add_item(app, shared);
    add_organisation(app, shared);
    add_places(app, shared);
    add_people(app, shared);
    add_rules(app, shared);
    add_maintenance(app, shared);
    add_backup(app, shared);
    add_posting(app, shared);
    add_possession(app, shared);
    add_retention(app, shared);
    add_subjects(app, shared);
    add_webhooks(app, shared);
    add_keys(app, shared);
    add_tls(app, shared);
    translate(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& asked) {
        return app.exit(asked);
    } catch (const CLI::Success& asked) {
        return app.exit(asked);
    } catch (const CLI::ParseError& wrong) {
        complain(say({"Dòng lệnh chưa đúng: {}\nXem: buuan --help",
                      "The command line is wrong: {}\nSee: buuan --help"},
                     wrong.what()));
        return static_cast<int>(Exit::usage);
    }
    return static_cast<int>(shared.run());
}

}  // namespace
}  // namespace buuan::cli

int main(int argc, char** argv) {
    ::umask(0077);  // whatever is written, libraries' files too, is its owner's
    try {
        return buuan::cli::run(argc, argv);
    } catch (const std::exception& error) {
        // Only libraries throw; nothing of a person is in their type.
        buuan::cli::complain(fmt::format("{}", typeid(error).name()));
        return static_cast<int>(buuan::cli::Exit::unreachable);
    }
}
