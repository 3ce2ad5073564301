// Numbers that must have no gaps, and codes that must not repeat. A counter's numbers of a day run
// 1, 2, 3 … over acceptances and refusals: one that was taken and then not written is given back
// and taken next. Item codes come in blocks that are reserved durably.
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "base/day_store.hpp"
#include "base/item_code.hpp"
#include "register/register_store.hpp"

namespace buuan::node {

class CounterNumbers {
public:
    CounterNumbers(DayStore& days, register_::RegisterStore& store) : days_(days), store_(store) {}
    Result<std::uint32_t> take(Day day, const CounterCode& counter);
    /// Rows that say up to which number a counter had used them on a day whose items are lost
    /// (take_back.hpp).
    static constexpr const char* row_kind = "numbers_used";
    static std::string row_key(Day day, const CounterCode& counter) {
        return day.text() + " " + counter.value;
    }
    /// The write did not come about.
    void give_back(Day day, const CounterCode& counter, std::uint32_t number);

private:
    struct Counter {
        std::uint32_t last = 0;
        std::set<std::uint32_t> free;  // below `last`
    };
    Result<Done> load(Day day);
    Result<Done> skip_used(Day day, std::map<CounterCode, Counter>& counters);

    DayStore& days_;
    register_::RegisterStore& store_;
    std::mutex mutex_;
    std::map<Day, std::map<CounterCode, Counter>>
        loaded_;  // the days in use: today, and those that off-line counters bring
};

class ItemCodes {
public:
    ItemCodes(register_::RegisterStore& store, std::string prefix)
        : store_(store), prefix_(std::move(prefix)) {}
    Result<ItemCode> take();
    /// Never gives out the next `count` codes.
    Result<Done> skip(std::uint64_t count);

private:
    static constexpr std::uint64_t block = 1000;
    Result<Done> reserve(std::uint64_t count);

    register_::RegisterStore& store_;
    const std::string prefix_;
    std::mutex mutex_;
    std::uint64_t next_ = 0;
    std::uint64_t end_ = 0;
};

}  // namespace buuan::node
