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
        EXPECT_EQ(words_of(decomposed).words.at(0).toned, words.words[0].toned) << utf8(letter);
    }
}

TEST(screening, respects_typed_diacritics) {
    EXPECT_EQ(outcome_of("pháo nổ"), Outcome::prohibited);
    EXPECT_EQ(outcome_of("áo phao bơi"), Outcome::allowed);
    EXPECT_EQ(outcome_of("1 bich phao no"),
              Outcome::prohibited);  // none typed at all: not held against the text
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

/// The labelled declarations of tests/vectors/screening: small and by the catalogue's authors, so
/// floors and not a score.
TEST(screening, keeps_its_floor_on_the_labelled_declarations) {
    std::ifstream in(BUUAN_SOURCE_DIR "/tests/vectors/screening/dev_set.csv");
    ASSERT_TRUE(in);
    std::string line;
    std::getline(in, line);
    std::map<std::string, int> right;
    std::map<std::string, int> of;
    int false_alarms = 0;
    while (std::getline(in, line)) {
        std::string fields[4];
        std::size_t at = 0;
        for (auto& field : fields) {
            const bool quoted = line[at] == '"';
            const std::size_t end =
                quoted ? line.find('"', at + 1) : std::min(line.find(',', at), line.size());
            field = line.substr(at + (quoted ? 1 : 0), end - at - (quoted ? 1 : 0));
            at = std::min(end + (quoted ? 2 : 1), line.size());
        }
        std::replace(fields[1].begin(), fields[1].end(), '-', '_');
        const std::string got(name_of(outcome_of(fields[0])));
        const bool vague_is_right = got == "vague" && fields[2] == "OTH-001";
        const bool good = got == fields[1] || got == fields[3] || vague_is_right;
        ++of[fields[1]];
        right[fields[1]] += good;
        false_alarms += fields[1] == "allowed" && got == "prohibited";
        if (!good && std::getenv("BUUAN_SHOW") != nullptr)
            printf("%-12s got %-12s %s  [%s]\n", fields[1].c_str(), got.c_str(), fields[0].c_str(),
                   fields[2].c_str());
    }
    for (const auto& [label, count] : of)
        printf("%s: %d of %d\n", label.c_str(), right[label], count);
    RecordProperty("false_alarms", false_alarms);
    EXPECT_GE(right["prohibited"], 103);
    EXPECT_GE(right["conditional"], 80);
    EXPECT_GE(right["allowed"], 88);
    EXPECT_LE(false_alarms, 2);
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
    screen(std::string(1'000'000, 'a'), built_in().rules, today);
    std::string words;
    for (int i = 0; i < 2000; ++i) words += "súng ngắn ";
    EXPECT_EQ(outcome_of(words), Outcome::prohibited);
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
    EXPECT_EQ(problem(entry + entry), "A-1: this id stands twice");
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
