// Numbers, codes and times as people type them. What is accepted has one canonical form, and that
// form is accepted as itself.
#include "acceptance/receipt.hpp"
#include "base/citizen_number.hpp"
#include "base/ids.hpp"
#include "base/item_code.hpp"
#include "base/person_name.hpp"
#include "base/phone.hpp"
#include "base/tax_code.hpp"
#include "fuzz.hpp"
#include "vault/blind_index.hpp"

namespace buuan::fuzz {
namespace {

/// Types with exactly one spelling.
template <class T>
void has_one_spelling(std::string_view text) {
    if (const auto read = T::parse(text)) CHECK(read->text() == text);
}

void check_typed(std::string_view text) {
    const Day today = Day::of_date(2026, 11, 24).value();
    if (const auto number = CitizenNumber::parse(text, today); number.ok()) {
        CHECK(CitizenNumber::parse(number.value().reveal(), today).value() == number.value());
        CHECK(number.value().masked().size() == 12);
        CHECK(number.value().warnings(today).size() <= 3);
    }
    if (const auto phone = PhoneNumber::parse(text); phone.ok()) {
        CHECK(PhoneNumber::parse(phone.value().reveal()).value() == phone.value());
        CHECK(phone.value().masked().size() == phone.value().reveal().size());
    }
    if (const auto code = TaxCode::parse(text)) CHECK(TaxCode::parse(code->text()) == code);
    if (const auto code = ItemCode::parse(text, "BA"))
        CHECK(ItemCode::parse(code->value, "BA") == code && code->value.size() <= 30);
    if (const auto name = PersonName::parse(text)) {
        CHECK(PersonName::parse(name->reveal())->reveal() == name->reveal());
        CHECK(!name->masked().empty());
    }
    if (const auto receipt = acceptance::Receipt::parse(text))
        CHECK(acceptance::Receipt::parse(receipt->text())->code == receipt->code);
    const std::string folded = vault::fold_name(text);
    CHECK(vault::fold_name(folded) == folded);
}

}  // namespace

void take(BytesView input) {
    const std::string_view text = as_text(input);
    has_one_spelling<ItemId>(text);
    has_one_spelling<SiteCode>(text);
    has_one_spelling<LogName>(text);
    has_one_spelling<Instant>(text);
    has_one_spelling<Day>(text);
    has_one_spelling<Digest>(text);
    if (const auto bytes = from_base64(text)) CHECK(to_base64(*bytes) == text);
    if (const auto bytes = from_hex(text)) CHECK(to_hex(*bytes) == text);
    if (const auto bytes = from_crockford(text))
        CHECK(from_crockford(to_crockford(*bytes)) == bytes);
    check_typed(text);
}

}  // namespace buuan::fuzz
