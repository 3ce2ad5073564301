// buuan rules check FOLDER --against … --over FILE: which past declarations would be decided
// otherwise. Reads line by line, so the file may be as long as it likes.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "adapters/rules/rules.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/declared_lines.hpp"
#include "screening/comparison.hpp"
#include "screening/pack.hpp"
#include "screening/read_rules.hpp"

namespace buuan::cli {
namespace {

using screening::ChangeKind;
using screening::RuleSet;

std::string_view here(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::newly_prohibited:
            return Text{"chuyển thành cấm gửi", "newly prohibited"}.here();
        case ChangeKind::no_longer_prohibited:
            return Text{"không còn cấm gửi", "no longer prohibited"}.here();
        case ChangeKind::newly_flagged:
            return Text{"chuyển sang phải xem xét", "newly flagged"}.here();
        case ChangeKind::no_longer_flagged:
            return Text{"không còn phải xem xét", "no longer flagged"}.here();
        case ChangeKind::other_outcome:
            return Text{"kết quả khác", "another outcome"}.here();
        case ChangeKind::other_entry:
            return Text{"cùng kết quả, mục khác", "the same outcome by another entry"}.here();
    }
    return {};
}

/// The set of a folder or, through the door, one that the node has.
std::optional<RuleSet> set_of(const std::string& against, Door* door, Exit& exit) {
    if (door == nullptr) {
        const auto files = read_rules_folder(against);
        if (!files.ok()) {
            complain(files.error().what);
            exit = Exit::unreachable;
            return std::nullopt;
        }
        auto read = screening::read_rules(files.value());
        if (read.ok()) return std::move(read).value().rules;
        complain(fmt::format("{}: {}", read.error().where,
                             Text{read.error().what_vi, read.error().what}.here()));
        exit = Exit::bad_input;
        return std::nullopt;
    }
    const auto pack = ask(*door, {"GET", "/api/v1/rules/" + against}, exit);
    if (!pack) return std::nullopt;
    auto content = screening::decode_pack(pack->body);
    if (content.ok()) {
        auto compiled = RuleSet::compile(std::move(content).value());
        if (compiled.ok()) return std::move(compiled).value();
    }
    complain(say({"Bộ quy tắc {} không đọc được", "The set of rules {} cannot be read"}, against));
    exit = Exit::unreachable;
    return std::nullopt;
}

std::string decided(const screening::Decided& each) {
    return fmt::format("{}{}{}", screening::name_of(each.outcome), each.entry.empty() ? "" : " ",
                       each.entry);
}

boost::json::object decided_json(const screening::Decided& each) {
    return {{"outcome", screening::name_of(each.outcome)}, {"entry", each.entry}};
}

void say_lines(const screening::Comparison& comparison) {
    print(say({"{} trong {} khai báo sẽ đổi", "{} of {} declarations would change"},
              comparison.changed(), comparison.texts()));
    for (const ChangeKind kind : screening::Comparison::all_kinds) {
        const auto& changes = comparison.of(kind);
        if (changes.count == 0) continue;
        print(fmt::format("{}: {}", here(kind), changes.count));
        for (const auto& each : changes.first)
            print(fmt::format("  {} -> {}: {}", decided(each.before), decided(each.after),
                              boost::json::serialize(boost::json::string(each.text))));
        if (changes.count > changes.first.size())
            print(say({"  … và {} khai báo nữa", "  … and {} more"},
                      changes.count - changes.first.size()));
    }
}

boost::json::object comparison_json(const screening::Comparison& comparison) {
    boost::json::array kinds;
    for (const ChangeKind kind : screening::Comparison::all_kinds) {
        const auto& changes = comparison.of(kind);
        boost::json::array first;
        for (const auto& each : changes.first)
            first.push_back({{"text", each.text},
                             {"before", decided_json(each.before)},
                             {"after", decided_json(each.after)}});
        kinds.push_back({{"kind", screening::name_of(kind)},
                         {"count", changes.count},
                         {"first", std::move(first)}});
    }
    return {{"declarations", comparison.texts()},
            {"changed", comparison.changed()},
            {"changes", std::move(kinds)}};
}

/// A line is an object with `text`, or the text itself.
bool take_all(std::streambuf& in, screening::Comparison& comparison) {
    Line line;
    for (std::size_t number = 1; next_line(in, line); ++number) {
        if (line.text.ends_with('\r')) line.text.pop_back();
        const bool object = line.text.starts_with('{');
        const auto declared = object || line.too_long ? declared_in(line)
                                                      : Result<std::string, const char*>(line.text);
        if (!declared.ok()) {
            complain(say({"dòng {}: không có khai báo ({})", "line {}: no declaration ({})"},
                         number, declared.error()));
            return false;
        }
        if (!declared.value().empty()) comparison.take(declared.value());
    }
    return true;
}

}  // namespace

Exit rules_compare(const RuleSet& after, const RulesCheckOptions& options, Door* door,
                   boost::json::object& document) {
    Exit exit{};
    const auto before = set_of(options.against, door, exit);
    if (!before) return exit;
    const auto on = day_of_option(options.on);
    if (!on) return Exit::usage;
    std::ifstream file;
    if (options.over != "-") {
        file.open(options.over, std::ios::binary);
        if (!file || std::filesystem::is_directory(options.over)) {
            complain(say({"Không đọc được tệp {}", "Cannot read the file {}"}, options.over));
            return Exit::unreachable;
        }
    } else {
        std::ios::sync_with_stdio(false);
    }
    screening::Comparison comparison(*before, after, *on, options.show);
    if (!take_all(options.over == "-" ? *std::cin.rdbuf() : *file.rdbuf(), comparison))
        return Exit::bad_input;
    if (options.json)
        document["comparison"] = comparison_json(comparison);
    else
        say_lines(comparison);
    return Exit::done;
}

}  // namespace buuan::cli
