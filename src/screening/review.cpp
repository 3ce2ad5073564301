#include "screening/review.hpp"

#include <algorithm>

namespace buuan::screening {
namespace {

bool in_force_together(const Entry& a, const Entry& b) {
    const bool a_over = a.until && b.since && *a.until < *b.since;
    const bool b_over = b.until && a.since && *b.until < *a.since;
    return !a_over && !b_over;
}

Day day_in_force(const Entry& entry, Day today) {
    if (entry.since && today < *entry.since) return *entry.since;
    if (entry.until && *entry.until < today) return *entry.until;
    return today;
}

/// The same for names that the engine cannot tell apart.
std::string as_read(std::string_view phrase) {
    std::string key;
    for (const Word& word : words_of(phrase).words) key += word.folded + word.shapes + word.tone;
    return key;
}

bool finds(const Verdict& verdict, std::string_view entry) {
    return std::any_of(verdict.findings.begin(), verdict.findings.end(),
                       [&](const Finding& finding) { return finding.entry == entry; });
}

class Reviewer {
public:
    Reviewer(const RuleSource& source, const RuleSet& rules, Day today)
        : source_(source), rules_(rules), today_(today) {}

    Review all() {
        for (const Entry& entry : source_.rules.entries) {
            for (const std::string& phrase : entry.match)
                try_name(entry, phrase, spelled_out(phrase, source_.rules.context));
            for (const std::string& number : entry.un_numbers) try_number(entry, number);
        }
        for (const Example& example : source_.examples) try_example(example);
        return std::move(found_);
    }

private:
    void try_name(const Entry& entry, const std::string& phrase,
                  const std::vector<std::string>& spellings) {
        Shadow shadow{entry.id, phrase, {}, {}, {}, {}, 0, spellings.size()};
        for (const std::string& spelling : spellings) {
            ++found_.phrases;
            if (claimed_otherwise(entry, spelling)) continue;
            const Verdict verdict = screen(spelling, rules_, day_in_force(entry, today_));
            if (finds(verdict, entry.id)) continue;
            if (shadow.forms++ == 0) explain(shadow, spelling, verdict);
        }
        if (shadow.forms > 0) found_.shadows.push_back(std::move(shadow));
    }

    /// A UN number names a class that several entries share, and the strictest of them is meant. So
    /// it is shadowed only where less comes out than the entry asks for.
    void try_number(const Entry& entry, const std::string& number) {
        ++found_.phrases;
        const Verdict verdict = screen(number, rules_, day_in_force(entry, today_));
        if (verdict.outcome >= entry.outcome) return;
        Shadow shadow{entry.id, number, {}, {}, {}, {}, 1, 1};
        explain(shadow, number, verdict);
        found_.shadows.push_back(std::move(shadow));
    }

    static void explain(Shadow& shadow, const std::string& tried, const Verdict& verdict) {
        shadow.tried = tried;
        if (const Finding* worst = verdict.worst()) shadow.taken_by = worst->entry;
        for (const SetAside& aside : verdict.set_aside) {
            if (aside.entry != shadow.entry) continue;
            shadow.because = aside.because;
            shadow.by = tried.substr(aside.by.offset, aside.by.length);
            return;
        }
    }

    /// Whether another entry says something else of these words; the first that says so is named.
    bool claimed_otherwise(const Entry& entry, const std::string& spelling) {
        auto& claims = claims_[as_read(spelling)];
        for (const Entry* other : claims) {
            if (other->outcome == entry.outcome || !in_force_together(*other, entry)) continue;
            found_.conflicts.push_back({spelling, other->id, entry.id});
            return true;
        }
        claims.push_back(&entry);
        return false;
    }

    void try_example(const Example& example) {
        const Entry* entry = rules_.entry(example.entry);
        const Day on = entry == nullptr ? today_ : day_in_force(*entry, today_);
        const Verdict verdict = screen(example.declared, rules_, on);
        if (verdict.outcome == example.expect &&
            (example.entry.empty() || finds(verdict, example.entry)))
            return;
        const Finding* worst = verdict.worst();
        found_.failed.push_back(
            {example, verdict.outcome, worst == nullptr ? std::string() : worst->entry});
    }

    const RuleSource& source_;
    const RuleSet& rules_;
    const Day today_;
    std::map<std::string, std::vector<const Entry*>> claims_;
    Review found_;
};

}  // namespace

Review review(const RuleSource& source, const RuleSet& rules, Day today) {
    return Reviewer(source, rules, today).all();
}

}  // namespace buuan::screening
