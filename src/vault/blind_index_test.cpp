#include "vault/blind_index.hpp"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <set>

#include "adapters/posix/system_entropy.hpp"
#include "vault/derive.hpp"

namespace buuan::vault {
namespace {

Secret a_key() {
    SystemEntropy random;
    Secret key;
    random.fill(key.fill());
    return key;
}

TEST(token, finds_a_name_however_it_is_typed) {
    const Secret key = a_key();
    const Token stored = token_of(key, TokenKind::name, "Đỗ Thị Ngọc Ánh");
    for (const auto* typed : {"do thi ngoc anh", "DO THI NGOC ANH", " Đỗ  thị Ngọc\u00a0ánh ",
                              "Đô\u0303 Thi\u0323 Ngo\u0323c A\u0301nh", "đỗ thị\tngọc ánh"}) {
        EXPECT_EQ(token_of(key, TokenKind::name, typed), stored) << typed;
    }
    for (const auto* other : {"do thi ngoc", "do thi ngoc anhh", "dothingocanh", "to thi ngoc anh"})
        EXPECT_NE(token_of(key, TokenKind::name, other), stored) << other;
}

TEST(token, of_two_days_cannot_be_linked) {
    EXPECT_NE(token_of(a_key(), TokenKind::phone, "+84912345678"),
              token_of(a_key(), TokenKind::phone, "+84912345678"));
}

TEST(token, of_two_kinds_is_never_the_same) {
    const Secret key = a_key();
    std::set<Token> all;
    for (std::uint8_t kind = 1; kind <= 7; ++kind)
        all.insert(token_of(key, static_cast<TokenKind>(kind), "5678"));
    EXPECT_EQ(all.size(), 7U);
}

TEST(token, of_a_number_is_of_its_exact_text) {
    const Secret key = a_key();
    EXPECT_NE(token_of(key, TokenKind::item_code, "EB123456785VN"),
              token_of(key, TokenKind::item_code, "eb123456785vn"));
    EXPECT_NE(token_of(key, TokenKind::phone, ""),
              token_of(key, TokenKind::phone, std::string_view("\0", 1)));
}

TEST(fold_name, no_letter_grows_beyond_its_bound) {
    for (char32_t letter = 1; letter < 0x110000; ++letter) {
        if (letter >= 0xd800 && letter < 0xe000) continue;
        utf8proc_uint8_t utf8[4];
        const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(letter), utf8);
        const std::string_view text(reinterpret_cast<const char*>(utf8),
                                    static_cast<std::size_t>(size));
        char out[64];
        EXPECT_LE(static_cast<std::size_t>(fold_name(text, out) - out), fold_growth * text.size())
            << std::hex << static_cast<std::uint32_t>(letter);
    }
}

TEST(fold_name, keeps_every_letter_without_its_marks) {
    EXPECT_EQ(fold_name("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ"), "aaaaeeeiioooouuyadiuou");
    EXPECT_EQ(fold_name("ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữự"), "aaaaaaaaaaeeeeeoooooooooouuuuu");
    EXPECT_EQ(fold_name("Strauß"), "strauss");
    EXPECT_EQ(fold_name("Y-Moan Ê'ban Jr."), "y-moan e'ban jr.");
    EXPECT_EQ(fold_name("   "), "");
    EXPECT_EQ(fold_name(""), "");
    EXPECT_EQ(fold_name("\xff\xfe"), "") << "no UTF-8";
    EXPECT_EQ(fold_name(fold_name("Nguyễn Thị Ứng")), fold_name("Nguyễn Thị Ứng"));
}

TEST(derive, every_purpose_item_slot_and_revision_has_a_key_of_its_own) {
    SystemEntropy random;
    const Secret key = a_key();
    const ItemId item = ItemId::make({1}, random);
    const ItemId other = ItemId::make({1}, random);
    std::set<std::string> all{to_hex(record_key(key, item, 1).view()),
                              to_hex(record_key(key, item, 2).view()),
                              to_hex(record_key(key, other, 1).view()),
                              to_hex(object_key(key, item, "contents").view()),
                              to_hex(object_key(key, item, "content").view()),
                              to_hex(object_key(key, other, "contents").view()),
                              to_hex(record_key(a_key(), item, 1).view()),
                              to_hex(key.view())};
    EXPECT_EQ(all.size(), 8U);
    EXPECT_EQ(to_hex(record_key(key, item, 1).view()),
              to_hex(record_key(key.duplicate(), item, 1).view()));
}

TEST(derive, an_items_references_in_two_logs_cannot_be_linked) {
    SystemEntropy random;
    const Secret key = a_key();
    const ItemId item = ItemId::make({1}, random);
    EXPECT_EQ(item_ref(key, item, LogName::province("11")),
              item_ref(key, item, LogName::province("11")));
    EXPECT_NE(item_ref(key, item, LogName::province("11")),
              item_ref(key, item, LogName::province("01")));
    EXPECT_EQ(item_ref(key, item, LogName::organisation()).size(), 32U);
}

TEST(derive, a_request_is_told_from_another_but_not_guessed_without_the_key) {
    const Secret key = a_key();
    EXPECT_EQ(request_digest(key, as_bytes("{}")), request_digest(key, as_bytes("{}")));
    EXPECT_NE(request_digest(key, as_bytes("{}")), request_digest(key, as_bytes("{ }")));
    EXPECT_NE(request_digest(key, as_bytes("{}")), request_digest(a_key(), as_bytes("{}")));
}

}  // namespace
}  // namespace buuan::vault
