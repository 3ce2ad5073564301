// Possession: proving from afar that what the logs name is still there.
#include "edge/cli/command_table.hpp"

namespace buuan::cli {
namespace {

constexpr Text file_to_write = {"Tệp ghi ra", "File to write"};

void add_challenge(CLI::App& parent, Shared& shared) {
    const auto options = std::make_shared<PossessionOptions>();
    CLI::App& made = command(parent, "challenge",
                             {"Lập thử thách từ một văn bản mà nút không đoán trước được",
                              "Make a challenge from a text that the node could not foresee"});
    made.add_option(
            "--authority", options->authority,
            help({"Tệp văn bản của bên hỏi: điểm kiểm mới nhất của sổ mình, hoặc chữ bất kỳ",
                  "The asker's text: the newest checkpoint of its own log, or any words"}))
        ->required();
    made.add_option("--to", options->to, help(file_to_write))->required();
    made.add_option("--uniform", options->uniform,
                    help({"Số lần rút đều cho mỗi loại", "Uniform draws of each class"}))
        ->check(CLI::Range(1, 500));
    made.add_option("--strata", options->strata,
                    help({"Số lần rút theo điểm và ngày", "Draws by site and days, of each class"}))
        ->check(CLI::Range(0, 200));
    made.callback([&shared, options] {
        shared.at_node([options](Door& door) { return make_challenge(door, *options); });
    });
}

void add_answer(CLI::App& parent, Shared& shared) {
    const auto options = std::make_shared<PossessionOptions>();
    CLI::App& made =
        command(parent, "answer",
                {"Trả lời một thử thách: dữ liệu còn niêm phong, ký bằng khóa từng ngày",
                 "Answer a challenge: sealed bytes, signed by the keys of their days"});
    made.add_option("--challenge", options->challenge, help({"Tệp thử thách", "The challenge"}))
        ->required();
    made.add_option("--to", options->to, help(file_to_write))->required();
    made.callback([&shared, options] {
        shared.at_node([options](Door& door) { return answer_challenge(door, *options); });
    });
}

void add_verify(CLI::App& parent, Shared& shared) {
    const auto options = std::make_shared<PossessionOptions>();
    CLI::App& made = command(parent, "verify",
                             {"Kiểm một câu trả lời, không cần nút (chỉ cần khóa của sổ)",
                              "Verify an answer without a node (the logs' keys are enough)"});
    made.add_option("answer", options->answer, help({"Tệp trả lời", "The answer"}))->required();
    made.add_option("--key", options->keys,
                    help({"Khóa công khai của sổ (vkey, hoặc @tệp)",
                          "Public key of a log (vkey, or @file)"}))
        ->required();
    made.add_option("--challenge", options->challenge,
                    help({"Thử thách đã gửi, để so", "The challenge that was sent, to compare"}));
    made.callback([&shared, options] {
        shared.run = [&shared, options] {
            options->json = shared.json;
            return verify_possession(*options);
        };
    });
}

}  // namespace

void add_possession(CLI::App& app, Shared& shared) {
    CLI::App& possession = group(app, "possession",
                                 {"Chứng minh từ xa rằng dữ liệu vẫn còn đủ",
                                  "Prove from afar that the data are still there"});
    add_challenge(possession, shared);
    add_answer(possession, shared);
    add_verify(possession, shared);
    command(possession, "check",
            {"Tự rút ngẫu nhiên và mở thử ngay bây giờ", "Draw at random and open, now"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return check_possession(door, shared.json); });
        });
    command(possession, "checks",
            {"Những lần tự kiểm tra gần đây", "The checks of the last nights"})
        .callback([&shared] {
            shared.at_node(
                [&shared](Door& door) { return show_possession_checks(door, shared.json); });
        });
}

}  // namespace buuan::cli
