#include "acceptance/risk.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace buuan::acceptance {
namespace {

std::string with_number(const std::string& text, std::uint64_t number) {
    const auto at = text.find("{}");
    return at == std::string::npos
               ? text
               : text.substr(0, at) + std::to_string(number) + text.substr(at + 2);
}

/// The range of the longest words that fit; nullptr when none does.
const PieceWeight* piece_of(const std::string& spaced, const RiskRules& rules) {
    const PieceWeight* best = nullptr;
    std::size_t longest = 0;
    for (const PieceWeight& piece : rules.pieces) {
        for (const std::string& words : piece.words) {
            if (words.size() <= longest || spaced.find(words) == std::string::npos) continue;
            longest = words.size();
            best = &piece;
        }
    }
    return best;
}

struct WeightRange {
    std::uint64_t least_g = 0;
    std::uint64_t most_g = 0;
};

/// Of all things with their packing; nullopt when the weight of one of them is not known.
std::optional<WeightRange> weight_of(const std::vector<Thing>& things, const RiskRules& rules) {
    constexpr std::uint64_t packing_most_g = 500;  // a box and its filling, and a fifth of the rest
    WeightRange all;
    for (const Thing& thing : things) {
        const PieceWeight* piece = piece_of(spaced_words(thing.text.reveal()), rules);
        if (piece == nullptr) return std::nullopt;
        all.least_g += std::uint64_t{piece->least_g} * thing.quantity;
        all.most_g += std::uint64_t{piece->most_g} * thing.quantity;
    }
    if (things.empty()) return std::nullopt;
    all.most_g += packing_most_g + all.most_g / 5;
    return all;
}

bool fits(const Route& route, const RiskFacts& facts) {
    const auto is = [](const std::string& rule, std::string_view province) {
        return rule == "*" || rule == province;
    };
    return is(route.from, facts.from) && is(route.to, facts.to) && route.since <= facts.on &&
           (!route.until || facts.on <= *route.until);
}

}  // namespace

SenderHistory history_of_day(std::span<const ItemId> of_phone, std::span<const ItemId> of_name,
                             std::size_t count_max) {
    const bool all_of_name = of_name.size() < count_max;
    SenderHistory history;
    for (const ItemId& item : of_phone) {
        if (std::binary_search(of_name.begin(), of_name.end(), item))
            ++history.items_today;
        else if (all_of_name)
            ++history.other_names_today;
    }
    return history;
}

std::string RiskNote::vi() const {
    return with_number(sign->vi, number);
}
std::string RiskNote::en() const {
    return with_number(sign->en, number);
}

Risk risk_of(const RiskFacts& facts, const RiskRules& rules) {
    Risk risk;
    const auto note = [&](std::string_view code, std::uint64_t number = 0) {
        const Sign* sign = rules.sign(code);
        CHECK(sign != nullptr);
        risk.notes.push_back({sign, number});
        risk.weight += sign->weight;
    };
    const std::uint32_t weight_g = facts.weight_g.value_or(0);
    if (const auto range = weight_of(facts.things, rules); range && weight_g > 0) {
        if (weight_g > range->most_g) note("heavier_than_declared", range->most_g);
        if (weight_g < range->least_g) note("lighter_than_declared", range->least_g);
    }
    const bool vague = facts.outcome == screening::Outcome::vague;
    if (vague) note("says_too_little");
    for (const Season& season : rules.seasons) {
        if (!facts.things.empty() && season.since <= facts.on && facts.on <= season.until &&
            (vague || weight_g >= rules.heavy_g))
            note(season.sign);
    }
    if (facts.phone_made_up) note("phone_looks_made_up");
    if (const auto& sender = facts.history) {
        if (sender->other_names_today >= rules.other_names)
            note("phone_of_many_names", sender->other_names_today);
        if (!sender->seen_before && sender->items_today >= rules.many)
            note("new_sender_of_many", sender->items_today);
    }
    if (std::any_of(rules.routes.begin(), rules.routes.end(),
                    [&](const Route& route) { return fits(route, facts); }))
        note("watched_route");
    return risk;
}

}  // namespace buuan::acceptance
