#include "edge/webhooks/deliverer.hpp"

#include "base/log.hpp"

namespace buuan::webhooks {
namespace {

constexpr std::chrono::milliseconds between_rounds{500};
constexpr std::chrono::seconds after_a_fault{10};
constexpr std::int64_t after_a_node_fault_ms = 60'000;

}  // namespace

Result<std::size_t> Turn::take(const Subscription& subscription) {
    Subscription now = subscription;
    std::size_t arrived = 0;
    while (arrived < events_a_turn) {
        const auto before = now.cursors;
        auto event = feed_.next(now.cursors, now.types);
        if (!event.ok()) return event.error();
        if (event.value()) {
            const Outcome outcome =
                to_.send(now, event.value()->entry.id.text(), body_of(*event.value()));
            if (outcome.problem) {
                if (auto noted = note_failure(now, outcome); !noted.ok()) return noted.error();
                return arrived;
            }
            ++arrived;
            for (Cursor& cursor : now.cursors) {
                if (cursor.log == event.value()->log) cursor.next = event.value()->index + 1;
            }
        }
        const bool moved = !std::equal(
            now.cursors.begin(), now.cursors.end(), before.begin(), before.end(),
            [](const Cursor& a, const Cursor& b) { return a.log == b.log && a.next == b.next; });
        if (moved) {
            const bool told = event.value().has_value();
            auto saved = change(node_, now.number, [&](Subscription& row) {
                row.cursors = now.cursors;
                if (!told) return;
                row.failures = 0;
                row.problem.reset();
                row.next_try.reset();
                row.delivered_at = node_.now();
            });
            if (!saved.ok()) return saved.error();
        }
        if (!event.value()) return arrived;
    }
    return arrived;
}

Result<Done> Turn::note_failure(const Subscription& subscription, const Outcome& outcome) {
    const Instant now = node_.now();
    const auto pause = outcome.is_gone() ? std::nullopt : pause_ms(subscription.failures + 1);
    if (!pause)
        log::warning("webhook_disabled", {{"webhook", std::to_string(subscription.number)},
                                          {"problem", *outcome.problem}});
    return change(node_, subscription.number, [&](Subscription& row) {
        ++row.failures;
        row.problem = outcome.problem;
        row.next_try.reset();
        if (pause) row.next_try = now + *pause;
        if (!pause) row.disabled_at = now;
    });
}

Deliverer::Deliverer(node::Node& node, Told told)
    : node_(node), told_(std::move(told)), turn_(node, *recent_) {
    node_.committer().on_written(
        [recent = recent_](const DayWrite& write) { recent->note(write); });
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Deliverer::~Deliverer() {
    node_.committer().on_written({});
}

void Deliverer::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::chrono::milliseconds wait = between_rounds;
        try {
            if (round(stop) > 0) wait = {};
        } catch (const std::exception& error) {
            log::error("job_failed",
                       {{"job", "webhooks"}, {"kind", "exception"}, {"what", error.what()}});
            wait = after_a_fault;
        }
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, wait, [] { return false; });
    }
}

/// How many messages arrived.
std::size_t Deliverer::round(const std::stop_token& stop) {
    const auto failed = [](const Fault& fault) {
        log::error("job_failed",
                   {{"job", "webhooks"}, {"kind", name_of(fault.kind)}, {"what", fault.what}});
    };
    const auto all = list(node_);
    if (!all.ok()) {
        failed(all.error());
        return 0;
    }
    Figures figures;
    std::size_t arrived = 0;
    for (const Subscription& each : all.value()) {
        if (stop.stop_requested()) break;
        if (each.disabled_at) ++figures.disabled;
        if (each.failures > 0 && !each.disabled_at) ++figures.failing;
        if (each.disabled_at || (each.next_try && node_.now() < *each.next_try)) continue;
        const auto done = turn_.take(each);
        if (!done.ok()) {
            // Told to who looks at the list, and tried again more slowly: the fault is this node's.
            failed(done.error());
            const auto put_off = change(node_, each.number, [&](Subscription& row) {
                row.problem = "node_fault";
                row.next_try = node_.now() + after_a_node_fault_ms;
            });
            if (!put_off.ok()) failed(put_off.error());
        }
        if (done.ok()) arrived += done.value();
    }
    told_(figures);
    return arrived;
}

}  // namespace buuan::webhooks
