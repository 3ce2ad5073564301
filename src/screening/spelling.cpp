#include "screening/spelling.hpp"

#include <algorithm>
#include <array>

namespace buuan::screening {
namespace {

bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char sound_of(char c) {
    switch (c) {
        case 'c':
        case 'q':
            return 'k';
        case 'z':
            return 'd';
        case 'y':
        case 'j':
            return 'i';
        case 'w':
            return 'u';
        default:
            return c;
    }
}

}  // namespace

std::string sound_of(std::string_view folded) {
    std::string out;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const char c = folded[i];
        const char next = i + 1 < folded.size() ? folded[i + 1] : '\0';
        char sound = sound_of(c);
        if (c == next && i + 1 < folded.size()) continue;
        if (c == 'p' && next == 'h') {
            sound = 'f';
            ++i;
        } else if (c == 'g' && next == 'i' && i == 0 && folded.size() > 2) {
            sound = 'i';
            if (i + 2 < folded.size() && is_vowel(folded[i + 2])) ++i;
        } else if (c == 'g' && next == 'h') {
            ++i;
        } else if (c == 'c' && next == 'k') {
            ++i;
        }
        if (out.empty() || out.back() != sound) out += sound;
    }
    return out;
}

std::string without_telex(std::string_view folded) {
    std::string out;
    bool changed = false;
    bool vowel_seen = false;
    bool tone_seen = false;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const char c = folded[i];
        const bool tone = c == 's' || c == 'f' || c == 'r' || c == 'x' || c == 'j';
        const bool doubled =
            !out.empty() && out.back() == c && (c == 'a' || c == 'e' || c == 'o' || c == 'd');
        if (vowel_seen && tone && !tone_seen) {
            tone_seen = changed = true;
            continue;
        }
        if (doubled || (c == 'w' && !out.empty())) {
            changed = true;
            continue;
        }
        // A shape typed behind the end of the syllable: "dand" is "đan", "thuoco" is "thuôc".
        if (i + 1 == folded.size() && i > 2 && (c == 'd' ? out.front() == 'd' : is_vowel(c)) &&
            !is_vowel(out.back()) && out.find(c) != std::string::npos) {
            changed = true;
            continue;
        }
        vowel_seen = vowel_seen || is_vowel(c);
        out += c;
    }
    return changed && out.size() > 1 ? out : std::string();
}

std::string without_vni(std::string_view folded) {
    if (folded.empty() || is_digit(folded.front())) return {};
    std::string out;
    for (const char c : folded) {
        if (c == '0') return {};
        if (!is_digit(c)) out += c;
    }
    return out.size() < folded.size() && out.size() > 1 ? out : std::string();
}

std::string without_digits(std::string_view folded, char one) {
    if (folded.empty() || is_digit(folded.front())) return {};
    constexpr std::string_view letters = "o1zeasgtbg";
    std::string out;
    std::size_t digits = 0;
    for (const char c : folded) {
        if (is_digit(c)) ++digits;
        out += is_digit(c) ? (c == '1' ? one : letters[static_cast<std::size_t>(c - '0')]) : c;
    }
    return digits == 0 || digits * 3 > folded.size() * 2 ? std::string() : out;
}

bool is_syllable(std::string_view folded) {
    constexpr std::array<std::string_view, 27> onsets = {
        "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d",
        "g",   "h",  "k",  "l",  "m",  "n",  "p",  "r",  "s",  "t",  "v",  "x", ""};
    constexpr std::array<std::string_view, 9> codas = {"ch", "ng", "nh", "c", "m",
                                                       "n",  "p",  "t",  ""};
    for (const auto onset : onsets) {
        if (!folded.starts_with(onset)) continue;
        std::string_view rest = folded.substr(onset.size());
        if (rest.empty() && onset == "gi") return true;
        for (const auto coda : codas) {
            if (!rest.ends_with(coda)) continue;
            const std::string_view middle = rest.substr(0, rest.size() - coda.size());
            return !middle.empty() && middle.size() <= 3 &&
                   std::all_of(middle.begin(), middle.end(), is_vowel);
        }
        return false;
    }
    return false;
}

bool within_one_edit(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    std::size_t i = 0;
    while (i < a.size() && a[i] == b[i]) ++i;
    if (i == a.size()) return true;
    if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);
    if (a.substr(i + 1) == b.substr(i + 1)) return true;
    return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
           a.substr(i + 2) == b.substr(i + 2);
}

void edit_keys(std::string_view folded, std::vector<std::uint64_t>& keys) {
    keys.clear();
    keys.push_back(hash_of(folded));
    std::string shorter;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        if (i > 0 && folded[i] == folded[i - 1]) continue;
        shorter.assign(folded.substr(0, i));
        shorter += folded.substr(i + 1);
        keys.push_back(hash_of(shorter));
    }
}

std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    hash ^= hash >> 29;
    return hash == 0 ? 1 : hash;
}

}  // namespace buuan::screening
