// Labelled declarations to measure screening with: the dev set of tests/vectors/screening, what was
// written by hand in this folder, and what a generator with a fixed seed makes of it (bare,
// abbreviated, misspelt, teencode, typing slips, disguises, several things), and shop titles put
// together from titles.txt. Each is of the tuning or the held-out half. Of shop
// titles the halves share neither names nor templates; of declarations they are every other line of
// one list and share the noise. One author wrote both halves and the rules, so a score on the
// held-out half is better than what strangers' texts will get.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace buuan {

struct Labelled {
    enum class Set { dev, tuning, held_out };
    enum class Kind { risky, title, tricky };  // tricky and title are harmless
    std::string text;
    std::string label;  // name_of(Outcome)
    std::string entry;  // empty when allowed
    std::string also;   // another outcome that is right
    std::string style;
    Set set{};
    Kind kind{};
};

/// `source` is the folder of the sources.
std::vector<Labelled> labelled_texts(const std::string& source);

struct Answer {
    std::string status;
    std::string entry;
};
using Screen = std::function<Answer(const std::string&)>;

/// Parts of one, as issue and docs/performance.md name them.
struct Score {
    double prohibited{};        // prohibited called prohibited
    double flagged{};           // prohibited or conditional called either
    double entry{};             // of those flagged, the right entry
    double title_prohibited{};  // harmless shop titles called prohibited
    double tricky_prohibited{};
    double alarm{};  // harmless with anything but allowed
    int texts{};
};

/// `wrong`, when given, is told each text that is not as labelled.
Score score(const std::vector<Labelled>& texts, Labelled::Set set, const Screen& screen,
            const std::function<void(const Labelled&, const Answer&)>& wrong = {});

}  // namespace buuan
