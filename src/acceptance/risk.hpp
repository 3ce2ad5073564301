// Signs beside the text that a declaration may not be the whole truth, for the clerk's eyes before
// the joint inspection and as a weight for what is X-rayed first. A sign explains itself, refuses
// nothing and decides nothing (rules/risk.toml). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "acceptance/intake.hpp"
#include "acceptance/risk_rules.hpp"
#include "screening/verdict.hpp"

namespace buuan::acceptance {

/// What the day's tokens tell of a sender without opening anything.
struct SenderHistory {
    std::size_t items_today = 0;        // with this phone number and this name
    std::size_t other_names_today = 0;  // with this phone number and neither name this one
    bool seen_before = false;           // this phone number, in the 7 days before
};

/// Counts the day's items with the phone number; both lists in id order and of at most `count_max`.
/// A list of the name that is full may have been cut: then an item that is not in it may have the
/// name after all, and counts as neither.
SenderHistory history_of_day(std::span<const ItemId> of_phone, std::span<const ItemId> of_name,
                             std::size_t count_max);

struct RiskNote {
    const Sign* sign{};      // of the rules
    std::uint64_t number{};  // behind the sign, where its words have a place for it
    [[nodiscard]] std::string vi() const;
    [[nodiscard]] std::string en() const;
};

struct Risk {
    std::vector<RiskNote> notes;
    std::uint32_t weight = 1;  // how much rather than others this item is to be X-rayed
};

/// What a risk is judged by.
struct RiskFacts {
    const std::vector<Thing>& things;  // none: letters
    std::optional<std::uint32_t> weight_g;
    screening::Outcome outcome{};  // of the declaration
    bool phone_made_up = false;    // the sender's
    std::string_view from;         // provinces
    std::string_view to;
    std::optional<SenderHistory> history;  // nullopt where nobody asked, as for contract senders
    Day on;
};

/// The signs in the order of risk.cpp; weights are those of the rules, on top of 1.
Risk risk_of(const RiskFacts& facts, const RiskRules& rules);

}  // namespace buuan::acceptance
