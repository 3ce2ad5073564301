// The sets of goods rules that a node has: each a pack under its digest in rules/ of the node's
// folder, compiled when it is asked for. Promises: a kept pack is durable; what is given out is
// what the digest says, or a fault; whoever holds a set keeps it, whatever is published meanwhile.
// Few sets stay in memory, since one is some megabytes. A pack that cannot be used is looked at
// again only after some seconds and named once in the operators' log: everybody can ask for what
// needs it. Which set decides when is for the register (RulesVersion). docs/formats/goods-rules.md.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/files.hpp"
#include "screening/rule_set.hpp"

namespace buuan::node {

using Goods = std::shared_ptr<const screening::RuleSet>;

class RulePacks {
public:
    RulePacks(Files& files, Clock& clock) : files_(files), clock_(clock) {}

    /// Makes the set's pack durable where it is not there yet or damaged, and has the set at hand.
    Result<Done> keep(const Goods& set);
    /// corrupt where the pack is missing or damaged; the operators' log says then which it is and
    /// what mends it. A file that is put back counts within `looked_again_ms`.
    Result<Goods> get(const Digest& rules);
    /// The pack as it lies on disk, if it is the one that the digest names.
    Result<std::string> read(const Digest& rules);
    /// Lets go of every set but this one.
    void hold_only(const Digest& rules);

    static constexpr std::int64_t looked_again_ms = 3'000;

private:
    static constexpr std::size_t held_max = 2;
    struct Failure {
        Fault fault;
        Monotonic again;  // when the pack is looked at again
    };
    Result<Goods> compiled(const Digest& rules);
    std::optional<Fault> failed_lately(const Digest& rules);
    void remember(const Digest& rules, const Fault& fault);
    void hold(const Goods& set);
    Goods at_hand(const Digest& rules);  // nullptr when it is not held

    Files& files_;
    Clock& clock_;
    std::mutex mutex_;  // of what follows; a set is compiled outside, so that others go on deciding
    std::vector<Goods> held_;  // the last asked for behind
    std::map<Digest, Failure>
        failures_;  // no more than sets that the logs name: only they are asked
};

}  // namespace buuan::node
