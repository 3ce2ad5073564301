#include "disclosure/receipt_tries.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_register.hpp"

namespace buuan::disclosure {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;

struct Tries : ::testing::Test {
    memory::MemoryRegister store;
    ReceiptTries tries{store};
    const Digest receipt = sha256(as_bytes("a receipt"));
    Instant now = Instant::parse("2026-11-24T03:59:15.123Z").value();

    Turn begin(bool known = true) { return tries.begin(receipt, known, now).value(); }
};

TEST_F(Tries, a_code_is_closed_for_a_day_after_five_wrong_tries) {
    for (const bool known : {true, false}) {
        for (std::uint32_t i = 0; i < wrong_tries_a_day_max; ++i) EXPECT_TRUE(begin(known).open);
        const Turn closed = begin(known);
        EXPECT_FALSE(closed.open);
        EXPECT_EQ(closed.closed_until, now + 24 * hour_ms) << known;
    }
    now = now + 24 * hour_ms;
    EXPECT_TRUE(begin().open);
    EXPECT_TRUE(begin(false).open);
}

TEST_F(Tries, and_for_good_after_twenty_also_by_who_waits_each_time) {
    for (std::uint32_t i = 0; i < wrong_tries_max; ++i, now = now + 25 * hour_ms)
        EXPECT_TRUE(begin().open) << i;
    const Turn closed = begin();
    EXPECT_FALSE(closed.open);
    EXPECT_FALSE(closed.closed_until);
}

TEST_F(Tries, a_restart_gives_no_more_tries) {
    for (std::uint32_t i = 0; i < wrong_tries_a_day_max; ++i) begin();
    ReceiptTries again(store);
    EXPECT_FALSE(again.begin(receipt, true, now).value().open);
}

TEST_F(Tries, who_is_right_opens_the_day_again_but_not_what_others_got_wrong_before) {
    for (int round = 0; round < 4; ++round) {
        for (int i = 0; i < 4; ++i) begin();
        EXPECT_TRUE(begin().open);
        EXPECT_TRUE(tries.was_right(receipt, now).value());
    }
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(begin().open);
    EXPECT_FALSE(begin().open) << "20 were wrong in all";
}

TEST_F(Tries, a_receipt_is_shown_thirty_times_a_day) {
    for (std::uint32_t i = 0; i < views_a_day_max; ++i) {
        EXPECT_TRUE(begin().open);
        EXPECT_TRUE(tries.was_right(receipt, now).value()) << i;
    }
    begin();
    EXPECT_FALSE(tries.was_right(receipt, now).value());
    now = now + 24 * hour_ms;
    begin();
    EXPECT_TRUE(tries.was_right(receipt, now).value());
}

TEST_F(Tries, codes_that_nobody_has_leave_one_row_and_old_rows_go) {
    for (int i = 0; i < 100; ++i)
        EXPECT_TRUE(tries.begin(sha256(as_bytes(std::to_string(i))), false, now).value().open);
    begin();
    EXPECT_TRUE(tries.was_right(receipt, now).value());
    EXPECT_EQ(store.list("receipt_tries", "", 100).value().size(), 2U);
    now = now + 3 * 24 * hour_ms;
    EXPECT_TRUE(tries.begin(sha256(as_bytes("other")), true, now).value().open);
    const auto left = store.list("receipt_tries", "", 100).value();
    EXPECT_TRUE(std::none_of(left.begin(), left.end(),
                             [&](const auto& row) { return row.key == receipt.text(); }));
}

}  // namespace
}  // namespace buuan::disclosure
