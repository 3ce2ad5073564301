// A node asks itself every night, before anyone else does, whether it still has what its logs name:
// it draws with fresh randomness, reads and opens what was drawn, and says what is missing
// (DESIGN.md section 5). The result is an entry of the log, a row for the officer, and for each
// leaf that is missing a line in the operators' log.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "edge/node/node.hpp"
#include "ledger/possession.hpp"

namespace buuan::node {

/// Of one class.
struct CheckedClass {
    std::uint32_t drawn{};    // leaves, by stratum and uniformly
    std::uint32_t uniform{};  // of them uniformly
    std::uint32_t missing{};  // of `drawn`: not there, damaged, not to be opened, or without a key
};
BOOST_DESCRIBE_STRUCT(CheckedClass, (), (drawn, uniform, missing))

/// A leaf that is not held. Without `item` the day's rows know nothing of it, and what is left is
/// its place in the log and, of a record, the counter and its number.
struct MissingLeaf {
    ledger::LeafClass data_class{};
    ledger::Outcome outcome{};
    Day day;
    LogName log;
    std::uint64_t index{};
    std::optional<ItemId> item;
    std::optional<std::string> slot;
    std::optional<std::string> counter;
    std::optional<std::int64_t> number;
};
BOOST_DESCRIBE_STRUCT(MissingLeaf, (),
                      (data_class, outcome, day, log, index, item, slot, counter, number))

struct PossessionCheck {
    Instant at;
    std::int64_t ms{};  // how long it took
    std::map<std::string, CheckedClass> classes;
    std::vector<MissingLeaf> missing;
};
BOOST_DESCRIBE_STRUCT(PossessionCheck, (), (at, ms, classes, missing))

/// Draws, reads, opens, records. A fault means that it could not be done now.
Result<PossessionCheck> check_possession(Node& node, const StaffNumber& by);

/// The newest first.
Result<std::vector<PossessionCheck>> possession_checks(Node& node, std::size_t count_max);

/// From two o'clock at night on, once a civil day.
bool night_check_is_due(Instant now, const std::optional<Instant>& last);

/// The thread that does so while the node serves, at low priority; not in the first minutes after a
/// start, when counters come back. Ends with the object, after the check that is running.
class NightCheck {
public:
    using Told = std::function<void(const PossessionCheck&)>;
    NightCheck(Node& node, Told told);
    ~NightCheck();

private:
    void run(const std::stop_token& stop);
    /// How long to wait until it is looked again.
    std::chrono::milliseconds look();

    Node& node_;
    const Told told_;
    std::optional<Instant> last_;  // the newest check, as far as the thread knows
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;  // last: it uses all the others
};

}  // namespace buuan::node
