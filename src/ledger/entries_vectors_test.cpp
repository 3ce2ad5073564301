// tests/vectors/entries.json: entries as docs/formats/entries.md writes them, with leaf hashes
// computed by another program.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "base/merkle.hpp"
#include "ledger/entry.hpp"

namespace buuan::ledger {
namespace {

const boost::json::object& vectors() {
    static const boost::json::value read = [] {
        std::ifstream file(std::string(BUUAN_SOURCE_DIR) + "/tests/vectors/entries.json",
                           std::ios::binary);
        return boost::json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
    }();
    return read.get_object();
}

std::string text_in(const boost::json::object& object, const char* name) {
    return std::string(object.at(name).as_string());
}
/// What a member of the envelope says; "-" where there is none.
std::string member(const boost::json::object& members, const char* name) {
    return members.contains(name) ? text_in(members, name) : "-";
}

TEST(entry_vectors, come_back_byte_for_byte_with_their_leaf_hashes) {
    std::set<std::string> types;
    for (const auto& each : vectors().at("entries").as_array()) {
        const auto& vector = each.as_object();
        const std::string name = text_in(vector, "name");
        const std::string text = text_in(vector, "text");
        const auto entry = decode(text);
        ASSERT_TRUE(entry.ok()) << name << ": " << entry.error().what;
        EXPECT_EQ(encode(entry.value()).value(), text) << name;
        EXPECT_EQ(merkle::leaf_hash(as_bytes(text)).text(), text_in(vector, "leaf")) << name;
        const auto& members = vector.at("members").as_object();
        const Entry& e = entry.value();
        EXPECT_EQ(e.id.text(), member(members, "id"));
        EXPECT_EQ(to_hex(e.salt), member(members, "salt"));
        EXPECT_EQ(e.type, member(members, "type"));
        EXPECT_EQ(e.at.text(), member(members, "at"));
        EXPECT_EQ(e.seen.text(), member(members, "seen"));
        EXPECT_EQ(e.by.value, member(members, "by"));
        EXPECT_EQ(e.site ? e.site->value : "-", member(members, "site"));
        EXPECT_EQ(e.ref.value_or("-"), member(members, "ref"));
        types.insert(e.type);
    }
    EXPECT_GE(types.size(), 32U);
}

TEST(entry_vectors, that_are_not_canonical_or_not_entries_are_refused) {
    ASSERT_GE(vectors().at("refused").as_array().size(), 30U);
    for (const auto& each : vectors().at("refused").as_array()) {
        const auto refused = decode(text_in(each.as_object(), "text"));
        ASSERT_FALSE(refused.ok()) << text_in(each.as_object(), "why");
        EXPECT_EQ(refused.error().kind, FaultKind::invalid) << text_in(each.as_object(), "why");
    }
}

TEST(entry, what_cannot_be_read_back_is_not_written) {
    Entry entry;
    entry.id = EntryId::parse("019ab3f2-0001-7ab1-838f-9639e183e511").value();
    entry.at = entry.seen = Instant::parse("2026-11-24T03:59:15.123Z").value();
    entry.by = {"NV-1"};
    entry.type = "item.scanned";
    ASSERT_TRUE(encode(entry).ok());
    for (const char* type : {"", ".a", "a.", "Item", "item-scanned", "đ",
                             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        Entry wrong = entry;
        wrong.type = type;
        EXPECT_FALSE(encode(wrong).ok()) << type;
    }
    for (const char* ref : {"", "00", "ABCDEF00ABCDEF00ABCDEF00ABCDEF00"}) {
        Entry wrong = entry;
        wrong.ref = ref;
        EXPECT_FALSE(encode(wrong).ok()) << ref;
    }
    Entry largest = entry;
    largest.data = {{"n", ""}};
    largest.data = {{"n", std::string(entry_bytes_max - encode(largest).value().size(), 'x')}};
    EXPECT_EQ(encode(largest).value().size(), entry_bytes_max);
    EXPECT_TRUE(decode(encode(largest).value()).ok());
    largest.data = {{"nn", largest.data.at("n")}};
    EXPECT_FALSE(encode(largest).ok());
    Entry fraction = entry;
    fraction.data = {{"n", 0.5}};
    EXPECT_FALSE(encode(fraction).ok());
}

}  // namespace
}  // namespace buuan::ledger
