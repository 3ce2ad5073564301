#include "edge/webhooks/feed.hpp"

#include "edge/node/world_test.hpp"

namespace buuan::webhooks {
namespace {

struct Feeding : node::NodeWithItems {
    RecentItems recent;
    const std::vector<std::string> types = {"item.accepted", "item.scanned"};
    const CommandId command = CommandId::make(clock.now(), random);

    Subscription add() {
        auto made = webhooks::add(*node, {command, "https://hooks.example.vn/", types, officer});
        EXPECT_TRUE(made.ok());
        return made.value();
    }
    ItemId accept_in_log() {
        const ItemId item = accept();
        EXPECT_TRUE(node->settle().ok());
        return item;
    }
    /// All that comes, each told.
    std::vector<ItemId> told(Subscription& row) {
        Feed feed(*node, recent);
        std::vector<ItemId> items;
        for (;;) {
            const auto event = feed.next(row.cursors, row.types);
            EXPECT_TRUE(event.ok());
            if (!event.value()) return items;
            items.push_back(event.value()->item);
            for (Cursor& cursor : row.cursors) {
                if (cursor.log == event.value()->log) cursor.next = event.value()->index + 1;
            }
        }
    }
};

TEST_F(Feeding, tells_what_came_after_it_was_made_once_and_in_order) {
    accept_in_log();
    Subscription row = add();
    const std::vector<ItemId> later = {accept_in_log(), accept_in_log(), accept_in_log()};
    EXPECT_EQ(told(row), later);
    EXPECT_TRUE(told(row).empty());
}

TEST_F(Feeding, finds_the_item_without_having_seen_it_written_also_days_later) {
    Subscription row = add();
    const ItemId item = accept_in_log();
    go_to("2026-12-01");
    ASSERT_TRUE(node->new_day().ok());
    ItemRow after = node->days().find_row(today, item).value().value();
    DayWrite write;
    write.day = today;
    write.item = item;
    write.command = CommandId::make(clock.now(), random);
    write.expects = after.version++;
    write.after = after;
    write.entries.push_back(entry_of(item, "item.scanned", {{"state", "in_transit"}}));
    ASSERT_EQ(node->committer().commit(std::move(write)).value(), Applied::written);
    ASSERT_TRUE(node->settle().ok());
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(told(row), (std::vector<ItemId>{item, item}));
}

TEST_F(Feeding, what_is_not_asked_for_is_passed_over_and_stays_passed) {
    Subscription row = add();
    row.types = {"item.delivered"};
    accept_in_log();
    EXPECT_TRUE(told(row).empty());
    Subscription later = row;
    later.types = types;
    EXPECT_TRUE(told(later).empty());
}

TEST_F(Feeding, a_message_has_no_reference_no_salt_and_nobody) {
    Subscription row = add();
    const ItemId item = accept_in_log();
    const auto event = Feed(*node, recent).next(row.cursors, row.types);
    ASSERT_TRUE(event.ok() && event.value());
    const std::string body = body_of(*event.value());
    EXPECT_NE(body.find(item.text()), std::string::npos);
    for (const char* absent : {"\"by\"", "\"ref\"", "\"salt\"", "AT-1", "sha256"})
        EXPECT_EQ(body.find(absent), std::string::npos) << body;
}

TEST_F(Feeding, the_committer_tells_whose_an_entry_is) {
    node->committer().on_written([this](const DayWrite& write) { recent.note(write); });
    const ItemId item = accept();
    const auto stored = node->days().find(Day::of(item.made_at()), item);
    EXPECT_EQ(recent.find(stored.value()->entries.front().id), item);
    node->committer().on_written({});
    const ItemId other = accept();
    const auto unheard = node->days().find(Day::of(other.made_at()), other);
    EXPECT_FALSE(recent.find(unheard.value()->entries.front().id));
}

TEST_F(Feeding, pauses_grow_and_end_after_a_day) {
    std::int64_t all = 0;
    for (std::uint32_t failures = 1; failures < failures_max; ++failures) {
        ASSERT_TRUE(pause_ms(failures)) << failures;
        EXPECT_GE(*pause_ms(failures), pause_ms(failures - 1).value_or(0));
        all += *pause_ms(failures);
    }
    EXPECT_FALSE(pause_ms(failures_max));
    EXPECT_GT(all, 24LL * 3'600'000);
}

TEST_F(Feeding, the_secret_is_the_same_after_a_restart_and_stands_in_no_file) {
    const Subscription row = add();
    const auto secret = secret_of(*node, row);
    ASSERT_TRUE(secret.ok());
    ASSERT_TRUE(reopen().ok());
    EXPECT_TRUE(std::ranges::equal(secret_of(*node, row).value().view(), secret.value().view()));
    EXPECT_FALSE(node::holds_bytes(node::everything_in(folder), secret.value().view()));
    EXPECT_EQ(
        webhooks::add(*node, {command, "https://hooks.example.vn/", types, officer}).error().kind,
        FaultKind::invalid);
}

}  // namespace
}  // namespace buuan::webhooks
