// What an item can be found by: the tokens of its record and of its identity record
// (docs/formats/vault.md, "Token").
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "vault/blind_index.hpp"
#include "vault/record.hpp"

namespace buuan::vault {

/// What an item can be searched by, in its normal form; the values stay the fields'. Either may be
/// empty: what it has is left out.
std::vector<std::pair<TokenKind, std::string_view>> values_of(const Fields& record,
                                                              const Fields& identity);

/// The tokens of these.
std::vector<Token> tokens_of(const Fields& record, const Fields& identity,
                             const Secret& token_class_key);

}  // namespace buuan::vault
