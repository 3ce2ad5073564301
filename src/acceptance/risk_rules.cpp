#include "acceptance/risk_rules.hpp"

#include <algorithm>

#include "acceptance/rule_tables.hpp"
#include "screening/fold.hpp"

namespace buuan::acceptance {

using namespace rule_tables;

namespace {

constexpr std::string_view file_name = "risk.toml";
/// Those that risk.cpp gives.
constexpr std::string_view codes[] = {
    "heavier_than_declared", "lighter_than_declared", "says_too_little", "phone_of_many_names",
    "new_sender_of_many",    "phone_looks_made_up",   "watched_route"};

std::uint32_t count_in(const toml::table& fields, std::string_view name) {
    const auto count = fields[name].value<std::int64_t>().value_or(0);
    return count > 0 && count <= 1'000'000 ? static_cast<std::uint32_t>(count) : 0;
}

std::string text_in(const toml::table& fields, std::string_view name) {
    return fields[name].value_or(std::string());
}

std::string read_sign(const toml::table& fields, RiskRules& rules) {
    Sign sign{text_in(fields, "code"), count_in(fields, "weight"), text_in(fields, "vi"),
              text_in(fields, "en")};
    if (sign.code.empty() || sign.weight == 0 || sign.vi.empty() || sign.en.empty())
        return "lacks code, weight, vi or en";
    if (rules.sign(sign.code) != nullptr) return "is there twice";
    rules.signs.push_back(std::move(sign));
    return {};
}

std::string read_season(const toml::table& fields, RiskRules& rules) {
    const auto since = day_in(fields, "since");
    const auto until = day_in(fields, "until");
    if (!since || !until || *until < *since)
        return "lacks since or until, or ends before it begins";
    if (rules.sign(text_in(fields, "sign")) == nullptr) return "names a sign that is not known";
    rules.seasons.push_back({text_in(fields, "sign"), *since, *until});
    return {};
}

std::string read_route(const toml::table& fields, RiskRules& rules) {
    const auto since = day_in(fields, "since");
    Route route{text_in(fields, "from"), text_in(fields, "to"), since.value_or(Day{}),
                day_in(fields, "until")};
    if (!since || route.from.empty() || route.to.empty()) return "lacks from, to or since";
    rules.routes.push_back(std::move(route));
    return {};
}

std::string read_piece(const toml::table& fields, RiskRules& rules) {
    PieceWeight piece{{}, count_in(fields, "least_g"), count_in(fields, "most_g")};
    for (const std::string& words : texts_in(fields, "words"))
        piece.words.push_back(spaced_words(words));
    if (piece.words.empty() || piece.least_g == 0 || piece.most_g < piece.least_g)
        return "lacks words, least_g or most_g, or they are the wrong way round";
    rules.pieces.push_back(std::move(piece));
    return {};
}

std::string read_example(const toml::table& fields, RiskRules& rules) {
    const auto on = day_in(fields, "on");
    RiskExample example{on.value_or(Day{}), text_in(fields, "declared"),
                        count_in(fields, "quantity"), count_in(fields, "weight_g"),
                        texts_in(fields, "signs")};
    if (!on || example.declared.empty() || example.quantity == 0 || example.weight_g == 0)
        return "lacks on, declared, quantity or weight_g";
    rules.examples.push_back(std::move(example));
    return {};
}

}  // namespace

std::string spaced_words(std::string_view text) {
    std::string out = " ";
    for (const auto& word : screening::words_of(text).words) out += word.folded + " ";
    return out;
}

Result<RiskRules> RiskRules::read(std::span<const RuleFile> files) {
    using Read = std::string (*)(const toml::table&, RiskRules&);
    constexpr std::pair<std::string_view, Read> lists[] = {{"sign", read_sign},
                                                           {"season", read_season},
                                                           {"route", read_route},
                                                           {"piece", read_piece},
                                                           {"example", read_example}};
    RiskRules rules;
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
        const toml::table none;
        const toml::table* counts = table.value()["counts"].as_table();
        const toml::table* seasons = table.value()["seasons"].as_table();
        rules.other_names = count_in(counts == nullptr ? none : *counts, "other_names");
        rules.many = count_in(counts == nullptr ? none : *counts, "many");
        rules.heavy_g = count_in(seasons == nullptr ? none : *seasons, "heavy_g");
    }
    for (const std::string_view code : codes) {
        if (rules.sign(code) == nullptr)
            return wrong(std::string(file_name), "lacks the sign " + std::string(code));
    }
    if (rules.other_names == 0 || rules.many == 0 || rules.heavy_g == 0)
        return wrong(std::string(file_name), "lacks other_names, many or heavy_g");
    return rules;
}

const Sign* RiskRules::sign(std::string_view code) const {
    const auto found = std::find_if(signs.begin(), signs.end(),
                                    [&](const Sign& each) { return each.code == code; });
    return found == signs.end() ? nullptr : &*found;
}

}  // namespace buuan::acceptance
