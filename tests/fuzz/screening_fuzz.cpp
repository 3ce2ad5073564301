// The screening of declared contents: any bytes. Words lie in the text, in order, within bounds;
// folding twice is folding once; findings point at what was typed, each thing is told once, and the
// verdict can be written as JSON.
#include "adapters/rules/rules.hpp"
#include "base/canonical.hpp"
#include "fuzz.hpp"
#include "screening/read_rules.hpp"
#include "screening/utf8.hpp"
#include "screening/verdict_json.hpp"

namespace buuan::fuzz {
namespace {

using namespace screening;

void check_words(std::string_view text) {
    const Words words = words_of(text);
    CHECK(words.words.size() <= 600);
    std::size_t at = 0;
    for (const Word& word : words.words) {
        CHECK(word.offset >= at && word.end > word.offset && word.end <= text.size());
        at = word.end;
        const Words again = words_of(word.folded);
        CHECK(!word.folded.empty() && again.words.size() == 1);
        CHECK(again.words[0].folded == word.folded);
    }
}

}  // namespace

void take(BytesView input) {
    static const RuleSet rules = read_rules(embedded_rules()).value().rules;
    const std::string_view text = as_text(input);
    check_words(text);
    if (const auto normal = to_nfc(text)) CHECK(is_nfc(*normal));
    const Verdict verdict = screen(text, rules, Day::of_date(2026, 11, 24).value());
    Outcome worst = Outcome::allowed;
    for (const Finding& finding : verdict.findings) {
        const bool by_rule = finding.spelling != Spelling::mixed_scripts;
        CHECK(by_rule ? rules.entry(finding.entry) != nullptr : finding.entry.empty());
        CHECK(finding.match.length > 0);
        CHECK(finding.match.offset + finding.match.length <= text.size());
        worst = std::max(worst, finding.outcome);
    }
    CHECK(verdict.outcome == worst && verdict.rules == rules.digest());
    std::size_t end = 0;
    for (const ThingVerdict& thing : verdict.things) {
        CHECK(thing.match.offset >= end && thing.outcome <= verdict.outcome);
        end = thing.match.offset + thing.match.length;
        CHECK(end <= text.size());
    }
    CHECK(is_utf8(verdict_json(verdict, rules, text)));
}

}  // namespace buuan::fuzz
