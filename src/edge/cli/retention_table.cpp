// Keeping and letting go: the plan, a round, certificates; holds.
#include <boost/json/serialize.hpp>

#include "edge/cli/command_table.hpp"

namespace buuan::cli {

namespace {

const Text hold_number = {"Số của lệnh giữ", "The hold's number"};
const Text second = {"Mã nhân viên của người thứ hai, người sẽ duyệt",
                     "Staff number of the second person, who approves"};
const Text last_day = {"Giữ đến hết ngày này (tối đa 6 tháng)",
                       "Until the end of this day (six months at most)"};

void add_certificate(CLI::App& retention, Shared& shared) {
    CLI::App& made = command(retention, "certificate",
                             {"Giấy xác nhận hủy dữ liệu của một ngày (PDF)",
                              "The certificate of deletion of a day (PDF)"});
    const auto options = std::make_shared<CertificateOptions>();
    made.add_option("day", options->day, help(on_day))->required();
    made.add_option("--to", options->file, help({"Tệp PDF ghi ra", "PDF file to write"}))
        ->required();
    made.add_option("--proof", options->proof,
                    help({"Ghi kèm bằng chứng (tlog-proof)", "The proof with it (tlog-proof)"}));
    made.add_option("--class", options->data_class,
                    help({"Loại dữ liệu của bằng chứng: record, identity, picture …",
                          "Class that the proof is of: record, identity, picture …"}));
    made.callback([&shared, options] {
        shared.at_node([options](Door& door) { return certificate(door, *options); });
    });
}

void add_placing(CLI::App& hold, Shared& shared) {
    CLI::App& made = command(hold, "place",
                             {"Giữ bưu gửi quá hạn lưu; người thứ hai duyệt trong 7 ngày",
                              "Hold items beyond their term; a second person approves within 7 "
                              "days"});
    const auto members = std::make_shared<Document>(made);
    members->needed("--ground", "ground",
                    {"Căn cứ: complaint, claim, incident, subject_request, investigation",
                     "Ground: complaint, claim, incident, subject_request, investigation"});
    members->needed("--until", "until", last_day);
    members->needed("--second-person", "second_person", second);
    members->may("--paper", "paper",
                 {"Số và ngày văn bản (bắt buộc với investigation)",
                  "Number and date of the paper (needed for investigation)"});
    members->may("--note", "note", {"Ghi chú", "A note"});
    members->may("--site", "site",
                 {"Mọi bưu gửi chấp nhận tại điểm này, từ --from đến --to",
                  "All items accepted at this site, from --from to --to"});
    members->may("--camera", "camera",
                 {"Hình của camera này, từ --from đến --to",
                  "What this camera recorded, from --from to --to"});
    members->may("--from", "from", {"Từ lúc (RFC 3339, UTC)", "From (RFC 3339, UTC)"});
    members->may("--to", "to", {"Đến lúc", "To"});
    const auto options = std::make_shared<HoldOptions>();
    made.add_option("--item", options->items,
                    help({"Mã bưu gửi (UUID); nhắc lại cho mỗi bưu gửi",
                          "An item's id (UUID); once for each"}));
    made.callback([&shared, members, options] {
        options->json = shared.json;
        shared.at_node([members, options](Door& door) {
            return place_hold(door, members->object(), *options);
        });
    });
}

/// A command on the hold of that number.
void add_on_hold(CLI::App& hold, Shared& shared, const std::string& name, Text text,
                 const std::string& method, const std::string& end,
                 const std::function<void(Document&)>& members) {
    CLI::App& made = command(hold, name, text);
    const auto number = std::make_shared<std::string>();
    made.add_option("number", *number, help(hold_number))->required();
    const auto body = std::make_shared<Document>(made);
    members(*body);
    made.callback([&shared, number, body, method, end] {
        shared.at_node([&shared, number, body, method, end](Door& door) {
            const std::string sent = method == "POST" ? boost::json::serialize(body->object()) : "";
            return on_hold(door, {method, "/api/v1/holds/" + in_path(*number) + end, sent},
                           shared.json);
        });
    });
}

}  // namespace

void add_retention(CLI::App& app, Shared& shared) {
    CLI::App& retention = group(app, "retention",
                                {"Lưu trữ: cái gì phải giữ, đến bao giờ, đã xóa gì",
                                 "Retention: what is kept, until when, what has gone"});
    CLI::App& plan =
        command(retention, "plan",
                {"Cái gì phải giữ, cái gì đến hạn, vì sao", "What is owed, what is due, and why"});
    const auto on = std::make_shared<std::string>();
    plan.add_option("--on", *on,
                    help({"Như thể hôm nay là ngày này", "As if today were this day"}));
    plan.callback([&shared, on] {
        shared.at_node(
            [&shared, on](Door& door) { return retention_plan(door, *on, shared.json); });
    });
    command(retention, "run",
            {"Xóa ngay những gì đến hạn (máy chủ tự làm mỗi giờ)",
             "Let go now what is due (the server does so each hour)"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return retention_run(door, shared.json); });
        });
    command(retention, "confirm-clock",
            {"Xác nhận giờ máy chủ đúng, sau khi nó nhảy; việc xóa chạy tiếp",
             "Confirm that the clock is right after it jumped; deleting goes on"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) {
                return plain(door, {{"POST", "/api/v1/clock-confirmations", "{}"}, shared.json});
            });
        });
    add_certificate(retention, shared);

    CLI::App& hold = group(
        app, "hold", {"Lệnh giữ: bưu gửi ở lại quá hạn lưu", "Holds: items that stay longer"});
    add_placing(hold, shared);
    command(hold, "list", {"Các lệnh giữ", "The holds"}).callback([&shared] {
        shared.at_node([&shared](Door& door) { return list_holds(door, shared.json); });
    });
    add_on_hold(hold, shared, "show", {"Một lệnh giữ", "One hold"}, "GET", "", [](Document&) {});
    add_on_hold(hold, shared, "approve",
                {"Duyệt, với tư cách người thứ hai", "Approve, as its second person"}, "POST",
                "/approvals", [](Document&) {});
    add_on_hold(hold, shared, "renew",
                {"Gia hạn; người thứ hai duyệt lại", "Renew; to be approved again"}, "POST",
                "/renewals", [](Document& body) {
                    body.needed("--until", "until", last_day);
                    body.needed("--second-person", "second_person", second);
                });
    add_on_hold(hold, shared, "end",
                {"Kết thúc: hủy khóa của lệnh giữ", "End it: its key is destroyed"}, "DELETE", "",
                [](Document&) {});
}

}  // namespace buuan::cli
