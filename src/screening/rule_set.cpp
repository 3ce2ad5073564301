#include "screening/rule_set.hpp"

#include <algorithm>

namespace buuan::screening {
namespace {

/// What the digest covers: every field with its length, so that no two sets of rules give the same
/// bytes.
class RuleDigest {
public:
    RuleDigest& add(std::string_view text) {
        content_ += std::to_string(text.size()) + ":";
        content_ += text;
        return *this;
    }
    RuleDigest& add(const std::vector<std::string>& texts) {
        content_ += std::to_string(texts.size()) + "[";
        for (const auto& text : texts) add(text);
        return *this;
    }
    [[nodiscard]] Digest digest() const { return sha256(as_bytes(content_)); }

private:
    std::string content_ = "buuan/goods-rules/v1\n";
};

Digest digest_of(const std::vector<Entry>& entries, const Context& context) {
    RuleDigest digest;
    for (const Entry& entry : entries) {
        digest.add(entry.id)
            .add(name_of(entry.outcome))
            .add(entry.name_vi)
            .add(entry.name_en)
            .add(entry.legal_basis)
            .add(entry.conditions);
        digest.add(entry.un_numbers).add(entry.certainty).add(entry.match);
        digest.add(entry.since ? entry.since->text() : "")
            .add(entry.until ? entry.until->text() : "");
    }
    digest.add(context.heads);
    for (const Term& term : context.terms)
        digest.add(term.word).add(term.entry).add(term.risky_near).add(term.benign);
    return digest.digest();
}

}  // namespace

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::allowed:
            return "allowed";
        case Outcome::vague:
            return "vague";
        case Outcome::restricted_documents:
            return "restricted_documents";
        case Outcome::conditional:
            return "conditional";
        case Outcome::prohibited:
            return "prohibited";
    }
    return "vague";
}

std::size_t PhraseTree::add(const Words& phrase) {
    std::size_t node = 0;
    std::vector<std::string> toned;
    for (const Word& word : phrase.words) {
        const auto [found, is_new] = nodes_[node].next.emplace(word.folded, nodes_.size());
        node = found->second;
        if (is_new) nodes_.emplace_back();
        toned.push_back(word.toned);
    }
    nodes_[node].ends.push_back(phrases_.size());
    phrases_.push_back(std::move(toned));
    return phrases_.size() - 1;
}

bool PhraseTree::agrees(const Words& text, std::size_t at,
                        const std::vector<std::string>& toned) const {
    if (!text.has_diacritics) return true;
    for (std::size_t i = 0; i < toned.size(); ++i) {
        if (text.words[at + i].toned != toned[i]) return false;
    }
    return true;
}

void PhraseTree::find(const Words& text, std::size_t at, std::vector<Hit>& hits) const {
    hits.clear();
    std::size_t node = 0;
    for (std::size_t i = at; i < text.words.size(); ++i) {
        if (i > at && text.words[i].begins_thing) return;
        const auto next = nodes_[node].next.find(text.words[i].folded);
        if (next == nodes_[node].next.end()) return;
        node = next->second;
        for (const std::size_t phrase : nodes_[node].ends) {
            if (agrees(text, at, phrases_[phrase])) hits.push_back({i - at + 1, phrase});
        }
    }
}

Result<RuleSet, RuleProblem> RuleSet::compile(std::vector<Entry> entries, Context context) {
    RuleSet rules;
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.id < b.id; });
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Entry& entry = entries[i];
        if (i > 0 && entries[i - 1].id == entry.id)
            return RuleProblem{entry.id, "this id stands twice"};
        if (entry.since && entry.until && *entry.until < *entry.since)
            return RuleProblem{entry.id, "it ends before it begins"};
        for (const std::string& text : entry.match) {
            const Words phrase = words_of(text);
            if (phrase.words.empty())
                return RuleProblem{entry.id, "a phrase without a word: \"" + text + "\""};
            rules.goods_.add(phrase);
            rules.entry_of_phrase_.push_back(i);
        }
    }
    for (const std::string& head : context.heads) rules.heads_.add(words_of(head));
    for (const Term& term : context.terms) {
        for (const std::string& text : term.benign) {
            if (const Words phrase = words_of(text); !phrase.words.empty())
                rules.benign_.add(phrase);
        }
        const Words word = words_of(term.word);
        if (word.words.size() != 1) continue;
        for (const std::string& near : term.risky_near) {
            for (const Word& neighbour : words_of(near).words)
                rules.risky_near_[word.words[0].folded].insert(neighbour.folded);
        }
    }
    rules.digest_ = digest_of(entries, context);
    rules.entries_ = std::move(entries);
    return rules;
}

const Entry* RuleSet::entry(std::string_view id) const {
    const auto found = std::lower_bound(
        entries_.begin(), entries_.end(), id,
        [](const Entry& entry, std::string_view wanted) { return entry.id < wanted; });
    return found != entries_.end() && found->id == id ? &*found : nullptr;
}

}  // namespace buuan::screening
