// A text of any length, piece by piece: the phrases of each, which of them are meant, and what each
// thing says.
#include <algorithm>

#include "screening/thing.hpp"

namespace buuan::screening {
namespace {

constexpr std::size_t read_bytes_max = 1 << 20;
constexpr std::size_t overlap_words = 16;

std::size_t end_of(const Match& match) {
    return match.offset + match.length;
}

template <class Part>
void sort_by_place(std::vector<Part>& parts) {
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Part& a, const Part& b) { return a.match.offset < b.match.offset; });
}

/// In the order of the text, and what lies where pieces overlap once.
template <class Part>
void put_in_order(std::vector<Part>& parts) {
    sort_by_place(parts);
    const auto same = [](const Part& a, const Part& b) {
        return a.entry == b.entry && a.match == b.match;
    };
    parts.erase(std::unique(parts.begin(), parts.end(), same), parts.end());
}

/// What was read in two pieces is one thing; its beginning says whether it is known.
void join_things(std::vector<ThingVerdict>& things) {
    sort_by_place(things);
    std::vector<ThingVerdict> joined;
    for (const ThingVerdict& thing : things) {
        if (joined.empty() || thing.match.offset >= end_of(joined.back().match)) {
            joined.push_back(thing);
            continue;
        }
        ThingVerdict& whole = joined.back();
        whole.match.length =
            std::max(end_of(whole.match), end_of(thing.match)) - whole.match.offset;
        whole.outcome = std::max(whole.outcome, thing.outcome);
    }
    things = std::move(joined);
}

/// One name lies over the border before the word: "ma, túy".
bool is_torn_at(const Choice& choice, std::size_t word) {
    const Hit* hit = choice.at(word);
    return hit != nullptr && hit->begin < word;
}

void read_things(const Piece& piece, Verdict& verdict) {
    const auto& words = piece.text.words;
    for (std::size_t begin = 0; begin < words.size();) {
        std::size_t end = begin + 1;
        while (end < words.size() && (!words[end].begins_thing || is_torn_at(piece.choice, end)))
            ++end;
        read_thing(piece, begin, end, verdict);
        begin = end;
    }
}

}  // namespace

Verdict screen(std::string_view declared, const RuleSet& rules, Day on) {
    Verdict verdict;
    verdict.rules = rules.digest();
    Choice choice(rules, on);
    std::vector<Hit> hits;
    std::size_t at = 0;
    while (at < std::min(declared.size(), read_bytes_max)) {
        const Words text = words_of(declared, at);
        rules.book().find(text, hits);
        choice.choose(text, hits);
        read_things({rules, text, choice}, verdict);
        // Pieces overlap, so that nothing hides by lying across their border.
        const std::size_t count = text.words.size();
        const bool more = text.read < declared.size() && count > 2 * overlap_words;
        at = more ? text.words[count - overlap_words].offset : text.read;
    }
    put_in_order(verdict.findings);
    put_in_order(verdict.set_aside);
    join_things(verdict.things);
    verdict.outcome = declared.size() > read_bytes_max ? Outcome::vague : Outcome::allowed;
    for (const Finding& finding : verdict.findings)
        verdict.outcome = std::max(verdict.outcome, finding.outcome);
    return verdict;
}

}  // namespace buuan::screening
