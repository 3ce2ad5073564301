#include "screening/rule_set.hpp"

#include <algorithm>

namespace buuan::screening {
namespace {

constexpr std::size_t phrases_per_match_max = 2000;

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
    std::string content_ = "buuan/goods-rules/v2\n";
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
        digest.add(entry.anywhere ? "anywhere" : "");
        digest.add(entry.since ? entry.since->text() : "")
            .add(entry.until ? entry.until->text() : "");
    }
    for (const auto& [role, phrases] : context.phrases)
        digest.add(std::to_string(static_cast<int>(role))).add(phrases);
    for (const Term& term : context.terms)
        digest.add(term.word).add(term.entry).add(term.risky_near).add(term.benign);
    for (const ShortForm& form : context.short_forms) digest.add(form.write).add(form.means);
    for (const auto& [name, words] : context.classes) digest.add(name).add(words);
    return digest.digest();
}

/// "<brand> fake" as many phrases, one for each word of the class. Empty when a class is unknown
/// or the phrases are too many.
std::vector<std::string> spelled_out(const std::string& match, const Context& context) {
    std::vector<std::string> out{match};
    for (;;) {
        const std::size_t open = out.front().find('<');
        if (open == std::string::npos) return out;
        const std::size_t close = out.front().find('>', open);
        if (close == std::string::npos) return {};
        const auto found = context.classes.find(out.front().substr(open + 1, close - open - 1));
        if (found == context.classes.end() ||
            out.size() * found->second.size() > phrases_per_match_max)
            return {};
        std::vector<std::string> longer;
        for (const std::string& each : out) {
            const std::size_t from = each.find('<');
            const std::size_t to = each.find('>', from);
            for (const std::string& word : found->second)
                longer.push_back(each.substr(0, from) + word + each.substr(to + 1));
        }
        out = std::move(longer);
    }
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

std::string_view name_of(Spelling spelling) {
    switch (spelling) {
        case Spelling::as_listed:
            return "as_listed";
        case Spelling::bare:
            return "bare";
        case Spelling::misspelt:
            return "misspelt";
        case Spelling::disguised:
            return "disguised";
    }
    return "disguised";
}

std::string_view name_of(Because because) {
    switch (because) {
        case Because::another_thing:
            return "another_thing";
        case Because::relation:
            return "relation";
        case Because::negation:
            return "negation";
        case Because::turned:
            return "turned";
        case Because::uncertain:
            return "uncertain";
    }
    return "uncertain";
}

const Finding* Verdict::worst() const {
    const auto found =
        std::max_element(findings.begin(), findings.end(),
                         [](const Finding& a, const Finding& b) { return a.outcome < b.outcome; });
    return found == findings.end() ? nullptr : &*found;
}

bool Verdict::surely_allowed() const {
    return outcome == Outcome::allowed && !things.empty() &&
           std::all_of(things.begin(), things.end(),
                       [](const ThingVerdict& thing) { return thing.known; });
}

Result<RuleSet, RuleProblem> RuleSet::compile(std::vector<Entry> entries, Context context) {
    RuleSet rules;
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.id < b.id; });
    const auto add_goods = [&](const std::string& text, std::size_t entry) {
        const Words phrase = words_of(text);
        if (phrase.words.empty()) return false;
        const bool vague = entries[entry].outcome == Outcome::vague;
        rules.book_.add(phrase, vague ? Role::vague : Role::good,
                        static_cast<std::uint32_t>(entry));
        return true;
    };
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Entry& entry = entries[i];
        if (i > 0 && entries[i - 1].id == entry.id)
            return RuleProblem{entry.id, "this id stands twice"};
        if (entry.since && entry.until && *entry.until < *entry.since)
            return RuleProblem{entry.id, "it ends before it begins"};
        for (const std::string& text : entry.match) {
            const auto phrases = spelled_out(text, context);
            if (phrases.empty())
                return RuleProblem{entry.id, "a class that is not known: \"" + text + "\""};
            for (const std::string& each : phrases) {
                if (!add_goods(each, i))
                    return RuleProblem{entry.id, "a phrase without a word: \"" + text + "\""};
            }
        }
        for (const std::string& number : entry.un_numbers) add_goods(number, i);
    }
    for (const auto& [role, phrases] : context.phrases) {
        for (const std::string& text : phrases) {
            const Words phrase = words_of(text);
            if (phrase.words.empty())
                return RuleProblem{"words", "a phrase without a word: \"" + text + "\""};
            rules.book_.add(phrase, role, 0);
        }
    }
    for (const Term& term : context.terms) {
        for (const std::string& text : term.benign) {
            if (const Words phrase = words_of(text); !phrase.words.empty())
                rules.book_.add(phrase, Role::harmless, 0);
        }
        const auto entry = std::find_if(entries.begin(), entries.end(),
                                        [&](const Entry& each) { return each.id == term.entry; });
        for (const std::string& near : term.risky_near) {
            if (entry == entries.end()) continue;
            const auto at = static_cast<std::size_t>(entry - entries.begin());
            add_goods(term.word + " " + near, at);
            add_goods(near + " " + term.word, at);
        }
    }
    for (const ShortForm& form : context.short_forms)
        rules.book_.add_short_form(words_of(form.write), words_of(form.means));
    rules.book_.finish();
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
