// The text of a citizen card's QR code: anyone can print one.
#include "base/citizen_card.hpp"

#include "base/canonical.hpp"
#include "fuzz.hpp"

namespace buuan::fuzz {

void take(BytesView input) {
    const Day today = Day::of_date(2026, 11, 24).value();
    const auto card = CitizenCard::parse(as_text(input), today);
    if (!card.ok()) return;
    const CitizenCard& read = card.value();
    CHECK(read.number.reveal().size() == 12);
    CHECK(read.born <= today);
    CHECK(is_nfc(read.name.reveal()) && !read.name.empty());
    CHECK(read.residence.reveal().find('|') == std::string_view::npos);

    // A card printed from what was read says the same.
    const auto date = [](Day day) {
        const std::string text = day.text();
        return text.substr(8) + text.substr(5, 2) + text.substr(0, 4);
    };
    const std::string printed = read.number.reveal() + "||" + std::string(read.name.reveal()) +
                                "|" + date(read.born) + (read.female ? "|Nữ|" : "|Nam|") +
                                std::string(read.residence.reveal()) + "|" +
                                (read.issued ? date(*read.issued) : "");
    const auto again = CitizenCard::parse(printed, today);
    CHECK(again.ok());
    CHECK(again.value().number == read.number && again.value().name == read.name &&
          again.value().born == read.born && again.value().female == read.female &&
          again.value().residence == read.residence && again.value().issued == read.issued);
}

}  // namespace buuan::fuzz
