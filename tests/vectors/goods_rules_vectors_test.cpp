#include <gtest/gtest.h>

#include "screening/pack.hpp"
#include "vectors.hpp"

namespace buuan::vectors {
namespace {

const boost::json::value& vectors() {
    static const auto read_once = read("goods_rules.json");
    return read_once;
}

std::string day_text(const std::optional<Day>& day) {
    return day ? day->text() : "";
}

TEST(goods_rules, are_read_as_the_vector_says) {
    const auto read = screening::decode_pack(text(vectors(), "pack"));
    ASSERT_TRUE(read.ok()) << read.error().where << ": " << read.error().what;
    const auto& rules = vectors().at("rules");
    // The vector's entries stand in another order than the pack's.
    ASSERT_EQ(read.value().entries.size(), list(rules, "entries").size());
    for (const auto& made : list(rules, "entries")) {
        const auto& entries = read.value().entries;
        const auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& each) {
            return each.id == text(made, "id");
        });
        ASSERT_NE(entry, entries.end());
        EXPECT_EQ(name_of(entry->outcome), text(made, "outcome"));
        EXPECT_EQ(entry->name_vi, text(made, "name_vi"));
        EXPECT_EQ(entry->name_en, text(made, "name_en"));
        EXPECT_EQ(entry->legal_basis, texts(list(made, "legal_basis")));
        EXPECT_EQ(entry->conditions, text(made, "conditions"));
        EXPECT_EQ(entry->un_numbers, texts(list(made, "un_numbers")));
        EXPECT_EQ(entry->certainty, text(made, "certainty"));
        EXPECT_EQ(entry->match, texts(list(made, "match")));
        EXPECT_EQ(!entry->anywhere ? ""
                  : entry->closely ? "closely"
                                   : "anywhere",
                  text(made, "anywhere"));
        EXPECT_EQ(day_text(entry->since), text(made, "since"));
        EXPECT_EQ(day_text(entry->until), text(made, "until"));
    }
    const auto& context = read.value().context;
    EXPECT_EQ(context.phrases.at(screening::Role::picture),
              texts(list(rules.at("lists"), "heads")));
    EXPECT_EQ(context.phrases.at(screening::Role::turn), texts(list(rules.at("lists"), "turns")));
    EXPECT_EQ(context.terms.at(0).word, text(list(rules, "terms")[0], "word"));
    EXPECT_EQ(context.short_forms.at(0).means, text(list(rules, "short_forms")[0], "means"));
    EXPECT_EQ(context.classes.at("brand"), texts(list(rules.at("classes"), "brand")));
}

TEST(goods_rules, are_written_as_the_vector_says) {
    const std::string pack = text(vectors(), "pack");
    EXPECT_EQ(screening::encode_pack(screening::decode_pack(pack).value()), pack);
    EXPECT_EQ(sha256(as_bytes(pack)).text(), text(vectors(), "digest"));
}

TEST(goods_rules, are_refused_in_any_other_spelling) {
    for (const auto& each : list(vectors(), "refused")) {
        EXPECT_NE(text(each, "pack"), text(vectors(), "pack")) << text(each, "why");
        EXPECT_FALSE(screening::decode_pack(text(each, "pack")).ok()) << text(each, "why");
    }
}

}  // namespace
}  // namespace buuan::vectors
