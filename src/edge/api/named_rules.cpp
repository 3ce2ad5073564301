#include "edge/api/named_rules.hpp"

#include <algorithm>

namespace buuan::api {

void NamedRules::remember(const ledger::Entry& entry) {
    const auto* named = entry.data.if_contains("rules");
    if (named == nullptr || !named->is_string()) return;
    const auto rules = Digest::parse(named->get_string());
    if (!rules) return;
    Instant& last = named_.try_emplace(*rules, entry.seen).first->second;
    last = std::max(last, entry.seen);
    if (entry.type != "rules.published") return;
    kept_since_ = kept_since_ ? std::min(*kept_since_, entry.seen) : entry.seen;
}

std::vector<std::pair<Digest, std::string>> NamedRules::problems(node::RulePacks& packs) const {
    std::vector<std::pair<Digest, std::string>> found;
    for (const auto& [rules, last] : named_) {
        if (!kept_since_ || last < *kept_since_) continue;
        if (const auto pack = packs.read(rules); !pack.ok())
            found.emplace_back(rules, pack.error().what);
    }
    return found;
}

}  // namespace buuan::api
