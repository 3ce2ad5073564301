// Words of a declaration, with and without diacritics. Typed diacritics are evidence ("dao" is not
// "đào"), their absence in the whole text is not (DESIGN.md section 7). Own table: a few
// nanoseconds a letter, and no library in the wasm build; fold_test holds it to ICU.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace buuan::screening {

struct Word {
    std::string toned;   // lower case, composed, as typed
    std::string folded;  // without diacritics: "dao"
    std::size_t offset{};
    std::size_t end{};    // behind its last byte
    bool begins_thing{};  // first of a thing: things are parted by , ; / + line ends and "và"
};

struct Words {
    std::vector<Word> words;
    bool has_diacritics = false;
};

/// At most the first 4,096 bytes and 600 words count. Any bytes will do: what is no UTF-8 parts
/// words.
Words words_of(std::string_view text);

}  // namespace buuan::screening
