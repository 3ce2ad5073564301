#include "screening/pack.hpp"

#include <gtest/gtest.h>

#include <random>

#include "adapters/rules/rules.hpp"
#include "screening/read_rules.hpp"

namespace buuan::screening {
namespace {

const RuleSet& built_in() {
    static const RuleSet rules = read_rules(embedded_rules()).value().rules;
    return rules;
}

Entry entry_of(const char* id, Outcome outcome, const char* name_vi, const char* name_en) {
    Entry entry;
    entry.id = id;
    entry.outcome = outcome;
    entry.name_vi = name_vi;
    entry.name_en = name_en;
    return entry;
}

GoodsRules a_few() {
    Entry gun = entry_of("B-2", Outcome::prohibited, "Súng", "Gun");
    gun.match = {"súng", "<brand> pistol"};
    gun.legal_basis = {"Act 1", "Act 2"};
    gun.anywhere = true;
    gun.since = Day::parse("2026-01-01");
    Entry wine = entry_of("A-1", Outcome::conditional, "Rượu", "Wine");
    wine.match = {"rượu"};
    wine.conditions = "Đóng gói kín";
    wine.until = Day::parse("2026-12-31");
    GoodsRules rules{{gun, wine}, {}};
    rules.context.phrases = {{Role::turn, {"đồ chơi"}}, {Role::picture, {"ốp", "sách"}}};
    rules.context.terms = {{"bơ", "A-1", {"lỏng"}, {"bơ lạt"}}};
    rules.context.short_forms = {{"sg", "súng"}};
    rules.context.classes = {{"brand", {"glock"}}};
    return rules;
}

/// What decode_pack says of these bytes: "ok", or where and what.
std::string said_of(const std::string& bytes) {
    const auto read = decode_pack(bytes);
    return read.ok() ? "ok" : read.error().where + ": " + read.error().what;
}

std::string with(std::string bytes, const std::string& old, const std::string& now) {
    const std::size_t at = bytes.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return bytes.replace(at, old.size(), now);
}

TEST(pack, holds_all_that_the_rules_say) {
    const auto read = decode_pack(built_in().pack());
    ASSERT_TRUE(read.ok()) << said_of(built_in().pack());
    EXPECT_EQ(encode_pack(read.value()), built_in().pack());
    const auto again = RuleSet::compile(read.value());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().digest(), built_in().digest());
    EXPECT_EQ(sha256(as_bytes(built_in().pack())), built_in().digest());
    const Day day = Day::parse("2026-11-24").value();
    for (const char* text : {"ốp điện thoại hình súng", "1 bich phao no", "rượu vang, heroin"}) {
        const Verdict one = screen(text, built_in(), day);
        const Verdict other = screen(text, again.value(), day);
        EXPECT_EQ(one.outcome, other.outcome) << text;
        EXPECT_EQ(one.findings.size(), other.findings.size()) << text;
        EXPECT_EQ(one.set_aside.size(), other.set_aside.size()) << text;
    }
}

TEST(pack, is_the_same_however_the_entries_stood) {
    GoodsRules turned = a_few();
    std::swap(turned.entries[0], turned.entries[1]);
    EXPECT_EQ(encode_pack(turned), encode_pack(a_few()));
    EXPECT_EQ(said_of(encode_pack(a_few())), "ok");
}

TEST(pack, tells_apart_all_that_differs) {
    const std::string pack = encode_pack(a_few());
    GoodsRules other = a_few();
    other.entries[0].match = {"súng<brand> pistol"};
    EXPECT_NE(encode_pack(other), pack);
    other = a_few();
    other.entries[0].anywhere = false;
    EXPECT_NE(encode_pack(other), pack);
    other = a_few();
    other.context.short_forms[0] = {"s", "gsúng"};
    EXPECT_NE(encode_pack(other), pack);
}

TEST(pack, keeps_what_is_to_be_looked_at_closely) {
    GoodsRules rules = a_few();
    rules.entries[0].closely = true;
    const GoodsRules read = decode_pack(encode_pack(rules)).value();
    EXPECT_TRUE(read.entries[1].anywhere);
    EXPECT_TRUE(read.entries[1].closely);
    EXPECT_NE(encode_pack(rules), encode_pack(a_few()));
    rules.entries[0].anywhere = false;
    EXPECT_EQ(problems_of(rules).at(0).where, "B-2");
}

TEST(pack, names_the_entry_or_list_that_is_wrong) {
    const std::string pack = encode_pack(a_few());
    EXPECT_EQ(said_of(""), "pack: it is no pack of goods rules, or of another version (byte 0)");
    EXPECT_EQ(said_of(pack + "0"),
              "pack: something stands behind its end (byte " + std::to_string(pack.size()) + ")");
    EXPECT_EQ(said_of(with(pack, "11:conditional", "11:conditionel")),
              "entry A-1: an outcome is not known (byte 42)");
    EXPECT_TRUE(said_of(with(pack, "3:A-1", "3:C-1"))
                    .starts_with("entry B-2: its id is not behind the one before"));
    EXPECT_TRUE(said_of(with(pack, "10:2026-01-01", "10:2026-13-01"))
                    .starts_with("entry B-2: a day is no day"));
    EXPECT_TRUE(said_of(with(pack, "8:anywhere", "8:anywhera"))
                    .starts_with("entry B-2: \"anywhere\" is neither that nor \"closely\""));
    EXPECT_TRUE(said_of(with(pack, "5:heads", "5:hands"))
                    .starts_with("lists of words: a list is not known, or not in order"));
    EXPECT_TRUE(
        said_of(with(pack, "5:Súng", "5:S\xc0ng")).starts_with("entry B-2: a text is no UTF-8"));
    EXPECT_EQ(said_of(std::string(pack_bytes_max + 1, 'x')),
              "pack: it is larger than 4 MiB (byte 0)");
}

TEST(pack, has_one_spelling_of_each_number) {
    const std::string pack = encode_pack(a_few());
    for (const char* other : {"03:A-1", "+3:A-1", " 3:A-1", "3 :A-1", "99999999999999999999:A-1"})
        EXPECT_NE(said_of(with(pack, "3:A-1", other)), "ok") << other;
}

TEST(pack, is_no_pack_when_it_was_cut_or_a_byte_changed_shape) {
    const std::string pack = encode_pack(a_few());
    for (std::size_t size = 0; size < pack.size(); ++size)
        ASSERT_NE(said_of(pack.substr(0, size)), "ok") << size;
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = pack;
        for (std::size_t changes = 1 + random() % 3; changes > 0; --changes)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        const auto read = decode_pack(bytes);
        if (read.ok()) {
            ASSERT_EQ(encode_pack(read.value()), bytes);
        }
    }
}

TEST(pack, does_not_believe_a_count) {
    // Five bytes that promise fifty thousand phrases get no memory for them.
    EXPECT_EQ(said_of("buuan/goods-rules/v3\n50000["), "pack: it ends within a list (byte 27)");
    EXPECT_EQ(said_of("buuan/goods-rules/v3\n50001["), "pack: a list is too long (byte 25)");
}

TEST(rules, that_have_no_end_are_refused) {
    GoodsRules rules = a_few();
    rules.context.classes = {{"brand", {"new <brand>"}}};
    EXPECT_FALSE(RuleSet::compile(rules).ok());
    rules = a_few();
    rules.entries[0].match = {std::string(5000, 'a') + " b"};
    EXPECT_EQ(RuleSet::compile(rules).error().what, "a phrase that is too long");
}

}  // namespace
}  // namespace buuan::screening
