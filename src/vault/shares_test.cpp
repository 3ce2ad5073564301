#include "vault/shares.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

#include "adapters/posix/system_entropy.hpp"

namespace buuan::vault {
namespace {

struct SharesTest : ::testing::Test {
    SystemEntropy random;
    const SplitId id = random.bytes<8>();
    Secret secret = made();

    Secret made() {
        Secret key;
        random.fill(key.fill());
        return key;
    }
    static std::vector<Share> some_of(const std::vector<Share>& all, unsigned chosen) {
        std::vector<Share> some;
        for (unsigned i = 0; i < all.size(); ++i) {
            if ((chosen >> i & 1U) == 0) continue;
            Share copy = *Share::parse(all[i].text());
            some.push_back(std::move(copy));
        }
        return some;
    }
};

TEST_F(SharesTest, any_enough_of_them_make_the_secret_and_fewer_do_not) {
    for (const auto& [needed, count] :
         {std::pair{2U, 2U}, {2U, 3U}, {3U, 5U}, {5U, 5U}, {2U, 8U}}) {
        const auto shares = split(secret, id, needed, count, random);
        for (unsigned chosen = 1; chosen < 1U << count; ++chosen) {
            const auto some = some_of(shares, chosen);
            const auto combined = combine(some);
            ASSERT_EQ(combined.ok(), some.size() >= needed) << needed << " of " << count;
            if (combined.ok()) {
                ASSERT_EQ(to_hex(combined.value().view()), to_hex(secret.view()));
            } else {
                ASSERT_EQ(combined.error(), ShareProblem::too_few);
            }
        }
    }
}

TEST_F(SharesTest, fewer_than_needed_fit_every_secret) {
    // With two of three needed shares, each value of the third gives another secret: all are
    // equally likely, so the two tell nothing.
    auto shares = split(secret, id, 3, 3, random);
    std::set<std::uint8_t> first_bytes;
    for (int value = 0; value < 256; ++value) {
        shares[2].part.fill()[0] = static_cast<std::uint8_t>(value);
        first_bytes.insert(combine(shares).value().view()[0]);
    }
    EXPECT_EQ(first_bytes.size(), 256U);
}

TEST_F(SharesTest, a_share_is_a_line_that_a_person_can_copy) {
    const auto shares = split(secret, id, 3, 5, random);
    const std::string line = shares[1].text();
    EXPECT_EQ(line.size(), 78U + 12U);
    std::string typed;
    for (const char c : line)
        typed += c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
    const auto read = Share::parse(" " + typed);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->index, 2);
    EXPECT_EQ(read->needed, 3);
    EXPECT_EQ(read->split, id);
    EXPECT_EQ(to_hex(read->part.view()), to_hex(shares[1].part.view()));
}

TEST_F(SharesTest, a_letter_that_is_wrong_or_missing_is_told) {
    const std::string line = split(secret, id, 2, 3, random)[0].text();
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == '-') continue;
        std::string wrong = line;
        wrong[at] = line[at] == '7' ? '8' : '7';
        ASSERT_FALSE(Share::parse(wrong)) << at;
        ASSERT_FALSE(Share::parse(line.substr(0, at) + line.substr(at + 1))) << at;
    }
    EXPECT_FALSE(Share::parse(""));
    EXPECT_FALSE(Share::parse(line + line));
}

TEST_F(SharesTest, shares_of_two_splits_and_one_share_twice_are_told) {
    const auto ours = split(secret, id, 2, 3, random);
    const auto others = split(secret, random.bytes<8>(), 2, 3, random);
    std::vector<Share> mixed;
    mixed.push_back(*Share::parse(ours[0].text()));
    mixed.push_back(*Share::parse(others[1].text()));
    EXPECT_EQ(combine(mixed).error(), ShareProblem::mixed);
    std::vector<Share> twice;
    for (int i = 0; i < 2; ++i) twice.push_back(*Share::parse(ours[0].text()));
    EXPECT_EQ(combine(twice).error(), ShareProblem::given_twice);
    EXPECT_EQ(combine({}).error(), ShareProblem::too_few);
}

}  // namespace
}  // namespace buuan::vault
