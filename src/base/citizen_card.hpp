// The text of the QR code on a citizen card (CCCD of 2021, Căn cước of 2024): fields parted by '|'.
// Unsigned, so it says what someone printed, not who stands there. docs/formats/identifiers.md,
// section 2. Fields behind the seventh (relatives) are dropped unread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/citizen_number.hpp"
#include "base/personal.hpp"

namespace buuan {

struct CitizenCard {
    CitizenNumber number;
    Personal name;
    Day born;
    bool female{};
    Personal residence;
    std::optional<Day> issued;
    std::size_t dropped_fields{};
    /// card_year, card_sex, card_issue_date, and those of the number: worth a second look, never a
    /// refusal.
    std::vector<std::string> warnings;

    /// The error is card_fields, card_name, card_birth_date or one of CitizenNumber. At most 2,048
    /// bytes.
    static Result<CitizenCard, std::string> parse(std::string_view qr_text, Day today);
};

}  // namespace buuan
