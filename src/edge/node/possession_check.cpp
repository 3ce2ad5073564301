#include "edge/node/possession_check.hpp"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/value_from.hpp>

#include "base/log.hpp"
#include "edge/node/leaf_finder.hpp"
#include "edge/node/possession.hpp"

namespace buuan::node {
namespace {

constexpr const char* check_rows = "possession_check";
constexpr std::size_t checks_kept = 400;
constexpr std::uint32_t uniform_draws = 300;  // none missing: under 1 % missing, at 95 %
constexpr std::uint32_t stratum_draws = 60;
constexpr std::size_t warnings_max = 100;

MissingLeaf missing_leaf(const ledger::DrawnLeaf& leaf, const FoundLeaf& found) {
    MissingLeaf missing{
        leaf.data_class, found.outcome, found.day, leaf.log, leaf.index, found.item, {}, {}, {}};
    if (auto slot = ledger::said(leaf.entry, "slot"); !slot.empty()) missing.slot = std::move(slot);
    if (auto counter = ledger::said(leaf.entry, "counter"); !counter.empty())
        missing.counter = std::move(counter);
    const auto* number = leaf.entry.data.if_contains("number");
    if (number != nullptr && number->is_int64()) missing.number = number->get_int64();
    return missing;
}

void warn(const PossessionCheck& check) {
    for (std::size_t i = 0; i < std::min(check.missing.size(), warnings_max); ++i) {
        const MissingLeaf& each = check.missing[i];
        log::warning("possession_missing",
                     {{"class", boost::describe::enum_to_string(each.data_class, "?")},
                      {"outcome", boost::describe::enum_to_string(each.outcome, "?")},
                      {"item", each.item ? each.item->text() : "unknown"},
                      {"slot", each.slot.value_or("")},
                      {"log", each.log.value},
                      {"index", each.index}});
    }
}

/// The row and the entry of a check, and the end of the oldest row.
Result<Done> record(Node& node, const PossessionCheck& check, const StaffNumber& by) {
    boost::json::object classes;
    for (const auto& [name, of] : check.classes)
        classes[name] = {{"drawn", of.drawn}, {"uniform", of.uniform}, {"missing", of.missing}};
    auto pending = node.entry(LogName::organisation(), "possession.checked", std::nullopt, by,
                              {{"classes", std::move(classes)}});
    if (!pending.ok()) return pending.error();
    const auto rows = register_::list_all(node.store(), check_rows);
    if (!rows.ok()) return rows.error();
    register_::RegisterWrite write;
    for (std::size_t i = 0; i + checks_kept <= rows.value().size(); ++i)
        write.erase.emplace_back(check_rows, rows.value()[i].key);
    write.put.push_back({check_rows, pending.value().id.text(), json::write(check)});
    write.entries.push_back(std::move(pending).value());
    if (auto applied = node.store().apply(write); !applied.ok()) return applied;
    node.poke();
    return Done{};
}

}  // namespace

Result<PossessionCheck> check_possession(Node& node, const StaffNumber& by) {
    const Monotonic begin = node.clock().elapsed();
    PossessionCheck check;
    check.at = node.now();
    // What was accepted just now belongs into the checkpoint that is drawn from.
    if (auto settled = node.settle(); !settled.ok()) return settled.error();
    const auto challenge =
        make_challenge(node, to_hex(node.entropy().bytes<32>()),
                       {{ledger::LeafClass::record, stratum_draws, uniform_draws},
                        {ledger::LeafClass::picture, stratum_draws, uniform_draws}});
    if (!challenge.ok()) return challenge.error();
    ReadEntries entries(node);
    const auto drawn = ledger::draw_leaves(
        challenge.value(),
        [&](const LogName& log, std::uint64_t index) { return entries.read(log, index); });
    if (!drawn.ok()) return drawn.error();
    LeafFinder finder(node, challenge.value().seed(), true);
    for (const auto data_class : {ledger::LeafClass::record, ledger::LeafClass::picture})
        check.classes[boost::describe::enum_to_string(data_class, "?")];
    for (const std::size_t place : by_day(drawn.value())) {
        const ledger::DrawnLeaf& leaf = drawn.value()[place];
        const auto found = finder.find(leaf);
        if (!found.ok()) return found.error();
        CheckedClass& of = check.classes[boost::describe::enum_to_string(leaf.data_class, "?")];
        ++of.drawn;
        if (leaf.kind == ledger::DrawKind::uniform) ++of.uniform;
        if (found.value().outcome == ledger::Outcome::held) continue;
        ++of.missing;
        check.missing.push_back(missing_leaf(leaf, found.value()));
    }
    check.ms = node.clock().elapsed().ms - begin.ms;
    warn(check);
    if (auto recorded = record(node, check, by); !recorded.ok()) return recorded.error();
    return check;
}

Result<std::vector<PossessionCheck>> possession_checks(Node& node, std::size_t count_max) {
    const auto rows = register_::list_all(node.store(), check_rows);
    if (!rows.ok()) return rows.error();
    std::vector<PossessionCheck> checks;
    for (auto row = rows.value().rbegin(); row != rows.value().rend(); ++row) {
        if (checks.size() == count_max) break;
        auto check = json::read<PossessionCheck>(row->body);
        if (!check.ok())
            return Fault{FaultKind::corrupt, "the row of a possession check is broken"};
        checks.push_back(std::move(check).value());
    }
    return checks;
}

}  // namespace buuan::node
