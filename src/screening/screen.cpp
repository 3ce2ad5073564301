// From the phrases of a text to what it says. Vietnamese names the thing first and describes it
// after ("ốp điện thoại hình súng" is a case), so in each thing the first name that is known is
// the thing; goods named behind it only describe it, unless they cannot be innocent there.
#include <algorithm>

#include "screening/rule_set.hpp"

namespace buuan::screening {
namespace {

constexpr std::size_t read_bytes_max = 1 << 20;
constexpr std::size_t findings_max = 1000;
constexpr std::size_t overlap_words = 16;

bool applies(const Entry& entry, Day on) {
    return (!entry.since || *entry.since <= on) && (!entry.until || on <= *entry.until);
}

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
    Reader(std::string_view text, const RuleSet& rules, Day on, Verdict& verdict)
        : text_(text), rules_(rules), book_(rules.book()), on_(on), verdict_(verdict) {}

    void read_piece(const Words& text) {
        words_ = &text;
        book_.find(text, hits_);
        choose();
        const auto& words = text.words;
        for (std::size_t begin = 0; begin < words.size();) {
            std::size_t end = begin + 1;
            while (end < words.size() && !words[end].begins_thing) ++end;
            read_thing(begin, end);
            begin = end;
        }
    }

    /// In the order of the text, and what lies where pieces overlap once.
    void finish() {
        put_in_order(verdict_.findings);
        put_in_order(verdict_.set_aside);
    }

private:
    template <class Part>
    static void put_in_order(std::vector<Part>& all) {
        std::stable_sort(all.begin(), all.end(), [](const Part& a, const Part& b) {
            return a.match.offset < b.match.offset;
        });
        const auto same = [](const Part& a, const Part& b) {
            return a.entry == b.entry && a.match == b.match;
        };
        all.erase(std::unique(all.begin(), all.end(), same), all.end());
    }

    [[nodiscard]] const Entry& entry_of(const Phrase& phrase) const {
        return rules_.entries()[phrase.subject];
    }
    [[nodiscard]] Outcome outcome_of(const Hit& hit) const {
        const Phrase& phrase = book_.phrase(hit.phrase);
        return phrase.role == Role::good ? entry_of(phrase).outcome : Outcome::allowed;
    }

    /// Of hits that overlap the longest is meant, of equals the closest to the rules, then the
    /// worst.
    void choose() {
        std::erase_if(hits_, [&](const Hit& hit) {
            const Phrase& phrase = book_.phrase(hit.phrase);
            return (phrase.role == Role::good || phrase.role == Role::vague) &&
                   !applies(entry_of(phrase), on_);
        });
        std::sort(hits_.begin(), hits_.end(), [&](const Hit& a, const Hit& b) {
            const int weight_a = weight_of(a);
            const int weight_b = weight_of(b);
            if (weight_a != weight_b) return weight_a > weight_b;
            if (a.bare != b.bare) return b.bare;
            const Role role_a = book_.phrase(a.phrase).role;
            const Role role_b = book_.phrase(b.phrase).role;
            if (role_a != role_b) return role_a < role_b;
            if (outcome_of(a) != outcome_of(b)) return outcome_of(a) > outcome_of(b);
            return std::pair(a.begin, a.phrase) < std::pair(b.begin, b.phrase);
        });
        taken_.assign(words_->words.size(), -1);
        chosen_.clear();
        for (const Hit& hit : hits_) {
            const auto begin = taken_.begin() + hit.begin;
            const auto end = taken_.begin() + hit.end;
            if (std::any_of(begin, end, [](int by) { return by >= 0; })) continue;
            std::fill(begin, end, static_cast<int>(chosen_.size()));
            chosen_.push_back(hit);
        }
    }

    /// How many letters of the text a hit explains, less what it costs.
    [[nodiscard]] int weight_of(const Hit& hit) const {
        std::size_t letters = 0;
        for (std::size_t i = hit.begin; i < hit.end; ++i) letters += words_->words[i].folded.size();
        const Phrase& phrase = book_.phrase(hit.phrase);
        const bool never_innocent = phrase.role == Role::good && entry_of(phrase).anywhere;
        return static_cast<int>(letters * 2) - hit.cost * 3 + (never_innocent ? 5 : 0);
    }

    [[nodiscard]] Match match_of(std::size_t begin, std::size_t end) const {
        const auto& words = words_->words;
        return {words[begin].offset, words[end - 1].end - words[begin].offset};
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
        const Hit& hit = chosen_[static_cast<std::size_t>(taken_[at])];
        const Phrase& phrase = book_.phrase(hit.phrase);
        if (phrase.role != Role::padding && phrase.role != Role::vague) return false;
        const bool unsure = hit.bare && phrase.count == 1 && phrase.letters <= 3;
        return !unsure || (at > begin_ && words_->words[at - 1].number);
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
            const Word& word = words_->words[i];
            if (word.number || (i >= hit.begin && i < hit.end)) continue;
            if (hit.bare && taken_[i] >= 0 && !says_nothing(i)) return true;
            if (taken_[i] < 0) {
                if (!brand && (hit.bare || word.has_marks() || !marks_)) return true;
                continue;
            }
            const Role role =
                book_.phrase(chosen_[static_cast<std::size_t>(taken_[i])].phrase).role;
            if (role == Role::harmless || role == Role::thing || role == Role::picture) return true;
            if (!hit.bare && !brand) return false;
        }
        return false;
    }

    void read_thing(std::size_t begin, std::size_t end) {
        begin_ = begin;
        end_ = end;
        head_ = Head::open;
        by_ = {};
        relation_ = {};
        negation_ = {};
        vague_ = {};
        spoke_ = new_clause_ = slipped_ = false;
        const std::size_t first_finding = verdict_.findings.size();
        marks_ = false;
        for (std::size_t i = begin; i < end; ++i) marks_ = marks_ || words_->words[i].has_marks();
        for (std::size_t at = begin; at < end;) {
            const Word& word = words_->words[at];
            if (word.begins_clause) {
                if (head_ == Head::unknown) head_ = Head::open;
                relation_ = {};
                new_clause_ = true;
            }
            const int chosen = taken_[at];
            if (chosen < 0) {
                // An unmarked word among marked ones is a brand or a model.
                const bool speaks =
                    !word.number && word.folded.size() > 1 && (word.has_marks() || !marks_);
                spoke_ = spoke_ || (!word.number && word.folded.size() > 1);
                if (speaks && head_ == Head::open) head_ = Head::unknown;
                if (speaks) negation_ = {};
                ++at;
                continue;
            }
            const Hit& hit = chosen_[static_cast<std::size_t>(chosen)];
            take(hit, end);
            at = hit.end;
        }
        ThingVerdict thing{match_of(begin, end), Outcome::allowed};
        const bool says_too_little = head_ == Head::open && !spoke_ && vague_.length > 0;
        if (says_too_little && verdict_.findings.size() == first_finding) {
            thing.outcome = Outcome::vague;
            add({vague_entry_, Outcome::vague, vague_, Spelling::as_listed});
        }
        thing.known = head_ == Head::goods ||
                      (!slipped_ && (head_ == Head::harmless || head_ == Head::picture));
        for (std::size_t i = first_finding; i < verdict_.findings.size(); ++i)
            thing.outcome = std::max(thing.outcome, verdict_.findings[i].outcome);
        if (verdict_.things.size() < findings_max) verdict_.things.push_back(thing);
    }

    void take(const Hit& hit, std::size_t end) {
        const Phrase& phrase = book_.phrase(hit.phrase);
        const Match match = match_of(hit.begin, hit.end);
        // Too little to tell "để" from "dế" when the diacritics are missing.
        const bool unsure = hit.bare && phrase.count == 1 && phrase.letters <= 3;
        switch (phrase.role) {
            case Role::good:
                take_goods(hit, end);
                return;
            case Role::picture:
                if (head_ != Head::goods && head_ != Head::harmless) {
                    head_ = Head::picture;
                    by_ = match;
                    slipped_ = hit.cost > 0;
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
                    vague_entry_ = entry_of(phrase).id;
                }
                break;
            case Role::padding:
                return;
        }
        negation_ = {};
    }

    void take_goods(const Hit& hit, std::size_t end) {
        const Phrase& phrase = book_.phrase(hit.phrase);
        const Entry& entry = entry_of(phrase);
        const Match match = match_of(hit.begin, hit.end);
        const auto aside = [&](Because because, Match by) {
            if (verdict_.set_aside.size() < findings_max)
                verdict_.set_aside.push_back({entry.id, match, because, by});
        };
        const bool prohibited = entry.outcome == Outcome::prohibited;
        if (negation_.length > 0) {
            aside(Because::negation, negation_);
            negation_ = {};
            return;
        }
        if (hit.end < end && taken_[hit.end] >= 0) {
            const Hit& next = chosen_[static_cast<std::size_t>(taken_[hit.end])];
            if (book_.phrase(next.phrase).role == Role::turn && head_ != Head::goods) {
                const Match by = match_of(next.begin, next.end);
                aside(Because::turned, by);
                if (head_ == Head::open) {
                    head_ = Head::picture;
                    by_ = by;
                }
                return;
            }
        }
        const bool never_innocent = entry.anywhere && !is_weak(hit);
        // "đồ chơi (súng k54)": what is said apart is no picture on it.
        if (head_ == Head::picture && !(never_innocent && new_clause_ && relation_.length == 0))
            return aside(Because::another_thing, by_);
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
        add({entry.id, entry.outcome, match,
             hit.disguised  ? Spelling::disguised
             : hit.cost > 0 ? Spelling::misspelt
             : hit.bare     ? Spelling::bare
                            : Spelling::as_listed});
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
        const Finding finding = verdict_.findings.back();
        verdict_.findings.pop_back();
        verdict_.set_aside.push_back({finding.entry, finding.match, Because::turned, by});
        head_ = Head::harmless;
        by_ = by;
    }

    void add(Finding finding) {
        // When there are too many, the worst must still be among them.
        if (verdict_.findings.size() >= findings_max && finding.outcome <= verdict_.outcome) return;
        verdict_.outcome = std::max(verdict_.outcome, finding.outcome);
        verdict_.findings.push_back(std::move(finding));
    }

    std::string_view text_;
    const RuleSet& rules_;
    const PhraseBook& book_;
    Day on_;
    Verdict& verdict_;
    const Words* words_ = nullptr;
    std::vector<Hit> hits_;
    std::vector<Hit> chosen_;
    std::vector<int> taken_;  // per word: index in chosen_, or -1

    std::size_t begin_ = 0;  // of the thing
    std::size_t end_ = 0;
    bool spoke_ = false;       // some word of the thing is not known
    bool slipped_ = false;     // the harmless head is not written as the rules say
    bool new_clause_ = false;  // something stands apart, in brackets or behind a dash
    bool marks_ = false;       // some word of the thing has diacritics
    Head head_ = Head::open;
    Outcome worst_ = Outcome::allowed;  // of the goods that are the head
    Match by_;                          // the words that made the head what it is
    Match relation_;
    Match negation_;
    Match vague_;
    std::string vague_entry_;
};

}  // namespace

Verdict screen(std::string_view declared, const RuleSet& rules, Day on) {
    Verdict verdict;
    verdict.rules = rules.digest();
    Reader reader(declared, rules, on, verdict);
    std::size_t at = 0;
    while (at < std::min(declared.size(), read_bytes_max)) {
        const Words words = words_of(declared, at);
        if (!words.words.empty()) reader.read_piece(words);
        // Pieces overlap, so that nothing hides by lying across their border.
        const std::size_t count = words.words.size();
        const bool more = words.read < declared.size() && count > 2 * overlap_words;
        at = more ? words.words[count - overlap_words].offset : words.read;
    }
    reader.finish();
    verdict.outcome = declared.size() > read_bytes_max ? Outcome::vague : Outcome::allowed;
    for (const Finding& finding : verdict.findings)
        verdict.outcome = std::max(verdict.outcome, finding.outcome);
    return verdict;
}

}  // namespace buuan::screening
