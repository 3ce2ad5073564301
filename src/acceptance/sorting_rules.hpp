// What sorting asks of an item that nobody suspects: whether it is among those to be X-rayed, and
// whether it still weighs what it did. Dated data in rules/sorting.toml. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"

namespace buuan::acceptance {

struct XrayRule {
    Day since;
    std::uint32_t percent{};  // of items whose risk weighs 1
    std::uint32_t always{};   // from this weight on
};

/// An item differs when it is off by more than both.
struct WeightRule {
    Day since;
    std::uint32_t grams{};
    std::uint32_t percent{};  // of the weight at acceptance
};

struct SortingExample {
    Day on;
    std::uint32_t risk{};    // 0: of weights
    std::uint32_t chance{};  // in a hundred
    std::uint32_t accepted_g{};
    std::uint32_t now_g{};
    bool differs{};
};

struct SortingRules {
    std::vector<XrayRule> xray;      // by day, ascending
    std::vector<WeightRule> weight;  // by day, ascending
    std::vector<SortingExample> examples;

    /// invalid, with file and table, when a list is empty or a number is missing.
    static Result<SortingRules> read(std::span<const RuleFile> files);

    /// How likely an item is to be chosen, in a hundred. 0 before the first rule.
    [[nodiscard]] std::uint32_t xray_chance(std::uint32_t risk_weight, Day on) const;
    [[nodiscard]] bool weight_differs(std::uint32_t accepted_g, std::uint32_t now_g, Day on) const;
};

/// Whether this item is among the `chance` in a hundred. The draw is keyed by the item's day, so
/// that nobody outside can tell which it will be, and is the same for whoever asks again.
bool drawn_for_xray(const Secret& record_class_key, const ItemId& item, std::uint32_t chance);

}  // namespace buuan::acceptance
