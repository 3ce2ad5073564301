#include "screening/rule_set.hpp"

#include <algorithm>

#include "screening/pack.hpp"

namespace buuan::screening {
namespace {

constexpr std::size_t phrases_per_match_max = 2000;
constexpr std::size_t classes_per_match_max = 4;
constexpr std::size_t problems_max = 1000;
constexpr std::size_t phrase_bytes_max = 4 * 1024 * 1024;  // of all phrases, spelled out

void sort_by_id(std::vector<Entry>& entries) {
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.id < b.id; });
}

/// Puts all phrases of the rules into a book and notes what is wrong with them.
class Compiler {
public:
    Compiler(const GoodsRules& rules, PhraseBook& book) : rules_(rules), book_(book) {}

    std::vector<RuleProblem> run() {
        for (std::size_t i = 0; i < rules_.entries.size(); ++i) add_entry(i);
        where_ = "words";
        for (const auto& [role, phrases] : rules_.context.phrases)
            for (const std::string& text : phrases) add(text, role, 0);
        for (const Term& term : rules_.context.terms) add_term(term);
        for (const ShortForm& form : rules_.context.short_forms)
            book_.add_short_form(words_of(form.write), words_of(form.means));
        if (problems_.empty()) book_.finish();
        return std::move(problems_);
    }

private:
    void note(std::string what, std::string what_vi) {
        if (problems_.size() < problems_max)
            problems_.push_back({where_, std::move(what), std::move(what_vi)});
    }

    /// False when the phrase could not be taken.
    bool add(const std::string& text, Role role, std::size_t subject, bool worst = false) {
        const bool full = bytes_ > phrase_bytes_max;
        bytes_ += text.size();
        const Words phrase = words_of(text);
        if (phrase.words.empty()) {
            note("a phrase without a word: \"" + text + "\"",
                 "cụm từ không có chữ nào: \"" + text + "\"");
        } else if (phrase.read < text.size()) {
            note("a phrase that is too long", "cụm từ quá dài");
        } else if (bytes_ <= phrase_bytes_max) {
            book_.add(phrase, role, static_cast<std::uint32_t>(subject), worst);
            return true;
        } else if (!full) {
            note("all phrases together are too many", "có quá nhiều cụm từ");
        }
        return false;
    }

    bool add_goods(const std::string& text, std::size_t entry) {
        const Entry& of = rules_.entries[entry];
        return add(text, of.outcome == Outcome::vague ? Role::vague : Role::good, entry,
                   of.is_worst());
    }

    void add_entry(std::size_t index) {
        const Entry& entry = rules_.entries[index];
        where_ = entry.id;
        if (index > 0 && rules_.entries[index - 1].id == entry.id)
            note("this id stands twice", "mã này bị trùng");
        if (entry.since && entry.until && *entry.until < *entry.since)
            note("it ends before it begins", "ngày hết hiệu lực trước ngày có hiệu lực");
        if (entry.closely && !entry.is_worst())
            note("closely is only for what is prohibited anywhere",
                 "closely chỉ dùng cho mục prohibited có anywhere");
        for (const std::string& text : entry.match) {
            const auto phrases = spelled_out(text, rules_.context);
            if (phrases.empty())
                note("a class that is not known: \"" + text + "\"",
                     "lớp từ không tồn tại: \"" + text + "\"");
            for (const std::string& each : phrases) {
                if (!add_goods(each, index)) break;
            }
        }
        for (const std::string& number : entry.un_numbers) add_goods(number, index);
    }

    void add_term(const Term& term) {
        where_ = "term " + term.word;
        for (const std::string& text : term.benign) add(text, Role::harmless, 0);
        const auto& entries = rules_.entries;
        const auto entry = std::find_if(entries.begin(), entries.end(),
                                        [&](const Entry& each) { return each.id == term.entry; });
        if (entry == entries.end())
            return note("there is no entry " + term.entry, "không có mục " + term.entry);
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
    std::vector<RuleProblem> problems_;
};

}  // namespace

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

std::vector<RuleProblem> problems_of(GoodsRules rules) {
    sort_by_id(rules.entries);
    PhraseBook book;
    auto problems = Compiler(rules, book).run();
    if (rules.entries.empty())  // which would let everything through
        problems.insert(problems.begin(), {"goods", "there are no rules", "không có quy tắc nào"});
    return problems;
}

Result<RuleSet, RuleProblem> RuleSet::compile(GoodsRules rules) {
    sort_by_id(rules.entries);
    RuleSet set;
    if (auto problems = Compiler(rules, set.book_).run(); !problems.empty())
        return std::move(problems.front());
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
