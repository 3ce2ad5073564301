// What a written word may have been meant to be: the spellings of chat ("thuoc fien", "nuoc vuj"),
// the slips of Telex and VNI typing ("phaos", "phao1"), digits for letters ("m4"), one letter too
// many, too few, or changed. Pure string work on letters without marks; what is a word and what is
// not, the phrase book decides.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace buuan::screening {

/// The same for words that are said alike: f ph, c k q, z d, gi j i y, w u, and repeated letters.
std::string sound_of(std::string_view folded);

/// Without what Telex leaves behind when the mark was not made: "phaos" is "phao". Empty when
/// nothing is left behind.
std::string without_telex(std::string_view folded);
/// Without the digits of VNI: "su1ng" is "sung". Empty when there are none or it does not begin
/// with a letter.
std::string without_vni(std::string_view folded);
/// Digits read as the letters they imitate, `one` for 1. Empty when there are no digits, or no
/// letters.
std::string without_digits(std::string_view folded, char one);

/// Could be a syllable of Vietnamese written without marks: then it is rather itself than a slip.
bool is_syllable(std::string_view folded);

/// At most one letter more, less, changed, or two neighbours swapped.
bool within_one_edit(std::string_view a, std::string_view b);
/// Keys under which words one edit apart meet: the word, and the word without each letter.
void edit_keys(std::string_view folded, std::vector<std::uint64_t>& keys);

std::uint64_t hash_of(std::string_view text);

}  // namespace buuan::screening
