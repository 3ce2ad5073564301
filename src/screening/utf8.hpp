// Whether bytes are well-formed UTF-8 (RFC 3629): what a pack holds must be, and what a verdict
// quotes as JSON. The reading of declarations itself takes any bytes (letters.hpp).
#pragma once

#include <cstddef>
#include <string_view>

namespace buuan::screening {

/// Bytes of the character at `at`, 1 to 4; 0 where none stands: a broken or overlong one, a
/// surrogate, or the end.
std::size_t utf8_size_at(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

}  // namespace buuan::screening
