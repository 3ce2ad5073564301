// A rule set as one file: what is kept, published and fetched, and what its digest is taken over.
// Promises: two sets of rules that differ give packs that differ, and no pack is taken in two
// spellings: what decode_pack accepts, encode_pack writes back byte for byte. Whether the rules
// make sense is for RuleSet::compile to say. docs/formats/goods-rules.md.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "screening/goods_rules.hpp"

namespace buuan::screening {

constexpr std::size_t pack_bytes_max = 4 * 1024 * 1024;

/// Entries in the order of their ids, however they stand in `rules`.
std::string encode_pack(const GoodsRules& rules);

/// Any bytes; what is wrong is named by entry or list, and by the byte where reading stopped.
Result<GoodsRules, RuleProblem> decode_pack(std::string_view bytes);

}  // namespace buuan::screening
