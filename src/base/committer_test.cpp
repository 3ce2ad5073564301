#include "base/committer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

namespace buuan {
namespace {

/// Remembers item ids and batch sizes; everything else of the port is unused here.
class CountingStore : public DayStore {
public:
    std::set<ItemId> items;
    std::size_t largest_batch = 0;
    std::atomic<bool> full{false};
    std::mutex slow;  // held by a test to let commands gather

    Result<std::vector<Applied>> apply(Day day, std::span<const DayWrite> batch) override {
        const std::scoped_lock lock(slow);
        if (full) return Fault{FaultKind::full, "no space"};
        largest_batch = std::max(largest_batch, batch.size());
        std::vector<Applied> answers;
        for (const DayWrite& write : batch) {
            EXPECT_EQ(write.day, day);
            answers.push_back(items.insert(write.item).second ? Applied::written : Applied::already_there);
        }
        return answers;
    }
    Result<std::optional<StoredItem>> find(Day, const ItemId&) override { return std::optional<StoredItem>{}; }
    Result<std::optional<ItemRow>> find_row(Day, const ItemId&) override { return std::optional<ItemRow>{}; }
    Result<std::optional<Digest>> find_command(Day, const CommandId&) override { return std::optional<Digest>{}; }
    Result<std::vector<ItemId>> find_by_tokens(Day, std::span<const Token>, std::size_t) override { return std::vector<ItemId>{}; }
    Result<std::vector<StoredItem>> scan(Day, const std::optional<ItemId>&, std::size_t) override { return std::vector<StoredItem>{}; }
    Result<std::vector<Day>> days() override { return std::vector<Day>{}; }
    Result<std::vector<CounterNumber>> counter_numbers(Day) override { return std::vector<CounterNumber>{}; }
    Result<Done> clear_tokens(Day) override { return Done{}; }
    Result<Done> add_tokens(Day, const ItemId&, std::span<const Token>) override { return Done{}; }
    Result<Done> drop(Day) override { return Done{}; }
    Result<std::vector<PendingEntry>> pending(const LogName&, std::size_t) override { return std::vector<PendingEntry>{}; }
    Result<Done> mark_sequenced(const LogName&, std::span<const SequencedEntry>) override { return Done{}; }
};

DayWrite a_write(std::uint32_t n, int day = 1) {
    DayWrite write;
    write.day = Day{day};
    std::memcpy(write.item.bytes.data(), &n, sizeof n);
    return write;
}

TEST(committer, answers_each_of_many_callers) {
    CountingStore store;
    std::atomic<int> written{0};
    {
        Committer committer(store);
        std::vector<std::thread> callers;
        for (std::uint32_t caller = 0; caller < 16; ++caller) {
            callers.emplace_back([&, caller] {
                for (std::uint32_t i = 0; i < 200; ++i) {
                    const auto applied = committer.commit(a_write(caller * 1000 + i, static_cast<int>(i % 3)));
                    if (applied.ok() && applied.value() == Applied::written) ++written;
                }
            });
        }
        for (auto& caller : callers) caller.join();
    }
    EXPECT_EQ(written, 3200);
    EXPECT_EQ(store.items.size(), 3200U);
}

TEST(committer, puts_what_waits_into_one_transaction) {
    CountingStore store;
    Committer committer(store);
    std::vector<DayWrite> many;
    for (std::uint32_t i = 0; i < 500; ++i) many.push_back(a_write(i));
    for (const auto& answer : committer.commit_all(std::move(many))) EXPECT_EQ(answer.value(), Applied::written);
    EXPECT_GT(store.largest_batch, 100U);
}

TEST(committer, hands_a_fault_to_every_caller_and_goes_on) {
    CountingStore store;
    Committer committer(store);
    store.full = true;
    EXPECT_EQ(committer.commit(a_write(1)).error().kind, FaultKind::full);
    store.full = false;
    EXPECT_EQ(committer.commit(a_write(1)).value(), Applied::written);
}

TEST(committer, says_busy_when_too_many_wait) {
    CountingStore store;
    Committer committer(store, {.batch_max = 1, .waiting_max = 2});
    std::unique_lock hold(store.slow);
    std::vector<std::thread> callers;
    std::atomic<int> busy{0};
    for (std::uint32_t i = 0; i < 8; ++i) {
        callers.emplace_back([&, i] {
            const auto applied = committer.commit(a_write(i));
            if (!applied.ok() && applied.error().kind == FaultKind::busy) ++busy;
        });
    }
    while (busy < 5) std::this_thread::yield();  // one is being applied, two wait
    hold.unlock();
    for (auto& caller : callers) caller.join();
    EXPECT_EQ(busy, 5);
}

}  // namespace
}  // namespace buuan
