// What an item can be found by: the tokens of its record and of its identity record
// (docs/formats/vault.md, "Token").
#pragma once

#include <vector>

#include "vault/blind_index.hpp"
#include "vault/record.hpp"

namespace buuan::vault {

/// Either may be empty: its tokens are left out.
std::vector<Token> tokens_of(const Fields& record, const Fields& identity,
                             const Secret& token_class_key);

}  // namespace buuan::vault
