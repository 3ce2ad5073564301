// The compiled rules: what a declaration is held against. Made once from the files of rules/
// (read_rules.hpp) or from a pack (pack.hpp), then only read, from any thread. The digest covers
// what the rules say, not how their files are laid out; acceptances keep it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "screening/goods_rules.hpp"
#include "screening/phrase_book.hpp"
#include "screening/verdict.hpp"

namespace buuan::screening {

class RuleSet {
public:
    static Result<RuleSet, RuleProblem> compile(GoodsRules rules);

    /// SHA-256 of the pack.
    [[nodiscard]] const Digest& digest() const { return digest_; }
    /// The rules as one file (pack.hpp), from which the same set can be compiled again.
    [[nodiscard]] const std::string& pack() const { return pack_; }
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    [[nodiscard]] const Entry* entry(std::string_view id) const;
    [[nodiscard]] const PhraseBook& book() const { return book_; }

private:
    std::vector<Entry> entries_;
    PhraseBook book_;
    std::string pack_;
    Digest digest_;
};

/// The one function. Pure, microseconds, any bytes of any length: the work grows with the length,
/// and beyond a megabyte the text is `vague` at least, since nobody reads on.
Verdict screen(std::string_view declared, const RuleSet& rules, Day on);

}  // namespace buuan::screening
