#include "base/committer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <set>
#include <thread>

namespace buuan {
namespace {

/// Keeps what it is given in the order of its coming; everything else of the port is unused here.
class FakeStore : public DayStore {
public:
    std::map<Day, std::vector<std::uint32_t>> kept;
    std::vector<std::size_t> sizes;                   // of the transactions so far
    std::function<std::optional<Fault>(Day)> faults;  // asked before each
    std::mutex slow;                                  // held by a test to let commands gather
    std::atomic<int> begun{0};  // transactions, counted before they wait for `slow`

    Result<std::vector<Applied>> apply(Day day, std::span<const DayWrite> batch) override {
        ++begun;
        const std::scoped_lock lock(slow);
        sizes.push_back(batch.size());
        if (faults) {
            if (const auto fault = faults(day)) return *fault;
        }
        std::vector<Applied> answers;
        for (const DayWrite& write : batch) {
            EXPECT_EQ(write.day, day);
            const bool is_new = there_.insert(write.item).second;
            if (is_new) kept[day].push_back(write.expects);
            answers.push_back(is_new ? Applied::written : Applied::already_there);
        }
        return answers;
    }
    Result<Done> forget_erased(Day) override { return Done{}; }
    Result<std::optional<StoredItem>> find(Day, const ItemId&) override {
        return std::optional<StoredItem>{};
    }
    Result<std::optional<ItemRow>> find_row(Day, const ItemId&) override {
        return std::optional<ItemRow>{};
    }
    Result<std::optional<Digest>> find_command(Day, const CommandId&) override {
        return std::optional<Digest>{};
    }
    Result<std::optional<ItemId>> find_by_entry(Day, const EntryId&, const ItemId&,
                                                const ItemId&) override {
        return std::optional<ItemId>{};
    }
    Result<std::vector<ItemId>> find_by_tokens(Day, std::span<const Token>, std::size_t) override {
        return std::vector<ItemId>{};
    }
    Result<std::vector<StoredItem>> scan(Day, const std::optional<ItemId>&, std::size_t) override {
        return std::vector<StoredItem>{};
    }
    Result<std::vector<NewestRecord>> newest_records(Day, DataClass, const std::optional<ItemId>&,
                                                     std::size_t) override {
        return std::vector<NewestRecord>{};
    }
    Result<std::vector<ItemRow>> newest_rows(Day, const CounterCode&, const std::optional<ItemId>&,
                                             std::size_t) override {
        return std::vector<ItemRow>{};
    }
    Result<std::vector<Day>> days() override { return std::vector<Day>{}; }
    Result<std::vector<ItemRow>> rows_in(Day, std::span<const ItemState>, std::span<const Service>,
                                         const std::optional<ItemId>&, std::size_t) override {
        return std::vector<ItemRow>{};
    }
    Result<std::vector<StateCount>> state_counts(Day) override { return std::vector<StateCount>{}; }
    Result<std::vector<CounterNumber>> counter_numbers(Day) override {
        return std::vector<CounterNumber>{};
    }
    Result<Done> clear_tokens(Day) override { return Done{}; }
    Result<Done> add_tokens(Day, const ItemId&, std::span<const Token>) override { return Done{}; }
    Result<Done> catch_up() override { return Done{}; }
    Result<Done> drop(Day) override { return Done{}; }
    Result<std::vector<PendingEntry>> pending(const LogName&, std::size_t) override {
        return std::vector<PendingEntry>{};
    }
    Result<Done> mark_sequenced(const LogName&, std::span<const SequencedEntry>) override {
        return Done{};
    }

private:
    std::set<ItemId> there_;
};

/// `expects` carries the number, so that the fake can tell the order.
DayWrite a_write(std::uint32_t n, int day = 1) {
    DayWrite write;
    write.day = Day{day};
    write.expects = n;
    std::memcpy(write.item.bytes.data(), &n, sizeof n);
    return write;
}

std::vector<DayWrite> writes(std::uint32_t first, std::uint32_t count, int days = 1) {
    std::vector<DayWrite> many;
    for (std::uint32_t n = first; n < first + count; ++n)
        many.push_back(a_write(n, static_cast<int>(n) % days));
    return many;
}

TEST(committer, answers_each_of_many_callers_with_its_own_answer) {
    FakeStore store;
    std::atomic<int> written{0};
    std::atomic<int> repeated{0};
    {
        Committer committer(store);
        std::vector<std::thread> callers;
        for (std::uint32_t caller = 0; caller < 32; ++caller) {
            callers.emplace_back([&, caller] {
                for (std::uint32_t i = 0; i < 200; ++i) {
                    // Callers 0 and 1 send the same, 2 and 3 too, and so on: one of each pair is
                    // told that it came second.
                    const auto applied =
                        committer.commit(a_write(caller / 2 * 1000 + i, static_cast<int>(i % 3)));
                    ASSERT_TRUE(applied.ok());
                    ++(applied.value() == Applied::written ? written : repeated);
                }
            });
        }
        for (auto& caller : callers) caller.join();
    }
    EXPECT_EQ(written, 3200);
    EXPECT_EQ(repeated, 3200);
    EXPECT_EQ(store.kept.size(), 3U);
}

/// Callers of which the first is being applied, and stays so until release(), when the others
/// arrive.
class Gathered {
public:
    Gathered(FakeStore& store, Committer& committer, std::uint32_t count) : hold_(store.slow) {
        for (std::uint32_t n = 0; n < count; ++n) {
            callers_.emplace_back([&, n] {
                const auto applied = committer.commit(a_write(n));
                ++(applied.ok() && applied.value() == Applied::written ? written : refused);
            });
            while (n == 0 && store.begun == 0) std::this_thread::yield();
        }
    }
    void release() { hold_.unlock(); }
    void join() {
        for (auto& caller : callers_) caller.join();
    }
    std::atomic<int> written{0};
    std::atomic<int> refused{0};

private:
    std::unique_lock<std::mutex> hold_;
    std::vector<std::thread> callers_;
};

TEST(committer, puts_into_one_transaction_all_that_arrived_during_the_last) {
    FakeStore store;
    Committer committer(store, {.batch_max = 40, .waiting_max = 1000});
    Gathered callers(store, committer, 100);
    while (committer.waiting() < 99) std::this_thread::yield();
    callers.release();
    callers.join();
    EXPECT_EQ(store.sizes, (std::vector<std::size_t>{1, 40, 40, 19}));
    EXPECT_EQ(callers.written, 100);
}

TEST(committer, keeps_the_order_of_what_one_caller_sends_and_answers_in_it) {
    FakeStore store;
    Committer committer(store, {.batch_max = 7, .waiting_max = 8192});
    auto many = writes(0, 500, 3);
    many.push_back(a_write(250, 250 % 3));
    const auto answers = committer.commit_all(std::move(many));
    ASSERT_EQ(answers.size(), 501U);
    for (std::size_t i = 0; i < 500; ++i) EXPECT_EQ(answers[i].value(), Applied::written);
    EXPECT_EQ(answers[500].value(), Applied::already_there);
    for (const auto& [day, numbers] : store.kept)
        EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
}

TEST(committer, a_lone_command_waits_for_nobody) {
    FakeStore store;
    Committer committer(store);
    for (std::uint32_t n = 0; n < 100; ++n)
        EXPECT_EQ(committer.commit(a_write(n)).value(), Applied::written);
    EXPECT_EQ(store.sizes, std::vector<std::size_t>(100, 1));
}

TEST(committer, committing_nothing_is_answered_at_once) {
    FakeStore store;
    Committer committer(store);
    EXPECT_TRUE(committer.commit_all({}).empty());
    EXPECT_TRUE(store.sizes.empty());
}

TEST(committer, a_fault_of_one_day_reaches_its_callers_and_nobody_else) {
    FakeStore store;
    store.faults = [](Day day) {
        return day.number == 1 ? std::optional(Fault{FaultKind::full, "no space"}) : std::nullopt;
    };
    Committer committer(store);
    const auto answers = committer.commit_all(writes(0, 90, 3));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (i % 3 == 1) {
            ASSERT_FALSE(answers[i].ok());
            EXPECT_EQ(answers[i].error().kind, FaultKind::full);
        } else {
            EXPECT_EQ(answers[i].value(), Applied::written);
        }
    }
}

TEST(committer, goes_on_after_a_fault) {
    FakeStore store;
    std::atomic<bool> full{true};
    store.faults = [&](Day) {
        return full ? std::optional(Fault{FaultKind::full, "no space"}) : std::nullopt;
    };
    Committer committer(store);
    EXPECT_EQ(committer.commit(a_write(1)).error().kind, FaultKind::full);
    full = false;
    EXPECT_EQ(committer.commit(a_write(1)).value(), Applied::written);
}

TEST(committer, says_busy_when_too_many_wait) {
    FakeStore store;
    Committer committer(store, {.batch_max = 1, .waiting_max = 2});
    Gathered callers(store, committer, 8);
    while (callers.refused < 5) std::this_thread::yield();  // one is being applied, two wait
    callers.release();
    callers.join();
    EXPECT_EQ(callers.refused, 5);
    EXPECT_EQ(callers.written, 3);
}

TEST(committer, of_too_many_at_once_the_first_are_taken_and_the_others_told_busy) {
    FakeStore store;
    Committer committer(store, {.batch_max = 10, .waiting_max = 100});
    const auto answers = committer.commit_all(writes(0, 150));
    for (std::size_t i = 0; i < 100; ++i) EXPECT_TRUE(answers[i].ok()) << i;
    for (std::size_t i = 100; i < 150; ++i) {
        ASSERT_FALSE(answers[i].ok()) << i;
        EXPECT_EQ(answers[i].error().kind, FaultKind::busy);
    }
}

TEST(committer, loses_nobody_when_singles_batches_days_and_faults_mix) {
    FakeStore store;
    int transactions = 0;  // whoever leads asks, so one at a time
    store.faults = [&](Day) {
        return ++transactions % 5 == 0 ? std::optional(Fault{FaultKind::unavailable, "away"})
                                       : std::nullopt;
    };
    std::atomic<std::size_t> answered{0};
    std::atomic<std::size_t> written{0};
    {
        Committer committer(store, {.batch_max = 50, .waiting_max = 300});
        std::vector<std::thread> callers;
        for (std::uint32_t caller = 0; caller < 8; ++caller) {
            callers.emplace_back([&, caller] {
                for (std::uint32_t round = 0; round < 50; ++round) {
                    const std::uint32_t first = caller * 100'000 + round * 100;
                    std::vector<Result<Applied>> answers;
                    if (caller % 2 == 0) {
                        answers = committer.commit_all(writes(first, 60, 4));
                    } else {
                        for (std::uint32_t n = 0; n < 20; ++n)
                            answers.push_back(
                                committer.commit(a_write(first + n, static_cast<int>(n % 4))));
                    }
                    answered += answers.size();
                    for (const auto& answer : answers) {
                        if (answer.ok()) ++written;
                    }
                }
            });
        }
        for (auto& caller : callers) caller.join();
    }
    EXPECT_EQ(answered, 4 * 50 * 60 + 4 * 50 * 20U);
    std::size_t there = 0;
    for (const auto& [day, numbers] : store.kept) there += numbers.size();
    EXPECT_EQ(there, written);  // told so exactly when it is so
}

}  // namespace
}  // namespace buuan
