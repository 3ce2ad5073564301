#include "screening/fold.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace buuan::screening {
namespace {

constexpr std::size_t text_bytes_max = 4096;
constexpr std::size_t words_max = 600;

/// One letter of the text.
struct Letter {
    char32_t value{};
    std::size_t size = 1;  // bytes
};

Letter letter_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (size == 0 || at + size > text.size()) return {0xfffd, 1};
    char32_t value = first & (0xff >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {0xfffd, 1};
        value = value << 6 | (byte(i) & 0x3f);
    }
    return {value, size};
}

void append(std::string& out, char32_t letter) {
    if (letter < 0x80) {
        out += static_cast<char>(letter);
    } else if (letter < 0x800) {
        out += static_cast<char>(0xc0 | letter >> 6);
        out += static_cast<char>(0x80 | (letter & 0x3f));
    } else {
        out += static_cast<char>(0xe0 | letter >> 12);
        out += static_cast<char>(0x80 | (letter >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (letter & 0x3f));
    }
}

/// Vietnamese letters with marks: lower case; the capital stands right before it in Unicode (and 32
/// before in Latin-1).
struct Family {
    char base;
    std::u32string_view letters;
};
constexpr std::array<Family, 7> families = {{{'a', U"àáâãăạảấầẩẫậắằẳẵặ"},
                                             {'e', U"èéêẹẻẽếềểễệ"},
                                             {'i', U"ìíĩỉị"},
                                             {'o', U"òóôõơọỏốồổỗộớờởỡợ"},
                                             {'u', U"ùúũưụủứừửữự"},
                                             {'y', U"ýỳỵỷỹ"},
                                             {'d', U"đ"}}};

/// Combining marks of decomposed text, joined with the letter before.
struct Join {
    char32_t letter, mark, joined;
};
constexpr std::u32string_view plain_vowels = U"aăâeêioôơuưy";
constexpr char32_t grave = 0x300, acute = 0x301, circumflex = 0x302, tilde = 0x303, breve = 0x306,
                   hook = 0x309, horn = 0x31b, dot = 0x323;
constexpr std::array<std::pair<char32_t, std::u32string_view>, 5> tones = {
    {{grave, U"àằầèềìòồờùừỳ"},
     {acute, U"áắấéếíóốớúứý"},
     {tilde, U"ãẵẫẽễĩõỗỡũữỹ"},
     {hook, U"ảẳẩẻểỉỏổởủửỷ"},
     {dot, U"ạặậẹệịọộợụựỵ"}}};

char32_t shaped(char32_t letter, char32_t mark) {
    if (mark == circumflex)
        return letter == 'a' ? U'â' : letter == 'e' ? U'ê' : letter == 'o' ? U'ô' : 0;
    if (mark == breve) return letter == 'a' ? U'ă' : 0;
    if (mark == horn) return letter == 'o' ? U'ơ' : letter == 'u' ? U'ư' : 0;
    return 0;
}

/// The letter with the mark, or 0 when Vietnamese has none. A tone may stand before the shape ("e"
/// dot circumflex).
char32_t joined(char32_t letter, char32_t mark) {
    if (const char32_t shape = shaped(letter, mark)) return shape;
    for (const auto& [tone, letters] : tones) {
        if (tone == mark) {
            const auto at = plain_vowels.find(letter);
            return at == std::u32string_view::npos ? 0 : letters[at];
        }
        const auto at = letters.find(letter);
        if (at == std::u32string_view::npos) continue;
        const char32_t shape = shaped(plain_vowels[at], mark);
        return shape == 0 ? 0 : letters[plain_vowels.find(shape)];
    }
    return 0;
}

constexpr std::size_t table_size = 0x1f00;
struct Tables {
    std::array<char16_t, table_size> lower{};
    std::array<char, table_size> base{};

    Tables() {
        for (char32_t c = 0; c < table_size; ++c) lower[c] = static_cast<char16_t>(c);
        for (char32_t c = 'A'; c <= 'Z'; ++c) lower[c] = static_cast<char16_t>(c + 32);
        for (const Family& family : families) {
            for (const char32_t letter : family.letters) {
                base[letter] = family.base;
                lower[letter < 0x100 ? letter - 32 : letter - 1] = static_cast<char16_t>(letter);
            }
        }
    }
};

const Tables& tables() {
    static const Tables made;
    return made;
}

char32_t lower(char32_t letter) {
    return letter < table_size ? tables().lower[letter] : letter;
}

/// The base letter of a Vietnamese letter with marks, else 0.
char base_of(char32_t letter) {
    return letter < table_size ? tables().base[letter] : '\0';
}

bool is_word_letter(char32_t letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
           (letter >= 0xc0 && letter != 0xd7 && letter != 0xf7 && letter < 0x2000);
}

bool parts_things(char32_t letter) {
    return letter == ',' || letter == ';' || letter == '\n' || letter == '+' || letter == '|';
}

}  // namespace

Words words_of(std::string_view text) {
    text = text.substr(0, text_bytes_max);
    Words out;
    std::u32string letters;
    std::size_t begin = 0;
    bool thing_begins = true;
    const auto finish = [&](std::size_t end) {
        if (letters.empty()) return;
        Word word;
        word.offset = begin;
        word.end = end;
        word.begins_thing = thing_begins;
        for (const char32_t letter : letters) {
            append(word.toned, letter);
            const char base = base_of(letter);
            append(word.folded, base == 0 ? letter : static_cast<char32_t>(base));
        }
        out.has_diacritics = out.has_diacritics || word.toned != word.folded;
        thing_begins = word.toned == "và";
        if (!thing_begins && out.words.size() < words_max) out.words.push_back(std::move(word));
        letters.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const Letter letter = letter_at(text, at);
        const char32_t small = lower(letter.value);
        const char32_t with_mark = letters.empty() ? 0 : joined(letters.back(), small);
        if (with_mark != 0) {
            letters.back() = with_mark;
        } else if (is_word_letter(small) && !(small >= 0x300 && small < 0x370)) {
            if (letters.empty()) begin = at;
            letters.push_back(small);
        } else if (!(small >= 0x300 && small < 0x370)) {
            finish(at);
            thing_begins = thing_begins || parts_things(small);
        }
        at += letter.size;
    }
    finish(text.size());
    return out;
}

}  // namespace buuan::screening
