#include "base/ids.hpp"

#include <gtest/gtest.h>

#include "base/entropy.hpp"

namespace buuan {
namespace {

struct CountingEntropy : Entropy {
    std::uint8_t next = 0;
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = next++;
    }
};

TEST(item_id, carries_the_instant_of_acceptance) {
    CountingEntropy entropy;
    const Instant at = Instant::parse("2026-11-24T03:59:15.123Z").value();
    const ItemId id = ItemId::make(at, entropy);
    EXPECT_EQ(id.made_at(), at);
    EXPECT_EQ(ItemId::parse(id.text()), id);
}

TEST(item_id, is_a_version_7_uuid_in_lower_case_and_nothing_else) {
    EXPECT_TRUE(ItemId::parse("019a3f8e-1234-7abc-8def-0123456789ab"));
    for (const char* text :
         {"019A3F8E-1234-7ABC-8DEF-0123456789AB", "019a3f8e-1234-4abc-8def-0123456789ab",
          "019a3f8e-1234-7abc-cdef-0123456789ab", "019a3f8e12347abc8def0123456789ab", "",
          "019a3f8e-1234-7abc-8def-0123456789a"}) {
        EXPECT_FALSE(ItemId::parse(text)) << text;
    }
}

TEST(code, is_short_and_plain) {
    EXPECT_TRUE(SiteCode::parse("DBP-1"));
    for (const char* text : {"", "-A", "dbp", "A/B", "A B", "ABCDEFGHIJKLMNOPQRSTUVWXY", "ĐBP"})
        EXPECT_FALSE(SiteCode::parse(text)) << text;
}

TEST(log_name, is_the_organisation_or_a_province) {
    EXPECT_TRUE(LogName::parse("org"));
    EXPECT_TRUE(LogName::parse("p11"));
    for (const char* text : {"p1", "p111", "q11", "", "../", "pxx"})
        EXPECT_FALSE(LogName::parse(text)) << text;
}

}  // namespace
}  // namespace buuan
