#include "base/citizen_card.hpp"

#include "base/canonical.hpp"

namespace buuan {
namespace {

constexpr std::size_t text_bytes_max = 2048;
constexpr std::size_t fields_needed = 7;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> fields;
    for (std::size_t begin = 0;;) {
        const auto end = text.find('|', begin);
        fields.push_back(trimmed(text.substr(begin, end - begin)));
        if (end == std::string_view::npos) return fields;
        begin = end + 1;
    }
}

/// ddmmyyyy or dd/mm/yyyy.
std::optional<Day> parse_date(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c == '/') continue;
        if (c < '0' || c > '9') return std::nullopt;
        digits += c;
    }
    if (digits.size() != 8) return std::nullopt;
    return Day::of_date(std::stoi(digits.substr(4)), std::stoi(digits.substr(2, 2)),
                        std::stoi(digits.substr(0, 2)));
}

}  // namespace

Result<CitizenCard, std::string> CitizenCard::parse(std::string_view qr_text, Day today) {
    if (qr_text.size() > text_bytes_max) return std::string("card_fields");
    while (!qr_text.empty() && (qr_text.back() == '\n' || qr_text.back() == '\r'))
        qr_text.remove_suffix(1);
    const auto normal = to_nfc(qr_text);
    if (!normal) return std::string("card_fields");
    const auto fields = split(*normal);
    if (fields.size() < fields_needed) return std::string("card_fields");
    auto number = CitizenNumber::parse(fields[0], today);
    if (!number.ok()) return number.error();
    if (fields[2].empty()) return std::string("card_name");
    const auto born = parse_date(fields[3]);
    if (!born || *born > today) return std::string("card_birth_date");

    CitizenCard card{std::move(number).value(),
                     Personal(std::string(fields[2])),
                     *born,
                     fields[4] == "Nữ",
                     Personal(std::string(fields[5])),
                     parse_date(fields[6]),
                     fields.size() - fields_needed,
                     {}};
    card.warnings = card.number.warnings(today);
    if (card.born.year() != card.number.birth_year()) card.warnings.emplace_back("card_year");
    if ((fields[4] != "Nữ" && fields[4] != "Nam") || card.female != card.number.female())
        card.warnings.emplace_back("card_sex");
    // A chip card's code is not older than the chip cards, nor from the future, nor from before its
    // holder was born.
    const Day first_chip_card = Day::of_date(2021, 1, 1).value();
    if (!card.issued || *card.issued > today || *card.issued < first_chip_card ||
        *card.issued < card.born)
        card.warnings.emplace_back("card_issue_date");
    return card;
}

}  // namespace buuan
