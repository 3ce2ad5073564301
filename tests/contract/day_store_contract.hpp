// What every DayStore must keep (src/base/day_store.hpp), asked of each adapter by one suite. Also
// the writes that such tests are made of: items of nobody, told apart by a number.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "base/day_store.hpp"

namespace buuan::contract {

/// One adapter under test. `reopen` ends and begins it, as a restart does; what cannot restart
/// stays as it is.
class StoreUnderTest {
public:
    virtual ~StoreUnderTest() = default;
    virtual DayStore& store() = 0;
    virtual void reopen() = 0;
};

struct Adapter {
    std::string name;
    std::function<std::unique_ptr<StoreUnderTest>()> open;
};
inline void PrintTo(const Adapter& adapter, std::ostream* out) {
    *out << adapter.name;
}

inline constexpr Day the_day{20'781};  // 2026-11-24

/// The n-th item of a day, as an acceptance: one record, two tokens (one of its own, one shared by
/// every tenth), one entry.
DayWrite acceptance(std::uint32_t n, Day day = the_day);
/// A later command on it, its `version`-th, with one more entry.
DayWrite event(std::uint32_t n, std::uint32_t version, Day day = the_day);

ItemId item_id(std::uint32_t n);
Token own_token(std::uint32_t n);
Token shared_token(std::uint32_t n);
inline LogName the_log() {
    return LogName::province("11");
}

Applied apply_one(DayStore& store, const DayWrite& write);
std::vector<Applied> apply_all(DayStore& store, const std::vector<DayWrite>& batch);

}  // namespace buuan::contract
