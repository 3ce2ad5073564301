// What data subjects ask for: filed, worked on, answered.
#include <boost/json/serialize.hpp>

#include "edge/cli/command_table.hpp"

namespace buuan::cli {

namespace {

const Text request_number = {"Số của yêu cầu", "The request's number"};

void add_filing(CLI::App& subject, Shared& shared) {
    CLI::App& made = command(
        subject, "file",
        {"Ghi một yêu cầu; thời hạn tính từ hôm nay", "File a request; its clocks run from today"});
    const auto members = std::make_shared<Document>(made);
    members->needed("--ask", "ask",
                    {"access, provide, correct, withdraw, restrict, object, erase",
                     "access, provide, correct, withdraw, restrict, object, erase"});
    const auto from = std::make_shared<std::string>();
    // Not as options: what is typed behind a command stands in the shell's history and in the list
    // of processes.
    made.add_option("--from", *from,
                    help({"Người yêu cầu, tệp JSON (name, phone, identity_number, contact, note); "
                          "-: đọc từ đầu vào",
                          "The asker, a JSON document (name, phone, identity_number, contact, "
                          "note); -: standard input"}))
        ->required();
    const auto third = std::make_shared<bool>(false);
    made.add_flag("--third-party", *third,
                  help({"Phải có bên thứ ba cùng thực hiện (hạn dài hơn)",
                        "Somebody else has to do a part (there is more time)"}));
    made.callback([&shared, members, from, third] {
        shared.at_node([&shared, members, from, third](Door& door) {
            boost::json::object body = members->object();
            if (*third) body["third_party"] = true;
            return file_subject_request(door, std::move(body), *from, shared.json);
        });
    });
}

/// A step of the request of that number.
void add_step(CLI::App& subject, Shared& shared, const std::string& name, const std::string& step,
              Text text, const std::function<void(Document&)>& members) {
    CLI::App& made = command(subject, name, text);
    const auto number = std::make_shared<std::string>();
    made.add_option("number", *number, help(request_number))->required();
    const auto body = std::make_shared<Document>(made);
    body->fixed("step", step);
    members(*body);
    made.callback([&shared, number, body] {
        shared.at_node([&shared, number, body](Door& door) {
            return on_subject_request(
                door,
                {"POST", "/api/v1/subject-requests/" + in_path(*number) + "/steps",
                 boost::json::serialize(body->object())},
                shared.json);
        });
    });
}

void add_data(CLI::App& subject, Shared& shared) {
    CLI::App& exported = command(
        subject, "export",
        {"Dữ liệu của người yêu cầu, ra một tệp JSON", "The asker's data, into a JSON file"});
    const auto to = std::make_shared<ExportOptions>();
    exported.add_option("number", to->number, help(request_number))->required();
    exported.add_option("--to", to->file, help({"Tệp ghi ra", "File to write"}))->required();
    exported.callback([&shared, to] {
        shared.at_node([to](Door& door) {
            return export_subject(door, {in_path(to->number), to->file});
        });
    });
    CLI::App& erased =
        command(subject, "erase",
                {"Xóa dữ liệu của người yêu cầu trong các bưu gửi này; không lấy lại được",
                 "Erase what is the asker's of these items; it cannot be undone"});
    const auto options = std::make_shared<ErasureOptions>();
    erased.add_option("number", options->number, help(request_number))->required();
    erased
        .add_option("--item", options->items,
                    help({"Mã bưu gửi (UUID); nhắc lại cho mỗi bưu gửi",
                          "An item's id (UUID); once for each"}))
        ->required();
    erased.callback([&shared, options] {
        shared.at_node([&shared, options](Door& door) {
            return erase_subject(door, {in_path(options->number), options->items, shared.json});
        });
    });
}

}  // namespace

void add_subjects(CLI::App& app, Shared& shared) {
    CLI::App& subject = group(app, "subject",
                              {"Yêu cầu của chủ thể dữ liệu: thời hạn, bản sao, xóa",
                               "What data subjects ask for: clocks, copies, erasure"});
    add_filing(subject, shared);
    command(subject, "list", {"Các yêu cầu và thời hạn", "The requests and their clocks"})
        .callback([&shared] {
            shared.at_node(
                [&shared](Door& door) { return list_subject_requests(door, shared.json); });
        });
    add_step(subject, shared, "identify", "identify",
             {"Đã xác minh người yêu cầu là ai", "It was seen who the asker is"},
             [](Document& body) {
                 body.needed("--method", "method",
                             {"Cách xác minh (rules/identity_methods.toml)",
                              "How (rules/identity_methods.toml)"});
             });
    add_step(subject, shared, "answer", "answer",
             {"Đã trả lời người yêu cầu (trong 2 ngày làm việc)",
              "The asker was told (within 2 working days)"},
             [](Document&) {});
    add_step(subject, shared, "extend", "extend",
             {"Gia hạn thực hiện, một lần", "More time to do it, once"}, [](Document&) {});
    add_step(subject, shared, "done", "finish", {"Đã thực hiện xong", "It is done"},
             [](Document&) {});
    add_step(subject, shared, "refuse", "refuse", {"Từ chối, có lý do", "Refuse, with a reason"},
             [](Document& body) {
                 body.needed("--reason", "reason",
                             {"Mã lý do (rules/subject_requests.toml)",
                              "Code of the reason (rules/subject_requests.toml)"});
             });
    add_step(subject, shared, "take-back", "take_back",
             {"Người yêu cầu rút lại", "The asker took it back"}, [](Document&) {});
    add_data(subject, shared);
}

}  // namespace buuan::cli
