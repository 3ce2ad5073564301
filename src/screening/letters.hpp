// From bytes to letters, one by one and whatever they are: look-alikes of other scripts, full width
// and mathematical letters become the letter they imitate; what has no width (joiners, marks of
// direction, variation selectors) is not there at all. Own tables: a few nanoseconds a letter and
// no library in the wasm build; screening_test holds them to ICU.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace buuan::screening {

/// What stands at one place of the text. `base` is a lower-case Latin letter or digit, a letter of
/// another script, or 0 for what parts words. `shape` tells â ă ơ đ from a o d, `tone` the six
/// tones (0 none).
struct Letter {
    char32_t base{};
    char shape = ' ';  // ' ' none, '^' circumflex, '(' breve, '+' horn, '-' stroke
    char tone = ' ';   // ' ' none, '`' '\'' '?' '~' '.'
    bool invisible = false;
    bool disguised = false;  // an imitation of `base`
    char32_t value{};        // what really stands there
    std::size_t size = 1;    // bytes
};

/// The letter at byte `at` of `text`; any bytes will do.
Letter letter_at(std::string_view text, std::size_t at);

/// Joins a combining mark with the letter before; false when Vietnamese has no such mark.
bool join_mark(Letter& letter, char32_t mark);
bool is_mark(char32_t value);

void append_utf8(std::string& out, char32_t letter);

}  // namespace buuan::screening
