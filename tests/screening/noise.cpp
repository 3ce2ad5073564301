#include "noise.hpp"

#include <array>
#include <utility>

namespace buuan {
namespace {

/// Small letters with marks, how Telex types them: letter, shape key, tone key.
struct Marked {
    std::string_view utf8;
    std::string_view plain;
    std::string_view shape;  // what Telex adds right behind the letter
    char tone;               // what Telex adds behind the syllable; ' ' none
};
constexpr std::array<Marked, 67> marked = {{
    {"à", "a", "", 'f'},  {"á", "a", "", 's'},  {"ả", "a", "", 'r'},  {"ã", "a", "", 'x'},
    {"ạ", "a", "", 'j'},  {"ă", "a", "w", ' '}, {"ằ", "a", "w", 'f'}, {"ắ", "a", "w", 's'},
    {"ẳ", "a", "w", 'r'}, {"ẵ", "a", "w", 'x'}, {"ặ", "a", "w", 'j'}, {"â", "a", "a", ' '},
    {"ầ", "a", "a", 'f'}, {"ấ", "a", "a", 's'}, {"ẩ", "a", "a", 'r'}, {"ẫ", "a", "a", 'x'},
    {"ậ", "a", "a", 'j'}, {"è", "e", "", 'f'},  {"é", "e", "", 's'},  {"ẻ", "e", "", 'r'},
    {"ẽ", "e", "", 'x'},  {"ẹ", "e", "", 'j'},  {"ê", "e", "e", ' '}, {"ề", "e", "e", 'f'},
    {"ế", "e", "e", 's'}, {"ể", "e", "e", 'r'}, {"ễ", "e", "e", 'x'}, {"ệ", "e", "e", 'j'},
    {"ì", "i", "", 'f'},  {"í", "i", "", 's'},  {"ỉ", "i", "", 'r'},  {"ĩ", "i", "", 'x'},
    {"ị", "i", "", 'j'},  {"ò", "o", "", 'f'},  {"ó", "o", "", 's'},  {"ỏ", "o", "", 'r'},
    {"õ", "o", "", 'x'},  {"ọ", "o", "", 'j'},  {"ô", "o", "o", ' '}, {"ồ", "o", "o", 'f'},
    {"ố", "o", "o", 's'}, {"ổ", "o", "o", 'r'}, {"ỗ", "o", "o", 'x'}, {"ộ", "o", "o", 'j'},
    {"ơ", "o", "w", ' '}, {"ờ", "o", "w", 'f'}, {"ớ", "o", "w", 's'}, {"ở", "o", "w", 'r'},
    {"ỡ", "o", "w", 'x'}, {"ợ", "o", "w", 'j'}, {"ù", "u", "", 'f'},  {"ú", "u", "", 's'},
    {"ủ", "u", "", 'r'},  {"ũ", "u", "", 'x'},  {"ụ", "u", "", 'j'},  {"ư", "u", "w", ' '},
    {"ừ", "u", "w", 'f'}, {"ứ", "u", "w", 's'}, {"ử", "u", "w", 'r'}, {"ữ", "u", "w", 'x'},
    {"ự", "u", "w", 'j'}, {"ỳ", "y", "", 'f'},  {"ý", "y", "", 's'},  {"ỷ", "y", "", 'r'},
    {"ỹ", "y", "", 'x'},  {"ỵ", "y", "", 'j'},  {"đ", "d", "d", ' '},
}};

/// The marked letter at `at`, null when none stands there.
const Marked* marked_at(const std::string& text, std::size_t at) {
    for (const Marked& each : marked)
        if (text.compare(at, each.utf8.size(), each.utf8) == 0) return &each;
    return nullptr;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

std::string lower(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> capitals = {
        {{"Á", "á"},
         {"Đ", "đ"},
         {"Ố", "ố"},
         {"Ấ", "ấ"},
         {"Ổ", "ổ"},
         {"Ủ", "ủ"},
         {"Ư", "ư"},
         {"Ớ", "ớ"},
         {"Ô", "ô"},
         {"Ơ", "ơ"}}};
    for (const auto& [from, to] : capitals)
        text = replaced(text, std::string(from), std::string(to));
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
}

}  // namespace

std::string bare(const std::string& text) {
    const std::string small = lower(text);
    std::string out;
    for (std::size_t at = 0; at < small.size();) {
        if (const Marked* letter = marked_at(small, at)) {
            out += letter->plain;
            at += letter->utf8.size();
        } else {
            out += small[at++];
        }
    }
    return out;
}

std::string Noise::in_a_sentence(const std::string& text) {
    constexpr std::array<std::string_view, 12> before = {
        "1 hộp ", "2 bịch ",    "gửi ",        "bán ",   "combo ",    "1 thùng ",
        "",       "hàng mới: ", "em gửi chị ", "3 gói ", "đơn hàng ", "thanh lý "};
    constexpr std::array<std::string_view, 12> behind = {
        "",       " giá rẻ",   " loại tốt",   " x2",       " chính hãng", " hàng đẹp",
        " 1 cái", " mới 100%", " ship gấp ạ", " nhé shop", " cho khách",  " số lượng 3"};
    return std::string(before[upto(before.size())]) + text +
           std::string(behind[upto(behind.size())]);
}

std::string Noise::misspelt(std::string text) {
    // One slip in the longest word: a letter doubled, left out, changed for its neighbour, swapped.
    std::size_t best = 0;
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end - at > length) {
            best = at;
            length = end - at;
        }
        at = end + 1;
    }
    if (length < 4) return text;
    const std::size_t at = best + 1 + upto(length - 2);
    switch (upto(4)) {
        case 0:
            text.insert(at, 1, text[at]);
            break;
        case 1:
            text.erase(at, 1);
            break;
        case 2:
            std::swap(text[at], text[at + 1]);
            break;
        default:
            text[at] = text[at] == 'o' ? 'p' : text[at] == 'i' ? 'o' : text[at] == 'a' ? 's' : 'u';
    }
    return text;
}

std::string Noise::teencode(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> ways = {{{"ph", "f"},
                                                                                    {"gi", "j"},
                                                                                    {"c ", "k "},
                                                                                    {"qu", "w"},
                                                                                    {"d", "z"},
                                                                                    {"i ", "j "},
                                                                                    {"c", "k"}}};
    text += ' ';
    std::size_t changes = 0;
    for (const auto& [from, to] : ways) {
        if (changes == 2) break;
        const std::string next = replaced(text, std::string(from), std::string(to));
        changes += next != text;
        text = next;
    }
    text.pop_back();
    return text;
}

std::string Noise::telex(const std::string& text) {
    std::string out;
    std::string tone;
    for (std::size_t at = 0; at <= text.size();) {
        if (at == text.size() || text[at] == ' ') {
            out += tone;
            tone.clear();
            if (at < text.size()) out += ' ';
            ++at;
        } else if (const Marked* letter = marked_at(text, at)) {
            out += letter->plain;
            out += letter->shape;
            if (letter->tone != ' ') tone = letter->tone;
            at += letter->utf8.size();
        } else {
            out += text[at++];
        }
    }
    return out;
}

std::string Noise::wrong_tone(const std::string& text) {
    return replaced(replaced(replaced(replaced(text, "ỏ", "õ"), "ả", "ã"), "ẩ", "ẫ"), "ổ", "ỗ");
}

std::string Noise::abbreviated(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> ways = {
        {{"điện thoại", "đt"},
         {"quần áo", "qa"},
         {"nước", "nc"},
         {"sạc dự phòng", "sdp"},
         {"mỹ phẩm", "mp"},
         {"thực phẩm chức năng", "tpcn"},
         {"thuốc lá điện tử", "tldt"},
         {"nguyên liệu", "nl"},
         {"hồ sơ", "hs"},
         {"hợp đồng", "hđ"},
         {"giấy tờ", "gt"},
         {"xe máy", "xm"},
         {"đông lạnh", "đl"},
         {"hóa chất", "hc"},
         {"không", "ko"},
         {"kháng sinh", "ks"}}};
    for (const auto& [from, to] : ways) text = replaced(text, std::string(from), std::string(to));
    return text;
}

std::string Noise::disguised(const std::string& text) {
    const std::string plain = bare(text);
    std::string out;
    switch (upto(9)) {
        case 0:  // dots inside words
            for (std::size_t i = 0; i < plain.size(); ++i) {
                out += plain[i];
                if (i + 1 < plain.size() && plain[i] != ' ' && plain[i + 1] != ' ') out += '.';
            }
            return out;
        case 1:  // zero width
            for (std::size_t at = 0; at < text.size();) {
                const Marked* letter = marked_at(text, at);
                const std::size_t size = letter == nullptr ? 1 : letter->utf8.size();
                out += text.substr(at, size) + "\xe2\x80\x8b";
                at += size;
            }
            return out;
        case 2:  // Cyrillic
            return replaced(replaced(replaced(plain, "a", "а"), "o", "о"), "e", "е");
        case 3:  // full width
            for (const char c : plain) {
                if (c < 'a' || c > 'z')
                    out += c;
                else
                    out += std::string("\xef\xbd") + static_cast<char>(c - 'a' + 0x81);
            }
            return replaced(out, "\xef\xbd\xc0", "\xef\xbd\xa0");
        case 4:  // digits
            return replaced(replaced(plain, "a", "4"), "o", "0");
        case 5:  // repeated letters
            for (const char c : plain) out += std::string(c != ' ' && upto(4) == 0 ? 3 : 1, c);
            return out;
        case 6:  // run together
            return replaced(plain, " ", "");
        case 7:  // marks of direction
            return "\xe2\x80\xae" + replaced(text, " ", "\xe2\x80\x8f ") + "\xe2\x80\xac";
        default:  // a space in each longer word
            for (std::size_t i = 0; i < plain.size(); ++i) {
                out += plain[i];
                const bool inside = i > 0 && i + 2 < plain.size() && plain[i - 1] != ' ' &&
                                    plain[i] != ' ' && plain[i + 1] != ' ' && plain[i + 2] != ' ';
                if (inside && upto(3) == 0) out += ' ';
            }
            return out;
    }
}

std::string Noise::title(const std::string& name, const std::vector<std::string>& words,
                         bool held_out) {
    constexpr std::array<std::string_view, 10> tags = {
        "[Freeship] ", "", "", "(Hàng có sẵn) ", "Combo 2 ", "", "HOT ", "[HCM] ", "Sale ", ""};
    constexpr std::array<std::string_view, 10> ends = {
        "",         " - Hàng loại 1", " giá rẻ",     " chính hãng", " (nhiều màu)",
        " cao cấp", " siêu xinh",     " cho nam nữ", " sz S/M/L",   " full box"};
    constexpr std::array<std::string_view, 10> held_tags = {
        "",          "Mã A12 ", "", "【HÀNG MỚI】", "Set 3 ", "Xả kho ", "", "Video thật - ",
        "Deal sốc ", ""};
    constexpr std::array<std::string_view, 10> held_ends = {
        "",         " | Bảo hành 12 tháng", " hot trend 2026",    " tặng kèm hộp", " NO BOX",
        " bản đẹp", " ngẫu nhiên",          " dành cho học sinh", " ulzzang",      " XL 60-70kg"};
    constexpr std::array<std::string_view, 12> brands = {
        "",          "",           "",           " Lovito",
        " Coolmate", " Sunhouse",  " Lock&Lock", " Thiên Long",
        " Deli",     " Mykingdom", " OEM",       " Hòa Phát"};
    const auto& tag = held_out ? held_tags : tags;
    const auto& end = held_out ? held_ends : ends;
    std::string text{tag[upto(tag.size())]};
    text += name + std::string(brands[upto(brands.size())]);
    const std::size_t first = upto(words.size());
    text += " " + words[first];
    if (upto(2) == 0) text += (held_out ? " - " : " ") + words[(first + 1) % words.size()];
    text += end[upto(end.size())];
    return text;
}

}  // namespace buuan
