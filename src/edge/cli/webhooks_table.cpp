// Which other systems are told of what happens to items.
#include "edge/cli/command_table.hpp"

namespace buuan::cli {
namespace {

const Text webhook_number = {"Số của webhook", "The webhook's number"};

void add_adding(CLI::App& webhook, Shared& shared) {
    CLI::App& made = command(webhook, "add",
                             {"Thêm một nơi nhận; khóa ký chỉ hiện một lần",
                              "Add a receiver; its signing secret is shown once"});
    const auto url = std::make_shared<std::string>();
    const auto types = std::make_shared<std::vector<std::string>>();
    made.add_option("--url", *url, help({"Địa chỉ https nhận tin", "The https address"}))
        ->required();
    made.add_option("--type", *types,
                    help({"Loại sự kiện, nhắc lại cho mỗi loại; để trống: các loại thông thường",
                          "Type of event, once for each; without: the usual ones"}));
    made.callback([&shared, url, types] {
        shared.at_node([&shared, url, types](Door& door) {
            return add_webhook(door, *url, *types, shared.json);
        });
    });
}

/// A command about the webhook of that number.
void add_about(CLI::App& webhook, Shared& shared, const std::string& name, Text text,
               Exit (*run)(Door&, const std::string&, bool)) {
    CLI::App& made = command(webhook, name, text);
    const auto number = std::make_shared<std::string>();
    made.add_option("number", *number, help(webhook_number))->required();
    made.callback([&shared, number, run] {
        shared.at_node([&shared, number, run](Door& door) {
            return run(door, in_path(*number), shared.json);
        });
    });
}

}  // namespace

void add_webhooks(CLI::App& app, Shared& shared) {
    CLI::App& webhook = group(
        app, "webhook",
        {"Báo sự kiện bưu gửi sang hệ thống khác", "Tell other systems what happens to items"});
    add_adding(webhook, shared);
    command(webhook, "list", {"Các nơi nhận và tình trạng", "The receivers and how they do"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return list_webhooks(door, shared.json); });
        });
    add_about(webhook, shared, "test",
              {"Gửi thử một tin; gửi được thì bật lại nơi nhận đã tắt",
               "Send a message to try it; one that arrives enables a receiver again"},
              test_webhook);
    add_about(webhook, shared, "remove", {"Bỏ một nơi nhận", "Remove a receiver"}, remove_webhook);
}

}  // namespace buuan::cli
