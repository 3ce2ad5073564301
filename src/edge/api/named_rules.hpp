// The sets of goods rules that the logs name, against the packs on disk: what was decided under a
// set must be decidable again. A node keeps packs since its first `rules.published`; what was
// decided before that by a program that kept none is passed over.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "edge/node/rule_packs.hpp"
#include "ledger/entry.hpp"

namespace buuan::api {

class NamedRules {
public:
    /// Any entry of any log, in any order.
    void remember(const ledger::Entry& entry);
    /// Each set that should be there and is not, or is another, with what is wrong.
    [[nodiscard]] std::vector<std::pair<Digest, std::string>> problems(
        node::RulePacks& packs) const;

private:
    std::map<Digest, Instant> named_;  // with the last time that an entry names it
    std::optional<Instant> kept_since_;
};

}  // namespace buuan::api
