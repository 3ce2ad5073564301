#include "disclosure/complaint_rules.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>

namespace buuan::disclosure {
namespace {

constexpr const char* file_name = "complaints.toml";
constexpr std::int64_t number_max = 1'000;

Fault wrong(const std::string& what) {
    return {FaultKind::invalid, std::string(file_name) + ": " + what};
}

std::string text_of(const toml::table& fields, const char* key) {
    return fields[key].value_or(std::string());
}

/// At least 1; 0 where it is missing or no such number.
int whole(const toml::table& fields, const char* key) {
    const auto value = fields[key].value<std::int64_t>();
    return value && *value >= 1 && *value <= number_max ? static_cast<int>(*value) : 0;
}

std::optional<Day> day_of(const toml::table& fields, const char* key) {
    const auto date = fields[key].value<toml::date>();
    return date ? Day::of_date(date->year, date->month, date->day) : std::nullopt;
}

Result<Done> read_kind(const toml::table& fields, ComplaintRules& rules) {
    const std::string code = text_of(fields, "code");
    ComplaintKind kind{text_of(fields, "vi"),
                       text_of(fields, "en"),
                       whole(fields, "months"),
                       {},
                       text_of(fields, "source")};
    if (!boost::describe::enum_from_string(text_of(fields, "from").c_str(), kind.from) ||
        code.empty() || kind.vi.empty() || kind.en.empty() || kind.months == 0 ||
        kind.source.empty())
        return wrong("a kind lacks its code, its words, its months, from when, or its source");
    if (!rules.kinds.emplace(code, kind).second) return wrong(code + " is there twice");
    return Done{};
}

Result<Done> read_outcome(const toml::table& fields, ComplaintRules& rules) {
    const std::string code = text_of(fields, "code");
    const ComplaintOutcome outcome{text_of(fields, "vi"), text_of(fields, "en")};
    if (code.empty() || outcome.vi.empty() || outcome.en.empty())
        return wrong("an outcome lacks its code or its words");
    if (!rules.outcomes.emplace(code, outcome).second) return wrong(code + " is there twice");
    return Done{};
}

Result<Done> read_clocks(const toml::table& file, ComplaintRules& rules) {
    const auto* clocks = file["clocks"].as_table();
    if (clocks == nullptr) return wrong("there is no [clocks]");
    const std::pair<const char*, int ComplaintRules::*> numbers[] = {
        {"transit_days_domestic", &ComplaintRules::transit_days_domestic},
        {"transit_days_international", &ComplaintRules::transit_days_international},
        {"answer_months_domestic", &ComplaintRules::answer_months_domestic},
        {"answer_months_international", &ComplaintRules::answer_months_international},
        {"pay_days", &ComplaintRules::pay_days},
        {"fee_times_min", &ComplaintRules::fee_times_min}};
    for (const auto& [name, member] : numbers) {
        rules.*member = whole(*clocks, name);
        if (rules.*member == 0) return wrong(std::string(name) + " is no number from 1 to 1000");
    }
    if (text_of(*clocks, "source").empty()) return wrong("the clocks lack their source");
    return Done{};
}

/// An example whose answer is another one than it says is a rule that was changed without it.
Result<Done> check_example(const toml::table& fields, ComplaintRules& rules) {
    const std::string code = text_of(fields, "kind");
    const auto kind = rules.kinds.find(code);
    const auto accepted = day_of(fields, "accepted");
    const auto received = day_of(fields, "received");
    if (kind == rules.kinds.end() || !accepted || !received)
        return wrong("an example lacks its kind or its days");
    const bool international = fields["international"].value_or(false);
    const ComplaintDates dates{*accepted, day_of(fields, "delivered"), international};
    const std::string which = "the example of " + code + " received on " + received->text();
    if (file_until(rules, kind->second, dates) != day_of(fields, "file_until"))
        return wrong(which + " may be filed until another day");
    if (answer_by(rules, *received, international) != day_of(fields, "answer_by"))
        return wrong(which + " is answered by another day");
    const auto fee = fields["fee_vnd"].value<std::int64_t>();
    if (!fee) return Done{};
    const auto least = fields["amount_min_vnd"].value<std::int64_t>();
    const auto found = amount_min(rules, static_cast<std::uint64_t>(*fee), international);
    if (found != (least ? std::optional(static_cast<std::uint64_t>(*least)) : std::nullopt))
        return wrong(which + " is worth another amount");
    return Done{};
}

template <class Read>
Result<Done> over_tables(const toml::table& file, const char* name, ComplaintRules& rules,
                         Read read) {
    const auto* list = file[name].as_array();
    if (list == nullptr) return wrong("there is no [[" + std::string(name) + "]]");
    for (const auto& element : *list) {
        if (!element.is_table()) return wrong(std::string(name) + " is no table");
        if (auto done = read(*element.as_table(), rules); !done.ok()) return done;
    }
    return Done{};
}

}  // namespace

std::optional<Day> file_until(const ComplaintRules& rules, const ComplaintKind& kind,
                              const ComplaintDates& dates) {
    if (kind.from == BarFrom::delivery)
        return dates.delivered ? std::optional(dates.delivered->plus_months(kind.months))
                               : std::nullopt;
    const int transit =
        dates.international ? rules.transit_days_international : rules.transit_days_domestic;
    return dates.accepted.plus_days(transit).plus_months(kind.months);
}

Day answer_by(const ComplaintRules& rules, Day received, bool international) {
    return received.plus_months(international ? rules.answer_months_international
                                              : rules.answer_months_domestic);
}

std::optional<std::uint64_t> amount_min(const ComplaintRules& rules, std::uint64_t fee_vnd,
                                        bool international) {
    if (international) return std::nullopt;
    return fee_vnd * static_cast<std::uint64_t>(rules.fee_times_min);
}

Result<ComplaintRules> read_complaint_rules(std::span<const RuleFile> files) {
    const auto file = std::find_if(files.begin(), files.end(),
                                   [](const RuleFile& each) { return each.path == file_name; });
    if (file == files.end()) return wrong("the file is missing");
    toml::table table;
    try {
        table = toml::parse(file->text);
    } catch (const toml::parse_error& error) {
        return wrong("line " + std::to_string(error.source().begin.line));
    }
    ComplaintRules rules;
    if (auto read = over_tables(table, "kind", rules, read_kind); !read.ok()) return read.error();
    if (auto read = over_tables(table, "outcome", rules, read_outcome); !read.ok())
        return read.error();
    if (auto read = read_clocks(table, rules); !read.ok()) return read.error();
    if (auto good = over_tables(table, "example", rules, check_example); !good.ok())
        return good.error();
    return rules;
}

}  // namespace buuan::disclosure
