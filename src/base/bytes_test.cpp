#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include <random>

namespace buuan {
namespace {

TEST(digest, is_the_sha256_of_fips_180) {
    EXPECT_EQ(sha256(as_bytes("abc")).text(),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256({as_bytes("a"), as_bytes("bc")}), sha256(as_bytes("abc")));
}

TEST(hex, has_one_form_only) {
    EXPECT_EQ(to_hex(Bytes{0x00, 0xff}), "00ff");
    EXPECT_FALSE(from_hex("00FF"));
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0g"));
}

// Found by the fuzzer: with libsodium 1.0.18 alone, any byte from 0x80 on passes for '/'.
TEST(base64, no_byte_stands_for_another) {
    Bytes all(48);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i * 37);
    all[47] = all[46] = all[45] = 0xff;
    const std::string good = to_base64(all);
    ASSERT_EQ(good.substr(60), "////");
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string changed = good;
            changed[at] = static_cast<char>(byte);
            const auto read = from_base64(changed);
            if (read) {
                EXPECT_EQ(to_base64(*read), changed) << at << " " << byte;
            }
        }
    }
}

TEST(base64, has_one_form_only) {
    EXPECT_EQ(to_base64(Bytes{1, 2}), "AQI=");
    EXPECT_EQ(from_base64("AQI="), (Bytes{1, 2}));
    EXPECT_FALSE(from_base64("AQI"));
    EXPECT_FALSE(from_base64("AQJ="));  // bits set behind the end
    EXPECT_FALSE(from_base64("AQI=x"));
}

TEST(crockford, comes_back_from_what_people_type) {
    std::mt19937 random(7);
    for (std::size_t size = 1; size < 40; ++size) {
        Bytes data(size);
        for (auto& byte : data) byte = static_cast<std::uint8_t>(random());
        std::string text = to_crockford(data);
        EXPECT_EQ(from_crockford(text), data);
        for (char& c : text) c = static_cast<char>(std::tolower(c));
        EXPECT_EQ(from_crockford(text), data);
        text.insert(text.size() / 2, "-");
        EXPECT_EQ(from_crockford(text), data);
    }
}

TEST(crockford, notices_any_single_wrong_symbol) {
    const Bytes data{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    const std::string good = to_crockford(data);
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const char c : std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
            if (c == good[at]) continue;
            std::string bad = good;
            bad[at] = c;
            EXPECT_NE(from_crockford(bad), data);
            EXPECT_FALSE(from_crockford(bad)) << bad;
        }
    }
    EXPECT_FALSE(from_crockford(""));
    EXPECT_FALSE(from_crockford("0!"));
}

TEST(secret, leaves_zeros_behind_when_it_moves) {
    Secret a;
    a.fill()[0] = 7;
    Secret b = std::move(a);
    EXPECT_EQ(b.view()[0], 7);
    EXPECT_EQ(a.view()[0], 0);  // NOLINT(bugprone-use-after-move): that is the promise
}

}  // namespace
}  // namespace buuan
