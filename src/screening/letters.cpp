#include "screening/letters.hpp"

#include <algorithm>
#include <array>

namespace buuan::screening {
namespace {

constexpr std::string_view tone_names = " `'?~.";

/// Six tones of one vowel, small letters; the capital stands right before each in Unicode (and 32
/// before in Latin-1).
struct Family {
    char base;
    char shape;
    std::u32string_view letters;
};
constexpr std::array<Family, 13> families = {{{'a', ' ', U"aàáảãạ"},
                                              {'a', '(', U"ăằắẳẵặ"},
                                              {'a', '^', U"âầấẩẫậ"},
                                              {'e', ' ', U"eèéẻẽẹ"},
                                              {'e', '^', U"êềếểễệ"},
                                              {'i', ' ', U"iìíỉĩị"},
                                              {'o', ' ', U"oòóỏõọ"},
                                              {'o', '^', U"ôồốổỗộ"},
                                              {'o', '+', U"ơờớởỡợ"},
                                              {'u', ' ', U"uùúủũụ"},
                                              {'u', '+', U"ưừứửữự"},
                                              {'y', ' ', U"yỳýỷỹỵ"},
                                              {'d', '-', U"đ"}}};

/// Letters that look like a Latin one: `looks[i]` for `letters[i]`.
struct LookAlikes {
    std::u32string_view letters;
    std::string_view looks;
};
constexpr std::array<LookAlikes, 5> look_alikes = {{
    // Cyrillic, small and capital
    {U"аеорсухіјѕһԁԛԝӏкмтнгвпиьАЕОРСУХІЈЅҺԀԚԜӀКМТНГВЗ",
     "aeopcyxijshdqwlkmthrbnubaeopcyxijshdqwlkmthrb3"},
    // Greek
    {U"αορντυικεηγχΑΟΡΝΤΥΙΚΕΗΧΒΜΖ", "aopvtuikenyxaopntyikehxbmz"},
    // Latin that imitates Latin: dotless, script, small capitals, turned
    {U"ıɑɡʀʟɴʙɢʜʏɛɔᴀᴄᴅᴇɪᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢℓℎøØłŁƒ", "iagrlnbghyeoacdeijkmoptuvwzlhoollf"},
    // Other marks than Vietnamese ones: the letter below them
    {U"äåāąǎçćčëēęěėïīįǐñńňöōőǒüūůűǔśšşžźżğÿÄÅÇËÏÑÖÜŠŽ",
     "aaaaaccceeeeeiiiinnnoooouuuuussszzzgyaaceinousz"},
    // Raised and lowered digits
    {U"⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789"},
}};

constexpr std::size_t table_size = 0x2150;

struct Place {
    char base = '\0';
    char shape = ' ';
    char tone = ' ';
    bool disguised = false;
};

struct Table {
    std::array<Place, table_size> places{};

    Table() {
        for (char32_t c = 'a'; c <= 'z'; ++c)
            places[c] = places[c - 32] = {static_cast<char>(c), ' ', ' ', false};
        for (char32_t c = '0'; c <= '9'; ++c) places[c] = {static_cast<char>(c), ' ', ' ', false};
        for (const auto& each : look_alikes) {
            for (std::size_t i = 0; i < each.letters.size(); ++i)
                places[each.letters[i]] = {each.looks[i], ' ', ' ', true};
        }
        for (const Family& family : families) {
            for (std::size_t i = 0; i < family.letters.size(); ++i) {
                const char32_t letter = family.letters[i];
                const Place place{family.base, family.shape, tone_names[i], false};
                places[letter] = place;
                if (letter >= 0x80) places[letter < 0x100 ? letter - 32 : letter - 1] = place;
            }
        }
    }
};

const Table& table() {
    static const Table made;
    return made;
}

bool is_invisible(char32_t c) {
    return c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x3164 ||
           (c >= 0x17b4 && c <= 0x17b5) || (c >= 0x180b && c <= 0x180e) ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff ||
           (c >= 0xe0000 && c <= 0xe0fff);
}

/// ASCII that fullwidth, mathematical or circled letters stand for; 0 for others.
char32_t plain_of_styled(char32_t c) {
    if (c >= 0xff01 && c <= 0xff5e) return c - 0xff01 + '!';
    if (c >= 0x1d400 && c <= 0x1d6a3) {
        const char32_t at = (c - 0x1d400) % 52;
        return at < 26 ? 'a' + at : 'a' + at - 26;
    }
    if (c >= 0x1d7ce && c <= 0x1d7ff) return '0' + (c - 0x1d7ce) % 10;
    if (c >= 0x24b6 && c <= 0x24e9) return 'a' + (c - 0x24b6) % 26;
    if (c >= 0x1f130 && c <= 0x1f149) return 'a' + (c - 0x1f130);
    if (c >= 0x1f170 && c <= 0x1f189) return 'a' + (c - 0x1f170);
    return 0;
}

/// Letters of scripts that are not Latin part no word: "大麻" is one.
bool is_foreign_letter(char32_t c) {
    return (c >= 0xc0 && c < 0x2000 && c != 0xd7 && c != 0xf7) || (c >= 0x3041 && c <= 0x30ff) ||
           (c >= 0x3400 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3);
}

/// One code point and its size; what is no UTF-8 is one byte long and parts words.
Letter decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
    Letter letter;
    const std::uint8_t first = byte(0);
    const std::size_t size = first < 0x80    ? 1
                             : first >= 0xf0 ? 4
                             : first >= 0xe0 ? 3
                             : first >= 0xc2 ? 2
                                             : 0;
    letter.value = size == 1 ? first : 0xfffd;
    if (size < 2 || at + size > text.size()) return letter;
    char32_t value = first & (0xff >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return letter;
        value = value << 6 | (byte(i) & 0x3f);
    }
    letter.value = value;
    letter.size = size;
    return letter;
}

}  // namespace

Letter letter_at(std::string_view text, std::size_t at) {
    Letter letter = decode(text, at);
    char32_t c = letter.value;
    if (const char32_t plain = c >= 0x2000 ? plain_of_styled(c) : 0) {
        c = plain;
        letter.disguised = true;
        letter.value = plain;
    }
    if (c < table_size && table().places[c].base != '\0') {
        const Place& place = table().places[c];
        letter.base = static_cast<unsigned char>(place.base);
        letter.shape = place.shape;
        letter.tone = place.tone;
        letter.disguised = letter.disguised || place.disguised;
    } else if (is_invisible(c)) {
        letter.invisible = true;
    } else if (is_foreign_letter(c) && !is_mark(c)) {
        letter.base = c;
    }
    return letter;
}

bool is_mark(char32_t value) {
    return (value >= 0x300 && value < 0x370) || (value >= 0x1ab0 && value < 0x1b00) ||
           (value >= 0x1dc0 && value < 0x1e00) || (value >= 0x20d0 && value < 0x2100);
}

bool join_mark(Letter& letter, char32_t mark) {
    const char32_t base = letter.base;
    const auto is_one_of = [base](std::string_view letters) {
        return base < 0x80 && letters.find(static_cast<char>(base)) != std::string_view::npos;
    };
    constexpr std::array<std::pair<char32_t, char>, 5> tones = {
        {{0x300, '`'}, {0x301, '\''}, {0x309, '?'}, {0x303, '~'}, {0x323, '.'}}};
    for (const auto& [code, tone] : tones) {
        if (code == mark && is_one_of("aeiouy")) {
            letter.tone = tone;
            return true;
        }
    }
    if (mark == 0x302 && is_one_of("aeo"))
        letter.shape = '^';
    else if (mark == 0x306 && base == 'a')
        letter.shape = '(';
    else if (mark == 0x31b && is_one_of("ou"))
        letter.shape = '+';
    else
        return false;
    return true;
}

void append_utf8(std::string& out, char32_t letter) {
    if (letter < 0x80) {
        out += static_cast<char>(letter);
    } else if (letter < 0x800) {
        out += static_cast<char>(0xc0 | letter >> 6);
        out += static_cast<char>(0x80 | (letter & 0x3f));
    } else if (letter < 0x10000) {
        out += static_cast<char>(0xe0 | letter >> 12);
        out += static_cast<char>(0x80 | (letter >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (letter & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | letter >> 18);
        out += static_cast<char>(0x80 | (letter >> 12 & 0x3f));
        out += static_cast<char>(0x80 | (letter >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (letter & 0x3f));
    }
}

}  // namespace buuan::screening
