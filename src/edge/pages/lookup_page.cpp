#include <algorithm>
#include <optional>

#include "edge/pages/frame.hpp"

namespace buuan::pages {
namespace {

using screening::Outcome;

constexpr std::size_t things_shown_max = 20;

constexpr Text lead = {
    "Ghi tên món hàng, càng cụ thể càng tốt. Nếu có nhiều món, ngăn cách bằng dấu phẩy.",
    "Name the thing, the more exactly the better. Several: part them by commas."};
constexpr Text label = {"Tên món hàng", "Name of the thing"};
constexpr Text button = {"Tra cứu", "Look up"};
constexpr Text answer_title = {"Kết quả", "Answer"};
constexpr Text ask = {"Không thấy món của bạn? Hỏi bưu cục – đừng tự suy đoán.",
                      "Your thing is not there? Ask at the office – do not guess."};
constexpr Text clerk = {
    "Kết quả dựa trên tên gọi. Khi nhận, giao dịch viên cùng bạn kiểm tra món hàng thật.",
    "This answer goes by the name alone. At the counter the clerk looks at the thing with you."};
constexpr Text too_long = {"Nội dung quá dài. Hãy ghi tên từng món, ngắn gọn.",
                           "That is too long. Name each thing in a few words."};
constexpr Text too_many = {"Mỗi lần chỉ tra cứu được 20 món; các món còn lại xin tra cứu riêng.",
                           "Only 20 things are shown at once. Look up the rest by itself."};
constexpr Text too_often = {"Bạn tra cứu quá nhanh. Hãy đợi một phút rồi thử lại.",
                            "You are asking too often. Wait a minute and try again."};

constexpr Mark sendable = {"ok", "✓", {"Gửi được", "May be sent"}};

/// The worst finding of a thing.
const screening::Finding* decisive(const screening::Verdict& verdict,
                                   const screening::ThingVerdict& thing) {
    const screening::Finding* worst = nullptr;
    for (const auto& finding : verdict.findings)
        if (finding.match.begins_in(thing.match) &&
            (worst == nullptr || finding.outcome > worst->outcome))
            worst = &finding;
    return worst;
}

Html about_entry(const Facts& facts, const screening::Entry& entry) {
    Html out;
    if (!entry.conditions.empty() && entry.outcome != Outcome::prohibited)
        out.put("<p>{}</p>", vietnamese(facts, entry.conditions));
    out.put("<details><summary>{}</summary><ul>", basis_title.in(facts.language));
    for (const std::string& basis : entry.legal_basis)
        out.put("<li>{}</li>", vietnamese(facts, basis));
    out.put("</ul><p>{} · {}</p></details>", entry.id, list_version(facts));
    return out;
}

Html answer_of(const Facts& facts, std::string_view asked, const screening::Verdict& verdict,
               const screening::ThingVerdict& thing) {
    const screening::Finding* finding = decisive(verdict, thing);
    const Mark shown_as = finding != nullptr ? mark_of(finding->outcome)
                          : thing.known      ? sendable
                                             : unknown;
    const auto* entry = finding == nullptr ? nullptr : facts.rules.entry(finding->entry);
    Html out;
    out.put("<li class=\"verdict {}\"><p><strong><span aria-hidden=\"true\">{} </span>{}</strong>",
            shown_as.css, shown_as.symbol, shown_as.words.in(facts.language));
    if (entry != nullptr && finding->outcome != Outcome::vague)
        out.put(" – {}", Text{entry->name_vi, entry->name_en}.in(facts.language));
    out.put("</p><p class=\"asked\"><q><bdi>{}</bdi></q></p>",
            asked.substr(thing.match.offset, thing.match.length));
    if (entry != nullptr && finding->outcome != Outcome::vague)
        out.put("{}", about_entry(facts, *entry));
    out.put("</li>\n");
    return out;
}

Html answers(const Facts& facts, std::string_view asked) {
    const auto verdict = screening::screen(asked, facts.rules, facts.today);
    Html out;
    out.put("<ul class=\"answers\">\n");
    if (verdict.things.empty()) {
        out.put(
            "<li class=\"verdict {}\"><p><strong><span aria-hidden=\"true\">{} </span>{}"
            "</strong></p></li>\n",
            unknown.css, unknown.symbol, unknown.words.in(facts.language));
    }
    for (std::size_t i = 0; i < std::min(verdict.things.size(), things_shown_max); ++i)
        out.put("{}", answer_of(facts, asked, verdict, verdict.things[i]));
    out.put("</ul>\n");
    if (verdict.things.size() > things_shown_max)
        out.put("<p class=\"note\">{}</p>", too_many.in(facts.language));
    out.put("<p>{}</p>\n", clerk.in(facts.language));
    return out;
}

Html form(const Facts& facts, std::string_view asked) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    return html(
        "<p>{}</p>\n<form action=\"{}\" role=\"search\"><input type=\"hidden\" name=\"lang\" "
        "value=\"{}\"><label for=\"q\">{}</label><div class=\"row\"><input id=\"q\" name=\"q\" "
        "value=\"{}\" maxlength=\"200\" required autocomplete=\"off\" spellcheck=\"false\">"
        "<button>{}</button></div></form>\n",
        say(lead), lookup.path, Text{"vi", "en"}.in(facts.language), say(label), asked,
        say(button));
}

std::string page(const Facts& facts, std::string_view asked, const Html& answer) {
    Html main = form(facts, asked);
    main.put("<div role=\"status\">{}</div>\n<p>{}</p>\n", answer, ask.in(facts.language));
    return framed(facts, lookup, main);
}

}  // namespace

std::string lookup_page(const Facts& facts, std::string_view asked) {
    if (asked.empty()) return page(facts, asked, {});
    if (asked.size() > asked_bytes_max)
        return page(facts, "", html("<p class=\"note\">{}</p>", too_long.in(facts.language)));
    return page(facts, asked,
                html("<h2>{}</h2>\n{}", answer_title.in(facts.language), answers(facts, asked)));
}

std::string busy_page(const Facts& facts) {
    return page(facts, "", html("<p class=\"note\">{}</p>", too_often.in(facts.language)));
}

}  // namespace buuan::pages
