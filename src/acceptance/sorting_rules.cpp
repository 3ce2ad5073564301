#include "acceptance/sorting_rules.hpp"

#include <algorithm>

#include "acceptance/rule_tables.hpp"
#include "vault/derive.hpp"

namespace buuan::acceptance {

using namespace rule_tables;

namespace {

constexpr std::string_view file_name = "sorting.toml";
constexpr std::uint32_t hundred = 100;

std::optional<std::uint32_t> number_in(const toml::table& fields, std::string_view name) {
    const auto number = fields[name].value<std::int64_t>();
    if (!number || *number < 0 || *number > 1'000'000) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

std::string read_xray(const toml::table& fields, SortingRules& rules) {
    const auto since = day_in(fields, "since");
    const auto percent = number_in(fields, "percent");
    const auto always = number_in(fields, "always");
    if (!since || !percent || *percent > hundred || !always || *always == 0)
        return "lacks since, percent (to 100) or always";
    rules.xray.push_back({*since, *percent, *always});
    return {};
}

std::string read_weight(const toml::table& fields, SortingRules& rules) {
    const auto since = day_in(fields, "since");
    const auto grams = number_in(fields, "grams");
    const auto percent = number_in(fields, "percent");
    if (!since || !grams || !percent) return "lacks since, grams or percent";
    rules.weight.push_back({*since, *grams, *percent});
    return {};
}

std::string read_example(const toml::table& fields, SortingRules& rules) {
    const auto on = day_in(fields, "on");
    const auto risk = number_in(fields, "risk");
    const auto accepted = number_in(fields, "accepted_g");
    if (!on || risk.has_value() == accepted.has_value())
        return "lacks on, or has not one of risk and accepted_g";
    rules.examples.push_back({*on, risk.value_or(0), number_in(fields, "chance").value_or(0),
                              accepted.value_or(0), number_in(fields, "now_g").value_or(0),
                              fields["differs"].value_or(false)});
    return {};
}

/// The last rule that has begun; nullptr before the first.
template <class Rule>
const Rule* in_force(const std::vector<Rule>& rules, Day on) {
    const auto after =
        std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return on < rule.since; });
    return after == rules.begin() ? nullptr : &*std::prev(after);
}

template <class Rule>
void sort_by_day(std::vector<Rule>& rules) {
    std::stable_sort(rules.begin(), rules.end(),
                     [](const Rule& a, const Rule& b) { return a.since < b.since; });
}

}  // namespace

Result<SortingRules> SortingRules::read(std::span<const RuleFile> files) {
    using Read = std::string (*)(const toml::table&, SortingRules&);
    constexpr std::pair<std::string_view, Read> lists[] = {
        {"xray", read_xray}, {"weight", read_weight}, {"example", read_example}};
    SortingRules rules;
    for (const RuleFile& file : files) {
        if (file.path != file_name) continue;
        const auto table = parse(file);
        if (!table.ok()) return table.error();
        for (const auto& [list, read] : lists) {
            const auto problem = each_table(
                file, table.value(), list,
                [&, take = read](const toml::table& fields) { return take(fields, rules); });
            if (problem) return *problem;
        }
    }
    if (rules.xray.empty() || rules.weight.empty())
        return wrong(std::string(file_name), "lacks xray or weight");
    sort_by_day(rules.xray);
    sort_by_day(rules.weight);
    return rules;
}

std::uint32_t SortingRules::xray_chance(std::uint32_t risk_weight, Day on) const {
    const XrayRule* rule = in_force(xray, on);
    if (rule == nullptr) return 0;
    if (risk_weight >= rule->always) return hundred;
    return std::min(hundred, rule->percent * risk_weight);
}

bool SortingRules::weight_differs(std::uint32_t accepted_g, std::uint32_t now_g, Day on) const {
    const WeightRule* rule = in_force(weight, on);
    if (rule == nullptr) return false;
    const std::uint64_t off = accepted_g > now_g ? accepted_g - now_g : now_g - accepted_g;
    return off > rule->grams && off * hundred > std::uint64_t{accepted_g} * rule->percent;
}

bool drawn_for_xray(const Secret& record_class_key, const ItemId& item, std::uint32_t chance) {
    return vault::draw(record_class_key, "buuan/xray-draw/v1", item) % hundred < chance;
}

}  // namespace buuan::acceptance
