// All phrases the rules know, and where they stand in a text however they are spelt. A phrase is
// found word by word in a tree; each word of the text may be read as itself or as what it may have
// been meant to be (spelling.hpp), words may be joined or torn, and every step away from what the
// rules say costs something. A short phrase may cost nothing, a long one something: "dao" is only
// "dao", "thuoc fien" is clear enough.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/flat_map.hpp"
#include "screening/fold.hpp"

namespace buuan::screening {

/// What a phrase does to the reading of a declaration.
enum class Role : std::uint8_t {  // of two readings of the same words the first is meant
    good,                         // names goods of an entry
    harmless,                     // a double meaning that is settled the harmless way
    turn,                         // what stands before is not meant: "đồ chơi", "case"
    picture,   // a head that only shows or holds what follows: "ốp", "sách về"
    joint,     // a further thing follows: "kèm", "tặng"
    negation,  // what follows is not there: "không có"
    relation,  // what follows belongs to what stands before: "hình", "cho", "đựng", "chống"
    padding,   // says nothing about the thing: numbers, sizes, units, brands, praise
    thing,     // a harmless thing; what follows describes it
    vague,     // a name that says too little: "hàng hóa"
};

struct Phrase {
    Role role{};
    std::uint32_t subject{};  // of goods: the entry's index
    std::uint32_t first{};    // its words: keys_[first, first + count)
    std::uint16_t count{};
    std::uint16_t letters{};
    bool marked = false;   // some word has diacritics
    bool worst = false;    // of goods that are prohibited and mean themselves anywhere
    bool relates = false;  // ends as a relation does: "sách về", "áo in"
};

/// A phrase at words [begin, end) of the text.
struct Hit {
    std::uint32_t begin{};
    std::uint32_t end{};
    std::uint32_t phrase{};
    std::uint8_t cost{};
    bool bare = false;       // the phrase has diacritics, the text there has none
    bool disguised = false;  // digits for letters, torn or joined words, imitated letters
};

class PhraseBook {
public:
    void add(const Words& phrase, Role role, std::uint32_t subject, bool worst = false);
    /// `written`, one word, stands for `meant`.
    void add_short_form(const Words& written, const Words& meant);
    /// Call once when all is added.
    void finish();

    [[nodiscard]] const Phrase& phrase(std::uint32_t index) const { return phrases_[index]; }
    [[nodiscard]] bool knows(std::string_view folded) const;
    /// All hits of a text, in no order.
    void find(const Words& text, std::vector<Hit>& hits) const;

private:
    friend class Search;
    struct Key {
        std::uint32_t word{};
        std::string shapes;
        char tone = ' ';
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Link {
        std::uint32_t value{};
        std::uint32_t next = FlatMap::none;
    };
    struct ShortForm {
        std::vector<std::uint32_t> words;
    };

    std::uint32_t word(const std::string& folded);
    [[nodiscard]] bool ends_in_relation(const Phrase& phrase) const;
    void chain(FlatMap& map, std::uint64_t key, std::uint32_t value);
    static std::uint64_t edge(std::uint32_t node, std::uint32_t word);

    std::vector<Phrase> phrases_;
    std::vector<Key> keys_;
    std::vector<std::string> words_;
    FlatMap word_of_;                       // by the word's hash
    FlatMap edges_;                         // by node and word: the next node
    std::vector<std::uint32_t> node_ends_;  // per node: the first link of its phrases
    std::vector<Link> links_;
    FlatMap sounds_;    // by the hash of a sound: words
    FlatMap edits_;     // by a key of spelling's edit_keys: words
    FlatMap joined_;    // by the hash of the sound of all words joined: phrases
    FlatMap short_of_;  // by the word's hash: short forms
    std::vector<ShortForm> short_forms_;
    std::vector<bool> of_goods_;  // per word: some phrase of goods has it
};

}  // namespace buuan::screening
