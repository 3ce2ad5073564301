// Words of a declaration. Typed diacritics are evidence ("dao" is not "đào"), their absence is not
// (DESIGN.md section 7): so a word keeps its letters without marks, and beside them the marks that
// were typed. Imitations and invisible letters are undone (letters.hpp), numbers and letters are
// words of their own ("2hop", "n2o"), and what stands between words says how close they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace buuan::screening {

struct Word {
    std::string folded;  // lower case, without marks: "dao"
    std::string shapes;  // of each byte of `folded`: ' ' none, ^ ( + - as letters.hpp says
    char tone = ' ';
    std::size_t offset{};
    std::size_t end{};           // behind its last byte
    bool begins_thing = false;   // first of a thing: , ; | + & line ends and "và" part things
    bool begins_clause = false;  // behind ( - : / and the like
    bool glued = false;          // nothing, or only dots and the like, stands before it
    bool number = false;
    bool mixed = false;      // Latin and Cyrillic or Greek letters in one word
    bool disguised = false;  // some letter imitates another, or something invisible stands inside

    [[nodiscard]] bool has_marks() const {
        return tone != ' ' || shapes.find_first_not_of(' ') != std::string::npos;
    }
};

struct Words {
    std::vector<Word> words;
    std::size_t read{};  // bytes looked at: where the next piece begins
};

/// Reads the text from byte `from`: at most some 4,096 bytes and 600 words, so that a text of any
/// length is screened piece by piece. Any bytes will do: what is no UTF-8 parts words.
Words words_of(std::string_view text, std::size_t from = 0);

}  // namespace buuan::screening
