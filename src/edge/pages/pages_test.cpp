#include "edge/pages/pages.hpp"

#include <gtest/gtest.h>

#include <set>

#include "adapters/rules/rules.hpp"
#include "screening/read_rules.hpp"

namespace buuan::pages {
namespace {

const screening::RuleSet& rules() {
    static const screening::RuleSet set = screening::read_rules(embedded_rules()).value().rules;
    return set;
}

const Posted& posted() {
    static const Posted all = read_posted(embedded_rules()).value();
    return all;
}

Facts facts(Language language = Language::vi) {
    return {posted(),
            rules(),
            Day::parse("2026-11-25").value(),
            Day::parse("2026-11-26").value(),
            "Bưu chính <Thử> & Con",
            true,
            false,
            language};
}

bool holds(std::string_view page, std::string_view part) {
    return page.find(part) != std::string_view::npos;
}

TEST(html, escapes_everything_that_is_not_markup_written_in_the_program) {
    EXPECT_EQ(html("<p title=\"{}\">{}</p>", "a\"b'c", "<script>&").text(),
              "<p title=\"a&quot;b&#39;c\">&lt;script&gt;&amp;</p>");
    EXPECT_EQ(html("<b>{}</b> {}", html("<i>{}</i>", "<"), 7).text(), "<b><i>&lt;</i></b> 7");
}

TEST(html, lets_no_broken_bytes_and_no_control_characters_through) {
    EXPECT_EQ(escaped(std::string("a\0b\x1b\x7f", 5)),
              "a\xef\xbf\xbd"
              "b\xef\xbf\xbd\xef\xbf\xbd");
    EXPECT_EQ(escaped("\xc3"), "\xef\xbf\xbd");
    EXPECT_EQ(escaped("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    EXPECT_EQ(escaped("ả\n"), "ả\n");
}

TEST(lookup_page, says_by_symbol_and_word_what_may_be_sent) {
    const struct {
        const char* asked;
        const char* vi;
        const char* en;
    } cases[] = {
        {"quần áo", "✓ </span>Gửi được<", "✓ </span>May be sent<"},
        {"pháo nổ", "✕ </span>Không được gửi<", "✕ </span>May not be sent<"},
        {"pin sạc dự phòng", "⚠ </span>Gửi được, có điều kiện<",
         "⚠ </span>May be sent, under conditions<"},
        {"hộ chiếu", "⚠ </span>Chỉ gửi bằng dịch vụ", "⚠ </span>Only by the service"},
        {"hàng hóa", "? </span>Chưa rõ – hãy ghi", "? </span>Not clear"},
    };
    for (const auto& each : cases) {
        EXPECT_TRUE(holds(lookup_page(facts(), each.asked), each.vi)) << each.asked;
        EXPECT_TRUE(holds(lookup_page(facts(Language::en), each.asked), each.en)) << each.asked;
    }
}

TEST(lookup_page, never_calls_a_thing_allowed_that_it_does_not_know) {
    for (const char* asked : {"flurbo", "máy xyzzy", "?!", "   ", "\xff\xfe"}) {
        const std::string page = lookup_page(facts(), asked);
        EXPECT_TRUE(holds(page, "Chưa rõ – hỏi bưu cục")) << asked;
        EXPECT_FALSE(holds(page, "Gửi được")) << asked;
    }
}

TEST(lookup_page, answers_for_each_thing_with_its_conditions_and_legal_basis) {
    const std::string page = lookup_page(facts(), "quần áo, pin sạc dự phòng, pháo nổ");
    EXPECT_TRUE(holds(page, "Pin sạc dự phòng"));
    EXPECT_TRUE(holds(page, "bọc cách điện cực"));
    EXPECT_TRUE(holds(page, "Luật Bưu chính 49/2010/QH12, Điều 7 khoản 2"));
    EXPECT_TRUE(holds(page, short_version(rules().digest())));
    EXPECT_TRUE(holds(page, "ngày 25/11/2026"));
    EXPECT_TRUE(holds(page, "<bdi>quần áo</bdi>"));
}

TEST(lookup_page, sends_no_hostile_text_back_as_markup) {
    for (const char* hostile :
         {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'onfocus='alert(1)",
          "</title><svg onload=alert(1)>", "{{7*7}}", "pháo <b>nổ</b>"}) {
        const std::string page = lookup_page(facts(), hostile);
        for (const char* markup : {"<script", "<img", "<svg", "<b>", "'onfocus"})
            EXPECT_FALSE(holds(page, markup)) << hostile;
    }
    EXPECT_TRUE(holds(lookup_page(facts(), "x"), "Bưu chính &lt;Thử&gt; &amp; Con"));
}

TEST(lookup_page, is_bounded_in_what_it_reads_and_shows) {
    EXPECT_TRUE(holds(lookup_page(facts(), std::string(asked_bytes_max + 1, 'a')), "quá dài"));
    std::string many;
    for (int i = 0; i < 200; ++i) many += "pháo,";
    const std::string page = lookup_page(facts(), many.substr(0, asked_bytes_max));
    EXPECT_TRUE(holds(page, "20 món"));
    EXPECT_LT(page.size(), 64U * 1024);
}

TEST(list_page, has_every_entry_once_in_both_languages_with_its_conditions) {
    for (const Language language : {Language::vi, Language::en}) {
        const std::string page = list_page(facts(language));
        for (const screening::Entry& entry : rules().entries()) {
            if (entry.outcome == screening::Outcome::vague) continue;
            const std::string name =
                escaped(language == Language::en ? entry.name_en : entry.name_vi);
            EXPECT_TRUE(holds(page, "<li>" + name)) << entry.id;
            const bool shown = entry.outcome != screening::Outcome::conditional ||
                               holds(page, escaped(entry.conditions));
            EXPECT_TRUE(shown) << entry.id;
        }
        EXPECT_TRUE(holds(page, rules().digest().text()));
    }
}

TEST(list_page, leaves_out_what_is_not_in_force_that_day) {
    auto files = embedded_rules();
    files.push_back({"goods/later.toml",
                     "[[entry]]\nid = \"WPN-900\"\nstatus = \"prohibited\"\nname_vi = \"Sau này\"\n"
                     "name_en = \"Later\"\nlegal_basis = [\"Luật\"]\ncertainty = \"A\"\n"
                     "conditions = \"\"\nmatch = [\"sau này nhé\"]\nsince = 2027-01-01\n"});
    const auto read = screening::read_rules(files);
    ASSERT_TRUE(read.ok()) << read.error().where << read.error().what;
    const auto on = [&](const char* day) {
        return list_page({posted(), read.value().rules, Day::parse(day).value(),
                          Day::parse(day).value(), "x", false, false, Language::vi});
    };
    EXPECT_FALSE(holds(on("2026-12-31"), "Sau này"));
    EXPECT_TRUE(holds(on("2027-01-01"), "Sau này"));
}

TEST(conditions_page, has_every_section_and_its_source) {
    const std::string page = conditions_page(facts(Language::en));
    for (const ConditionsSection& section : posted().conditions) {
        EXPECT_TRUE(holds(page, escaped(section.en)));
        EXPECT_TRUE(holds(page, escaped(section.source)));
        for (const std::string& text : section.text_en) EXPECT_TRUE(holds(page, escaped(text)));
    }
}

TEST(pages, need_no_script_no_inline_style_and_nothing_from_elsewhere) {
    const std::string all[] = {lookup_page(facts(), "pháo"), list_page(facts()),
                               conditions_page(facts())};
    for (const std::string& page : all) {
        for (const char* never : {"<script", " style=", "//", "onclick", "javascript:"})
            EXPECT_FALSE(holds(page, never)) << never;
        EXPECT_TRUE(holds(page, "<html lang=\"vi\">"));
        EXPECT_TRUE(holds(page, std::string(style_path())));
        EXPECT_TRUE(holds(page, "?lang=en"));
        EXPECT_TRUE(holds(page, "Dữ liệu mẫu"));
    }
}

TEST(declaration_page, holds_no_form_and_nothing_inline_and_names_the_rules_of_the_day) {
    Facts there = facts();
    there.declares = true;
    const std::string page = declaration_page(there);
    EXPECT_TRUE(holds(page, "<noscript>"));
    EXPECT_TRUE(holds(page, "<script type=\"module\" src=\"/khai-truoc.js\"></script>"));
    EXPECT_TRUE(holds(page, "data-day=\"2026-11-26\""));
    EXPECT_TRUE(holds(page, "data-rules=\"" + rules().digest().text() + "\""));
    for (const char* never : {"<form", "<input", "<style", " style=", " on"})
        EXPECT_EQ(page.substr(page.find("<main")).find(never), std::string::npos) << never;
}

TEST(declaration_page, is_linked_and_has_a_script_only_where_the_web_app_is) {
    EXPECT_FALSE(holds(declaration_page(facts()), "<script"));
    EXPECT_TRUE(holds(declaration_page(facts()), "giao dịch viên khai cùng bạn"));
    EXPECT_FALSE(holds(lookup_page(facts(), ""), "/khai-truoc"));
    Facts there = facts();
    there.declares = true;
    EXPECT_TRUE(holds(lookup_page(there, ""), "<a href=\"/khai-truoc?lang=vi\">Khai trước</a>"));
}

TEST(phone_page, is_a_frame_for_its_script_and_says_so_where_there_is_none) {
    EXPECT_FALSE(holds(phone_page(facts()), "<script"));
    Facts there = facts();
    there.declares = true;
    const std::string page = phone_page(there);
    EXPECT_TRUE(holds(page, "<noscript>"));
    EXPECT_TRUE(holds(page, "<script type=\"module\" src=\"/dien-thoai.js\"></script>"));
    EXPECT_FALSE(holds(page, "href=\"/dien-thoai?lang=vi\"")) << "in no menu";
    for (const char* never : {"<form", "<input", "<style", " style=", " on"})
        EXPECT_EQ(page.substr(page.find("<main")).find(never), std::string::npos) << never;
}

TEST(posted, every_entry_belongs_to_a_group_and_every_group_has_entries) {
    std::set<std::string> groups;
    for (const Group& group : posted().groups)
        EXPECT_TRUE(groups.insert(group.entries).second) << group.entries;
    std::set<std::string> used;
    for (const screening::Entry& entry : rules().entries())
        used.insert(entry.id.substr(0, entry.id.find('-')));
    EXPECT_EQ(groups, used);
}

TEST(posted, names_the_file_that_is_wrong) {
    const auto with = [](std::string path, std::string text) {
        auto files = embedded_rules();
        std::erase_if(files, [&](const RuleFile& file) { return file.path == path; });
        files.push_back({path, std::move(text)});
        return read_posted(files);
    };
    EXPECT_TRUE(with("else.toml", "= broken").ok());
    for (const char* text : {"", "= broken", "group = 1", "[[group]]\nentries=\"A\"\nvi=\"a\"",
                             "[[group]]\nentries=\"A\"\nvi=\"\"\nen=\"b\""}) {
        const auto read = with("posted/groups.toml", text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_TRUE(holds(read.error().what, "posted/groups.toml")) << read.error().what;
    }
    for (const char* text : {"", "section = 1", "[[section]]\nvi = \"a\"\nen = \"b\""}) {
        const auto read = with("posted/conditions.toml", text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_TRUE(holds(read.error().what, "posted/conditions.toml")) << read.error().what;
    }
}

}  // namespace
}  // namespace buuan::pages
