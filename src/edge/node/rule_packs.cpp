#include "edge/node/rule_packs.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "screening/pack.hpp"

namespace buuan::node {
namespace {

std::string path_of(const Digest& rules) {
    return "rules/" + rules.text() + ".pack";
}

Fault unusable(const Digest& rules, const std::string& why) {
    return Fault{FaultKind::corrupt,
                 path_of(rules) + " " + why +
                     ". Put the file back from a backup; or, where it is the set that decides now, "
                     "let another: buuan rules publish FOLDER --from DAY"};
}
Fault damaged(const Digest& rules, const std::string& why) {
    return unusable(rules, "is damaged: " + why);
}

}  // namespace

Result<Done> RulePacks::keep(const Goods& set) {
    const std::scoped_lock lock(mutex_);
    hold(set);
    if (read(set->digest()).ok()) return Done{};
    if (auto made = files_.make_folders("rules"); !made.ok()) return made;
    return replace_file(files_, path_of(set->digest()), as_bytes(set->pack()));
}

Result<std::string> RulePacks::read(const Digest& rules) {
    const auto there = files_.exists(path_of(rules));
    if (!there.ok()) return there.error();
    if (!there.value()) return unusable(rules, "is missing");
    const auto bytes = read_file(files_, path_of(rules), screening::pack_bytes_max);
    if (!bytes.ok()) return damaged(rules, bytes.error().what);
    if (sha256(bytes.value()) != rules) return damaged(rules, "it has another digest");
    return std::string(as_text(bytes.value()));
}

Result<Goods> RulePacks::get(const Digest& rules) {
    if (auto held = at_hand(rules)) return held;
    if (auto failed = failed_lately(rules)) return *failed;
    auto set = compiled(rules);
    if (!set.ok()) {
        remember(rules, set.error());
        return set.error();
    }
    const std::scoped_lock lock(mutex_);
    hold(set.value());
    return set;
}

Result<Goods> RulePacks::compiled(const Digest& rules) {
    const auto pack = read(rules);
    if (!pack.ok()) return pack.error();
    auto content = screening::decode_pack(pack.value());
    if (!content.ok()) return damaged(rules, content.error().where + ": " + content.error().what);
    auto set = screening::RuleSet::compile(std::move(content).value());
    if (!set.ok()) return damaged(rules, set.error().where + ": " + set.error().what);
    return Goods(std::make_shared<const screening::RuleSet>(std::move(set).value()));
}

/// Whoever finds the time to be up looks at the pack; who asks meanwhile has the last answer.
std::optional<Fault> RulePacks::failed_lately(const Digest& rules) {
    const Monotonic now = clock_.elapsed();
    const std::scoped_lock lock(mutex_);
    const auto failed = failures_.find(rules);
    if (failed == failures_.end()) return std::nullopt;
    if (now < failed->second.again) return failed->second.fault;
    failed->second.again = {now.ms + looked_again_ms};
    return std::nullopt;
}

void RulePacks::remember(const Digest& rules, const Fault& fault) {
    const Monotonic again{clock_.elapsed().ms + looked_again_ms};
    const std::scoped_lock lock(mutex_);
    const auto [failed, is_new] = failures_.try_emplace(rules, Failure{fault, again});
    const bool said = !is_new && failed->second.fault.what == fault.what;
    failed->second = {fault, again};
    if (!said) log::error("goods_rules_damaged", {{"rules", rules.text()}, {"what", fault.what}});
}

Goods RulePacks::at_hand(const Digest& rules) {
    const std::scoped_lock lock(mutex_);
    const auto held = std::find_if(held_.begin(), held_.end(),
                                   [&](const Goods& each) { return each->digest() == rules; });
    if (held == held_.end()) return nullptr;
    std::rotate(held, held + 1, held_.end());
    return held_.back();
}

void RulePacks::hold(const Goods& set) {
    failures_.erase(set->digest());
    std::erase_if(held_, [&](const Goods& each) { return each->digest() == set->digest(); });
    if (held_.size() == held_max) held_.erase(held_.begin());
    held_.push_back(set);
}

void RulePacks::hold_only(const Digest& rules) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(held_, [&](const Goods& each) { return each->digest() != rules; });
}

}  // namespace buuan::node
