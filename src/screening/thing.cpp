#include "screening/thing.hpp"

#include <algorithm>

namespace buuan::screening {
namespace {

/// What is known of the thing so far.
enum class Head : std::uint8_t {
    open,      // nothing was named yet
    unknown,   // words nobody knows
    harmless,  // a harmless thing
    picture,   // something that only shows or holds what follows
    goods,     // goods of an entry
};

class Reader {
public:
    Reader(const Piece& piece, std::size_t begin, std::size_t end, Verdict& verdict)
        : rules_(piece.rules),
          book_(piece.rules.book()),
          words_(piece.text.words),
          choice_(piece.choice),
          begin_(begin),
          end_(end),
          verdict_(verdict) {}

    void read() {
        const std::size_t first_finding = verdict_.findings.size();
        for (std::size_t i = begin_; i < end_; ++i) marks_ = marks_ || words_[i].has_marks();
        for (std::size_t at = begin_; at < end_;) {
            const Word& word = words_[at];
            if (word.begins_clause && at > begin_) {
                if (head_ == Head::unknown) head_ = Head::open;
                relation_ = {};
                new_clause_ = true;
            }
            const Hit* chosen = choice_.at(at);
            if (chosen == nullptr) {
                // An unmarked word among marked ones is a brand or a model.
                const bool speaks =
                    !word.number && word.folded.size() > 1 && (word.has_marks() || !marks_);
                spoke_ = spoke_ || (!word.number && word.folded.size() > 1);
                if (speaks && head_ == Head::open) head_ = Head::unknown;
                if (speaks) negation_ = {};
                ++at;
                continue;
            }
            take(*chosen);
            at = chosen->end;
        }
        ThingVerdict thing{match_of(begin_, end_), Outcome::allowed};
        const bool says_too_little = head_ == Head::open && !spoke_ && vague_.length > 0;
        if (says_too_little && verdict_.findings.size() == first_finding) {
            thing.outcome = Outcome::vague;
            add({vague_entry_, Outcome::vague, vague_, Spelling::as_listed});
        }
        if (thing.outcome == Outcome::allowed && verdict_.findings.size() == first_finding)
            thing.outcome = look_closely();
        // Nobody is told that something is surely harmless in which the worst goods are named,
        // however the words around them read.
        thing.known = head_ == Head::goods || (!slipped_ && !names_worst_ &&
                                               (head_ == Head::harmless || head_ == Head::picture));
        for (std::size_t i = first_finding; i < verdict_.findings.size(); ++i)
            thing.outcome = std::max(thing.outcome, verdict_.findings[i].outcome);
        if (verdict_.things.size() < findings_max) verdict_.things.push_back(thing);
    }

private:
    /// What is allowed as it reads, but written as nobody does who has nothing to hide.
    Outcome look_closely() {
        if (!worst_aside_.entry.empty()) {
            add(worst_aside_);
            return Outcome::vague;
        }
        for (std::size_t i = begin_; i < end_; ++i) {
            if (!words_[i].mixed) continue;
            add({{}, Outcome::vague, match_of(i, i + 1), Spelling::mixed_scripts});
            return Outcome::vague;
        }
        return Outcome::allowed;
    }

    void take(const Hit& hit) {
        const Phrase& phrase = book_.phrase(hit.phrase);
        const Match match = match_of(hit.begin, hit.end);
        // Too little to tell "để" from "dế" when the diacritics are missing.
        const bool unsure = hit.bare && phrase.count == 1 && phrase.letters <= 3;
        switch (phrase.role) {
            case Role::good:
                take_goods(hit);
                return;
            case Role::picture:
                if (head_ != Head::goods && head_ != Head::harmless) {
                    head_ = Head::picture;
                    by_ = match;
                    slipped_ = hit.cost > 0;
                    if (phrase.relates) relation_ = match;  // "áo in", "sách về"
                }
                break;
            case Role::thing:
            case Role::harmless:
                if (head_ == Head::open || head_ == Head::unknown) {
                    head_ = Head::harmless;
                    by_ = match;
                    slipped_ = hit.cost > 0;
                }
                break;
            case Role::relation:
                if (unsure) break;
                if (head_ != Head::open)
                    relation_ = match;
                else if (!hit.bare && marks_)
                    head_ = Head::unknown;  // "cho mèo": something for a cat
                break;
            case Role::negation:
                if (!unsure) negation_ = match;
                return;
            case Role::turn:
                turn(match);
                break;
            case Role::joint:
                if (hit.bare && phrase.count == 1) return;
                head_ = Head::open;
                relation_ = {};
                break;
            case Role::vague:
                if (head_ == Head::open && vague_.length == 0) {
                    vague_ = match;
                    vague_entry_ = entry_of(rules_, phrase).id;
                }
                break;
            case Role::padding:
                return;
        }
        negation_ = {};
    }

    void take_goods(const Hit& hit) {
        const Phrase& phrase = book_.phrase(hit.phrase);
        const Entry& entry = entry_of(rules_, phrase);
        const Match match = match_of(hit.begin, hit.end);
        const auto aside = [&](Because because, Match by) {
            if (verdict_.set_aside.size() < findings_max)
                verdict_.set_aside.push_back({entry.id, match, because, by});
        };
        const bool prohibited = entry.outcome == Outcome::prohibited;
        names_worst_ = names_worst_ || entry.is_worst();
        if (negation_.length > 0) {
            aside(Because::negation, negation_);
            negation_ = {};
            return;
        }
        if (const Hit* next = hit.end < end_ ? choice_.at(hit.end) : nullptr) {
            if (book_.phrase(next->phrase).role == Role::turn && head_ != Head::goods) {
                const Match by = match_of(next->begin, next->end);
                aside(Because::turned, by);
                keep_worst(entry, hit);
                if (head_ == Head::open) {
                    head_ = Head::picture;
                    by_ = by;
                }
                return;
            }
        }
        const bool never_innocent = entry.anywhere && !is_weak(hit);
        // "đồ chơi (súng k54)": what is said apart is no picture on it.
        if (head_ == Head::picture && !(never_innocent && new_clause_ && relation_.length == 0)) {
            if (relation_.length == 0) keep_worst(entry, hit);
            return aside(Because::another_thing, by_);
        }
        if (head_ != Head::open && relation_.length > 0) return aside(Because::relation, relation_);
        if (head_ == Head::harmless && !never_innocent) return aside(Because::another_thing, by_);
        if (is_lost(hit)) {
            if (head_ == Head::open) head_ = Head::unknown;
            return aside(Because::uncertain, {});
        }
        if (head_ == Head::unknown && (!prohibited || is_weak(hit)))
            return aside(Because::uncertain, {});
        if (head_ == Head::goods && (entry.outcome <= worst_ || !never_innocent))
            return aside(Because::another_thing, by_);
        head_ = Head::goods;
        worst_ = entry.outcome;
        by_ = match;
        add({entry.id, entry.outcome, match, spelling_of(hit)});
    }

    static Spelling spelling_of(const Hit& hit) {
        return hit.disguised  ? Spelling::disguised
               : hit.cost > 0 ? Spelling::misspelt
               : hit.bare     ? Spelling::bare
                              : Spelling::as_listed;
    }

    /// "heroin đồ chơi", "tranh heroin": nothing says that it is only shown there.
    void keep_worst(const Entry& entry, const Hit& hit) {
        if (!entry.closely || hit.cost > 0 || !worst_aside_.entry.empty()) return;
        worst_aside_ = {entry.id, Outcome::vague, match_of(hit.begin, hit.end), spelling_of(hit)};
    }

    /// "điện thoại samsung đồ chơi": the conditional goods before it are not meant.
    void turn(const Match& by) {
        if (head_ != Head::goods || worst_ == Outcome::prohibited) {
            if (head_ == Head::open || head_ == Head::unknown) {
                head_ = Head::picture;
                by_ = by;
            }
            return;
        }
        if (own_finding_) {  // the last one, if there was room for it
            const Finding finding = verdict_.findings.back();
            verdict_.findings.pop_back();
            own_finding_ = false;
            if (verdict_.set_aside.size() < findings_max)
                verdict_.set_aside.push_back({finding.entry, finding.match, Because::turned, by});
        }
        head_ = Head::harmless;
        by_ = by;
    }

    void add(Finding finding) {
        // When there are too many, the worst must still be among them.
        own_finding_ =
            verdict_.findings.size() < findings_max || finding.outcome > verdict_.outcome;
        if (!own_finding_) return;
        verdict_.outcome = std::max(verdict_.outcome, finding.outcome);
        verdict_.findings.push_back(std::move(finding));
    }

    [[nodiscard]] Match match_of(std::size_t begin, std::size_t end) const {
        return {words_[begin].offset, words_[end - 1].end - words_[begin].offset};
    }

    /// Too short or too far from the rules to stand alone among other words.
    [[nodiscard]] bool is_weak(const Hit& hit) const {
        const Phrase& phrase = book_.phrase(hit.phrase);
        if (phrase.count == 1) return phrase.letters <= 5 || hit.cost > 1;
        return (hit.bare && phrase.letters <= 6) || hit.cost * 4 > phrase.letters;
    }

    /// Word `at` of a phrase that was chosen is padding, and surely: without diacritics, "co" may
    /// be "có" or "cổ", unless it counts ("2 hop").
    [[nodiscard]] bool says_nothing(std::size_t at) const {
        const Hit& hit = *choice_.at(at);
        const Phrase& phrase = book_.phrase(hit.phrase);
        if (phrase.role != Role::padding && phrase.role != Role::vague) return false;
        const bool unsure = hit.bare && phrase.count == 1 && phrase.letters <= 3;
        return !unsure || (at > begin_ && words_[at - 1].number);
    }

    /// One short word is taken for goods only where nothing else is said: "bơ 1kg", and without
    /// diacritics not even beside a brand.
    [[nodiscard]] bool is_lost(const Hit& hit) const {
        const Phrase& phrase = book_.phrase(hit.phrase);
        // An English word in a Vietnamese title is as often a brand or a colour: "Ruby nồi inox".
        const bool brand = phrase.count == 1 && !phrase.marked && marks_ && phrase.letters <= 9;
        if (phrase.count > 1 ||
            (!brand && (phrase.letters > 5 || (!hit.bare && phrase.letters == 5))))
            return false;
        for (std::size_t i = hit.bare ? begin_ : hit.begin; i < end_; ++i) {
            const Word& word = words_[i];
            if (word.number || (i >= hit.begin && i < hit.end)) continue;
            if (hit.bare && choice_.at(i) != nullptr && !says_nothing(i)) return true;
            if (choice_.at(i) == nullptr) {
                if (!brand && (hit.bare || word.has_marks() || !marks_)) return true;
                continue;
            }
            const Role role = book_.phrase(choice_.at(i)->phrase).role;
            if (role == Role::harmless || role == Role::thing || role == Role::picture) return true;
            if (!hit.bare && !brand) return false;
        }
        return false;
    }

    const RuleSet& rules_;
    const PhraseBook& book_;
    const std::vector<Word>& words_;
    const Choice& choice_;
    std::size_t begin_;
    std::size_t end_;
    Verdict& verdict_;

    bool spoke_ = false;        // some word of the thing is not known
    bool own_finding_ = false;  // the last finding of the verdict is of this thing
    bool slipped_ = false;      // the harmless head is not written as the rules say
    bool new_clause_ = false;   // something stands apart, in brackets or behind a dash
    bool marks_ = false;        // some word of the thing has diacritics
    bool names_worst_ = false;  // goods that are prohibited anywhere, also where they are set aside
    Head head_ = Head::open;
    Outcome worst_ = Outcome::allowed;  // of the goods that are the head
    Match by_;                          // the words that made the head what it is
    Match relation_;
    Match negation_;
    Finding worst_aside_;  // the worst goods that a picture or a turn set aside
    Match vague_;
    std::string vague_entry_;
};

}  // namespace

void read_thing(const Piece& piece, std::size_t begin, std::size_t end, Verdict& verdict) {
    Reader(piece, begin, end, verdict).read();
}

}  // namespace buuan::screening
