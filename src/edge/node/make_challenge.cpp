// A challenge as a node would ask it of itself: where the floor begins in each log, and stretches
// of it by day and site.
#include <algorithm>

#include "edge/node/possession.hpp"
#include "ledger/log_reader.hpp"

namespace buuan::node {
namespace {

constexpr std::size_t strata_max = 1000;
constexpr int floor_months = 3;

Day floor_begins(Day today) {
    Day day = today.plus_months(-floor_months).plus_days(-3);
    while (day.plus_months(floor_months) < today) day = day.plus_days(1);
    return day;
}

/// Entries stand in the order in which the node learned of them, but for its clock; so what it
/// learned of on a day is found by halving. A day's margin makes the clock's jumps harmless.
class LogDays {
public:
    LogDays(ledger::LedgerStore& store, std::uint64_t size) : store_(store), size_(size) {}

    /// The first entry that the node learned of at that instant or later.
    Result<std::uint64_t> first_at(Instant at) {
        std::uint64_t low = 0;
        std::uint64_t high = size_;
        while (low < high) {
            const std::uint64_t middle = low + (high - low) / 2;
            const auto text = ledger::entry_at(store_, middle);
            if (!text.ok()) return text.error();
            const auto entry = ledger::decode(text.value());
            if (!entry.ok()) return entry.error();
            if (entry.value().seen < at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

private:
    ledger::LedgerStore& store_;
    const std::uint64_t size_;
};

std::vector<SiteCode> sites_of(const register_::Register& now, const LogName& log) {
    std::vector<SiteCode> sites;
    for (const auto& [code, site] : now.sites) {
        if (LogName::province(site.province) == log) sites.push_back(code);
    }
    return sites;
}

/// Stretches of a log by day, for each site; where that makes more than `room`, of several days.
Result<Done> add_strata(LogDays& days, const LogName& log, const std::vector<SiteCode>& sites,
                        Day begin, Day today, std::size_t room, ledger::Challenge& challenge) {
    const auto all_days = static_cast<std::size_t>(today.number - begin.number + 1);
    if (sites.empty() || sites.size() > room) return Done{};
    const std::size_t stretches = std::min(all_days, room / sites.size());
    const auto length = static_cast<int>((all_days + stretches - 1) / stretches);
    auto from = days.first_at(begin.start());
    for (Day day = begin; from.ok() && day <= today; day = day.plus_days(length)) {
        auto to = days.first_at(day.plus_days(length).start());
        if (!to.ok()) return to.error();
        for (const SiteCode& site : sites) {
            if (from.value() < to.value())
                challenge.strata.push_back({log, from.value(), to.value(), site});
        }
        from = to;
    }
    return from.ok() ? Result<Done>(Done{}) : Result<Done>(from.error());
}

}  // namespace

Result<ledger::Challenge> make_challenge(Node& node, std::string authority,
                                         std::vector<ledger::ClassDraws> draws) {
    const Day today = Day::of(node.now());
    const Day begin = floor_begins(today);
    ledger::Challenge challenge{1, node.origin(), today, {}, std::move(authority), {}, {}};
    const auto logs = node.logs().all();
    const auto now = node.register_now();
    for (const auto& log : logs) {
        auto note = log->store->checkpoint();
        if (!note.ok()) return note.error();
        if (note.value().empty()) continue;  // a log that is a moment old
        challenge.logs.push_back({log->name, std::move(note).value(), 0});
        const std::uint64_t size = challenge.size_of(log->name);
        LogDays days(*log->store, size);
        const auto from = log->name == LogName::organisation()
                              ? Result<std::uint64_t>(size)
                              : days.first_at(begin.plus_days(-1).start());
        if (!from.ok()) return from.error();
        challenge.logs.back().from = from.value();
        if (auto added = add_strata(days, log->name, sites_of(*now, log->name), begin, today,
                                    strata_max / logs.size(), challenge);
            !added.ok())
            return added.error();
    }
    const auto count = static_cast<std::uint32_t>(challenge.strata.size());
    for (ledger::ClassDraws& each : draws) each.strata = std::min(each.strata, count);
    challenge.draws = std::move(draws);
    return challenge;
}

}  // namespace buuan::node
