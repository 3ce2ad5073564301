// The number that the whole of a text is.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace buuan {

/// Decimal digits and nothing else; nullopt for anything else, and for a number too large.
template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

}  // namespace buuan
