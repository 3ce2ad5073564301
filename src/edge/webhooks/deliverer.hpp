// The job that tells other systems what happens to items: each subscription in its turn, event by
// event, each at least once. What fails is tried again with growing pauses; after failures_max of
// them, or where the receiver answers 410, the subscription is disabled, which the operators' log,
// the metrics and `buuan webhook list` tell. A thread of its own, with a connection of its own.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "edge/webhooks/feed.hpp"
#include "edge/webhooks/messenger.hpp"

namespace buuan::webhooks {

/// How many subscriptions there are, and how many of them are disabled or failing.
struct Figures {
    std::int64_t disabled = 0;
    std::int64_t failing = 0;
};

/// One turn of one subscription: at most `events_a_turn` messages, until one fails. For the thread,
/// and for tests. How many arrived.
class Turn {
public:
    Turn(node::Node& node, RecentItems& recent) : node_(node), feed_(node, recent), to_(node) {}
    Result<std::size_t> take(const Subscription& subscription);
    static constexpr std::size_t events_a_turn = 100;

private:
    Result<Done> note_failure(const Subscription& subscription, const Outcome& outcome);
    node::Node& node_;
    Feed feed_;
    Messenger to_;
};

class Deliverer {
public:
    using Told = std::function<void(const Figures&)>;
    Deliverer(node::Node& node, Told told);
    ~Deliverer();

private:
    void run(const std::stop_token& stop);
    std::size_t round(const std::stop_token& stop);

    node::Node& node_;
    const Told told_;
    const std::shared_ptr<RecentItems> recent_ = std::make_shared<RecentItems>();
    Turn turn_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;  // the last: it uses the others
};

}  // namespace buuan::webhooks
