// buuan trace, open, timeline, proof: find, look at, and prove.
#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <fstream>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/ids.hpp"
#include "edge/cli/commands.hpp"

namespace buuan::cli {
namespace {

std::string text_of(const boost::json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

std::string member(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? std::string() : text_of(*value);
}

void put(boost::json::object& body, std::string_view name, const std::string& value) {
    if (!value.empty()) body[name] = value;
}

}  // namespace

std::string new_command() {
    SystemClock clock;
    SystemEntropy entropy;
    return CommandId::make(clock.now(), entropy).text();
}

Exit trace(Door& door, const TraceOptions& options) {
    boost::json::object body{{"id", new_command()}, {"purpose", options.purpose}};
    put(body, "note", options.note);
    put(body, "phone", options.phone);
    put(body, "phone_last4", options.phone_last4);
    put(body, "identity_number", options.identity_number);
    put(body, "name", options.name);
    put(body, "item_code", options.item_code);
    put(body, "order_code", options.order_code);
    put(body, "receipt", options.receipt);
    put(body, "text", options.text);
    put(body, "from", options.from);
    put(body, "to", options.to);
    Exit exit{};
    const auto answer =
        ask_json(door, {"POST", "/api/v1/searches", boost::json::serialize(body)}, exit);
    if (!answer) return exit;
    const auto& found = answer->at("results").as_array();
    if (options.json) {
        print(boost::json::serialize(*answer));
        return found.empty() ? Exit::no : Exit::done;
    }
    for (const auto& row : found) {
        const auto& item = row.as_object();
        print(fmt::format("{}  {}  {}  {}  {} → {}  {}", member(item, "item"),
                          member(item, "accepted_at"), member(item, "site"), member(item, "state"),
                          member(item, "sender"), member(item, "recipient"),
                          member(item, "item_code")));
    }
    print(say({"{} bưu gửi; đã tìm {} ngày. Lượt tìm này đã được ghi: {}",
               "{} items; {} days searched. This search is recorded: {}"},
              found.size(), member(answer->as_object(), "days_searched"),
              member(answer->as_object(), "search")));
    return found.empty() ? Exit::no : Exit::done;
}

Exit open_item(Door& door, const OpenOptions& options) {
    const std::string opening = new_command();
    boost::json::object body{{"id", opening}, {"purpose", options.purpose}};
    put(body, "note", options.note);
    Exit exit{};
    const std::string item_path = "/api/v1/items/" + options.item;
    const auto answer =
        ask_json(door, {"POST", item_path + "/openings", boost::json::serialize(body)}, exit);
    if (!answer) return exit;
    if (options.json) {
        print(boost::json::serialize(*answer));
    } else {
        for (const auto& field : answer->at("fields").as_object())
            print(fmt::format("{}: {}", std::string_view(field.key()), text_of(field.value())));
    }
    for (const auto& row : answer->at("objects").as_array()) {
        if (options.pictures_folder.empty()) break;
        const std::string slot = member(row.as_object(), "slot");
        Call call{"GET", item_path + "/objects/" + slot};
        call.opening = opening;
        const auto picture = ask(door, call, exit);
        if (!picture) return exit;
        std::ofstream out(options.pictures_folder + "/" + slot, std::ios::binary);
        if (!(out << picture->body)) {
            complain(
                Text{"Không ghi được ảnh vào thư mục", "Cannot write a picture into the folder"});
            return Exit::unreachable;
        }
    }
    if (!options.json) {
        print(say({"Lượt mở này đã được ghi: {}", "This opening is recorded: {}"}, opening));
    }
    return Exit::done;
}

Exit timeline(Door& door, const TimelineOptions& options) {
    Exit exit{};
    const auto answer =
        ask_json(door, {"GET", "/api/v1/items/" + options.item + "/timeline"}, exit);
    if (!answer) return exit;
    if (options.json) {
        print(boost::json::serialize(*answer));
        return Exit::done;
    }
    for (const auto& row : answer->at("events").as_array()) {
        const auto& event = row.as_object();
        print(fmt::format("{}  {:18} {:12} {}", member(event, "at"), member(event, "type"),
                          member(event, "site"), member(event, "by")));
    }
    return Exit::done;
}

Exit proof(Door& door, const ProofOptions& options) {
    Exit exit{};
    const auto answer = ask(door, {"GET", "/api/v1/items/" + options.item + "/proof"}, exit);
    if (!answer) return exit;
    if (options.file.empty()) {
        // As it is, for a file or a pipe: with a line end more it would not verify.
        std::string_view text = answer->body;
        if (text.ends_with('\n')) text.remove_suffix(1);
        print(text);
        return Exit::done;
    }
    std::ofstream out(options.file, std::ios::binary);
    if (!(out << answer->body) || !out.flush()) {
        complain(say({"Không ghi được tệp {}", "Cannot write the file {}"}, options.file));
        return Exit::unreachable;
    }
    return Exit::done;
}

}  // namespace buuan::cli
