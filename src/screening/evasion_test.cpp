#include <gtest/gtest.h>

#include <chrono>

#include "adapters/rules/rules.hpp"
#include "screening/read_rules.hpp"

namespace buuan::screening {
namespace {

const Day today = Day::parse("2026-11-24").value();

const RuleSet& rules() {
    static const ReadRules read = read_rules(embedded_rules()).value();
    return read.rules;
}

/// What a sender who wants to hide something may try, and a clerk reads at a glance.
TEST(evasion, does_not_hide_what_people_can_read) {
    const std::vector<std::pair<const char*, std::string>> tricks = {
        {"dots", "m.a t.u.y"},
        {"spaces", "h e r o i n"},
        {"a space", "hero in 2g"},
        {"run together", "matuy"},
        {"a whole line run together", "linhkiensungpcp"},
        {"digits", "h3r01n"},
        {"at sign", "x@ng 2 lit"},
        {"repeated letters", "heeeroooin"},
        {"Cyrillic", "hеrоin"},
        {"small capitals", "ʜᴇʀᴏɪɴ"},
        {"letters of phonetics", "hɛrɔin"},
        {"full width", "ｈｅｒｏｉｎ"},
        {"mathematical", "𝐡𝐞𝐫𝐨𝐢𝐧"},
        {"zero width", "he\u200bro\u200cin"},
        {"soft hyphen", "he\u00adroin"},
        {"direction marks", "\u202eheroin\u202c"},
        {"foreign marks", "hërôïn"},
        {"combining marks", "h̶e̶r̶o̶i̶n̶"},
        {"decomposed", "su\u0301ng ngă\u0301n"},
        {"chat spelling", "thuoc fien"},
        {"Telex", "phaos noor"},
        {"VNI", "su1ng nga81n"},
        {"wrong tone", "sũng ngắn"},
        {"a slip", "ketamnie"},
        {"upper case", "SÚNG NGẮN"},
        {"behind something harmless", "loa kéo, bên trong có ma túy"},
        {"in brackets", "đồ chơi (súng k54)"},
    };
    for (const auto& [trick, text] : tricks) {
        const Verdict verdict = screen(text, rules(), today);
        EXPECT_EQ(verdict.outcome, Outcome::prohibited) << trick << ": " << text;
    }
}

/// Over commas, slashes and line ends, when nothing else claims the ends of the words.
TEST(evasion, does_not_hide_over_two_things) {
    for (const char* text : {"ma,túy",
                             "ma, túy",
                             "ma/túy",
                             "ma / túy",
                             "ma + túy",
                             "ma; túy",
                             "ma\ntúy",
                             "ma (túy)",
                             "ma và túy",
                             "thuốc,phiện",
                             "thuoc, phien 2 goi",
                             "2 gói ma, túy",
                             "quần áo, ma, túy",
                             "2g ma, túy, giày",
                             "her,oin",
                             "her/oin",
                             "hero, in 2g",
                             "h,e,r,o,i,n",
                             "m, a, t, u, y",
                             "áo, ke,ta,mine"})
        EXPECT_EQ(screen(text, rules(), today).outcome, Outcome::prohibited) << text;
    const std::string text = "áo mới, thuốc, phiện 2g";
    const Verdict verdict = screen(text, rules(), today);
    const Finding& finding = verdict.findings.at(0);
    EXPECT_EQ(text.substr(finding.match.offset, finding.match.length), "thuốc, phiện");
    EXPECT_EQ(finding.spelling, Spelling::disguised);
    EXPECT_EQ(verdict.things.size(), 2U);
}

TEST(evasion, makes_nothing_worse_of_a_list_of_harmless_things) {
    for (const char* text :
         {"rau cần, sa tế", "áo siêu nhân hero, in tên", "ví tiền, giả da", "cao, hổ phách",
          "tang kem hop, ke my pham", "tặng kèm hộp, đạn đất sét nặn đồ chơi",
          "nhiet do phong, xa kho", "giấy in, bột màu", "hộp thuốc, lá trà", "áo phao, nồi cơm",
          "súng bắn keo, ngắn tay"})
        EXPECT_NE(screen(text, rules(), today).outcome, Outcome::prohibited) << text;
}

TEST(evasion, the_worst_goods_as_a_toy_or_a_picture_are_looked_at) {
    for (const char* text : {"heroin đồ chơi", "heroin do choi", "tranh heroin", "poster ma túy đá",
                             "thuốc nổ mô hình", "tranh her,oin"}) {
        const Verdict verdict = screen(text, rules(), today);
        EXPECT_EQ(verdict.outcome, Outcome::vague) << text;
        ASSERT_EQ(verdict.findings.size(), 1U) << text;
        ASSERT_EQ(verdict.set_aside.size(), 1U) << text;
        EXPECT_EQ(verdict.findings[0].entry, verdict.set_aside[0].entry);
    }
    for (const char* text : {"sách về ma túy", "áo in lá cần sa", "bút hình viên đạn",
                             "móc khóa hình cần sa", "sách phòng chống ma túy học đường"})
        EXPECT_EQ(screen(text, rules(), today).outcome, Outcome::allowed) << text;
    EXPECT_EQ(screen("súng đồ chơi", rules(), today).outcome, Outcome::conditional);
}

TEST(evasion, a_word_of_two_scripts_is_looked_at) {
    const std::string text = "áo thun, vаy xịn";
    const Verdict verdict = screen(text, rules(), today);
    ASSERT_EQ(verdict.outcome, Outcome::vague);
    const Finding& finding = verdict.findings.at(0);
    EXPECT_EQ(finding.spelling, Spelling::mixed_scripts);
    EXPECT_EQ(finding.entry, "");
    EXPECT_EQ(text.substr(finding.match.offset, finding.match.length), "vаy");
    EXPECT_FALSE(verdict.things.at(1).known);
    for (const char* plain :
         {"váy xịn", "сапоги", "điện trở 5 kΩ", "kim 5μm", "túi α7", "β-carotene", "ｖáy"})
        EXPECT_EQ(screen(plain, rules(), today).outcome, Outcome::allowed) << plain;
}

TEST(evasion, is_named_as_such) {
    EXPECT_EQ(screen("h e r o i n", rules(), today).findings.at(0).spelling, Spelling::disguised);
    EXPECT_EQ(screen("hеrоin", rules(), today).findings.at(0).spelling, Spelling::disguised);
    EXPECT_EQ(screen("ketamnie", rules(), today).findings.at(0).spelling, Spelling::misspelt);
    EXPECT_EQ(screen("thuoc phien", rules(), today).findings.at(0).spelling, Spelling::bare);
    EXPECT_EQ(screen("thuốc phiện", rules(), today).findings.at(0).spelling, Spelling::as_listed);
}

TEST(evasion, points_at_what_was_typed) {
    const std::string text = "áo mới, he\u200bro\u200bin 2g";
    const Match match = screen(text, rules(), today).findings.at(0).match;
    EXPECT_EQ(text.substr(match.offset, match.length), "he\u200bro\u200bin");
}

TEST(evasion, does_not_work_by_length) {
    std::string padding;
    for (int i = 0; i < 3000; ++i) padding += "áo thun nam cổ tròn ";
    EXPECT_EQ(screen(padding + "\nheroin", rules(), today).outcome, Outcome::prohibited);
    EXPECT_EQ(screen(std::string(5000, '.') + "heroin", rules(), today).outcome,
              Outcome::prohibited);
}

/// Ten megabytes of what costs most: bounded time, bounded answers, and never simply allowed.
TEST(evasion, ten_megabytes_take_bounded_time) {
    std::vector<std::string> parts{"a", "súng ngắn ", "\u200b", "thuocphienthuocphie "};
#ifndef __clang__  // under sanitizers these two take half a minute each
    parts.insert(parts.end(), {"a ", "1a"});
#endif
    for (const std::string& part : parts) {
        std::string text;
        text.reserve(10'000'000 + part.size());
        while (text.size() < 10'000'000) text += part;
        const auto begin = std::chrono::steady_clock::now();
        const Verdict verdict = screen(text, rules(), today);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        EXPECT_LT(took.count(), 20) << part;
        EXPECT_NE(verdict.outcome, Outcome::allowed) << part;
        EXPECT_LE(verdict.findings.size(), 2000U);
    }
}

TEST(evasion, harmless_look_alikes_stay_harmless) {
    for (const char* text :
         {"áo phao bơi", "kệ sách gỗ", "súng bắn keo", "bom tắm hoa hồng", "cung hoàng đạo",
          "sách về ma túy", "hộp đựng thuốc lá", "gun case for ps4 controller", "ví tiền da bò",
          "bìa da - Hàng loại 1", "thước kẻ", "giày đá banh", "bút chì 2B",
          "tóc giả cho búp bê đồ chơi"})
        EXPECT_NE(screen(text, rules(), today).outcome, Outcome::prohibited) << text;
}

}  // namespace
}  // namespace buuan::screening
