#include "screening/choice.hpp"

#include <algorithm>
#include <functional>
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

namespace {

/// The first border of things or clauses inside the hit; its end where there is none.
std::size_t border_in(const Hit& hit, const Words& text) {
    std::size_t at = hit.begin + 1;
    while (at < hit.end && !text.words[at].begins_thing && !text.words[at].begins_clause) ++at;
    return at;
}

}  // namespace

/// A name that is torn over a border is meant only where its ends do not belong to other words:
/// "rau cần, sa tế" names no drug.
void Choice::drop_unsure_of_torn(const Words& text, std::vector<Hit>& hits) const {
    const auto is_torn = [&](const Hit& hit) { return border_in(hit, text) < hit.end; };
    const auto whole_end = std::partition(hits.begin(), hits.end(), std::not_fn(is_torn));
    const auto torn_end = std::remove_if(whole_end, hits.end(), [&](const Hit& torn) {
        return std::any_of(hits.begin(), whole_end, [&](const Hit& hit) {
            const bool over_begin = hit.begin < torn.begin && hit.end > torn.begin;
            const bool over_end = hit.begin < torn.end && hit.end > torn.end;
            return over_begin || over_end;
        });
    });
    hits.erase(torn_end, hits.end());
}

void Choice::choose(const Words& text, std::vector<Hit>& hits) {
    std::erase_if(hits, [&](const Hit& hit) { return !applies(hit); });
    drop_unsure_of_torn(text, hits);
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
