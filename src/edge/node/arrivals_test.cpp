#include "edge/node/arrivals.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_register.hpp"
#include "base/json.hpp"

namespace buuan::node {
namespace {

struct ArrivalsTest : ::testing::Test {
    memory::MemoryRegister store;
    Arrivals arrivals{store};
    const DeviceId device{{1}};
    const DeviceId other{{2}};

    /// The digest of a device's n-th envelope.
    static Digest envelope(std::uint64_t n) {
        return n == 0 ? Digest{} : sha256(as_bytes("envelope " + std::to_string(n)));
    }
    static Arrival at(std::uint64_t n) {
        const auto item = ItemId::parse("019aa000-0000-7000-8000-000000000001");
        return {n, item.value(), envelope(n), envelope(n - 1)};
    }
    Order take(std::uint64_t n) { return arrivals.take(device, at(n)).value(); }
    std::string counted() { return json::write(arrivals.counted(device).value()); }
};

TEST_F(ArrivalsTest, what_comes_in_order_leaves_no_gap) {
    EXPECT_EQ(counted(), R"({"last_sequence":0,"missing":[]})");
    for (std::uint64_t n = 1; n <= 12; ++n) EXPECT_EQ(take(n), Order::fits);
    EXPECT_EQ(counted(), R"({"last_sequence":12,"missing":[]})");
    EXPECT_EQ(json::write(arrivals.counted(other).value()), R"({"last_sequence":0,"missing":[]})");
}

TEST_F(ArrivalsTest, what_was_held_back_is_missing_until_it_comes) {
    for (const std::uint64_t n : {3, 4, 9}) EXPECT_EQ(take(n), Order::fits);
    EXPECT_EQ(counted(), R"({"last_sequence":9,"missing":[{"from":1,"to":2},{"from":5,"to":8}]})");
    EXPECT_EQ(take(6), Order::fits);
    EXPECT_EQ(
        counted(),
        R"({"last_sequence":9,"missing":[{"from":1,"to":2},{"from":5,"to":5},{"from":7,"to":8}]})");
    for (const std::uint64_t n : {8, 5, 1, 7, 2}) EXPECT_EQ(take(n), Order::fits);
    EXPECT_EQ(counted(), R"({"last_sequence":9,"missing":[]})");
}

TEST_F(ArrivalsTest, the_same_envelope_again_changes_nothing) {
    EXPECT_EQ(take(2), Order::fits);
    const std::string before = counted();
    EXPECT_EQ(take(2), Order::fits);
    EXPECT_EQ(counted(), before);
}

TEST_F(ArrivalsTest, a_number_belongs_to_one_envelope) {
    EXPECT_EQ(take(1), Order::fits);
    Arrival another = at(1);
    another.envelope = envelope(77);
    EXPECT_EQ(arrivals.take(device, another).value(), Order::sequence_taken);
    EXPECT_EQ(arrivals.take(other, another).value(), Order::fits) << "of another device";
}

TEST_F(ArrivalsTest, a_chain_that_does_not_fit_is_told_from_both_ends) {
    EXPECT_EQ(take(5), Order::fits);
    Arrival after = at(6);
    after.previous = envelope(77);
    EXPECT_EQ(arrivals.take(device, after).value(), Order::chain_broken);
    Arrival before = at(4);
    before.envelope = envelope(77);
    EXPECT_EQ(arrivals.take(device, before).value(), Order::chain_broken);
    Arrival first = at(1);
    first.previous = envelope(77);
    EXPECT_EQ(arrivals.take(device, first).value(), Order::chain_broken);
    EXPECT_EQ(counted(), R"({"last_sequence":5,"missing":[{"from":1,"to":4}]})");
}

TEST_F(ArrivalsTest, numbers_far_ahead_and_endless_gaps_are_refused) {
    EXPECT_EQ(take(0), Order::sequence_far);
    EXPECT_EQ(take(10'001), Order::sequence_far);
    EXPECT_EQ(arrivals.take(device, {~std::uint64_t{0}, {}, {}, {}}).value(), Order::sequence_far);
    std::uint64_t n = 0;
    for (int gaps = 0; gaps < 100; ++gaps) ASSERT_EQ(take(n += 2), Order::fits) << gaps;
    EXPECT_EQ(take(n + 2), Order::sequence_far);
    EXPECT_EQ(take(n + 1), Order::fits);
}

TEST_F(ArrivalsTest, what_is_broken_in_the_store_is_a_fault) {
    EXPECT_EQ(take(1), Order::fits);
    register_::RegisterWrite write;
    write.put.push_back({"queued_count", device.text(), "{}"});
    ASSERT_TRUE(store.apply(write).ok());
    EXPECT_EQ(arrivals.counted(device).error().kind, FaultKind::corrupt);
    EXPECT_EQ(arrivals.take(device, at(2)).error().kind, FaultKind::corrupt);
}

}  // namespace
}  // namespace buuan::node
