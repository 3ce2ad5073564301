// A verdict as JSON, written here once: the API, `buuan screen` and the browser say the same bytes.
// Promises: members in a fixed order, no white space, valid UTF-8 whatever the text was. Offsets
// count bytes of the text in UTF-8, as everywhere (web/src/screening/engine.js turns them into places
// of a JavaScript string). docs/reference/openapi.json, Verdict.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "screening/rule_set.hpp"

namespace buuan::screening {

/// `text` is what was screened. `starts`: where each thing of a list begins in it, so that each
/// part names its thing and its offset therein; none: one text.
std::string verdict_json(const Verdict& verdict, const RuleSet& rules, std::string_view text,
                         std::span<const std::size_t> starts = {});

/// `text` with quotes around it; a byte that is no UTF-8 becomes U+FFFD.
void append_json_text(std::string& out, std::string_view text);

}  // namespace buuan::screening
