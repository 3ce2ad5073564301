// The sets of goods rules that a node has: each a pack under its digest in rules/ of the node's
// folder, compiled when it is asked for. Promises: a kept pack is durable; what is given out is
// what the digest says, or a fault; whoever holds a set keeps it, whatever is published meanwhile.
// Few sets stay in memory, since one is some megabytes. Which set decides when is for the register
// (RulesVersion). docs/formats/goods-rules.md.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "base/files.hpp"
#include "screening/rule_set.hpp"

namespace buuan::node {

using Goods = std::shared_ptr<const screening::RuleSet>;

class RulePacks {
public:
    explicit RulePacks(Files& files) : files_(files) {}

    /// Makes the set's pack durable where it is not there yet or damaged, and has the set at hand.
    Result<Done> keep(const Goods& set);
    /// corrupt where the pack is missing or damaged; the operators' log says then which it is and
    /// what mends it.
    Result<Goods> get(const Digest& rules);
    /// The pack as it lies on disk, if it is the one that the digest names.
    Result<std::string> read(const Digest& rules);
    /// Lets go of every set but this one.
    void hold_only(const Digest& rules);

private:
    static constexpr std::size_t held_max = 2;
    Result<Goods> compiled(const Digest& rules);
    void hold(const Goods& set);
    Goods at_hand(const Digest& rules);  // nullptr when it is not held

    Files& files_;
    std::mutex mutex_;  // of held_; a set is compiled outside of it, so that others go on deciding
    std::vector<Goods> held_;  // the last asked for behind
};

}  // namespace buuan::node
