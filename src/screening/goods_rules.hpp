// What the goods rules say, before they are compiled: entries, and the words around them. The same
// whether it was read from the files of rules/ (read_rules.hpp) or from a pack (pack.hpp).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "screening/phrase_book.hpp"
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
    bool anywhere = false;  // means itself behind a harmless thing too: "loa, bên trong ma túy"
    bool closely = false;  // … and as a picture or a toy it is to be looked at: "heroin đồ chơi"
    std::optional<Day> since;
    std::optional<Day> until;  // last day

    [[nodiscard]] bool is_worst() const { return outcome == Outcome::prohibited && anywhere; }
    [[nodiscard]] bool applies(Day on) const {
        return (!since || *since <= on) && (!until || on <= *until);
    }
};

/// One word with two readings, as rules/context.toml says it.
struct Term {
    std::string word;
    std::string entry;
    std::vector<std::string> risky_near;  // beside one of these it means the entry
    std::vector<std::string> benign;      // phrases that settle it the harmless way
};

/// What people write for something longer: "đt".
struct ShortForm {
    std::string write;
    std::string means;
};

/// Words of the rules that are no goods, by what they do to the reading.
struct Context {
    std::map<Role, std::vector<std::string>> phrases;
    std::vector<Term> terms;
    std::vector<ShortForm> short_forms;
    /// "<brand>" in a phrase of goods stands for each of these.
    std::map<std::string, std::vector<std::string>> classes;
};

struct GoodsRules {
    std::vector<Entry> entries;
    Context context;
};

/// Which file and entry, and what is wrong with it, in both languages of those who edit rules; what
/// is wrong with the bytes of a pack is said in English only.
struct RuleProblem {
    std::string where;
    std::string what;
    std::string what_vi{};
};

/// "<brand> fake" as many phrases, one for each word of the class. Empty when a class is unknown
/// or the phrases are too many.
std::vector<std::string> spelled_out(const std::string& match, const Context& context);

/// All that keeps the rules from being compiled, or from deciding anything; `where` names the
/// entry. What `buuan rules check` calls errors, but for files and examples.
std::vector<RuleProblem> problems_of(GoodsRules rules);

}  // namespace buuan::screening
