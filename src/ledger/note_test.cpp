#include "ledger/note.hpp"

#include <gtest/gtest.h>

namespace buuan::ledger {
namespace {

Secret seed(std::uint8_t fill) {
    Secret made;
    std::fill(made.fill().begin(), made.fill().end(), fill);
    return made;
}

const LogKey& key() {
    static const LogKey made = LogKey::from_seed("buuan.example.vn/p11", seed(1));
    return made;
}
const LogKey& other() {
    static const LogKey made = LogKey::from_seed("example.vn/other", seed(2));
    return made;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string signature_line(const LogKey& by, std::string_view text) {
    const std::string note = by.sign(text);
    return note.substr(note.rfind("\n\n") + 2);
}

TEST(note, opens_with_the_key_that_signed_it_and_gives_back_its_text) {
    const auto opened = open_note(key().sign("một\nhai\n"), {other().verifier(), key().verifier()});
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->text, "một\nhai\n");
    ASSERT_EQ(opened->verified.size(), 1U);
    EXPECT_EQ(opened->verified[0].by, key().verifier());
    EXPECT_FALSE(opened->verified[0].at);
}

TEST(note, a_changed_byte_anywhere_is_refused) {
    const std::string good = key().sign("buuan.example.vn/p11\n5\nxyz\n");
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const int change : {1, 0x20, 0x80}) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ change);
            ASSERT_FALSE(open_note(bad, {key().verifier()})) << "byte " << at << " ^ " << change;
        }
    }
}

TEST(note, a_cut_or_longer_one_is_refused) {
    const std::string good = key().sign("text\n");
    for (std::size_t size = 0; size < good.size(); ++size)
        ASSERT_FALSE(open_note(good.substr(0, size), {key().verifier()})) << size;
    for (const char* tail : {"\n", " ", "x\n", "— \n", "— name\n", "— name \n", "— name ====\n",
                             "- example.vn/other AAAAAAAA\n"}) {
        EXPECT_FALSE(open_note(good + tail, {key().verifier()})) << tail;
    }
}

TEST(note, malformed_variants_are_refused_although_the_signature_is_right) {
    const std::string good = key().sign("text\n");
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"— ", "—"},
                                                          {"— ", "- "},
                                                          {"— ", " — "},
                                                          {"p11 ", "p11  "},
                                                          {"p11 ", "p11\t"},
                                                          {"p11 ", "p11\u00a0"},
                                                          {"=\n", "\n"},
                                                          {"=\n", "=\r\n"},
                                                          {"\n\n", "\n"},
                                                          {"\n\n", "\n\n\n"}}) {
        EXPECT_FALSE(open_note(replaced(good, from, to), {key().verifier()}))
            << from << " -> " << to;
    }
    EXPECT_FALSE(open_note(key().sign("a\tb\n"), {key().verifier()}))
        << "a control character in the text";
    EXPECT_FALSE(open_note(key().sign(std::string("a\0b\n", 4)), {key().verifier()}));
    EXPECT_FALSE(open_note(key().sign("\xff\n"), {key().verifier()})) << "no UTF-8";
    EXPECT_FALSE(open_note(key().sign(std::string(70'000, 'a') + "\n"), {key().verifier()}));
}

TEST(note, unknown_signatures_are_ignored_and_wrong_known_ones_refuse_it) {
    const std::string text = "text\n";
    const std::string both = key().sign(text) + signature_line(other(), text);
    EXPECT_EQ(open_note(both, {key().verifier()})->verified.size(), 1U);
    EXPECT_EQ(open_note(both, {key().verifier(), other().verifier()})->verified.size(), 2U);
    EXPECT_FALSE(open_note(both, {})) << "nobody known signed it";
    EXPECT_FALSE(open_note(both, {LogKey::from_seed("buuan.example.vn/p11", seed(9)).verifier()}))
        << "same name, another key";

    const std::string one_is_wrong = key().sign(text) + signature_line(other(), "another text\n");
    EXPECT_TRUE(open_note(one_is_wrong, {key().verifier()}));
    EXPECT_FALSE(open_note(one_is_wrong, {key().verifier(), other().verifier()}));
    EXPECT_EQ(open_note(key().sign(text) + signature_line(key(), text), {key().verifier()})
                  ->verified.size(),
              1U)
        << "twice by one key is one signature";
}

TEST(note, more_signatures_than_anyone_needs_are_refused) {
    std::string note = key().sign("text\n");
    for (int i = 0; i < 99; ++i)
        note += signature_line(LogKey::from_seed("w" + std::to_string(i), seed(3)), "text\n");
    EXPECT_TRUE(open_note(note, {key().verifier()}));
    EXPECT_FALSE(open_note(note + signature_line(other(), "text\n"), {key().verifier()}));
}

TEST(note, text_with_empty_lines_keeps_them) {
    const auto opened = open_note(key().sign("one\n\ntwo\n"), {key().verifier()});
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->text, "one\n\ntwo\n");
}

TEST(vkey, has_one_spelling) {
    const std::string good = key().verifier().text();
    ASSERT_EQ(VerifierKey::parse(good), key().verifier());
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        ASSERT_FALSE(VerifierKey::parse(bad)) << at;
        ASSERT_FALSE(VerifierKey::parse(good.substr(0, at))) << at;
    }
    for (const std::string& bad :
         {good + "=", good + " ", " " + good, replaced(good, "+", "++"),
          replaced(good, "p11", "p 11"), replaced(good, "p11", "p\u200311")}) {
        EXPECT_FALSE(VerifierKey::parse(bad)) << bad;
    }
}

TEST(note, signed_by_a_log_before_and_after_a_change_of_its_key_opens_with_either) {
    Secret first, second, third;
    first.fill()[0] = 1;
    second.fill()[0] = 2;
    third.fill()[0] = 3;
    const LogKey before = LogKey::from_seed("buuan.example.vn/p11", std::move(first));
    const LogKey now = LogKey::from_seed("buuan.example.vn/p11", std::move(second));
    const LogKey other = LogKey::from_seed("buuan.example.vn/p11", std::move(third));
    const std::string text = Checkpoint{"buuan.example.vn/p11", 5, {}}.text();
    const std::string note = before.add_signature(now.sign(text));
    for (const LogKey* key : {&before, &now}) {
        const auto opened = open_note(note, {key->verifier()});
        ASSERT_TRUE(opened);
        EXPECT_EQ(opened->text, text);
    }
    const auto both = open_note(note, {before.verifier(), now.verifier()});
    ASSERT_TRUE(both);
    EXPECT_EQ(both->verified.size(), 2U);
    EXPECT_FALSE(open_note(note, {other.verifier()}));
    EXPECT_TRUE(note.starts_with(now.sign(text))) << "the newer key's line is the first";
}

TEST(checkpoint, parses_what_it_writes_and_nothing_like_it) {
    const Checkpoint good{"buuan.example.vn/p11", 73'894, sha256(as_bytes("root"))};
    const std::string text = good.text();
    EXPECT_EQ(Checkpoint::parse(text), good);
    EXPECT_EQ(Checkpoint::parse((Checkpoint{"o", 0, {}}.text())), (Checkpoint{"o", 0, {}}));
    EXPECT_EQ(Checkpoint::parse(text + "extension\n"), good);
    const std::string root = to_base64(good.root.bytes);
    for (const std::string& bad : {std::string(),
                                   std::string("\n"),
                                   text.substr(0, text.size() - 1),
                                   "\n" + text,
                                   replaced(text, "73894", "073894"),
                                   replaced(text, "73894", "-1"),
                                   replaced(text, "73894", "+5"),
                                   replaced(text, "73894", "5 "),
                                   replaced(text, "73894", ""),
                                   replaced(text, "73894", "0x5"),
                                   replaced(text, "73894", "99999999999999999999"),
                                   replaced(text, root, root.substr(0, 40)),
                                   replaced(text, root, root + "="),
                                   replaced(text, root, to_base64(Bytes(31))),
                                   replaced(text, root, to_base64(Bytes(33))),
                                   text + "\n",
                                   text + "\nextension\n",
                                   text + "extension",
                                   text + "one\n\ntwo\n",
                                   replaced(text, good.origin, "")}) {
        EXPECT_FALSE(Checkpoint::parse(bad)) << bad;
    }
}

}  // namespace
}  // namespace buuan::ledger
