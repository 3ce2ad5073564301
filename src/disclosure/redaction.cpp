#include "disclosure/redaction.hpp"

#include <algorithm>
#include <vector>

#include "base/canonical.hpp"
#include "vault/blind_index.hpp"

namespace buuan::disclosure {
namespace {

constexpr std::size_t digits_kept_max = 5;
constexpr std::string_view gap = "[…]";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Bytes of the digit at `at`, 0 where there is none; those of full width count as well.
std::size_t digit_at(std::string_view text, std::size_t at) {
    if (is_digit(text[at])) return 1;
    const std::string_view wide = text.substr(at, 3);
    return wide.size() == 3 && wide.starts_with("\xEF\xBC") && wide[2] >= '\x90' &&
                   wide[2] <= '\x99'
               ? 3
               : 0;
}

/// What people put between the digits of one number.
bool is_between_digits(char c) {
    return c == ' ' || c == '.' || c == '-' || c == '/' || c == '(' || c == ')' || c == '\t';
}

/// Bytes of letters; all of UTF-8 beyond ASCII counts as such.
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

struct Span {
    std::size_t begin{};
    std::size_t end{};
};

void find_numbers(std::string_view text, std::vector<Span>& taken) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        std::size_t end = at;
        std::size_t digits = 0;
        while (at < text.size()) {
            const std::size_t size = digit_at(text, at);
            if (size == 0 && (digits == 0 || !is_between_digits(text[at]))) break;
            at += std::max<std::size_t>(size, 1);
            if (size == 0) continue;
            ++digits;
            end = at;
        }
        if (digits == 0) ++at;
        if (digits > digits_kept_max) taken.push_back({begin, end});
    }
}

void find_addresses(std::string_view text, std::vector<Span>& taken) {
    const auto belongs = [](char c) {
        return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-' || c == '+' ||
               c == '%';
    };
    for (std::size_t at = text.find('@'); at != std::string_view::npos;
         at = text.find('@', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && belongs(text[begin - 1])) --begin;
        std::size_t end = at + 1;
        while (end < text.size() && belongs(text[end])) ++end;
        taken.push_back({begin, end});
    }
}

std::vector<Span> words_in(std::string_view text) {
    std::vector<Span> words;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_letter(text[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < text.size() && is_letter(text[at])) ++at;
        words.push_back({begin, at});
    }
    return words;
}

std::string_view at(std::string_view text, Span span) {
    return text.substr(span.begin, span.end - span.begin);
}

/// Two words of the name or more that follow one another, however they are written; or the given
/// name alone, written as a name.
void find_name(std::string_view text, std::string_view name, std::vector<Span>& taken) {
    const auto name_words = words_in(name);
    if (name_words.empty()) return;
    std::vector<std::string> folded;
    for (const Span& word : name_words) folded.push_back(vault::fold_name(at(name, word)));
    const std::string_view given = at(name, name_words.back());
    const auto words = words_in(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::size_t most = 0;
        for (std::size_t from = 0; from < folded.size(); ++from) {
            std::size_t same = 0;
            while (from + same < folded.size() && i + same < words.size() &&
                   vault::fold_name(at(text, words[i + same])) == folded[from + same])
                ++same;
            most = std::max(most, same);
        }
        const bool alone = most > 0 && (folded.size() == 1 || at(text, words[i]) == given);
        if (most > 1 || alone) taken.push_back({words[i].begin, words[i + most - 1].end});
    }
}

}  // namespace

std::string without_people(std::string_view text, std::span<const std::string_view> names) {
    const auto composed = to_nfc(text);
    if (!composed) return std::string(gap);
    std::vector<Span> taken;
    find_numbers(*composed, taken);
    find_addresses(*composed, taken);
    for (const std::string_view name : names) {
        if (const auto same_form = to_nfc(name)) find_name(*composed, *same_form, taken);
    }
    std::sort(taken.begin(), taken.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
    std::string out;
    std::size_t kept = 0;
    for (const Span& each : taken) {
        if (each.begin >= kept) {
            out += composed->substr(kept, each.begin - kept);
            out += gap;
        }
        kept = std::max(kept, each.end);
    }
    return out + composed->substr(kept);
}

}  // namespace buuan::disclosure
