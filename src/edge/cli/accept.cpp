// buuan accept, event, screen, check and the plain calls of the register.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "edge/cli/commands.hpp"

namespace buuan::cli {
namespace {

constexpr std::size_t intake_bytes_max = 65'536;
constexpr std::size_t picture_bytes_max = 8 * 1024 * 1024;

struct PictureFile {
    std::string slot;
    std::string bytes;
};

std::optional<std::vector<PictureFile>> read_pictures(const std::vector<std::string>& arguments) {
    std::vector<PictureFile> pictures;
    for (const std::string& argument : arguments) {
        const auto equals = argument.find('=');
        if (equals == std::string::npos) {
            complain(
                say({"Ảnh phải ở dạng vị_trí=tệp: {}", "A picture is slot=file: {}"}, argument));
            return std::nullopt;
        }
        auto bytes = read_input(argument.substr(equals + 1), picture_bytes_max);
        if (!bytes) return std::nullopt;
        pictures.push_back({argument.substr(0, equals), std::move(*bytes)});
    }
    return pictures;
}

/// Names the pictures in the intake by slot and digest, as the API asks.
void name_pictures(boost::json::object& intake, const std::vector<PictureFile>& pictures) {
    if (pictures.empty()) return;
    boost::json::array named;
    for (const PictureFile& picture : pictures) {
        named.push_back({{"slot", picture.slot},
                         {"sha256", sha256(as_bytes(picture.bytes)).text()},
                         {"size", picture.bytes.size()}});
    }
    intake["pictures"] = std::move(named);
}

std::string member(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    return value->is_string() ? std::string(value->get_string()) : boost::json::serialize(*value);
}

/// A verdict's outcome as a clerk says it.
std::string_view outcome_text(std::string_view outcome) {
    constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"prohibited", "không được gửi"},
        {"conditional", "gửi được, có điều kiện"},
        {"restricted_documents", "chỉ gửi bằng dịch vụ phù hợp"},
        {"vague", "khai chưa rõ, cần xem kỹ"},
        {"allowed", "được gửi"}};
    for (const auto& [code, vi] : words) {
        if (code == outcome && language() == Language::vi) return vi;
    }
    return outcome;
}

void print_findings(const boost::json::object& verdict) {
    for (const auto& each : verdict.at("findings").as_array()) {
        const auto& finding = each.as_object();
        if (member(finding, "spelling") == "mixed_scripts") {
            print(say({"  {}  từ trộn chữ Latinh với chữ Kirin hoặc Hy Lạp: {}",
                       "  {}  a word of Latin and Cyrillic or Greek letters: {}"},
                      outcome_text(member(finding, "outcome")), member(finding, "words")));
            continue;
        }
        print(fmt::format("  {} {}  {}", outcome_text(member(finding, "outcome")),
                          member(finding, "entry"),
                          member(finding, language() == Language::vi ? "name_vi" : "name_en")));
        for (const auto& basis : finding.at("legal_basis").as_array()) {
            print(
                say({"      Căn cứ: {}", "      Basis: {}"}, std::string_view(basis.as_string())));
        }
        if (const auto conditions = member(finding, "conditions"); !conditions.empty()) {
            print(say({"      Điều kiện: {}", "      Conditions: {}"}, conditions));
        }
    }
}

void print_decision(const boost::json::object& answer) {
    const bool accepted = member(answer, "decision") == "accepted";
    print(accepted ? Text{"Đã chấp nhận", "Accepted"} : Text{"Không nhận", "Refused"});
    print(fmt::format("  item: {}", member(answer, "item")));
    if (const auto code = member(answer, "item_code"); !code.empty()) {
        print(say({"  Số hiệu: {}", "  Item code: {}"}, code));
    }
    if (const auto* receipt = answer.if_contains("receipt");
        receipt != nullptr && receipt->is_object()) {
        print(say({"  Biên nhận: {}", "  Receipt: {}"}, member(receipt->as_object(), "url")));
    }
    if (const auto* verdict = answer.if_contains("verdict");
        verdict != nullptr && verdict->is_object()) {
        print(say({"  Sàng lọc: {}", "  Screening: {}"},
                  outcome_text(member(verdict->as_object(), "outcome"))));
        print_findings(verdict->as_object());
    }
    for (const auto& warning : answer.at("warnings").as_array()) {
        const auto& each = warning.as_object();
        print(fmt::format("  ⚠ {}: {}", member(each, "field"),
                          member(each, language() == Language::vi ? "vi" : "en")));
    }
    for (const auto& reason : answer.at("reasons").as_array()) {
        print(say({"  Lý do: {}", "  Reason: {}"},
                  member(reason.as_object(), language() == Language::vi ? "vi" : "en")));
    }
}

}  // namespace

Exit accept(Door& door, const AcceptOptions& options) {
    const auto text = read_input(options.intake_file, intake_bytes_max);
    const auto pictures = read_pictures(options.pictures);
    if (!text || !pictures) return Exit::unreachable;
    boost::system::error_code error;
    auto intake = boost::json::parse(*text, error);
    if (error || !intake.is_object()) {
        complain(Text{"Tệp chấp nhận không phải là một đối tượng JSON",
                      "The intake file is not a JSON object"});
        return Exit::bad_input;
    }
    name_pictures(intake.as_object(), *pictures);
    SystemClock clock;
    if (!intake.as_object().contains("accepted_at"))
        intake.as_object()["accepted_at"] = clock.now().text();
    SystemEntropy entropy;
    const std::string item =
        options.item.empty() ? ItemId::make(clock.now(), entropy).text() : options.item;
    Exit exit{};
    const auto answer =
        ask_json(door, {"PUT", "/api/v1/items/" + item, boost::json::serialize(intake)}, exit);
    if (!answer) return exit;
    // Said before the pictures are sent: whatever becomes of them, the item is accepted.
    if (options.json) {
        print(boost::json::serialize(*answer));
    } else {
        print_decision(answer->as_object());
    }
    if (answer->at("decision").as_string() != "accepted") return Exit::no;
    for (const PictureFile& picture : *pictures) {
        Call call{"PUT", "/api/v1/items/" + item + "/objects/" + picture.slot, picture.bytes,
                  "application/octet-stream"};
        if (ask(door, call, exit)) continue;
        complain(say({"Bưu gửi đã được chấp nhận, còn ảnh {} chưa gửi "
                      "được; gửi lại cùng lệnh với --item {}",
                      "The item is accepted, but its picture {} was not "
                      "taken; repeat the command with --item {}"},
                     picture.slot, item));
        return exit;
    }
    return Exit::done;
}

Exit event(Door& door, const EventOptions& options) {
    const auto text = read_input(options.body_file, intake_bytes_max);
    if (!text) return Exit::unreachable;
    return plain(door,
                 {{"POST", "/api/v1/items/" + options.item + "/events", *text}, options.json});
}

Exit screen(Door& door, const ScreenOptions& options) {
    Exit exit{};
    boost::json::object asked{{"text", options.text}};
    if (!options.on.empty()) asked["on"] = options.on;
    if (!options.under.empty()) asked["under"] = options.under;
    const auto answer =
        ask_json(door, {"POST", "/api/v1/screenings", boost::json::serialize(asked)}, exit);
    if (!answer) return exit;
    const std::string outcome = member(answer->as_object(), "outcome");
    if (options.json) {
        print(boost::json::serialize(*answer));
    } else {
        print(outcome_text(outcome));
        print_findings(answer->as_object());
    }
    return outcome == "prohibited" ? Exit::no : Exit::done;
}

Exit plain(Door& door, const PlainCall& plain) {
    Exit exit{};
    const auto answer = ask(door, plain.call, exit);
    if (!answer) return exit;
    if (answer->body.empty()) return Exit::done;
    boost::system::error_code error;
    const auto value = boost::json::parse(answer->body, error);
    if (plain.json || error || !value.is_object()) {
        print(answer->body);
        return Exit::done;
    }
    for (const auto& each : value.get_object()) {
        if (!each.value().is_array()) {
            print(fmt::format("{}: {}", std::string_view(each.key()),
                              member(value.get_object(), each.key())));
            continue;
        }
        for (const auto& row : each.value().get_array()) print(boost::json::serialize(row));
    }
    return Exit::done;
}

Exit check(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"POST", "/api/v1/checks", "{}"}, exit);
    return answer ? show_check(answer->as_object(), json) : exit;
}

Exit show_check(const boost::json::object& answer, bool json) {
    const auto& problems = answer.at("problems").as_array();
    if (json) {
        print(boost::json::serialize(answer));
        return problems.empty() ? Exit::done : Exit::no;
    }
    for (const auto& problem : problems) {
        print(fmt::format("{}: {}", member(problem.as_object(), "where"),
                          member(problem.as_object(), "what")));
    }
    // A backup that could not be restored has not come to be counted.
    if (answer.contains("items"))
        print(say({"{} bưu gửi, {} ảnh, {} mục sổ đã kiểm; {} chỗ sai",
                   "{} items, {} objects, {} log entries checked; {} problems"},
                  member(answer, "items"), member(answer, "objects"), member(answer, "entries"),
                  problems.size()));
    if (const std::string lost = member(answer, "lost"); !lost.empty() && lost != "0")
        print(
            say({"Trong sổ có {} mục mà nội dung đã mất khi khôi phục (record.lost)",
                 "The logs have {} entries whose content was lost in a restoration (record.lost)"},
                lost));
    return problems.empty() ? Exit::done : Exit::no;
}

}  // namespace buuan::cli
