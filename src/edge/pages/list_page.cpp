#include "edge/pages/frame.hpp"

namespace buuan::pages {
namespace {

using screening::Outcome;

constexpr Text lead = {
    "Căn cứ Luật Bưu chính 49/2010/QH12, Điều 7 và Điều 12. Gửi hàng không được gửi là vi phạm "
    "pháp luật.",
    "Under the Postal Law 49/2010/QH12, Articles 7 and 12. Sending prohibited goods breaks the "
    "law."};
constexpr Text begins = {"Danh mục này chưa áp dụng; có hiệu lực từ ngày",
                         "This list does not apply yet; it is in force from"};
constexpr Text contents = {"Trong trang này", "On this page"};

struct Part {
    Outcome outcome;
    std::string_view anchor;
};
constexpr Part parts[] = {{Outcome::prohibited, "khong-gui"},
                          {Outcome::conditional, "co-dieu-kien"},
                          {Outcome::restricted_documents, "giay-to"}};

void put_group(Html& out, const Facts& facts, const ListedGroup& listed, bool with_conditions) {
    out.put("<section>\n<h3>{}</h3>\n<ul>\n", listed.group->title().in(facts.language));
    for (const screening::Entry* entry : listed.entries) {
        out.put("<li>{}", Text{entry->name_vi, entry->name_en}.in(facts.language));
        if (with_conditions)
            out.put(" <span class=\"condition\">{}</span>", vietnamese(facts, entry->conditions));
        out.put("</li>\n");
    }
    out.put("</ul>\n<details><summary>{}<span class=\"unseen\">: {}</span></summary><ul>",
            basis_title.in(facts.language), listed.group->title().in(facts.language));
    for (const std::string_view basis : bases_of(listed.entries))
        out.put("<li>{}</li>", vietnamese(facts, basis));
    out.put("</ul></details>\n</section>\n");
}

}  // namespace

std::string list_page(const Facts& facts) {
    Html main;
    if (facts.coming)
        main.put("<p class=\"note\"><strong>{} {}.</strong></p>\n", begins.in(facts.language),
                 date_text(facts.issued));
    main.put("<p class=\"version\">{}</p>\n<p>{}</p>\n<nav aria-label=\"{}\"><ul>",
             list_version(facts), lead.in(facts.language), contents.in(facts.language));
    for (const Part& part : parts)
        main.put("<li><a href=\"#{}\">{}</a></li>", part.anchor,
                 mark_of(part.outcome).words.in(facts.language));
    main.put("</ul></nav>\n");
    for (const Part& part : parts) {
        const auto groups = listed(facts.posted, facts.rules, part.outcome, facts.today);
        if (groups.empty()) continue;
        const Mark mark = mark_of(part.outcome);
        main.put(
            "<h2 id=\"{}\" class=\"{}\"><span aria-hidden=\"true\">{} </span>{}</h2>\n"
            "<div class=\"groups\">\n",
            part.anchor, mark.css, mark.symbol, mark.words.in(facts.language));
        for (const ListedGroup& group : groups)
            put_group(main, facts, group, part.outcome != Outcome::prohibited);
        main.put("</div>\n");
    }
    main.put("<p class=\"version\">SHA-256: <code>{}</code></p>\n", facts.rules.digest().text());
    return framed(facts, list, main);
}

}  // namespace buuan::pages
