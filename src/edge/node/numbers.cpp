#include "edge/node/numbers.hpp"

#include <algorithm>
#include <charconv>

namespace buuan::node {
namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stopped == end ? std::optional(number) : std::nullopt;
}

}  // namespace

Result<Done> CounterNumbers::load(Day day) {
    if (loaded_.contains(day)) return Done{};
    const auto used = days_.counter_numbers(day);
    if (!used.ok()) return used.error();
    std::map<CounterCode, std::set<std::uint32_t>> by_counter;
    for (const CounterNumber& each : used.value()) by_counter[each.counter].insert(each.number);
    std::map<CounterCode, Counter> counters;
    for (const auto& [code, numbers] : by_counter) {
        Counter& counter = counters[code];
        counter.last = *numbers.rbegin();
        // What a crash left unused is used next.
        for (std::uint32_t n = 1; n < counter.last; ++n) {
            if (!numbers.contains(n)) counter.free.insert(n);
        }
    }
    if (auto skipped = skip_used(day, counters); !skipped.ok()) return skipped;
    loaded_.emplace(day, std::move(counters));
    return Done{};
}

/// A restored node goes on behind what was used after the backup.
Result<Done> CounterNumbers::skip_used(Day day, std::map<CounterCode, Counter>& counters) {
    constexpr std::size_t counters_max = 100'000;
    const auto rows = store_.list(row_kind, day.text(), counters_max);
    if (!rows.ok()) return rows.error();
    for (const register_::Row& row : rows.value()) {
        if (!row.key.starts_with(day.text() + " ")) break;
        const auto code =
            CounterCode::parse(std::string_view(row.key).substr(day.text().size() + 1));
        const auto used = whole_number(row.body);
        if (!code || !used) return Fault{FaultKind::corrupt, "a row of used numbers is broken"};
        Counter& counter = counters[*code];
        const auto last = static_cast<std::uint32_t>(*used);
        counter.last = std::max(counter.last, last);
        counter.free.erase(counter.free.begin(), counter.free.upper_bound(last));
    }
    return Done{};
}

Result<std::uint32_t> CounterNumbers::take(Day day, const CounterCode& code) {
    const std::scoped_lock lock(mutex_);
    if (auto done = load(day); !done.ok()) return done.error();
    Counter& counter = loaded_[day][code];
    if (counter.free.empty()) return ++counter.last;
    const std::uint32_t number = *counter.free.begin();
    counter.free.erase(counter.free.begin());
    return number;
}

void CounterNumbers::give_back(Day day, const CounterCode& code, std::uint32_t number) {
    const std::scoped_lock lock(mutex_);
    Counter& counter = loaded_[day][code];
    if (number == counter.last) {
        --counter.last;
    } else {
        counter.free.insert(number);
    }
}

Result<ItemCode> ItemCodes::take() {
    const std::scoped_lock lock(mutex_);
    if (next_ == end_) {
        if (auto reserved = reserve(block); !reserved.ok()) return reserved.error();
    }
    return ItemCode::own(prefix_, next_++);
}

Result<Done> ItemCodes::skip(std::uint64_t count) {
    const std::scoped_lock lock(mutex_);
    auto reserved = reserve(count);
    next_ = end_;
    return reserved;
}

/// The next `count` codes become those that this process may give out.
Result<Done> ItemCodes::reserve(std::uint64_t count) {
    const auto body = store_.find("code_block", "-");
    if (!body.ok()) return body.error();
    std::uint64_t first = 1;
    if (body.value()) {
        // Begun again at 1, codes would repeat.
        const auto kept = whole_number(*body.value());
        if (!kept) return Fault{FaultKind::corrupt, "the row of reserved item codes is broken"};
        first = *kept;
    }
    register_::RegisterWrite write;
    write.put.push_back({"code_block", "-", std::to_string(first + count)});
    if (auto applied = store_.apply(write); !applied.ok()) return applied;
    next_ = first;
    end_ = first + count;
    return Done{};
}

}  // namespace buuan::node
