#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <fstream>
#include <map>
#include <random>

#include "adapters/rules/rules.hpp"
#include "screening/read_rules.hpp"

namespace buuan::screening {
namespace {

const Day today = Day::parse("2026-11-24").value();

const ReadRules& built_in() {
    static const ReadRules rules = [] {
        auto read = read_rules(embedded_rules());
        if (!read.ok()) ADD_FAILURE() << read.error().where << ": " << read.error().what;
        return std::move(read).value();
    }();
    return rules;
}

Outcome outcome_of(std::string_view text) {
    return screen(text, built_in().rules, today).outcome;
}

std::string icu_folded(char32_t letter) {
    UErrorCode error = U_ZERO_ERROR;
    icu::UnicodeString out;
    icu::Normalizer2::getNFDInstance(error)
        ->normalize(icu::UnicodeString(static_cast<UChar32>(letter)).toLower(), error)
        .findAndReplace(icu::UnicodeString(u'đ'), icu::UnicodeString(u'd'));
    const icu::UnicodeString decomposed = icu::Normalizer2::getNFDInstance(error)->normalize(
        icu::UnicodeString(static_cast<UChar32>(letter)).toLower(), error);
    for (int32_t i = 0; i < decomposed.length(); ++i) {
        if (u_getCombiningClass(decomposed.char32At(i)) == 0)
            out.append(decomposed.char32At(i) == U'đ' ? u'd' : decomposed.charAt(i));
    }
    std::string text;
    return out.toUTF8String(text);
}

std::string utf8(char32_t letter) {
    std::string text;
    return icu::UnicodeString(static_cast<UChar32>(letter)).toUTF8String(text);
}

TEST(fold, agrees_with_icu_on_every_vietnamese_letter) {
    const std::u32string all =
        U"aàáâãăạảấầẩẫậắằẳẵặeèéêẹẻẽếềểễệiìíĩỉịoòóôõơọỏốồổỗộớờởỡợuùúũưụủứừửữựyýỳỵỷỹđ"
        U"AÀÁÂÃĂẠẢẤẦẨẪẬẮẰẲẴẶEÈÉÊẸẺẼẾỀỂỄỆIÌÍĨỈỊOÒÓÔÕƠỌỎỐỒỔỖỘỚỜỞỠỢUÙÚŨƯỤỦỨỪỬỮỰYÝỲỴỶỸĐ";
    for (const char32_t letter : all) {
        const Words words = words_of(utf8(letter));
        ASSERT_EQ(words.words.size(), 1U);
        EXPECT_EQ(words.words[0].folded, icu_folded(letter)) << utf8(letter);
        // Decomposed text is the same word.
        UErrorCode error = U_ZERO_ERROR;
        std::string decomposed;
        icu::Normalizer2::getNFDInstance(error)
            ->normalize(icu::UnicodeString(static_cast<UChar32>(letter)), error)
            .toUTF8String(decomposed);
        const Word again = words_of(decomposed).words.at(0);
        EXPECT_EQ(again.folded, words.words[0].folded) << utf8(letter);
        EXPECT_EQ(again.shapes, words.words[0].shapes) << utf8(letter);
        EXPECT_EQ(again.tone, words.words[0].tone) << utf8(letter);
    }
}

TEST(screening, respects_typed_diacritics) {
    EXPECT_EQ(outcome_of("pháo nổ"), Outcome::prohibited);
    EXPECT_EQ(outcome_of("áo phao bơi"), Outcome::allowed);
    EXPECT_EQ(outcome_of("1 bich phao no"),
              Outcome::prohibited);  // none typed at all: not held against the text
}

TEST(screening, tells_what_it_knows_to_be_harmless_from_what_it_does_not_know) {
    const auto sure = [](std::string_view text) {
        return screen(text, built_in().rules, today).surely_allowed();
    };
    for (const char* known :
         {"quần áo", "quan ao", "2 áo thun nam màu đen", "sách về súng", "quần áo, giày thể thao"})
        EXPECT_TRUE(sure(known)) << known;
    for (const char* unknown : {"", "   ", "xyzzy", "máy flurbo", "quần áo, flurbo", "hàng hóa",
                                "pin sạc dự phòng", "súng k54", "?!", "12345", "không có pin"})
        EXPECT_FALSE(sure(unknown)) << unknown;
}

TEST(screening, looks_at_the_head_of_a_thing) {
    EXPECT_EQ(outcome_of("ốp điện thoại hình súng"), Outcome::allowed);
    EXPECT_EQ(outcome_of("súng ngắn"), Outcome::prohibited);
    EXPECT_EQ(outcome_of("quần áo, súng ngắn"), Outcome::prohibited);
}

TEST(screening, names_the_words_the_entry_and_the_rules) {
    const std::string text = "váy mới, Heroin 2g";
    const Verdict verdict = screen(text, built_in().rules, today);
    ASSERT_EQ(verdict.outcome, Outcome::prohibited);
    const Finding& finding = verdict.findings.at(0);
    EXPECT_EQ(finding.entry, "NAR-001");
    EXPECT_EQ(text.substr(finding.match.offset, finding.match.length), "Heroin");
    EXPECT_FALSE(built_in().rules.entry("NAR-001")->legal_basis.empty());
    EXPECT_EQ(verdict.rules, built_in().rules.digest());
}

TEST(screening, every_example_comes_out_as_the_rules_say) {
    ASSERT_GE(built_in().examples.size(), 100U);
    for (const Example& example : built_in().examples) {
        const Verdict verdict = screen(example.declared, built_in().rules, today);
        EXPECT_EQ(name_of(verdict.outcome), name_of(example.expect)) << example.declared;
        if (!example.entry.empty()) {
            EXPECT_TRUE(std::any_of(verdict.findings.begin(), verdict.findings.end(),
                                    [&](const Finding& f) { return f.entry == example.entry; }))
                << example.declared;
        }
    }
}

TEST(screening, survives_any_bytes) {
    std::mt19937 random(3);
    for (int round = 0; round < 3000; ++round) {
        std::string text(random() % 200, '\0');
        for (char& c : text) c = static_cast<char>(random());
        const Verdict verdict = screen(text, built_in().rules, today);
        for (const Finding& finding : verdict.findings)
            ASSERT_LE(finding.match.offset + finding.match.length, text.size());
    }
    std::string words;
    for (int i = 0; i < 2000; ++i) words += "súng ngắn ";
    EXPECT_EQ(outcome_of(words), Outcome::prohibited);
}

TEST(screening, tells_what_changed_a_reading) {
    const std::string text = "ốp điện thoại hình súng ngắn";
    const Verdict verdict = screen(text, built_in().rules, today);
    EXPECT_EQ(verdict.outcome, Outcome::allowed);
    const auto gun = std::find_if(verdict.set_aside.begin(), verdict.set_aside.end(),
                                  [](const SetAside& each) { return each.entry == "WPN-001"; });
    ASSERT_NE(gun, verdict.set_aside.end());
    EXPECT_EQ(text.substr(gun->match.offset, gun->match.length), "súng ngắn");
    EXPECT_EQ(text.substr(gun->by.offset, gun->by.length), "hình");
    EXPECT_EQ(gun->because, Because::relation);
}

TEST(screening, judges_each_thing_and_the_whole_by_the_worst) {
    const std::string text = "áo thun, pin dự phòng và heroin";
    const Verdict verdict = screen(text, built_in().rules, today);
    ASSERT_EQ(verdict.things.size(), 3U);
    EXPECT_EQ(verdict.things[0].outcome, Outcome::allowed);
    EXPECT_EQ(verdict.things[1].outcome, Outcome::conditional);
    EXPECT_EQ(verdict.things[2].outcome, Outcome::prohibited);
    EXPECT_EQ(verdict.outcome, Outcome::prohibited);
    EXPECT_EQ(verdict.worst()->entry, "NAR-001");
    EXPECT_EQ(text.substr(verdict.things[1].match.offset, verdict.things[1].match.length),
              "pin dự phòng");
}

TEST(screening, asks_when_a_declaration_says_too_little) {
    for (const char* text : {"hàng hóa", "do gia dung", "1 thùng linh kiện", "quà tặng"})
        EXPECT_EQ(outcome_of(text), Outcome::vague) << text;
    for (const char* text : {"áo thun quà tặng", "linh kiện lego xếp hình"})
        EXPECT_EQ(outcome_of(text), Outcome::allowed) << text;
}

TEST(screening, tells_nobody_that_something_is_surely_harmless_which_names_the_worst_goods) {
    for (const char* text : {"heroin đồ chơi", "tranh heroin 2kg", "hộp đựng heroin",
                             "sách pháo nổ 36 quả", "gấu bông nhồi súng k54"}) {
        EXPECT_FALSE(screen(text, built_in().rules, today).surely_allowed()) << text;
    }
    EXPECT_TRUE(screen("áo thun nam", built_in().rules, today).surely_allowed());
}

TEST(screening, what_is_inside_of_a_toy_is_a_thing_of_its_own) {
    EXPECT_EQ(outcome_of("gấu bông nhồi heroin"), Outcome::prohibited);
    EXPECT_EQ(outcome_of("gấu bông bên trong pháo nổ"), Outcome::prohibited);
    EXPECT_EQ(outcome_of("gấu nhồi bông"), Outcome::allowed);
}

TEST(screening, a_toy_behind_too_many_findings_takes_none_of_the_others_back) {
    std::string text;
    for (int i = 0; i < 999; ++i) text += "pin,";
    text += "heroin";
    ASSERT_EQ(outcome_of(text), Outcome::prohibited);
    const Verdict verdict = screen(text + ",pin xinh đồ chơi", built_in().rules, today);
    EXPECT_EQ(verdict.outcome, Outcome::prohibited);
    ASSERT_NE(verdict.worst(), nullptr);
    EXPECT_EQ(verdict.worst()->outcome, Outcome::prohibited);
}

TEST(screening, knows_un_numbers) {
    for (const char* text : {"UN1203", "un 1203", "thùng hàng UN-1203"}) {
        const Verdict verdict = screen(text, built_in().rules, today);
        ASSERT_EQ(verdict.outcome, Outcome::prohibited) << text;
        EXPECT_EQ(verdict.worst()->entry, "FLL-001") << text;
    }
}

TEST(rules, a_digest_follows_the_content_and_not_the_layout) {
    const std::string entry =
        "[[entry]]\nid = \"A-1\"\nstatus = \"prohibited\"\nname_vi = \"a\"\nname_en = "
        "\"b\"\nlegal_basis = []\ncertainty = \"A\"\nmatch = [\"xx\"]\n";
    const auto digest = [](const std::string& text) {
        const RuleFile file{"goods/a.toml", text};
        return read_rules(std::span(&file, 1)).value().rules.digest();
    };
    EXPECT_EQ(digest(entry), digest("# a comment\n\n" + entry));
    EXPECT_NE(digest(entry), digest(entry + "since = 2026-01-01\n"));
}

TEST(rules, name_the_file_and_entry_that_are_wrong) {
    const auto problem = [](const std::string& text) {
        const RuleFile file{"goods/a.toml", text};
        const auto read = read_rules(std::span(&file, 1));
        return read.ok() ? "ok" : read.error().where + ": " + read.error().what;
    };
    const std::string entry =
        "[[entry]]\nid = \"A-1\"\nstatus = \"prohibited\"\nname_vi = \"a\"\nname_en = "
        "\"b\"\nlegal_basis = []\ncertainty = \"A\"\nmatch = [\"xx\"]\n";
    EXPECT_EQ(problem(entry), "ok");
    EXPECT_EQ(problem(entry + entry), "goods/a.toml: A-1: this id stands twice");
    EXPECT_EQ(problem(entry + "surprise = 1\n"),
              "goods/a.toml: A-1: it has a field that is not known");
    EXPECT_EQ(problem("[[entry]]\nid = \"A-1\"\n"), "goods/a.toml: A-1: status is missing");
    EXPECT_EQ(problem("[[entry"), "goods/a.toml: line 1: " + problem("[[entry").substr(22));
}

TEST(rules, apply_from_their_day_to_their_last) {
    const RuleFile file{
        "goods/a.toml",
        "[[entry]]\nid = \"A-1\"\nstatus = \"prohibited\"\nname_vi = \"a\"\nname_en = "
        "\"b\"\nlegal_basis = []\ncertainty = \"A\"\nmatch = [\"xx\"]\n"
        "since = 2026-01-01\nuntil = 2026-12-31\n"};
    const auto read = read_rules(std::span(&file, 1));
    ASSERT_TRUE(read.ok());
    const auto on = [&](const char* day) {
        return screen("xx", read.value().rules, Day::parse(day).value()).outcome;
    };
    EXPECT_EQ(on("2025-12-31"), Outcome::allowed);
    EXPECT_EQ(on("2026-01-01"), Outcome::prohibited);
    EXPECT_EQ(on("2026-12-31"), Outcome::prohibited);
    EXPECT_EQ(on("2027-01-01"), Outcome::allowed);
}

}  // namespace
}  // namespace buuan::screening
