#include "edge/pages/html.hpp"

#include <utf8proc.h>

namespace buuan::pages {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

void append_escaped(std::string& out, std::string_view letter) {
    switch (letter.front()) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += letter;
    }
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        utf8proc_int32_t value = -1;
        const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                           static_cast<utf8proc_ssize_t>(text.size()), &value);
        const bool control =
            (value < 0x20 && value != '\n' && value != '\t') || (value >= 0x7f && value < 0xa0);
        if (size <= 0 || control)
            out += replacement;
        else
            append_escaped(out, text.substr(0, static_cast<std::size_t>(size)));
        text.remove_prefix(size <= 0 ? 1 : static_cast<std::size_t>(size));
    }
    return out;
}

}  // namespace buuan::pages
