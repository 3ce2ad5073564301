#include "machine.hpp"

#include <algorithm>
#include <array>

namespace buuan::simulation {
namespace {

constexpr std::array reading = {"open", "read", "size", "exists", "list", "find"};

bool is_change(std::string_view call) {
    return std::find(reading.begin(), reading.end(), call) == reading.end();
}
bool is_sync(std::string_view call) {
    return call == "sync" || call == "sync_folder";
}

/// A morning in Vietnam.
Instant first_moment() {
    return Day::of_date(2026, 3, 2).value().start() + std::int64_t{8 * 3'600'000};
}

}  // namespace

Machine::Machine(std::uint64_t seed)
    : clock(first_moment()), entropy(seed * 2 + 1), random_(seed ^ 0x9e3779b97f4a7c15U) {
    disk.fault = [this](std::string_view call, std::string_view path) { return step(call, path); };
    disk.survives = [this] { return below(random_, 100) < surviving_percent_; };
}

void Machine::restore_power() {
    constexpr std::array<unsigned, 5> percents{0, 10, 50, 90, 100};
    surviving_percent_ = percents[below(random_, percents.size())];
    disk.lose_power();
    surviving_percent_ = 50;
    power_ = true;
    sync_has_failed_ = false;
    cut_in_ = 0;
}

std::optional<Fault> Machine::step(std::string_view call, std::string_view where) {
    if (!power_) return Fault{FaultKind::unavailable, "there is no power"};
    for (const std::string_view part : {call, where}) {
        for (const char c : part)
            history_ = (history_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    if (troubles.slow_ms > 0)
        clock.pass(static_cast<std::int64_t>(
            below(random_, static_cast<std::uint64_t>(troubles.slow_ms))));
    if (!is_change(call)) {
        if (troubles.reads_failing > 0 && call == "read" && fails(troubles.reads_failing))
            return Fault{FaultKind::unavailable, "the disk cannot read"};
        return std::nullopt;
    }
    ++changes_;
    if (cut_in_ > 0 && --cut_in_ == 0) {
        power_ = false;
        return Fault{FaultKind::unavailable, "there is no power"};
    }
    if (call == "answer") return std::nullopt;
    if (troubles.full && !is_sync(call) && call != "remove" && call != "truncate")
        return Fault{FaultKind::full, "the disk is full"};
    const unsigned failing = is_sync(call) ? troubles.syncs_failing : troubles.writes_failing;
    if (failing == 0 || !fails(failing)) return std::nullopt;
    if (is_sync(call)) sync_has_failed_ = true;
    return Fault{FaultKind::unavailable, "the disk cannot " + std::string(call)};
}

}  // namespace buuan::simulation
