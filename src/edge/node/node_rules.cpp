// The rules of a node: where they are from, and which set of goods rules decides when. A set
// decides from the day that its `rules.published` entry names (docs/formats/entries-register.md).
#include <algorithm>

#include "adapters/rules/rules.hpp"
#include "base/json.hpp"
#include "edge/node/node.hpp"
#include "screening/read_rules.hpp"

namespace buuan::node {

using register_::RulesSource;
using register_::RulesVersion;

namespace {

/// The rules the configuration names, with the enterprise's own conditions of service in place of
/// theirs.
Result<std::vector<RuleFile>> rule_files(const config::Config& config) {
    auto files = config.rules_folder.empty() ? Result<std::vector<RuleFile>>(embedded_rules())
                                             : read_rules_folder(config.rules_folder);
    if (!files.ok() || config.conditions_file.empty()) return files;
    auto own = read_rule_file(config.conditions_file, pages::conditions_path);
    if (!own.ok()) return own.error();
    std::erase_if(files.value(),
                  [](const RuleFile& file) { return file.path == pages::conditions_path; });
    files.value().push_back(std::move(own).value());
    return files;
}

}  // namespace

/// The files' own set of goods rules is kept before anything can be decided by it.
Result<Done> Node::read_rules() {
    const auto files = rule_files(config_);
    if (!files.ok()) return files.error();
    auto book = RuleBook::read(files.value());
    if (!book.ok()) return book.error();
    rules_ = std::make_unique<RuleBook>(std::move(book).value());
    auto goods = screening::read_rules(files.value());
    if (!goods.ok())
        return Fault{FaultKind::invalid,
                     "rules: " + goods.error().where + ": " + goods.error().what};
    rule_packs_ = std::make_unique<RulePacks>(storage_->files(), clock_);
    own_goods_ = goods.value().rules.digest();
    return rule_packs_->keep(
        std::make_shared<const screening::RuleSet>(std::move(goods).value().rules));
}

Digest Node::goods_digest(Day day) const {
    const auto all = register_now();
    const RulesVersion* version = all->rules_on(day);
    return version == nullptr ? own_goods_ : version->rules;
}

Result<Goods> Node::goods(Day day) {
    return rule_packs_->get(goods_digest(day));
}

/// A node decides by the rules of its program, also after an upgrade, until its enterprise
/// publishes its own.
Result<Done> Node::publish_own_rules() {
    if (!logs_->knows(LogName::organisation())) return Done{};
    const auto held = hold_register();
    const auto all = register_now();
    const bool published =
        std::any_of(all->goods_rules.begin(), all->goods_rules.end(),
                    [](const auto& each) { return each.second.source == RulesSource::enterprise; });
    if (published ||
        (!all->goods_rules.empty() && all->goods_rules.rbegin()->second.rules == own_goods_))
        return Done{};
    const auto own = rule_packs_->get(own_goods_);
    if (!own.ok()) return own.error();
    const auto version =
        publish_rules(held, own.value(), Day::of(now()), RulesSource::program, system_number());
    return version.ok() ? Result<Done>(Done{}) : version.error();
}

Result<RulesVersion> Node::publish_rules(const std::unique_lock<std::mutex>& held, const Goods& set,
                                         Day from, RulesSource source, const StaffNumber& by) {
    // Before it may turn out to be the last one again, whose pack this mends where it is damaged.
    if (auto kept = rule_packs_->keep(set); !kept.ok()) return kept.error();
    const auto all = register_now();
    if (!all->goods_rules.empty()) {
        const RulesVersion& last = all->goods_rules.rbegin()->second;
        if (last.rules == set->digest() && last.from == from && last.source == source) return last;
    }
    const RulesVersion version{all->goods_rules.empty() ? 1 : all->goods_rules.rbegin()->first + 1,
                               set->digest(), from,
                               static_cast<std::uint32_t>(set->entries().size()), source};
    auto applied = apply(held,
                         {"rules.published",
                          LogName::organisation(),
                          std::nullopt,
                          {"rules", std::to_string(version.version), json::write(version)},
                          std::nullopt},
                         by);
    if (!applied.ok()) return applied.error();
    return version;
}

}  // namespace buuan::node
