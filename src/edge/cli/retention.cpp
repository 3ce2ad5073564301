// buuan retention: what is kept and until when; buuan hold: what stays longer.
#include <boost/json/serialize.hpp>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/cli/commands.hpp"

namespace buuan::cli {
namespace {

std::int64_t number_in(const boost::json::object& object, const char* name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_number() ? value->to_number<std::int64_t>() : 0;
}

Text class_name(const std::string& data_class) {
    if (data_class == "record") return {"họ tên, địa chỉ, nội dung", "names, addresses, contents"};
    if (data_class == "identity") return {"số giấy tờ tùy thân", "identity numbers"};
    if (data_class == "token") return {"chỉ mục tra cứu", "search index"};
    if (data_class == "picture") return {"ảnh, chữ ký", "pictures, signatures"};
    if (data_class == "footage") return {"hình camera", "camera footage"};
    if (data_class == "minutes") return {"biên bản, từ chối", "minutes, refusals"};
    if (data_class == "staff") return {"nhân viên sau mã số", "staff behind numbers"};
    if (data_class == "act") return {"nội dung lượt xem", "what openings were for"};
    return {"hàng đợi của quầy", "counters' queue"};
}

std::string class_line(const boost::json::object& each) {
    const auto& days = each.at("days").as_object();
    const std::string ceiling =
        each.contains("ceiling_months")
            ? say({"{} tháng", "{} months"}, number_in(each, "ceiling_months"))
            : say({"{} ngày", "{} days"}, number_in(each, "ceiling_days"));
    return say(
        {"{}: luật buộc giữ {} tháng, doanh nghiệp giữ {}; cũ nhất {}, lần xóa tới {}; {} ngày "
         "phải giữ, {} ngày giữ theo lựa chọn, {} ngày đến hạn, {} ngày có lệnh giữ",
         "{}: the law wants {} months, we keep {}; oldest {}, next to go {}; {} days owed, {} "
         "kept, "
         "{} due, {} held"},
        class_name(text_of(each, "class")).here(), number_in(each, "floor_months"), ceiling,
        text_of(each, "oldest"), text_of(each, "next_on"), number_in(days, "owed"),
        number_in(days, "kept"), number_in(days, "due"), number_in(days, "held"));
}

Text service_name(const std::string& service) {
    if (service == "administrative_procedure")
        return {"bưu chính phục vụ thủ tục hành chính", "post for administrative procedures"};
    return {"bưu chính phục vụ cơ quan Đảng, Nhà nước (KT1)",
            "service for the Party and the State (KT1)"};
}

std::string series_line(const boost::json::object& each) {
    const auto months = number_in(each, "floor_months");
    const std::string term = months % 12 == 0 ? say({"{} năm", "{} years"}, months / 12)
                                              : say({"{} tháng", "{} months"}, months);
    std::string line = say({"{}: luật buộc giữ hồ sơ {} ({}); {} bưu gửi được giữ sau ngày của nó",
                            "{}: the law wants the record for {} ({}); {} items outlive their day"},
                           service_name(text_of(each, "service")).here(), term,
                           text_of(each, "source"), number_in(each, "items"));
    if (const std::string next = text_of(each, "next_on"); !next.empty())
        line += say({", lần xóa tới {}", ", next to go {}"}, next);
    return line;
}

std::string classes_text(const boost::json::array& classes) {
    std::string text;
    for (const auto& each : classes)
        text += (text.empty() ? "" : "; ") +
                std::string(class_name(std::string(each.as_string())).here());
    return text;
}

Text state_name(const std::string& state) {
    if (state == "placed") return {"chờ người thứ hai duyệt", "waits for the second person"};
    if (state == "approved") return {"đang giữ", "in force"};
    if (state == "ending" || state == "ended") return {"đã kết thúc", "ended"};
    return {"đang lập", "being placed"};
}

Text ground_name(const std::string& ground) {
    if (ground == "complaint") return {"khiếu nại", "complaint"};
    if (ground == "claim") return {"bồi thường", "claim"};
    if (ground == "incident") return {"sự cố", "incident"};
    if (ground == "subject_request") return {"yêu cầu của chủ thể dữ liệu", "subject request"};
    if (ground == "investigation") return {"yêu cầu của cơ quan", "an authority's request"};
    return {"", ""};
}

std::string hold_line(const boost::json::object& hold) {
    const std::string service = text_of(hold, "service");
    const std::string why =
        !service.empty()
            ? say({"tự động giữ lại hồ sơ {}", "kept by itself: {}"}, service_name(service).here())
        : hold.at("self").as_bool()
            ? say({"tự động giữ lại vì chưa phát xong", "kept by itself: not through"})
            : std::string(ground_name(text_of(hold, "ground")).here());
    std::string line =
        say({"{}: {}{}, {} bưu gửi, đến hết {}", "{}: {}{}, {} items, until {}"},
            number_in(hold, "number"), state_name(text_of(hold, "state")).here(),
            why.empty() ? "" : ", " + why, number_in(hold, "items"), text_of(hold, "until"));
    if (const auto* renewal = hold.if_contains("renewal"))
        line += say({"; xin gia hạn đến hết {}, chờ người thứ hai duyệt",
                     "; renewal until {} waits for the second person"},
                    text_of(renewal->as_object(), "until"));
    return line;
}

}  // namespace

Exit on_hold(Door& door, const Call& call, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, call, exit);
    if (!answer) return exit;
    const auto& hold = answer->as_object();
    if (json) {
        print(boost::json::serialize(hold));
        return Exit::done;
    }
    print(hold_line(hold));
    if (const auto* missing = hold.if_contains("missing")) {
        for (const auto& item : missing->as_array())
            print(say({"  không còn dữ liệu: {}", "  nothing left: {}"},
                      std::string(item.as_string())));
    }
    return Exit::done;
}

Exit retention_plan(Door& door, const std::string& on, bool json) {
    Exit exit{};
    const auto answer =
        ask_json(door, {"GET", "/api/v1/retention" + (on.empty() ? "" : "?on=" + on)}, exit);
    if (!answer) return exit;
    const auto& plan = answer->as_object();
    if (json) {
        print(boost::json::serialize(plan));
        return Exit::done;
    }
    if (plan.at("clock").at("in_doubt").as_bool())
        print(Text{"Đồng hồ đang có nghi vấn: không xóa gì (buuan retention confirm-clock)",
                   "The clock is in doubt: nothing is deleted (buuan retention confirm-clock)"});
    for (const auto& each : plan.at("classes").as_array()) print(class_line(each.as_object()));
    for (const auto& each : plan.at("series").as_array()) print(series_line(each.as_object()));
    const auto& due = plan.at("due").as_array();
    if (due.empty())
        print(say({"Ngày {} không có gì đến hạn", "Nothing is due on {}"}, text_of(plan, "on")));
    for (const auto& each : due)
        print(say({"đến hạn: ngày {}: {}", "due: day {}: {}"}, text_of(each.as_object(), "day"),
                  classes_text(each.at("classes").as_array())));
    return Exit::done;
}

Exit retention_run(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"POST", "/api/v1/purges", "{}"}, exit);
    if (!answer) return exit;
    if (json) {
        print(boost::json::serialize(*answer));
    } else {
        for (const auto& day : answer->at("purged").as_array())
            print(say({"đã xóa phần đến hạn của ngày {}", "let go what was due of day {}"},
                      std::string(day.as_string())));
        for (const auto& alarm : answer->at("alarms").as_array())
            print(say({"ngày {}: {} trong {} bưu gửi được tự động giữ lại, quá 1 %",
                       "day {}: {} of {} items keep themselves, over 1 %"},
                      text_of(alarm.as_object(), "day"), number_in(alarm.as_object(), "held"),
                      number_in(alarm.as_object(), "items")));
        for (const auto& failed : answer->at("failed").as_array())
            complain(say({"ngày {} chưa xóa được: {}", "day {} could not go: {}"},
                         text_of(failed.as_object(), "day"), text_of(failed.as_object(), "what")));
        for (const auto& number : answer->at("holds_ended").as_array())
            print(say({"lệnh giữ {} đã hết hạn", "hold {} is over"},
                      number.to_number<std::uint32_t>()));
        if (const auto released = answer->at("released").to_number<std::uint64_t>(); released > 0)
            print(say(
                {"{} bưu gửi không còn được tự động giữ lại", "{} items no longer keep themselves"},
                released));
        if (answer->at("purged").as_array().empty() && answer->at("failed").as_array().empty())
            print(Text{"Không có gì đến hạn", "Nothing is due"});
    }
    return answer->at("failed").as_array().empty() ? Exit::done : Exit::no;
}

Exit certificate(Door& door, const CertificateOptions& options) {
    Exit exit{};
    const std::string path = "/api/v1/days/" + options.day;
    const auto pdf = ask(door, {"GET", path + "/certificate"}, exit);
    if (!pdf) return exit;
    if (!write_private_file(options.file, pdf->body)) return Exit::unreachable;
    print(say({"Đã ghi {}", "Wrote {}"}, options.file));
    if (options.proof.empty()) return Exit::done;
    const auto proof =
        ask(door, {"GET", path + "/certificate-proof?class=" + options.data_class}, exit);
    if (!proof) return exit;
    if (!write_private_file(options.proof, proof->body)) return Exit::unreachable;
    print(say({"Đã ghi {}: kiểm bằng buuan verify", "Wrote {}: check it with buuan verify"},
              options.proof));
    return Exit::done;
}

Exit place_hold(Door& door, const boost::json::object& wanted, const HoldOptions& options) {
    SystemClock clock;
    SystemEntropy entropy;
    boost::json::object body = wanted;
    body["id"] = CommandId::make(clock.now(), entropy).text();
    if (!options.items.empty()) {
        boost::json::array items;
        for (const std::string& item : options.items) items.emplace_back(item);
        body["items"] = std::move(items);
    }
    return on_hold(door, {"POST", "/api/v1/holds", boost::json::serialize(body)}, options.json);
}

Exit list_holds(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"GET", "/api/v1/holds"}, exit);
    if (!answer) return exit;
    if (json) {
        print(boost::json::serialize(*answer));
        return Exit::done;
    }
    const auto& holds = answer->at("holds").as_array();
    for (const auto& hold : holds) print(hold_line(hold.as_object()));
    if (holds.empty()) print(Text{"Không có lệnh giữ nào", "There is no hold"});
    return Exit::done;
}

}  // namespace buuan::cli
