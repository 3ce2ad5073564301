// buuan rules publish FOLDER --from DAY, what was published so far, and what the next set may learn
// from.
#include <boost/json/serialize.hpp>

#include "adapters/posix/system_clock.hpp"
#include "adapters/rules/rules.hpp"
#include "edge/cli/commands.hpp"
#include "screening/review.hpp"

namespace buuan::cli {
namespace {

std::string text(const boost::json::value& object, std::string_view member) {
    const auto& value = object.at(member);
    return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

/// The folder's rules where they may be published; else it says why not, and `exit` is set.
std::optional<screening::RuleSet> publishable(const std::string& folder, Exit& exit) {
    const auto files = read_rules_folder(folder);
    if (!files.ok()) {
        complain(files.error().what);
        exit = Exit::unreachable;
        return std::nullopt;
    }
    const auto source = screening::read_source(files.value());
    auto errors = source.problems.size();
    if (errors == 0) {
        auto rules = screening::RuleSet::compile(source.rules);
        if (rules.ok()) {
            const auto found =
                screening::review(source, rules.value(), Day::of(SystemClock().now()));
            errors = found.failed.size();
            if (errors == 0) return std::move(rules).value();
        }
    }
    complain(say({"{} lỗi, chưa công bố gì. Xem: buuan rules check {}",
                  "{} errors, nothing was published. See: buuan rules check {}"},
                 errors, folder));
    exit = Exit::no;
    return std::nullopt;
}

}  // namespace

Exit rules_publish(Door& door, const RulesPublishOptions& options) {
    Exit exit{};
    const auto rules = publishable(options.folder, exit);
    if (!rules) return exit;
    const boost::json::object body{{"pack", to_base64(as_bytes(rules->pack()))},
                                   {"from", options.from}};
    return plain(door, {{"POST", "/api/v1/rules", boost::json::serialize(body)}, options.json});
}

Exit rules_list(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"GET", "/api/v1/rules"}, exit);
    if (!answer) return exit;
    if (json) {
        print(boost::json::serialize(*answer));
        return Exit::done;
    }
    for (const auto& version : answer->at("versions").as_array()) {
        const bool own = text(version, "source") == "program";
        print(say({"{}. từ {}: {} mục, {}, {}{}", "{}. from {}: {} entries, {}, {}{}"},
                  text(version, "version"), text(version, "from"), text(version, "entries"),
                  own ? Text{"theo chương trình", "of the program"}.here()
                      : Text{"tự công bố", "published"}.here(),
                  text(version, "rules"),
                  version.at("decides_today").as_bool()
                      ? Text{" (đang áp dụng)", " (decides today)"}.here()
                      : ""));
    }
    return Exit::done;
}

Exit rules_export(Door& door, const RulesExportOptions& options) {
    boost::json::object body{{"id", new_command()},
                             {"purpose", options.purpose},
                             {"from", options.from},
                             {"to", options.to}};
    if (!options.note.empty()) body["note"] = options.note;
    Exit exit{};
    const auto answer =
        ask_json(door, {"POST", "/api/v1/rule-cases", boost::json::serialize(body)}, exit);
    if (!answer) return exit;
    for (const auto& one : answer->at("cases").as_array()) print(boost::json::serialize(one));
    complain(say({"{} khai báo sai; đã xem {} bưu gửi. Lượt này đã được ghi: {}",
                  "{} declarations found wrong; {} items looked at. This act is recorded: {}"},
                 answer->at("cases").as_array().size(), text(*answer, "items_looked_at"),
                 text(body, "id")));
    if (answer->at("truncated").as_bool())
        complain(Text{"Còn nữa: chọn ít ngày hơn.", "There are more: choose fewer days."});
    return Exit::done;
}

}  // namespace buuan::cli
