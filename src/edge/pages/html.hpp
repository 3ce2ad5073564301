// HTML that is safe to send, by its type: what stands in a form string is markup written here, and
// everything put into its gaps is text and escaped, unless it is Html itself. Bytes that are no
// UTF-8, and control characters, become U+FFFD.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <iterator>
#include <string>
#include <string_view>

namespace buuan::pages {

enum class Language : std::uint8_t { vi, en };

/// The same in both languages.
struct Text {
    std::string_view vi;
    std::string_view en;
    [[nodiscard]] std::string_view in(Language language) const {
        return language == Language::en ? en : vi;
    }
};

std::string escaped(std::string_view text);

class Html;
std::string shown(std::string_view text);
std::string_view shown(const Html& html);
template <std::integral N>
N shown(N number) {
    return number;
}

class Html {
public:
    /// `form` is checked by the compiler; its gaps take text, numbers and Html.
    template <class... Parts>
    Html& put(fmt::format_string<decltype(shown(std::declval<const Parts&>()))...> form,
              const Parts&... parts);

    [[nodiscard]] const std::string& text() const& { return text_; }
    [[nodiscard]] std::string text() && { return std::move(text_); }

private:
    std::string text_;
};

inline std::string shown(std::string_view text) {
    return escaped(text);
}
inline std::string_view shown(const Html& html) {
    return html.text();
}
template <class... Parts>
Html& Html::put(fmt::format_string<decltype(shown(std::declval<const Parts&>()))...> form,
                const Parts&... parts) {
    fmt::format_to(std::back_inserter(text_), form, shown(parts)...);
    return *this;
}

/// A part of a page by itself, for a gap of another.
template <class... Parts>
Html html(fmt::format_string<decltype(shown(std::declval<const Parts&>()))...> form,
          const Parts&... parts) {
    Html made;
    made.put(form, parts...);
    return made;
}

}  // namespace buuan::pages
