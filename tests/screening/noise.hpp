// What writing does to a declaration, by a fixed seed: no diacritics, slips, chat spellings,
// disguises, words around it. Written apart from src/screening, which must undo it.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace buuan {

/// Without diacritics.
std::string bare(const std::string& text);

class Noise {
public:
    explicit Noise(std::uint32_t seed) : random_(seed) {}
    std::string in_a_sentence(const std::string& text);
    std::string misspelt(std::string text);
    std::string teencode(std::string text);
    std::string telex(const std::string& text);
    std::string wrong_tone(const std::string& text);
    std::string abbreviated(std::string text);
    std::string disguised(const std::string& text);
    std::string title(const std::string& name, const std::vector<std::string>& words,
                      bool held_out);

private:
    std::size_t upto(std::size_t bound) { return random_() % bound; }
    std::mt19937 random_;
};

}  // namespace buuan
