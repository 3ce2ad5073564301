#include "disclosure/subject_rules.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

namespace buuan::disclosure {
namespace {

constexpr int days_max = 366;
constexpr const char* requests_file = "subject_requests.toml";
constexpr const char* holidays_file = "holidays.toml";

Fault wrong(const char* file, const std::string& what) {
    return {FaultKind::invalid, std::string(file) + ": " + what};
}

Result<toml::table> parse(std::span<const RuleFile> files, const char* name) {
    const auto file = std::find_if(files.begin(), files.end(),
                                   [&](const RuleFile& each) { return each.path == name; });
    if (file == files.end()) return wrong(name, "the file is missing");
    try {
        return toml::parse(file->text);
    } catch (const toml::parse_error& error) {
        return wrong(name, "line " + std::to_string(error.source().begin.line));
    }
}

std::string text_of(const toml::table& fields, const char* key) {
    return fields[key].value_or(std::string());
}

int whole(const toml::table& fields, const char* key) {
    const auto value = fields[key].value<std::int64_t>();
    return value && *value >= 1 && *value <= days_max ? static_cast<int>(*value) : 0;
}

Result<Done> read_ask(const toml::table& fields, SubjectRules& rules) {
    Ask ask{};
    const std::string kind = text_of(fields, "kind");
    if (!boost::describe::enum_from_string(kind.c_str(), ask))
        return wrong(requests_file, "nobody can ask for \"" + kind + "\"");
    const AskTerm term{text_of(fields, "vi"),
                       text_of(fields, "en"),
                       whole(fields, "answer_working_days"),
                       whole(fields, "days"),
                       whole(fields, "days_with_third_party"),
                       whole(fields, "extension_days"),
                       text_of(fields, "source")};
    if (term.vi.empty() || term.en.empty() || term.source.empty() ||
        term.answer_working_days == 0 || term.days == 0 || term.extension_days == 0 ||
        term.days_with_third_party < term.days)
        return wrong(requests_file, kind + " lacks its words, its source or a term");
    if (!rules.asks.emplace(ask, term).second)
        return wrong(requests_file, kind + " is there twice");
    return Done{};
}

Result<Done> read_refusal(const toml::table& fields, SubjectRules& rules) {
    const std::string code = text_of(fields, "code");
    const RefusalReason reason{text_of(fields, "vi"), text_of(fields, "en"),
                               text_of(fields, "source")};
    if (code.empty() || reason.vi.empty() || reason.en.empty() || reason.source.empty())
        return wrong(requests_file, "a refusal lacks its code, its words or its source");
    if (!rules.refusals.emplace(code, reason).second)
        return wrong(requests_file, code + " is there twice");
    return Done{};
}

/// The dates of a list, all of `year`; false where one is no date of it.
bool read_days(const toml::table& fields, const char* key, std::int64_t year, std::set<Day>& into) {
    const auto* list = fields[key].as_array();
    if (list == nullptr) return false;
    return std::all_of(list->begin(), list->end(), [&](const toml::node& each) {
        const auto date = each.value<toml::date>();
        const auto day = date ? Day::of_date(date->year, date->month, date->day) : std::nullopt;
        return day && day->year() == year && into.insert(*day).second;
    });
}

Result<Done> read_year(const toml::table& fields, SubjectRules& rules) {
    const std::int64_t year = fields["year"].value_or(std::int64_t{0});
    if (text_of(fields, "source").empty() || !read_days(fields, "off", year, rules.calendar.off) ||
        !read_days(fields, "worked", year, rules.calendar.worked))
        return wrong(holidays_file, std::to_string(year) +
                                        " lacks its source, or a day that is no date of the year, "
                                        "or is there twice");
    return Done{};
}

template <class Read>
Result<Done> over_tables(const toml::table& table, const char* name, const char* file,
                         SubjectRules& rules, Read read) {
    const auto* list = table[name].as_array();
    if (list == nullptr) return wrong(file, "there is no [[" + std::string(name) + "]]");
    for (const auto& element : *list) {
        if (!element.is_table()) return wrong(file, std::string(name) + " is no table");
        if (auto done = read(*element.as_table(), rules); !done.ok()) return done;
    }
    return Done{};
}

}  // namespace

Result<SubjectRules> read_subject_rules(std::span<const RuleFile> files) {
    const auto requests = parse(files, requests_file);
    if (!requests.ok()) return requests.error();
    const auto holidays = parse(files, holidays_file);
    if (!holidays.ok()) return holidays.error();
    SubjectRules rules;
    if (auto read = over_tables(requests.value(), "ask", requests_file, rules, read_ask);
        !read.ok())
        return read.error();
    if (auto read = over_tables(requests.value(), "refusal", requests_file, rules, read_refusal);
        !read.ok())
        return read.error();
    if (auto read = over_tables(holidays.value(), "year", holidays_file, rules, read_year);
        !read.ok())
        return read.error();
    constexpr std::size_t asks =
        boost::mp11::mp_size<boost::describe::describe_enumerators<Ask>>::value;
    if (rules.asks.size() != asks) return wrong(requests_file, "something has no [[ask]]");
    return rules;
}

Clocks clocks_of(const SubjectRules& rules, Ask ask, Day received, bool third_party,
                 bool extended) {
    const AskTerm& term = rules.asks.at(ask);
    const int days = (third_party ? term.days_with_third_party : term.days) +
                     (extended ? term.extension_days : 0);
    return {rules.calendar.after(received, term.answer_working_days), received.plus_days(days)};
}

}  // namespace buuan::disclosure
