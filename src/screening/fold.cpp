#include "screening/fold.hpp"

#include <cstdint>

#include "screening/letters.hpp"

namespace buuan::screening {
namespace {

constexpr std::size_t piece_bytes_max = 4096;
constexpr std::size_t words_max = 600;
constexpr std::size_t word_letters_max = 40;  // the rest of a longer word tells nothing more

bool parts_things(char32_t c) {
    return c == ',' || c == ';' || c == '\n' || c == '+' || c == '|' || c == 0x3001 ||
           c == 0xff0c || c == 0xff1b || c == 0x2022;
}

bool parts_clauses(char32_t c) {
    return c == '(' || c == ')' || c == '[' || c == ']' || c == ':' || c == '{' || c == '}' ||
           c == 0x3010 || c == 0x3011;
}

/// Stands inside a word that someone wants to hide: "m.a t-u-y".
bool is_filler(char32_t c) {
    return c == '.' || c == '-' || c == '_' || c == '*' || c == '\'' || c == '`' || c == '~' ||
           c == 0xb7 || c == 0x2019 || c == '^' || c == '#' || c == '=';
}

class Splitter {
public:
    Splitter(std::string_view text, std::size_t from) : text_(text), at_(from), begin_(from) {}

    Words split() {
        while (at_ < text_.size() && out_.words.size() < words_max) {
            const Letter letter = letter_at(text_, at_);
            // A piece ends between words, or inside one that has no end.
            const std::size_t seen = at_ - begin_;
            if (seen >= piece_bytes_max && (word_.folded.empty() || seen >= 2 * piece_bytes_max))
                break;
            take(letter);
            at_ += letter.size;
        }
        finish();
        out_.read = at_;
        return std::move(out_);
    }

private:
    void take(const Letter& letter) {
        const char32_t c = letter.value;
        if (letter.invisible) {
            word_.disguised = word_.disguised || !word_.folded.empty();
            return;
        }
        if (is_mark(c)) {
            if (have_last_ && join_mark(last_, c)) replace_last();
            return;
        }
        Letter read = letter;
        if (read.base == 0) imitate(read);
        if (read.base != 0) {
            add(read);
            return;
        }
        finish();
        if (c == '-' || c == 0x2013 || c == '/') {
            const bool free = at_ > 0 && text_[at_ - 1] == ' ' && next() == ' ';
            clause_ = clause_ || free;
            gap_ = gap_ || free || c == '/';
        } else if (c == '.') {
            const bool ends = next() == ' ' && !out_.words.empty() && !out_.words.back().number &&
                              out_.words.back().folded.size() > 1;
            clause_ = clause_ || ends;
        } else if (c == ',' && is_digit(next()) && at_ > 0 && is_digit(text_[at_ - 1])) {
            return;  // "2,4-d", "1,5 l"
        } else if (parts_things(c) || (c == '&' && next() == ' ')) {
            thing_ = true;
        } else if (parts_clauses(c)) {
            clause_ = true;
        }
        gap_ = gap_ || !is_filler(c);
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    static bool is_latin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
    [[nodiscard]] char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : ' '; }

    /// "x@ng", "$úng": only beside a letter.
    void imitate(Letter& letter) const {
        const bool inside = (!word_.folded.empty() && !word_.number) || is_latin(next());
        if (!inside) return;
        if (letter.value == '@') letter.base = 'a';
        if (letter.value == '$') letter.base = 's';
        if (letter.value == '!' && is_latin(next()) && !word_.folded.empty()) letter.base = 'i';
        letter.disguised = letter.base != 0;
    }

    /// Greek letters that imitate none are units: "kΩ", "μm".
    static bool is_of_another_script(const Letter& letter) {
        const bool cyrillic = letter.value >= 0x400 && letter.value < 0x530;
        return cyrillic || (letter.value >= 0x370 && letter.value < 0x400 && letter.disguised);
    }

    void add(const Letter& letter) {
        const bool digit = letter.base >= '0' && letter.base <= '9';
        if (!word_.folded.empty() && digit != word_.number) finish();
        other_script_ = other_script_ || is_of_another_script(letter);
        latin_ = latin_ || (letter.base >= 'a' && letter.base <= 'z' && !letter.disguised);
        if (word_.folded.empty()) {
            word_.offset = at_;
            word_.number = digit;
        }
        word_.end = at_ + letter.size;
        if (!digit && letter.base == last_.base && have_last_) {
            ++same_;
            // "heeeroin": no word has a letter three times
            if (same_ == 2) {
                word_.folded.resize(last_begin_);
                word_.shapes.resize(last_begin_);
                last_begin_ = before_last_;
            }
            if (same_ >= 2) {
                word_.disguised = true;
                if (letter.tone != ' ') word_.tone = letter.tone;
                return;
            }
        } else {
            same_ = 0;
        }
        if (letters_ >= word_letters_max) return;
        ++letters_;
        last_ = letter;
        have_last_ = true;
        append(letter);
    }

    void append(const Letter& letter) {
        before_last_ = last_begin_;
        last_begin_ = word_.folded.size();
        append_utf8(word_.folded, letter.base);
        word_.shapes.resize(word_.folded.size(), letter.shape);
        if (letter.tone != ' ') word_.tone = letter.tone;
        word_.disguised = word_.disguised || letter.disguised;
    }

    void replace_last() {
        word_.folded.resize(last_begin_);
        word_.shapes.resize(last_begin_);
        append(last_);
        word_.end = at_ + 2;
    }

    void finish() {
        have_last_ = false;
        word_.mixed = latin_ && other_script_;
        latin_ = other_script_ = false;
        if (word_.folded.empty()) {
            word_ = {};
            return;
        }
        const bool is_and = word_.folded == "va" && word_.tone == '`';
        if (is_and) {
            thing_ = true;
        } else {
            word_.begins_thing = thing_ || out_.words.empty();
            word_.begins_clause = clause_;
            word_.glued = !gap_ && !out_.words.empty() && !word_.begins_thing;
            out_.words.push_back(std::move(word_));
            thing_ = clause_ = false;
        }
        gap_ = is_and;
        word_ = {};
        letters_ = same_ = 0;
    }

    std::string_view text_;
    std::size_t at_;
    std::size_t begin_;
    Words out_;
    Word word_;
    Letter last_;
    std::size_t last_begin_ = 0;
    std::size_t before_last_ = 0;
    std::size_t same_ = 0;  // how often the last letter stood there before
    std::size_t letters_ = 0;
    bool have_last_ = false;
    bool latin_ = false;         // the word has a letter that is one
    bool other_script_ = false;  // … and one of Cyrillic or Greek
    bool thing_ = true;
    bool clause_ = false;
    bool gap_ = true;
};

}  // namespace

Words words_of(std::string_view text, std::size_t from) {
    return Splitter(text, from).split();
}

}  // namespace buuan::screening
