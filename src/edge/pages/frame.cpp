#include "edge/pages/frame.hpp"

#include "base/bytes.hpp"
#include "edge/pages/style_file.hpp"

namespace buuan::pages {
namespace {

constexpr Text sample_note = {"Dữ liệu mẫu: không phải doanh nghiệp thật.",
                              "Sample data: no real enterprise."};
constexpr Text skip = {"Đến nội dung chính", "Skip to the content"};
constexpr Text other_language = {"English", "Tiếng Việt"};
constexpr Text ways = {"Trang", "Pages"};
constexpr Text short_lookup = {"Tra cứu", "Look up"};
constexpr Text short_declaration = {"Khai trước", "Declare beforehand"};
constexpr Text short_list = {"Danh mục", "The list"};
constexpr Text notice = {"Bản in để niêm yết (PDF)", "Notice for the wall (PDF)"};

Html way_to(const Facts& facts, const Page& to, const Text& name, const Page& here) {
    const std::string_view language = Text{"vi", "en"}.in(facts.language);
    if (to.path == here.path)
        return html("<li><a href=\"{}?lang={}\" aria-current=\"page\">{}</a></li>", to.path,
                    language, name.in(facts.language));
    return html("<li><a href=\"{}?lang={}\">{}</a></li>", to.path, language,
                name.in(facts.language));
}

}  // namespace

std::string framed(const Facts& facts, const Page& page, const Html& main) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    const std::string_view language = Text{"vi", "en"}.in(facts.language);
    const std::string_view other = Text{"en", "vi"}.in(facts.language);
    Html all;
    all.put(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<title>{} · {}</title><link rel=\"stylesheet\" href=\"{}\"></head>\n<body>\n",
        language, say(page.title), facts.enterprise, style_path());
    all.put(
        "<a class=\"skip\" href=\"#main\">{}</a>\n<header><p>{}</p>"
        "<p><a href=\"{}?lang={}\" lang=\"{}\" hreflang=\"{}\">{}</a></p></header>\n",
        say(skip), facts.enterprise, page.path, other, other, other, say(other_language));
    const Html sample =
        facts.sample ? html("<p class=\"note sample\" role=\"note\">{}</p>\n", say(sample_note))
                     : Html();
    const Html declaring =
        facts.declares ? way_to(facts, declaration, short_declaration, page) : Html();
    all.put(
        "<main id=\"main\">\n{}<h1>{}</h1>\n{}</main>\n<footer><nav "
        "aria-label=\"{}\"><ul>{}{}{}{}{}"
        "<li><a href=\"/danh-muc.pdf?size=a3&amp;lang={}\">{}</a></li></ul></nav></footer>\n"
        "</body>\n</html>\n",
        sample, say(page.title), main, say(ways), way_to(facts, lookup, short_lookup, page),
        declaring, way_to(facts, list, short_list, page),
        way_to(facts, conditions, conditions.title, page),
        way_to(facts, own_item, own_item.title, page), language, say(notice));
    return std::move(all).text();
}

Mark mark_of(screening::Outcome outcome) {
    using screening::Outcome;
    switch (outcome) {
        case Outcome::prohibited:
            return {"bad", "✕", {"Không được gửi", "May not be sent"}};
        case Outcome::conditional:
            return {"warn", "⚠", {"Gửi được, có điều kiện", "May be sent, under conditions"}};
        case Outcome::restricted_documents:
            return {"warn",
                    "⚠",
                    {"Chỉ gửi bằng dịch vụ dành riêng cho giấy tờ",
                     "Only by the service for such documents"}};
        case Outcome::vague:
            return {"unknown",
                    "?",
                    {"Chưa rõ – hãy ghi cụ thể là món gì", "Not clear – say exactly what it is"}};
        case Outcome::allowed:
            break;
    }
    return unknown;
}

Html list_version(const Facts& facts) {
    const std::string version = short_version(facts.rules.digest());
    const std::string date = date_text(facts.issued);
    return facts.language == Language::en ? html("List {} of {}", version, date)
                                          : html("Danh mục {}, ngày {}", version, date);
}

Html vietnamese(const Facts& facts, std::string_view text) {
    return facts.language == Language::en ? html("<span lang=\"vi\">{}</span>", text)
                                          : html("{}", text);
}

std::string_view style() {
    return style_file;
}

std::string_view style_path() {
    static const std::string path =
        "/assets/public-" + sha256(as_bytes(style_file)).text().substr(0, 16) + ".css";
    return path;
}

}  // namespace buuan::pages
