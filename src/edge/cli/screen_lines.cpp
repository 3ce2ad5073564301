// buuan screen --json-lines: a stream of declarations, screened without a node under the rules that
// are built in, or those of a folder. One object a line in, one out, in order; nothing is kept, so
// a stream may be endless.
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <iostream>

#include "adapters/rules/rules.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/declared_lines.hpp"
#include "screening/read_rules.hpp"
#include "screening/verdict_json.hpp"

namespace buuan::cli {
namespace {

std::string problem(std::size_t number, std::string_view what) {
    return boost::json::serialize(boost::json::object{
        {"line", number}, {"error", what}, {"text", ""}, {"status", "vague"}, {"entry", ""}});
}

std::string answer(const std::string& declared, const screening::RuleSet& rules, Day on) {
    const auto verdict = screening::screen(declared, rules, on);
    const auto* worst = verdict.worst();
    std::string out = "{\"text\":";
    screening::append_json_text(out, declared);
    out += ",\"status\":";
    screening::append_json_text(out, screening::name_of(verdict.outcome));
    out += ",\"entry\":";
    screening::append_json_text(out, worst == nullptr ? "" : worst->entry);
    out += ",\"verdict\":" + screening::verdict_json(verdict, rules, declared) + "}";
    return out;
}

}  // namespace

Exit screen_lines(const ScreenLinesOptions& options) {
    auto files = options.rules.empty() ? Result<std::vector<RuleFile>>(embedded_rules())
                                       : read_rules_folder(options.rules);
    if (!files.ok()) {
        complain(files.error().what);
        return Exit::unreachable;
    }
    const auto rules = screening::read_rules(files.value());
    if (!rules.ok()) {
        complain(rules.error().where + ": " + rules.error().what);
        return Exit::bad_input;
    }
    const auto on = day_of_option(options.on);
    if (!on) return Exit::usage;
    std::ios::sync_with_stdio(false);
    Line line;
    bool good = true;
    for (std::size_t number = 1; next_line(*std::cin.rdbuf(), line); ++number) {
        const auto declared = declared_in(line);
        good = good && declared.ok();
        std::cout << (declared.ok() ? answer(declared.value(), rules.value().rules, *on)
                                    : problem(number, declared.error()))
                  << '\n';
        // Whoever writes line by line and waits is answered line by line.
        if (std::cin.rdbuf()->in_avail() <= 0) std::cout.flush();
    }
    std::cout.flush();
    return good ? Exit::done : Exit::bad_input;
}

}  // namespace buuan::cli
