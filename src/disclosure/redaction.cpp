#include "disclosure/redaction.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/canonical.hpp"
#include "vault/blind_index.hpp"

namespace buuan::disclosure {
namespace {

constexpr std::size_t digits_kept_max = 5;
constexpr std::string_view usual_between_digits = " \t\n.-/()";  // any number of them
constexpr std::size_t others_between_digits_max = 4;             // code points
constexpr std::string_view gap = "[…]";

enum class Kind { letter, mark, digit, invisible, other };

/// One code point of a text.
struct Sign {
    Kind kind{};
    std::size_t size{};  // bytes
};

Kind kind_of(utf8proc_int32_t point) {
    // Zero-width spaces and joiners, soft hyphens, direction marks.
    if (utf8proc_get_property(point)->ignorable) return Kind::invisible;
    switch (utf8proc_category(point)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
            return Kind::letter;
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
            return Kind::mark;
        case UTF8PROC_CATEGORY_ND:  // those of full width among them
            return Kind::digit;
        default:
            return Kind::other;
    }
}

Sign sign_at(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    utf8proc_int32_t point = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                       static_cast<utf8proc_ssize_t>(rest.size()), &point);
    if (size <= 0) return {Kind::other, 1};
    return {kind_of(point), static_cast<std::size_t>(size)};
}

struct Span {
    std::size_t begin{};
    std::size_t end{};
};

/// Whatever is no letter may stand between the digits of one number.
void find_numbers(std::string_view text, std::vector<Span>& taken) {
    Span number;
    std::size_t digits = 0;
    std::size_t others = 0;
    const auto close = [&] {
        if (digits > digits_kept_max) taken.push_back(number);
        digits = 0;
    };
    for (std::size_t at = 0; at < text.size();) {
        const Sign sign = sign_at(text, at);
        if (sign.kind == Kind::digit) {
            if (digits++ == 0) number.begin = at;
            number.end = at + sign.size;
            others = 0;
        } else if (sign.kind == Kind::letter) {
            close();
        } else if (sign.kind != Kind::invisible &&
                   usual_between_digits.find(text[at]) == std::string_view::npos) {
            if (++others > others_between_digits_max) close();
        }
        at += sign.size;
    }
    close();
}

/// All of UTF-8 beyond ASCII may be part of an address.
bool is_in_address(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == '+' || c == '%' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

void find_addresses(std::string_view text, std::vector<Span>& taken) {
    for (std::size_t at = text.find('@'); at != std::string_view::npos;
         at = text.find('@', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && is_in_address(text[begin - 1])) --begin;
        std::size_t end = at + 1;
        while (end < text.size() && is_in_address(text[end])) ++end;
        taken.push_back({begin, end});
    }
}

/// As it is seen.
std::string visible(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const Sign sign = sign_at(text, at);
        if (sign.kind != Kind::invisible) out += text.substr(at, sign.size);
        at += sign.size;
    }
    return to_nfc(out).value_or(out);
}

/// Letters that follow one another, and the invisible signs after them: where only such a sign
/// parts two words, one ends where the other begins, and they may be meant as one.
struct Word {
    Span span;
    std::string folded;
};

std::string_view at(std::string_view text, Span span) {
    return text.substr(span.begin, span.end - span.begin);
}

std::size_t past(std::string_view text, std::size_t at, Kind one, Kind other) {
    while (at < text.size()) {
        const Sign sign = sign_at(text, at);
        if (sign.kind != one && sign.kind != other) break;
        at += sign.size;
    }
    return at;
}

std::vector<Word> words_in(std::string_view text) {
    std::vector<Word> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const Sign sign = sign_at(text, begin);
        std::size_t end = begin + sign.size;
        if (sign.kind == Kind::letter) {
            end = past(text, end, Kind::letter, Kind::mark);
            end = past(text, end, Kind::invisible, Kind::mark);
            const Span span{begin, end};
            words.push_back({span, vault::fold_name(visible(at(text, span)))});
        }
        begin = end;
    }
    return words;
}

/// How many of the first words make up `folded`; 0 if they do not.
std::size_t words_for(std::span<const Word> words, std::string_view folded) {
    std::string made;
    for (std::size_t i = 0; i < words.size() && made.size() < folded.size(); ++i) {
        if (i > 0 && words[i].span.begin != words[i - 1].span.end) break;
        made += words[i].folded;
        if (made == folded) return i + 1;
    }
    return 0;
}

/// Two words of the name or more that follow one another, however they are written; or the given
/// name alone, written as a name.
void find_name(std::string_view text, std::string_view name, std::vector<Span>& taken) {
    const auto name_words = words_in(name);
    if (name_words.empty()) return;
    const std::string given = visible(at(name, name_words.back().span));
    const auto words = words_in(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::pair<std::size_t, std::size_t> most;  // words of the name, words of the text
        for (std::size_t from = 0; from < name_words.size(); ++from) {
            std::size_t same = 0;
            std::size_t used = 0;
            while (from + same < name_words.size()) {
                const auto more =
                    words_for(std::span(words).subspan(i + used), name_words[from + same].folded);
                if (more == 0) break;
                used += more;
                ++same;
            }
            most = std::max(most, std::pair(same, used));
        }
        if (most.first == 0) continue;
        const Span found{words[i].span.begin, words[i + most.second - 1].span.end};
        if (most.first > 1 || name_words.size() == 1 || visible(at(text, found)) == given)
            taken.push_back(found);
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
        if (const auto same_form = to_nfc(name)) find_name(*composed, visible(*same_form), taken);
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
