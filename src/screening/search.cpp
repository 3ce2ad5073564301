// The search of a text for the phrases of a book.
#include <algorithm>
#include <array>

#include "screening/phrase_book.hpp"
#include "screening/spelling.hpp"

namespace buuan::screening {
namespace {

constexpr std::uint8_t never = 99;
constexpr std::size_t depth_max = 12;
constexpr std::ptrdiff_t readings_max = 12;  // of one word
constexpr std::size_t torn_words_max = 14;
constexpr std::size_t torn_letters_max = 30;
constexpr std::uint16_t torn_phrase_min = 5;
constexpr std::size_t run_letters_min = 9;
constexpr std::size_t run_phrase_min = 6;

/// What a phrase of so many letters may cost.
std::uint8_t budget(std::size_t letters) {
    return letters <= 4 ? 0 : letters <= 6 ? 1 : letters <= 9 ? 2 : letters <= 13 ? 3 : 4;
}

/// One word of the phrase (or several) that words [at, at + span) of the text may mean.
struct Reading {
    std::uint32_t word{};
    std::uint32_t short_form = FlatMap::none;
    std::uint8_t span = 1;
    std::uint8_t cost = 0;
    bool itself = false;  // letter by letter, so that marks can be compared
    bool disguised = false;
};

}  // namespace

class Search {
public:
    Search(const PhraseBook& book, const Words& text, std::vector<Hit>& hits)
        : book_(book), words_(text.words), hits_(hits) {}

    void run() {
        thing_has_marks_.resize(words_.size());
        for (std::size_t at = 0; at < words_.size();) {
            std::size_t end = at + 1;
            bool marks = words_[at].has_marks();
            for (; end < words_.size() && !words_[end].begins_thing; ++end)
                marks = marks || words_[end].has_marks();
            std::fill(thing_has_marks_.begin() + static_cast<std::ptrdiff_t>(at),
                      thing_has_marks_.begin() + static_cast<std::ptrdiff_t>(end), marks);
            at = end;
        }
        readings_.reserve(words_.size() * 4);
        first_reading_.reserve(words_.size() + 1);
        for (std::size_t at = 0; at < words_.size(); ++at) {
            first_reading_.push_back(readings_.size());
            read(at);
        }
        first_reading_.push_back(readings_.size());
        for (std::size_t at = 0; at < words_.size(); ++at) {
            begin_ = at;
            torn_ = false;
            walk(0, at, 0, 0);
            join(at);
        }
    }

private:
    struct Step {
        std::size_t at{};
        bool itself = false;
    };

    /// To the readings of the word that is being read.
    void add(Reading reading) {
        const auto first = readings_.begin() + static_cast<std::ptrdiff_t>(first_reading_.back());
        const bool known = std::any_of(first, readings_.end(), [&](const Reading& each) {
            return each.word == reading.word && each.span == reading.span &&
                   each.short_form == reading.short_form;
        });
        if (!known && readings_.end() - first < readings_max) readings_.push_back(reading);
    }

    void add_sounds(std::string_view folded, std::uint8_t span, std::uint8_t cost, bool disguised) {
        const std::uint32_t same = book_.word_of_.find(hash_of(folded));
        if (same != FlatMap::none) add({same, FlatMap::none, span, cost, false, disguised});
        // A short word has too many that sound like it.
        const auto more = static_cast<std::uint8_t>(cost + (folded.size() <= 3 ? 2 : 1));
        for (std::uint32_t link = book_.sounds_.find(hash_of(sound_of(folded)));
             link != FlatMap::none; link = book_.links_[link].next)
            add({book_.links_[link].value, FlatMap::none, span, more, false, disguised});
    }

    void read(std::size_t at) {
        const Word& word = words_[at];
        const std::uint32_t same = book_.word_of_.find(hash_of(word.folded));
        if (same != FlatMap::none) add({same, FlatMap::none, 1, 0, true, word.disguised});
        for (std::uint32_t link = book_.short_of_.find(hash_of(word.folded)); link != FlatMap::none;
             link = book_.links_[link].next)
            add({0, book_.links_[link].value, 1, 0, false, false});
        if (!word.number) {
            add_sounds(word.folded, 1, 0, word.disguised);
            if (same == FlatMap::none || !book_.of_goods_[same]) read_slips(word);
        }
        read_mixed(at);
    }

    void read_slips(const Word& word) {
        if (const std::string plain = without_telex(word.folded); !plain.empty())
            add_sounds(plain, 1, word.folded.size() > 3 && !is_syllable(word.folded) ? 0 : 1,
                       false);
        if (word.folded.size() < 4) return;
        if (book_.knows(word.folded)) return;  // a word of its own
        const std::uint8_t cost = is_syllable(word.folded) ? 3 : 2;
        edit_keys(word.folded, edit_keys_);
        for (const std::uint64_t key : edit_keys_) {
            for (std::uint32_t link = book_.edits_.find(key); link != FlatMap::none;
                 link = book_.links_[link].next) {
                const std::uint32_t id = book_.links_[link].value;
                if (within_one_edit(book_.words_[id], word.folded))
                    add({id, FlatMap::none, 1, cost, false, false});
            }
        }
    }

    /// Letters and digits without a gap: "m4", "su1ng".
    void read_mixed(std::size_t at) {
        std::size_t end = at + 1;
        bool digits = words_[at].number;
        std::string text = words_[at].folded;
        while (end < words_.size() && words_[end].glued && end - at < 6 && text.size() < 20 &&
               words_[end].offset == words_[end - 1].end) {
            text += words_[end].folded;
            digits = digits || words_[end].number;
            ++end;
            if (!digits) continue;
            const auto span = static_cast<std::uint8_t>(end - at);
            if (const auto plain = without_vni(text); !plain.empty())
                add_sounds(plain, span, 1, true);
            for (const char one : {'i', 'l'}) {
                if (const auto plain = without_digits(text, one); !plain.empty())
                    add_sounds(plain, span, plain.size() > 3 ? 0 : 1, true);
            }
        }
    }

    void walk(std::uint32_t node, std::size_t at, std::size_t depth, std::uint8_t cost) {
        if (node != 0) end_here(node, at, depth, cost);
        if (depth == depth_max || at >= words_.size()) return;
        const bool before_border = torn_;
        torn_ = torn_ || (at > begin_ && (words_[at].begins_thing || words_[at].begins_clause));
        for (std::size_t i = first_reading_[at]; i < first_reading_[at + 1]; ++i) {
            const Reading& reading = readings_[i];
            if (cost + reading.cost > (torn_ ? 0 : 4)) continue;
            std::uint32_t next = node;
            std::size_t deep = depth;
            const auto take = [&](std::uint32_t word, bool itself) {
                next = deep < depth_max ? book_.edges_.find(PhraseBook::edge(next, word))
                                        : FlatMap::none;
                if (next != FlatMap::none) steps_[deep++] = {at, itself};
            };
            if (reading.short_form != FlatMap::none) {
                for (const std::uint32_t word : book_.short_forms_[reading.short_form].words) {
                    if (next != FlatMap::none) take(word, false);
                }
            } else {
                take(reading.word, reading.itself);
            }
            if (next == FlatMap::none) continue;
            const bool before = disguised_;
            disguised_ = disguised_ || reading.disguised;
            walk(next, at + reading.span, deep, static_cast<std::uint8_t>(cost + reading.cost));
            disguised_ = before;
        }
        torn_ = before_border;
    }

    void end_here(std::uint32_t node, std::size_t end, std::size_t depth, std::uint8_t cost) {
        for (std::uint32_t link = book_.node_ends_[node]; link != FlatMap::none;
             link = book_.links_[link].next) {
            const std::uint32_t index = book_.links_[link].value;
            const Phrase& phrase = book_.phrases_[index];
            if (torn_ && !over_borders(phrase, begin_, end)) continue;
            std::size_t all = cost;
            for (std::size_t i = 0; i < depth; ++i)
                all += marks_cost(words_[steps_[i].at], book_.keys_[phrase.first + i],
                                  steps_[i].itself);
            const bool exact = phrase.role != Role::good && phrase.role != Role::vague;
            const std::uint8_t most = exact || torn_ ? 0 : budget(phrase.letters);
            if (all > most) continue;
            keep({static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(end), index,
                  static_cast<std::uint8_t>(all), phrase.marked && !has_marks(begin_, end),
                  disguised_ || torn_});
        }
    }

    /// "ma, túy": only the worst goods are looked for over the borders of things and clauses, and
    /// only as the rules spell them and where little else stands beside their parts; a list of
    /// harmless things must not become something else.
    [[nodiscard]] bool over_borders(const Phrase& phrase, std::size_t begin,
                                    std::size_t end) const {
        if (!phrase.worst || phrase.letters < torn_phrase_min) return false;
        const bool unsure = phrase.marked && !has_marks(begin, end);
        return unsure ? begins_alone(begin) && ends_alone(end)
                      : begins_alone(begin) || ends_alone(end);
    }

    [[nodiscard]] bool has_marks(std::size_t begin, std::size_t end) const {
        for (std::size_t i = begin; i < end; ++i)
            if (words_[i].has_marks()) return true;
        return false;
    }

    /// What it costs to take the marks of `word` for those of the phrase.
    [[nodiscard]] std::uint8_t marks_cost(const Word& word, const PhraseBook::Key& key,
                                          bool itself) const {
        const bool key_marked =
            key.tone != ' ' || key.shapes.find_first_not_of(' ') != std::string::npos;
        if (!word.has_marks()) {
            const auto thing = static_cast<std::size_t>(&word - words_.data());
            if (!key_marked || !itself || !thing_has_marks_[thing]) return 0;
            return word.folded.size() <= 3 ? 2 : 1;
        }
        if (!key_marked) return 3;
        if (!itself) return word.tone == key.tone || word.tone == ' ' ? 0 : 2;
        std::uint8_t cost = 0;
        if (word.tone != key.tone) {
            const bool sisters =
                (word.tone == '?' && key.tone == '~') || (word.tone == '~' && key.tone == '?');
            cost = word.tone == ' ' || sisters ? 1 : 2;
        }
        if (word.shapes == key.shapes) return cost;
        for (std::size_t i = 0; i < word.shapes.size() && i < key.shapes.size(); ++i)
            if (word.shapes[i] != key.shapes[i] && word.shapes[i] != ' ') return 3;
        return static_cast<std::uint8_t>(cost + 1);  // a shape was left out
    }

    /// Words torn apart ("m a t u y", "hero in") or run together ("matuy").
    void join(std::size_t at) {
        if (words_[at].number && !(at + 1 < words_.size() && words_[at + 1].glued)) return;
        std::string text = words_[at].folded;
        bool spelled = text.size() == 1;  // letter by letter
        bool short_words = text.size() <= 2;
        bool fragment = is_fragment(words_[at]);
        if (text.size() >= 5 && !book_.knows(text)) joined(at, at + 1, text, 1, Joined::of_pieces);
        if (text.size() >= run_letters_min && !book_.knows(text)) find_in_run(at, text);
        bool over_things = false;
        for (std::size_t end = at + 1; end < words_.size(); ++end) {
            const Word& word = words_[end];
            if (end - at >= torn_words_max || text.size() + word.folded.size() > torn_letters_max)
                return;
            over_things = over_things || word.begins_thing;
            if (word.number && !word.glued) return;
            spelled = spelled && word.folded.size() == 1;
            short_words = short_words && (word.folded.size() <= 2 || word.glued);
            fragment = fragment || is_fragment(word);
            if (!short_words && end - at >= 8) return;
            text += word.folded;
            if (!short_words && !fragment && end - at >= 3) continue;
            if (over_things) {
                if (text.size() >= torn_phrase_min &&
                    (spelled || fragment || (begins_alone(at) && ends_alone(end + 1))))
                    joined(at, end + 1, text, 0, Joined::over_things);
                continue;
            }
            const bool torn = spelled || (word.glued && short_words);
            if (text.size() >= (torn ? 4U : 5U))
                joined(at, end + 1, text, torn ? 0 : 1,
                       torn || fragment ? Joined::of_pieces : Joined::of_words);
        }
    }

    /// No syllable and no word: something was torn apart here.
    [[nodiscard]] bool is_fragment(const Word& word) const {
        return !word.number && word.folded.size() <= 3 && !is_syllable(word.folded) &&
               !book_.knows(word.folded);
    }

    /// Nothing but how many stands before the word in its thing: "2 gói ma, túy".
    [[nodiscard]] bool begins_alone(std::size_t at) const {
        for (std::size_t back = 0; back <= 2; ++back, --at) {
            const bool begins = words_[at].begins_thing || words_[at].begins_clause;
            if (words_[at].number || (begins && back == 0)) return true;
            if (begins) return false;
        }
        return false;
    }
    [[nodiscard]] bool ends_alone(std::size_t end) const {
        return end == words_.size() || words_[end].begins_thing || words_[end].number;
    }

    /// A whole declaration without gaps: "linhkiensungpcp".
    void find_in_run(std::size_t at, const std::string& text) {
        for (std::size_t from = 0; from + run_phrase_min <= text.size(); ++from) {
            const std::size_t least = from == 0 ? run_phrase_min : run_phrase_min + 2;
            for (std::size_t size = text.size() - from; size >= least; --size)
                joined(at, at + 1, text.substr(from, size), 1, Joined::part_of_word);
        }
    }

    enum class Joined : std::uint8_t { of_pieces, of_words, part_of_word, over_things };

    /// Only among pieces another spelling than that of the rules is looked for.
    void joined(std::size_t at, std::size_t end, const std::string& text, std::uint8_t cost,
                Joined how) {
        for (std::uint32_t link = book_.joined_.find(hash_of(sound_of(text)));
             link != FlatMap::none; link = book_.links_[link].next) {
            const std::uint32_t index = book_.links_[link].value;
            const Phrase& phrase = book_.phrases_[index];
            if (how == Joined::over_things && !over_borders(phrase, at, end)) continue;
            if (is_word_for_word(phrase, at, end)) continue;
            std::string letters;
            std::string shapes;
            for (std::uint16_t i = 0; i < phrase.count; ++i) {
                const auto& key = book_.keys_[phrase.first + i];
                letters += book_.words_[key.word];
                shapes += key.shapes;
            }
            if (how != Joined::of_pieces && letters != text) continue;
            std::size_t all = cost + (letters == text ? 0U : 1U);
            std::string own;
            for (std::size_t i = at; i < end; ++i) own += words_[i].shapes;
            if (has_marks(at, end)) {
                if (!phrase.marked) all += 2;
                if (letters == text && how != Joined::part_of_word)
                    for (std::size_t i = 0; i < own.size(); ++i)
                        if (own[i] != shapes[i] && own[i] != ' ') all = never;
            }
            if (all > budget(phrase.letters)) continue;
            keep({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end), index,
                  static_cast<std::uint8_t>(all), phrase.marked && !has_marks(at, end), true});
        }
    }

    [[nodiscard]] bool is_word_for_word(const Phrase& phrase, std::size_t at,
                                        std::size_t end) const {
        if (phrase.count != end - at) return false;
        for (std::uint16_t i = 0; i < phrase.count; ++i)
            if (book_.words_[book_.keys_[phrase.first + i].word] != words_[at + i].folded)
                return false;
        return true;
    }

    void keep(const Hit& hit) {
        for (auto each = hits_.rbegin(); each != hits_.rend() && each->begin == hit.begin; ++each) {
            if (each->phrase == hit.phrase && each->end == hit.end) {
                if (hit.cost < each->cost) *each = hit;
                return;
            }
        }
        hits_.push_back(hit);
    }

    const PhraseBook& book_;
    const std::vector<Word>& words_;
    std::vector<Hit>& hits_;
    std::vector<Reading> readings_;
    std::vector<std::size_t> first_reading_;  // per word, and behind the last
    std::vector<bool> thing_has_marks_;
    std::vector<std::uint64_t> edit_keys_;
    std::array<Step, depth_max> steps_{};
    std::size_t begin_ = 0;
    bool disguised_ = false;
    bool torn_ = false;  // the walk has crossed the border of a thing or clause
};

void PhraseBook::find(const Words& text, std::vector<Hit>& hits) const {
    hits.clear();
    Search(*this, text, hits).run();
}

}  // namespace buuan::screening
