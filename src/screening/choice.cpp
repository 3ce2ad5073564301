#include "screening/choice.hpp"

#include <algorithm>
#include <tuple>

namespace buuan::screening {

bool Choice::applies(const Hit& hit) const {
    const Phrase& phrase = rules_.book().phrase(hit.phrase);
    if (phrase.role != Role::good && phrase.role != Role::vague) return true;
    return entry_of(rules_, phrase).applies(on_);
}

/// How many letters of the text a hit explains, less what it costs.
int Choice::weight_of(const Hit& hit, const Words& text) const {
    std::size_t letters = 0;
    for (std::size_t i = hit.begin; i < hit.end; ++i) letters += text.words[i].folded.size();
    const Phrase& phrase = rules_.book().phrase(hit.phrase);
    const bool never_innocent = phrase.role == Role::good && entry_of(rules_, phrase).anywhere;
    return static_cast<int>(letters * 2) - hit.cost * 3 + (never_innocent ? 5 : 0);
}

Outcome Choice::outcome_of(const Hit& hit) const {
    const Phrase& phrase = rules_.book().phrase(hit.phrase);
    return phrase.role == Role::good ? entry_of(rules_, phrase).outcome : Outcome::allowed;
}

void Choice::choose(const Words& text, std::vector<Hit>& hits) {
    std::erase_if(hits, [&](const Hit& hit) { return !applies(hit); });
    std::sort(hits.begin(), hits.end(), [&](const Hit& a, const Hit& b) {
        const int weight_a = weight_of(a, text);
        const int weight_b = weight_of(b, text);
        if (weight_a != weight_b) return weight_a > weight_b;
        if (a.bare != b.bare) return b.bare;
        const Role role_a = rules_.book().phrase(a.phrase).role;
        const Role role_b = rules_.book().phrase(b.phrase).role;
        if (role_a != role_b) return role_a < role_b;
        if (outcome_of(a) != outcome_of(b)) return outcome_of(a) > outcome_of(b);
        return std::tie(a.begin, a.phrase, a.end) < std::tie(b.begin, b.phrase, b.end);
    });
    taken_.assign(text.words.size(), -1);
    chosen_.clear();
    for (const Hit& hit : hits) {
        const auto begin = taken_.begin() + hit.begin;
        const auto end = taken_.begin() + hit.end;
        if (std::any_of(begin, end, [](int by) { return by >= 0; })) continue;
        std::fill(begin, end, static_cast<int>(chosen_.size()));
        chosen_.push_back(hit);
    }
}

}  // namespace buuan::screening
