#include "edge/api/rate_limit.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace buuan::api {
namespace {

constexpr Instant noon{1'795'500'000'000};

TEST(rate_limit, so_many_in_a_minute_and_again_in_the_next) {
    RateLimit limit(2);
    EXPECT_TRUE(limit.take("receipt", "192.0.2.1", noon));
    EXPECT_TRUE(limit.take("receipt", "192.0.2.1", noon + 1000));
    EXPECT_FALSE(limit.take("receipt", "192.0.2.1", noon + 2000));
    EXPECT_TRUE(limit.take("receipt", "192.0.2.1", noon + 60'000));
}

TEST(rate_limit, neither_another_address_nor_another_question_uses_it_up) {
    RateLimit limit(1);
    EXPECT_TRUE(limit.take("receipt", "192.0.2.1", noon));
    EXPECT_TRUE(limit.take("receipt", "192.0.2.2", noon));
    EXPECT_TRUE(limit.take("sign-in", "192.0.2.1", noon));
    EXPECT_FALSE(limit.take("sign-in", "192.0.2.1", noon));
}

TEST(rate_limit, a_new_address_of_the_same_ipv6_network_is_no_new_stranger) {
    RateLimit limit(1);
    EXPECT_TRUE(limit.take("sign-in", "2001:db8:1:2::1", noon));
    EXPECT_FALSE(limit.take("sign-in", "2001:db8:1:2:ffff:1:2:3", noon));
    EXPECT_TRUE(limit.take("sign-in", "2001:db8:1:3::1", noon));
}

TEST(rate_limit, ipv4_addresses_behind_an_ipv6_socket_stay_apart) {
    EXPECT_NE(network_of("::ffff:192.0.2.1"), network_of("::ffff:192.0.2.2"));
    EXPECT_EQ(network_of("fe80::1%eth0"), network_of("fe80::2%eth0"));
    EXPECT_EQ(network_of("local"), "local");
}

TEST(rate_limit, a_gate_lets_in_as_many_as_it_has_places_and_takes_them_back) {
    Gate gate(2);
    std::optional<Gate::Place> first(std::in_place, gate);
    const Gate::Place second(gate);
    EXPECT_TRUE(*first);
    EXPECT_TRUE(second);
    EXPECT_FALSE(Gate::Place(gate)) << "both places are taken";
    first.reset();
    EXPECT_TRUE(Gate::Place(gate));
}

}  // namespace
}  // namespace buuan::api
