#include "screening/phrase_book.hpp"

#include <algorithm>

#include "screening/spelling.hpp"

namespace buuan::screening {
namespace {

constexpr std::size_t edit_letters_min = 4;

}  // namespace

std::uint64_t PhraseBook::edge(std::uint32_t node, std::uint32_t word) {
    return (std::uint64_t{node} + 1) << 32 | (word + 1);
}

void PhraseBook::chain(FlatMap& map, std::uint64_t key, std::uint32_t value) {
    std::uint32_t& first = map[key];
    links_.push_back({value, first});
    first = static_cast<std::uint32_t>(links_.size() - 1);
}

std::uint32_t PhraseBook::word(const std::string& folded) {
    std::uint32_t& found = word_of_[hash_of(folded)];
    if (found == FlatMap::none) {
        found = static_cast<std::uint32_t>(words_.size());
        words_.push_back(folded);
        of_goods_.push_back(false);
    }
    return found;
}

bool PhraseBook::knows(std::string_view folded) const {
    return word_of_.find(hash_of(folded)) != FlatMap::none;
}

void PhraseBook::add(const Words& text, Role role, std::uint32_t subject, bool worst) {
    if (node_ends_.empty()) node_ends_.push_back(FlatMap::none);
    Phrase phrase{role, subject, static_cast<std::uint32_t>(keys_.size()), 0, 0, false, worst};
    std::uint32_t node = 0;
    for (const Word& each : text.words) {
        const std::uint32_t id = word(each.folded);
        if (role == Role::good || role == Role::vague) of_goods_[id] = true;
        keys_.push_back({id, each.shapes, each.tone});
        std::uint32_t& next = edges_[edge(node, id)];
        if (next == FlatMap::none) {
            next = static_cast<std::uint32_t>(node_ends_.size());
            node_ends_.push_back(FlatMap::none);
        }
        node = next;
        ++phrase.count;
        phrase.letters = static_cast<std::uint16_t>(phrase.letters + each.folded.size());
        phrase.marked = phrase.marked || each.has_marks();
    }
    links_.push_back({static_cast<std::uint32_t>(phrases_.size()), node_ends_[node]});
    node_ends_[node] = static_cast<std::uint32_t>(links_.size() - 1);
    phrases_.push_back(phrase);
}

void PhraseBook::add_short_form(const Words& written, const Words& meant) {
    ShortForm form;
    for (const Word& each : meant.words) form.words.push_back(word(each.folded));
    if (written.words.size() != 1 || form.words.empty()) return;
    chain(short_of_, hash_of(written.words[0].folded),
          static_cast<std::uint32_t>(short_forms_.size()));
    short_forms_.push_back(std::move(form));
}

bool PhraseBook::ends_in_relation(const Phrase& phrase) const {
    const Key& last = keys_[phrase.first + phrase.count - 1U];
    return std::any_of(phrases_.begin(), phrases_.end(), [&](const Phrase& other) {
        return other.role == Role::relation && other.count == 1 && keys_[other.first] == last;
    });
}

void PhraseBook::finish() {
    std::vector<std::uint64_t> edit;
    for (std::uint32_t id = 0; id < words_.size(); ++id) {
        // Only goods are looked for behind other spellings.
        if (!of_goods_[id]) continue;
        chain(sounds_, hash_of(sound_of(words_[id])), id);
        if (words_[id].size() < edit_letters_min) continue;
        edit_keys(words_[id], edit);
        for (const std::uint64_t key : edit) chain(edits_, key, id);
    }
    for (std::uint32_t i = 0; i < phrases_.size(); ++i) {
        Phrase& phrase = phrases_[i];
        phrase.relates = phrase.role == Role::picture && ends_in_relation(phrase);
        if (phrase.role != Role::good) continue;
        std::string joined;
        for (std::uint16_t k = 0; k < phrase.count; ++k)
            joined += words_[keys_[phrase.first + k].word];
        chain(joined_, hash_of(sound_of(joined)), i);
    }
}

}  // namespace buuan::screening
