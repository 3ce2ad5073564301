// buuan possession: challenges and their answers, and the node's own check.
#include "ledger/possession.hpp"

#include <fmt/format.h>

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "edge/cli/commands.hpp"
#include "edge/cli/log_keys.hpp"
#include "ledger/possession_verify.hpp"

namespace buuan::cli {
namespace {

std::string percent(std::uint32_t thousandths) {
    return fmt::format("{}.{:03}", thousandths / 1000, thousandths % 1000);
}

/// What no missing draw means, in words.
void print_bound(std::uint32_t uniform) {
    if (uniform == 0) return;
    print(
        say({"    không thiếu mục nào trong {} lần rút ngẫu nhiên đều: với độ tin cậy 95 %, phần "
             "thiếu dưới "
             "{} %",
             "    none missing in {} uniform draws: at 95 % confidence less than {} % is missing"},
            uniform, percent(ledger::missing_share_below(uniform))));
}

void print_class(std::string_view name, std::uint32_t drawn, std::uint32_t uniform,
                 std::uint32_t missing) {
    print(say({"  {}: rút {} mục ({} rút ngẫu nhiên đều), thiếu {}",
               "  {}: {} leaves drawn ({} uniformly), {} missing"},
              name, drawn, uniform, missing));
    if (missing == 0) print_bound(uniform);
}

void print_check(const boost::json::object& check) {
    print(say({"Tự kiểm tra lúc {}:", "Own check at {}:"}, text_of(check, "at")));
    for (const auto& [name, value] : check.at("classes").as_object()) {
        const auto& of = value.as_object();
        print_class(name, of.at("drawn").to_number<std::uint32_t>(),
                    of.at("uniform").to_number<std::uint32_t>(),
                    of.at("missing").to_number<std::uint32_t>());
    }
    for (const auto& value : check.at("missing").as_array()) {
        const auto& each = value.as_object();
        const std::string item = text_of(each, "item");
        print(say({"  THIẾU {} {}: bưu gửi {}, ngày {}, sổ {} mục {}",
                   "  MISSING {} {}: item {}, day {}, log {} entry {}"},
                  text_of(each, "data_class") +
                      (each.contains("slot") ? " " + text_of(each, "slot") : ""),
                  text_of(each, "outcome"), item.empty() ? "?" : item, text_of(each, "day"),
                  text_of(each, "log"), each.at("index").to_number<std::uint64_t>()));
    }
}

void print_proved(const ledger::ProvedAnswer& proved, bool compared) {
    print(say({"Câu trả lời đúng định dạng và chữ ký, của {} ngày {}, trả lời lúc {}.",
               "The answer and its signatures hold: {}, for {}, answered at {}."},
              proved.challenge.node, proved.challenge.on.text(), proved.answered_at.text()));
    print(say({"  hạt giống: {}", "  seed: {}"}, proved.seed.text()));
    if (!compared)
        print(Text{"  Chưa so với thử thách đã gửi: dùng --challenge.",
                   "  Not compared with the challenge that was sent: use --challenge."});
    for (const auto& [data_class, of] : proved.classes)
        print_class(boost::describe::enum_to_string(data_class, "?"), of.drawn, of.uniform,
                    of.missing);
    for (const ledger::AnsweredLeaf& leaf : proved.missing)
        print(say({"  THIẾU {} {}: sổ {} mục {}", "  MISSING {} {}: log {} entry {}"},
                  boost::describe::enum_to_string(leaf.data_class, "?"),
                  boost::describe::enum_to_string(leaf.outcome, "?"), leaf.log.value, leaf.index));
}

std::string proved_json(const ledger::ProvedAnswer& proved) {
    boost::json::object classes;
    for (const auto& [data_class, of] : proved.classes) {
        boost::json::object each{
            {"drawn", of.drawn}, {"uniform", of.uniform}, {"missing", of.missing}};
        if (of.uniform_missing == 0)
            each["missing_percent_below"] = percent(ledger::missing_share_below(of.uniform));
        classes[boost::describe::enum_to_string(data_class, "?")] = std::move(each);
    }
    boost::json::array missing;
    for (const ledger::AnsweredLeaf& leaf : proved.missing)
        missing.push_back({{"data_class", boost::describe::enum_to_string(leaf.data_class, "?")},
                           {"outcome", boost::describe::enum_to_string(leaf.outcome, "?")},
                           {"log", leaf.log.value},
                           {"index", leaf.index}});
    return boost::json::serialize(boost::json::object{{"node", proved.challenge.node},
                                                      {"on", proved.challenge.on.text()},
                                                      {"seed", proved.seed.text()},
                                                      {"answered_at", proved.answered_at.text()},
                                                      {"classes", std::move(classes)},
                                                      {"missing", std::move(missing)}});
}

}  // namespace

Exit make_challenge(Door& door, const PossessionOptions& options) {
    const auto authority = read_input(options.authority, 65'536);
    if (!authority) return Exit::unreachable;
    boost::json::array draws;
    for (const char* data_class : {"record", "picture"})
        draws.push_back(
            {{"data_class", data_class}, {"strata", options.strata}, {"uniform", options.uniform}});
    const std::string body = boost::json::serialize(
        boost::json::object{{"authority", *authority}, {"draws", std::move(draws)}});
    Exit exit{};
    const auto reply = ask(door, {"POST", "/api/v1/possession-challenges", body}, exit);
    if (!reply) return exit;
    return write_private_file(options.to, reply->body) ? Exit::done : Exit::unreachable;
}

Exit answer_challenge(Door& door, const PossessionOptions& options) {
    auto challenge = read_input(options.challenge, ledger::challenge_bytes_max);
    if (!challenge) return Exit::unreachable;
    Exit exit{};
    const auto reply =
        ask(door, {"POST", "/api/v1/possession-answers", std::move(*challenge)}, exit);
    if (!reply) return exit;
    return write_private_file(options.to, reply->body) ? Exit::done : Exit::unreachable;
}

Exit check_possession(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"POST", "/api/v1/possession-checks", "{}"}, exit);
    if (!answer) return exit;
    const auto& check = answer->as_object();
    if (json) {
        print(boost::json::serialize(check));
    } else {
        print_check(check);
    }
    return check.at("missing").as_array().empty() ? Exit::done : Exit::no;
}

Exit show_possession_checks(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"GET", "/api/v1/possession-checks"}, exit);
    if (!answer) return exit;
    const auto& checks = answer->as_object().at("checks").as_array();
    for (const auto& check : checks) {
        if (json) {
            print(boost::json::serialize(check));
        } else {
            print_check(check.as_object());
        }
    }
    if (checks.empty() && !json)
        print(Text{"Chưa tự kiểm tra lần nào.", "There was no check yet."});
    return Exit::done;
}

Exit verify_possession(const PossessionOptions& options) {
    const auto keys = read_log_keys(options.keys);
    if (!keys) return Exit::bad_input;
    const auto answer = read_input(options.answer, ledger::answer_bytes_max);
    if (!answer) return Exit::unreachable;
    std::string sent;
    if (!options.challenge.empty()) {
        auto read = read_input(options.challenge, ledger::challenge_bytes_max);
        if (!read) return Exit::unreachable;
        sent = std::move(*read);
    }
    const auto proved = ledger::verify_answer(*answer, sent, *keys);
    if (!proved.ok()) {
        const auto text = ledger::text_of(proved.error().problem);
        complain(say({"KHÔNG chứng minh được: {} ({})", "NOT proved: {} ({})"},
                     language() == Language::vi ? text.vi : text.en, proved.error().where));
        return Exit::bad_input;
    }
    if (options.json) {
        print(proved_json(proved.value()));
    } else {
        print_proved(proved.value(), !sent.empty());
    }
    return proved.value().missing.empty() ? Exit::done : Exit::no;
}

}  // namespace buuan::cli
