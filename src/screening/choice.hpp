// Which of the phrases that were found in a text are meant: many overlap. The longest is, of equals
// the one closest to the rules, then the worst; of two that are alike in all of this always the
// same, with every compiler.
#pragma once

#include <vector>

#include "screening/rule_set.hpp"

namespace buuan::screening {

/// The entry whose goods the phrase names.
inline const Entry& entry_of(const RuleSet& rules, const Phrase& phrase) {
    return rules.entries()[phrase.subject];
}

class Choice {
public:
    Choice(const RuleSet& rules, Day on) : rules_(rules), on_(on) {}

    /// Anew, from `hits`, which it sorts.
    void choose(const Words& text, std::vector<Hit>& hits);

    /// The chosen phrase that holds the word; null where none does. No two overlap.
    /// It may lie over the border of two things, which are then read as one.
    [[nodiscard]] const Hit* at(std::size_t word) const {
        return taken_[word] < 0 ? nullptr : &chosen_[static_cast<std::size_t>(taken_[word])];
    }

private:
    [[nodiscard]] bool applies(const Hit& hit) const;
    [[nodiscard]] int weight_of(const Hit& hit, const Words& text) const;
    void drop_unsure_of_torn(const Words& text, std::vector<Hit>& hits) const;
    [[nodiscard]] Outcome outcome_of(const Hit& hit) const;

    const RuleSet& rules_;
    Day on_;
    std::vector<Hit> chosen_;
    std::vector<int> taken_;  // per word: index in chosen_, or -1
};

}  // namespace buuan::screening
