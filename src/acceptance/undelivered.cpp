#include "acceptance/undelivered.hpp"

#include <algorithm>

#include "acceptance/rule_tables.hpp"

namespace buuan::acceptance {

using namespace rule_tables;

namespace {

constexpr const char* file_name = "undelivered.toml";
constexpr int count_max = 120;
constexpr std::int64_t late_ms_max = 7 * 86'400'000LL;  // as for an acceptance: `at_doubtful`

int count_in(const toml::table& fields, std::string_view name) {
    const auto count = fields[name].value<std::int64_t>().value_or(0);
    return count >= 1 && count <= count_max ? static_cast<int>(count) : 0;
}

std::string read_clock(const toml::table& fields, UndeliveredRules& rules) {
    const auto since = day_in(fields, "since");
    const UndeliveredRule rule{since.value_or(Day{}),
                               count_in(fields, "notices"),
                               count_in(fields, "notice_working_days"),
                               count_in(fields, "unclaimed_months"),
                               count_in(fields, "public_notice_months"),
                               fields["source"].value_or(std::string())};
    if (!since || rule.notices == 0 || rule.notice_working_days == 0 ||
        rule.unclaimed_months == 0 || rule.public_notice_months == 0 || rule.source.empty())
        return "lacks since, source or a length";
    if (!rules.empty() && rule.since <= rules.back().since) return "does not follow the one before";
    rules.push_back(rule);
    return {};
}

Day counted_on(const Notice& notice) {
    return Day::of(notice.seen - notice.at > late_ms_max ? notice.seen : notice.at);
}

}  // namespace

Result<UndeliveredRules> read_undelivered_rules(std::span<const RuleFile> files) {
    const auto file = std::find_if(files.begin(), files.end(),
                                   [](const RuleFile& each) { return each.path == file_name; });
    if (file == files.end()) return wrong(file_name, "the file is missing");
    const auto table = parse(*file);
    if (!table.ok()) return table.error();
    UndeliveredRules rules;
    if (auto problem = each_table(*file, table.value(), "clock", [&](const toml::table& fields) {
            return read_clock(fields, rules);
        }))
        return *problem;
    if (rules.empty()) return wrong(file_name, "there is no [[clock]]");
    return rules;
}

Day UndeliveredClock::settled_from(Day public_notice) const {
    return public_notice.plus_months(public_notice_months).plus_days(1);
}

std::optional<UndeliveredClock> clock_of(const UndeliveredRules& rules, Day on, Day accepted,
                                         std::span<const Notice> notices,
                                         const WorkCalendar& calendar) {
    const auto rule = std::find_if(rules.rbegin(), rules.rend(),
                                   [&](const UndeliveredRule& each) { return each.since <= on; });
    if (rule == rules.rend()) return std::nullopt;
    UndeliveredClock clock{rule->notices, 0, accepted,
                           accepted.plus_months(rule->unclaimed_months).plus_days(1),
                           rule->public_notice_months};
    std::vector<Day> days;
    for (const Notice& notice : notices) days.push_back(counted_on(notice));
    std::sort(days.begin(), days.end());
    for (const Day day : days) {
        if (day < clock.next_notice_from) continue;
        ++clock.notices_counted;
        clock.next_notice_from = calendar.after(day, rule->notice_working_days);
    }
    return clock;
}

}  // namespace buuan::acceptance
