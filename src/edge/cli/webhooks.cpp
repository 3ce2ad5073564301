// buuan webhook: who is told of what happens to items.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/cli/commands.hpp"

namespace buuan::cli {
namespace {

std::string webhook_line(const boost::json::object& webhook) {
    const std::string state = text_of(webhook, "state");
    const std::string word = state == "working"   ? say({"đang chạy", "working"})
                             : state == "failing" ? say({"ĐANG LỖI", "FAILING"})
                                                  : say({"ĐÃ TẮT", "DISABLED"});
    std::string line = fmt::format("{}  {}  {}", webhook.at("number").to_number<std::uint32_t>(),
                                   word, text_of(webhook, "url"));
    if (const std::string problem = text_of(webhook, "problem"); !problem.empty())
        line += "  " + problem;
    return line;
}

}  // namespace

Exit add_webhook(Door& door, const std::string& url, const std::vector<std::string>& types,
                 bool json) {
    SystemClock clock;
    SystemEntropy entropy;
    boost::json::object body{{"id", CommandId::make(clock.now(), entropy).text()}, {"url", url}};
    if (!types.empty()) body["types"] = boost::json::array(types.begin(), types.end());
    Exit exit{};
    const auto answer =
        ask_json(door, {"POST", "/api/v1/webhooks", boost::json::serialize(body)}, exit);
    if (!answer) return exit;
    if (json) {
        print(boost::json::serialize(*answer));
        return Exit::done;
    }
    print(webhook_line(answer->as_object()));
    print(say({"Khóa ký (chỉ hiện lần này): {}", "Signing secret (shown this once): {}"},
              text_of(answer->as_object(), "secret")));
    return Exit::done;
}

Exit list_webhooks(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"GET", "/api/v1/webhooks"}, exit);
    if (!answer) return exit;
    if (json) print(boost::json::serialize(*answer));
    bool all_work = true;
    for (const auto& each : answer->at("webhooks").as_array()) {
        if (!json) print(webhook_line(each.as_object()));
        all_work = all_work && text_of(each.as_object(), "state") == "working";
    }
    return all_work ? Exit::done : Exit::no;
}

Exit test_webhook(Door& door, const std::string& number, bool json) {
    Exit exit{};
    const auto answer =
        ask_json(door, {"POST", "/api/v1/webhooks/" + number + "/tests", "{}"}, exit);
    if (!answer) return exit;
    const bool delivered = answer->at("delivered").as_bool();
    if (json)
        print(boost::json::serialize(*answer));
    else if (delivered)
        print(say({"Đã nhận được. Nơi nhận hoạt động.", "It arrived. The receiver works."}));
    else
        print(say({"Không gửi được: {}", "It did not arrive: {}"},
                  text_of(answer->as_object(), "problem")));
    return delivered ? Exit::done : Exit::no;
}

Exit remove_webhook(Door& door, const std::string& number, bool) {
    Exit exit{};
    if (!ask(door, {"DELETE", "/api/v1/webhooks/" + number}, exit)) return exit;
    print(say({"Đã bỏ nơi nhận {}.", "Removed the receiver {}."}, number));
    return Exit::done;
}

}  // namespace buuan::cli
