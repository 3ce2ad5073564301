// When the node's own check is done, and by whom.
#include <sys/resource.h>

#include "base/log.hpp"
#include "edge/node/possession_check.hpp"

namespace buuan::node {
namespace {

constexpr std::int64_t night_ms = 2 * 3'600'000;  // after midnight in Viet Nam
constexpr std::chrono::minutes quiet_after_start{10};
constexpr std::chrono::minutes between_looks{1};
constexpr std::chrono::hours after_a_fault{1};
constexpr int lowest_priority = 19;

}  // namespace

bool night_check_is_due(Instant now, const std::optional<Instant>& last) {
    const Instant night = Day::of(now).start() + night_ms;
    return now >= night && (!last || *last < night);
}

NightCheck::NightCheck(Node& node, Told told)
    : node_(node),
      told_(std::move(told)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

NightCheck::~NightCheck() = default;  // the thread's own end asks it to stop and waits

void NightCheck::run(const std::stop_token& stop) {
    // Of this thread alone, as Linux has it: a counter that accepts goes first.
    setpriority(PRIO_PROCESS, 0, lowest_priority);
    std::chrono::milliseconds wait = quiet_after_start;
    for (;;) {
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, wait, [] { return false; });
        if (stop.stop_requested()) return;
        lock.unlock();
        wait = look();
    }
}

std::chrono::milliseconds NightCheck::look() {
    const auto failed = [](std::string_view kind, std::string_view what) {
        log::error("job_failed", {{"job", "possession"}, {"kind", kind}, {"what", what}});
        return std::chrono::milliseconds(after_a_fault);
    };
    try {
        if (!night_check_is_due(node_.now(), last_)) return between_looks;
        // Somebody may have asked for one since, or the server is new.
        const auto newest = possession_checks(node_, 1);
        if (!newest.ok()) return failed(name_of(newest.error().kind), newest.error().what);
        if (!newest.value().empty()) last_ = newest.value()[0].at;
        if (!night_check_is_due(node_.now(), last_)) return between_looks;
        const auto checked = check_possession(node_, Node::system_number());
        if (!checked.ok()) return failed(name_of(checked.error().kind), checked.error().what);
        last_ = checked.value().at;
        told_(checked.value());
        return between_looks;
    } catch (const std::exception& error) {
        return failed("exception", error.what());
    }
}

}  // namespace buuan::node
