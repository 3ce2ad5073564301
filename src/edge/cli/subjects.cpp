// buuan subject: what data subjects ask for, with its clocks; their data, and what is erased of it.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "edge/cli/commands.hpp"

namespace buuan::cli {
namespace {

Text ask_name(const std::string& ask) {
    if (ask == "access") return {"xem dữ liệu", "see the data"};
    if (ask == "provide") return {"cung cấp bản sao", "be given a copy"};
    if (ask == "correct") return {"chỉnh sửa", "have it corrected"};
    if (ask == "withdraw") return {"rút lại sự đồng ý", "withdraw consent"};
    if (ask == "restrict") return {"hạn chế xử lý", "restrict processing"};
    if (ask == "object") return {"phản đối xử lý", "object to processing"};
    return {"xóa dữ liệu", "have it erased"};
}

Text state_name(const std::string& state) {
    if (state == "received") return {"chưa xác minh người yêu cầu", "the asker is not known yet"};
    if (state == "identified") return {"đang thực hiện", "being done"};
    if (state == "done") return {"đã xong", "done"};
    if (state == "refused") return {"đã từ chối", "refused"};
    return {"đã rút yêu cầu", "taken back"};
}

Text outcome_name(const std::string& outcome) {
    if (outcome == "erased") return {"đã xóa", "erased"};
    if (outcome == "nothing_left") return {"không còn gì để xóa", "nothing was left"};
    if (outcome == "floor_not_over") return {"chưa hết hạn buộc lưu", "the law still wants it"};
    if (outcome == "not_through") return {"bưu gửi chưa phát xong", "the item is not through"};
    if (outcome == "damaged") return {"bản ghi bị hỏng (buuan check)", "damaged (buuan check)"};
    if (outcome == "held") return {"đang có lệnh giữ", "a hold keeps it"};
    return {"không phải của người này", "not of this person"};
}

void print_request(const boost::json::object& request) {
    print(say({"{}: {}, {}; trả lời đến hết {}, thực hiện đến hết {}{}",
               "{}: {}, {}; answer by {}, do by {}{}"},
              request.at("number").to_number<std::uint32_t>(),
              ask_name(text_of(request, "ask")).here(),
              state_name(text_of(request, "state")).here(), text_of(request, "answer_by"),
              text_of(request, "due"),
              request.at("late").as_bool() ? say({" – QUÁ HẠN", " – LATE"}) : std::string()));
}

}  // namespace

Exit list_subject_requests(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"GET", "/api/v1/subject-requests"}, exit);
    if (!answer) return exit;
    if (json) {
        print(boost::json::serialize(*answer));
        return Exit::done;
    }
    const auto& requests = answer->at("requests").as_array();
    for (const auto& request : requests) print_request(request.as_object());
    if (requests.empty()) print(Text{"Chưa có yêu cầu nào", "Nobody has asked for anything"});
    return Exit::done;
}

Exit on_subject_request(Door& door, const Call& call, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, call, exit);
    if (!answer) return exit;
    if (json)
        print(boost::json::serialize(*answer));
    else
        print_request(answer->as_object());
    return Exit::done;
}

Exit file_subject_request(Door& door, boost::json::object body, const std::string& from,
                          bool json) {
    constexpr std::size_t asker_bytes_max = 16 * 1024;
    auto text = read_input(from, asker_bytes_max);
    if (!text) return Exit::unreachable;
    boost::system::error_code error;
    const auto asker = boost::json::parse(*text, error);
    wipe(text->data(), text->size());
    if (error || !asker.is_object()) {
        complain(say({"{}: không phải tài liệu JSON", "{}: this is no JSON document"}, from));
        return Exit::bad_input;
    }
    for (const auto& [member, value] : asker.get_object()) body[member] = value;
    body["id"] = new_command();
    return on_subject_request(
        door, {"POST", "/api/v1/subject-requests", boost::json::serialize(body)}, json);
}

Exit export_subject(Door& door, const ExportOptions& options) {
    Exit exit{};
    const auto answer =
        ask(door, {"POST", "/api/v1/subject-requests/" + options.number + "/exports", "{}"}, exit);
    if (!answer) return exit;
    if (!write_private_file(options.file, answer->body)) return Exit::unreachable;
    print(say({"Đã ghi {}: dữ liệu cá nhân, chỉ giao cho người yêu cầu",
               "Wrote {}: personal data, for the asker alone"},
              options.file));
    return Exit::done;
}

Exit erase_subject(Door& door, const ErasureOptions& options) {
    Exit exit{};
    boost::json::array items;
    for (const std::string& item : options.items) items.emplace_back(item);
    const auto answer =
        ask_json(door,
                 {"POST", "/api/v1/subject-requests/" + options.number + "/erasures",
                  boost::json::serialize(boost::json::object{{"items", std::move(items)}})},
                 exit);
    if (!answer) return exit;
    if (options.json) print(boost::json::serialize(*answer));
    bool all = true;
    for (const auto& each : answer->at("items").as_array()) {
        const auto& item = each.as_object();
        all = all && text_of(item, "outcome") == "erased";
        if (options.json) continue;
        const std::string from = text_of(item, "free_from");
        print(text_of(item, "item") + ": " +
              std::string(outcome_name(text_of(item, "outcome")).here()) +
              (from.empty() ? "" : say({" (xóa được từ {})", " (may go from {})"}, from)));
    }
    return all ? Exit::done : Exit::no;
}

}  // namespace buuan::cli
