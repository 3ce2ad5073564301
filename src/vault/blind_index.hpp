// Finding without opening: a token is a keyed hash of what people search for, under the token key
// of one day. Tokens of two days cannot be linked, and die with their day's key (DESIGN.md section
// 4; docs/formats/vault.md, "Token").
#pragma once

#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/day_store.hpp"

namespace buuan::vault {

/// Sender and recipient share a kind: who searches for a phone need not know which side it was on.
/// Numbers are part of the format.
enum class TokenKind : std::uint8_t {
    phone = 1,
    phone_last4 = 2,
    identity_number = 3,
    name = 4,
    item_code = 5,
    order_code = 6,
    receipt = 7
};
BOOST_DESCRIBE_ENUM(TokenKind, phone, phone_last4, identity_number, name, item_code, order_code,
                    receipt)

/// `value` in its one normal form (PhoneNumber::text() and so on); a name is folded here.
Token token_of(const Secret& token_class_key, TokenKind kind, std::string_view value);

/// Lower case, without diacritics, đ as d, single spaces: "Lò Thị  MAI" and "lo thi mai" are one.
/// Empty for what is no UTF-8.
std::string fold_name(std::string_view utf8);

/// The same, written at `out`, where there is room for fold_growth bytes for each of `utf8`;
/// returns its end. Nothing is written for what is no UTF-8.
char* fold_name(std::string_view utf8, char* out);
inline constexpr std::size_t fold_growth = 3;  // a Hangul syllable into its letters

}  // namespace buuan::vault
