#include "screening/rule_set.hpp"

#include <algorithm>

#include "screening/pack.hpp"

namespace buuan::screening {
namespace {

constexpr std::size_t phrases_per_match_max = 2000;
constexpr std::size_t classes_per_match_max = 4;
constexpr std::size_t phrase_bytes_max = 4 * 1024 * 1024;  // of all phrases, spelled out

/// "<brand> fake" as many phrases, one for each word of the class. Empty when a class is unknown
/// or the phrases are too many.
std::vector<std::string> spelled_out(const std::string& match, const Context& context) {
    std::vector<std::string> out{match};
    for (std::size_t classes = 0; classes <= classes_per_match_max; ++classes) {
        const std::size_t open = out.front().find('<');
        if (open == std::string::npos) return out;
        const std::size_t close = out.front().find('>', open);
        if (close == std::string::npos) return {};
        const auto found = context.classes.find(out.front().substr(open + 1, close - open - 1));
        if (found == context.classes.end() || found->second.empty() ||
            out.size() * found->second.size() > phrases_per_match_max)
            return {};
        std::vector<std::string> longer;
        for (const std::string& each : out) {
            const std::size_t from = each.find('<');
            const std::size_t to = each.find('>', from);
            if (to == std::string::npos) return {};
            for (const std::string& word : found->second)
                longer.push_back(each.substr(0, from) + word + each.substr(to + 1));
        }
        out = std::move(longer);
    }
    return {};
}

/// Puts all phrases of the rules into a book and remembers the first thing that is wrong.
class Compiler {
public:
    Compiler(const GoodsRules& rules, PhraseBook& book) : rules_(rules), book_(book) {}

    std::optional<RuleProblem> run() {
        const auto& entries = rules_.entries;
        for (std::size_t i = 0; i < entries.size() && !problem_; ++i) add_entry(i);
        where_ = "words";
        for (const auto& [role, phrases] : rules_.context.phrases)
            for (const std::string& text : phrases) add(text, role, 0);
        for (const Term& term : rules_.context.terms) add_term(term);
        for (const ShortForm& form : rules_.context.short_forms)
            book_.add_short_form(words_of(form.write), words_of(form.means));
        if (!problem_) book_.finish();
        return problem_;
    }

private:
    void note(const std::string& what) {
        if (!problem_) problem_ = RuleProblem{where_, what};
    }

    void add(const std::string& text, Role role, std::size_t subject) {
        if (problem_) return;
        bytes_ += text.size();
        const Words phrase = words_of(text);
        if (phrase.words.empty()) return note("a phrase without a word: \"" + text + "\"");
        if (phrase.read < text.size()) return note("a phrase that is too long");
        if (bytes_ > phrase_bytes_max) return note("all phrases together are too many");
        book_.add(phrase, role, static_cast<std::uint32_t>(subject));
    }

    void add_goods(const std::string& text, std::size_t entry) {
        const bool vague = rules_.entries[entry].outcome == Outcome::vague;
        add(text, vague ? Role::vague : Role::good, entry);
    }

    void add_entry(std::size_t index) {
        const Entry& entry = rules_.entries[index];
        where_ = entry.id;
        if (index > 0 && rules_.entries[index - 1].id == entry.id) note("this id stands twice");
        if (entry.since && entry.until && *entry.until < *entry.since)
            note("it ends before it begins");
        for (const std::string& text : entry.match) {
            if (problem_) return;
            const auto phrases = spelled_out(text, rules_.context);
            if (phrases.empty()) note("a class that is not known: \"" + text + "\"");
            for (const std::string& each : phrases) add_goods(each, index);
        }
        for (const std::string& number : entry.un_numbers) add_goods(number, index);
    }

    void add_term(const Term& term) {
        for (const std::string& text : term.benign) add(text, Role::harmless, 0);
        const auto& entries = rules_.entries;
        const auto entry = std::find_if(entries.begin(), entries.end(),
                                        [&](const Entry& each) { return each.id == term.entry; });
        if (entry == entries.end()) return;
        const auto at = static_cast<std::size_t>(entry - entries.begin());
        for (const std::string& near : term.risky_near) {
            add_goods(term.word + " " + near, at);
            add_goods(near + " " + term.word, at);
        }
    }

    const GoodsRules& rules_;
    PhraseBook& book_;
    std::size_t bytes_ = 0;
    std::string where_;
    std::optional<RuleProblem> problem_;
};

}  // namespace

Result<RuleSet, RuleProblem> RuleSet::compile(GoodsRules rules) {
    std::sort(rules.entries.begin(), rules.entries.end(),
              [](const Entry& a, const Entry& b) { return a.id < b.id; });
    RuleSet set;
    if (auto problem = Compiler(rules, set.book_).run()) return std::move(*problem);
    // What could not be read again must not decide anything.
    set.pack_ = encode_pack(rules);
    if (const auto again = decode_pack(set.pack_); !again.ok()) return again.error();
    set.digest_ = sha256(as_bytes(set.pack_));
    set.entries_ = std::move(rules.entries);
    return set;
}

const Entry* RuleSet::entry(std::string_view id) const {
    const auto found = std::lower_bound(
        entries_.begin(), entries_.end(), id,
        [](const Entry& entry, std::string_view wanted) { return entry.id < wanted; });
    return found != entries_.end() && found->id == id ? &*found : nullptr;
}

}  // namespace buuan::screening
