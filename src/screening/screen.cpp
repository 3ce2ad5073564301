#include <algorithm>

#include "screening/rule_set.hpp"

namespace buuan::screening {
namespace {

/// Words [begin, end) of the text that say `entry`.
struct Candidate {
    std::size_t begin{};
    std::size_t end{};
    std::size_t entry{};
};

bool applies(const Entry& entry, Day on) {
    return (!entry.since || *entry.since <= on) && (!entry.until || on <= *entry.until);
}

/// Which words lie in a phrase that settles them the harmless way; a longer reading beats a shorter
/// one.
std::vector<std::size_t> benign_lengths(const Words& text, const PhraseTree& benign) {
    std::vector<std::size_t> lengths(text.words.size(), 0);
    std::vector<PhraseTree::Hit> hits;
    for (std::size_t at = 0; at < text.words.size(); ++at) {
        benign.find(text, at, hits);
        for (const auto& hit : hits) {
            for (std::size_t i = at; i < at + hit.words; ++i)
                lengths[i] = std::max(lengths[i], hit.words);
        }
    }
    return lengths;
}

/// Whether the thing that word `at` belongs to begins with a harmless head that ends before `at`.
bool stands_behind_head(const Words& text, std::size_t at, const PhraseTree& heads) {
    std::size_t begin = at;
    while (begin > 0 && !text.words[begin].begins_thing) --begin;
    std::vector<PhraseTree::Hit> hits;
    heads.find(text, begin, hits);
    return !hits.empty() && begin + hits.front().words <= at;
}

/// A double meaning whose risky reading needs a neighbour that is not there.
bool lacks_risky_neighbour(const Words& text, std::size_t at,
                           const std::map<std::string, std::set<std::string>>& risky_near) {
    const auto near = risky_near.find(text.words[at].folded);
    if (near == risky_near.end()) return false;
    return std::none_of(text.words.begin(), text.words.end(),
                        [&](const Word& word) { return near->second.contains(word.folded); });
}

}  // namespace

Verdict screen(std::string_view declared, const RuleSet& rules, Day on) {
    Verdict verdict;
    verdict.rules = rules.digest_;
    const Words text = words_of(declared);
    const auto benign = benign_lengths(text, rules.benign_);

    std::vector<Candidate> candidates;
    std::vector<PhraseTree::Hit> hits;
    for (std::size_t at = 0; at < text.words.size(); ++at) {
        rules.goods_.find(text, at, hits);
        for (const auto& hit : hits) {
            const std::size_t entry = rules.entry_of_phrase_[hit.phrase];
            if (applies(rules.entries_[entry], on))
                candidates.push_back({at, at + hit.words, entry});
        }
    }
    // The longest reading of the same words wins: "súng nước đồ chơi" is not "súng".
    std::stable_sort(
        candidates.begin(), candidates.end(),
        [](const Candidate& a, const Candidate& b) { return a.end - a.begin > b.end - b.begin; });
    std::vector<std::size_t> taken(text.words.size(), 0);
    for (const Candidate& candidate : candidates) {
        const std::size_t length = candidate.end - candidate.begin;
        const bool covered =
            std::any_of(taken.begin() + static_cast<std::ptrdiff_t>(candidate.begin),
                        taken.begin() + static_cast<std::ptrdiff_t>(candidate.end),
                        [&](std::size_t longer) { return longer > length; });
        if (covered) continue;
        for (std::size_t i = candidate.begin; i < candidate.end; ++i) taken[i] = length;

        const Entry& entry = rules.entries_[candidate.entry];
        if (benign[candidate.begin] > length) continue;
        if (stands_behind_head(text, candidate.begin, rules.heads_)) continue;
        if (length == 1 && lacks_risky_neighbour(text, candidate.begin, rules.risky_near_))
            continue;
        const std::size_t offset = text.words[candidate.begin].offset;
        verdict.findings.push_back(
            {entry.id, entry.outcome, {offset, text.words[candidate.end - 1].end - offset}});
        verdict.outcome = std::max(verdict.outcome, entry.outcome);
    }
    std::stable_sort(
        verdict.findings.begin(), verdict.findings.end(),
        [](const Finding& a, const Finding& b) { return a.match.offset < b.match.offset; });
    return verdict;
}

}  // namespace buuan::screening
