// What the screening of a declaration says, and why. Pure data; the whole verdict is the worst of
// its findings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace buuan::screening {

/// From harmless to worst. `vague` says too little: look closely. The names are those of the API
/// and of entries.
enum class Outcome : std::uint8_t { allowed, vague, restricted_documents, conditional, prohibited };
std::string_view name_of(Outcome outcome);
std::optional<Outcome> outcome_named(std::string_view name);

/// Bytes of the declared text, as it was typed.
struct Match {
    std::size_t offset{};
    std::size_t length{};
    [[nodiscard]] bool begins_in(const Match& other) const {
        return offset >= other.offset && offset < other.offset + other.length;
    }
    friend bool operator==(const Match&, const Match&) = default;
};

/// How the words say what the rules say.
enum class Spelling : std::uint8_t {
    as_listed,
    bare,           // without the diacritics of the rules
    misspelt,       // sounds alike, one letter off, slips of typing
    disguised,      // torn or joined words, digits for letters, letters of other scripts
    mixed_scripts,  // a word of Latin and Cyrillic or Greek letters, whatever it says
};
std::string_view name_of(Spelling spelling);

struct Finding {
    std::string entry;  // id of a rule, for example "WPN-014"; empty for `mixed_scripts`
    Outcome outcome{};  // the entry's; `vague` where its worst goods read as a picture or a toy
    Match match;
    Spelling spelling = Spelling::as_listed;
};

/// Why words that name goods were not taken for them.
enum class Because : std::uint8_t {
    another_thing,  // what stands before is the thing: "áo in hình súng"
    relation,       // it is only related to the thing: "kệ đựng rượu"
    negation,       // it is said not to be there: "không có pin"
    turned,         // what follows makes it something else: "súng đồ chơi"
    uncertain,      // a short word among others that nobody knows
};
std::string_view name_of(Because because);

struct SetAside {
    std::string entry;
    Match match;
    Because because{};
    Match by;  // the words that changed the reading; empty for `uncertain`
};

/// One thing of the declaration: what stands between commas, line ends, "và".
struct ThingVerdict {
    Match match;
    Outcome outcome = Outcome::allowed;
    /// The rules name it, as goods or as something harmless. `allowed` alone only says that nothing
    /// speaks against the thing; who asks for advice must be told when nobody knows it.
    bool known = false;
};

struct Verdict {
    Outcome outcome = Outcome::allowed;
    std::vector<Finding> findings;    // in the order of the text; none for `allowed`
    std::vector<SetAside> set_aside;  // in the order of the text
    std::vector<ThingVerdict> things;
    Digest rules;  // of the rule set that decided

    /// The worst finding, the first of equals; null for `allowed`.
    [[nodiscard]] const Finding* worst() const;
    /// `allowed`, and every thing is known: may be said to somebody who relies on it.
    [[nodiscard]] bool surely_allowed() const;
};

}  // namespace buuan::screening
