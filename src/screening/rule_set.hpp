// The compiled rules: what a declaration is held against. Made once from rules/goods/*.toml and
// rules/context.toml (read_rules.hpp), then only read, from any thread. The digest covers what the
// rules say, not how their files are laid out; acceptances keep it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "screening/fold.hpp"
#include "screening/verdict.hpp"

namespace buuan::screening {

/// One kind of goods, as rules/goods says it.
struct Entry {
    std::string id;
    Outcome outcome{};
    std::string name_vi;
    std::string name_en;
    std::vector<std::string> legal_basis;
    std::string conditions;
    std::vector<std::string> un_numbers;
    std::string certainty;
    std::vector<std::string> match;
    std::optional<Day> since;
    std::optional<Day> until;  // last day
};

/// One word with two readings, as rules/context.toml says it.
struct Term {
    std::string word;
    std::string entry;
    std::vector<std::string>
        risky_near;  // where set, without diacritics in the text one of these must be near
    std::vector<std::string> benign;  // phrases that settle it the harmless way
};

struct Context {
    std::vector<std::string> heads;
    std::vector<Term> terms;
};

/// Which file and entry, and what is wrong with it.
struct RuleProblem {
    std::string where;
    std::string what;
};

/// Phrases as a tree of words without diacritics.
class PhraseTree {
public:
    struct Hit {
        std::size_t words{};   // how many words of the text
        std::size_t phrase{};  // index in the order of add()
    };
    /// Returns the phrase's index; a phrase without a word is refused by the caller.
    std::size_t add(const Words& phrase);
    [[nodiscard]] std::size_t size() const { return phrases_.size(); }
    /// All phrases that begin at word `at`, shortest first. Diacritics decide as DESIGN.md section
    /// 7 says.
    void find(const Words& text, std::size_t at, std::vector<Hit>& hits) const;

private:
    struct Node {
        std::unordered_map<std::string, std::size_t> next;
        std::vector<std::size_t> ends;
    };
    [[nodiscard]] bool agrees(const Words& text, std::size_t at,
                              const std::vector<std::string>& toned) const;
    std::vector<Node> nodes_{Node{}};
    std::vector<std::vector<std::string>> phrases_;  // toned words
};

class RuleSet {
public:
    static Result<RuleSet, RuleProblem> compile(std::vector<Entry> entries, Context context);

    [[nodiscard]] const Digest& digest() const { return digest_; }
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    [[nodiscard]] const Entry* entry(std::string_view id) const;

private:
    friend Verdict screen(std::string_view declared, const RuleSet& rules, Day on);
    std::vector<Entry> entries_;
    PhraseTree goods_;
    std::vector<std::size_t> entry_of_phrase_;
    PhraseTree benign_;
    PhraseTree heads_;
    std::map<std::string, std::set<std::string>>
        risky_near_;  // folded single word -> folded neighbours
    Digest digest_;
};

/// The one function. Pure, microseconds, any bytes; only the first 4,096 bytes are looked at.
Verdict screen(std::string_view declared, const RuleSet& rules, Day on);

}  // namespace buuan::screening
