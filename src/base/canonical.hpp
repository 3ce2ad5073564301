// The one encoding that we hash and sign: canonical JSON after RFC 8785, narrowed for the ledger
// (DESIGN.md section 5): ASCII member names, text in NFC, whole numbers only, large numbers as
// strings. docs/formats/entries.md.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace buuan {

/// Members sorted, shortest escapes, no white space. Fails (invalid) on a fraction, a number beyond
/// 2^53 - 1, a member name outside printable ASCII, or text not in NFC.
Result<std::string> canonical_json(const boost::json::value& value);

/// The same at the end of `out`, which a fault leaves half written.
Result<Done> append_canonical(std::string& out, const boost::json::object& object);

/// Reads only what canonical_json makes: re-encodes and compares, which also refuses duplicate
/// names. Bounded: `bytes_max` of text, depth 16.
Result<boost::json::value> parse_canonical_json(std::string_view text, std::size_t bytes_max);

bool is_nfc(std::string_view utf8);
/// NFC form; nullopt if the text is not valid UTF-8 or holds control characters other than tab and
/// line feed.
std::optional<std::string> to_nfc(std::string_view utf8);

}  // namespace buuan
