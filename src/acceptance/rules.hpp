// Which steps each type of item needs, how a sender may be identified, and why an item may be
// refused: dated data in rules/item_types.toml, identity_methods.toml and refusal_reasons.toml.
// Answers for a given day.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/item.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"

namespace buuan::acceptance {

struct TypeRule {
    ItemType type{};
    Day since;
    bool declaration{};       // contents are declared and screened
    bool joint_inspection{};  // D9, D10
    bool confirmations{};     // sender and clerk
    bool weight{};
    std::vector<std::string> slots_required;
    std::vector<std::string> slots_allowed;  // beside the required ones
};

struct MethodRule {
    std::string code;  // QR_CCCD, CHIP …: law.md section 9
    int rank{};        // how much it proves: 1 least
    Day since;
    std::vector<std::string> needs;  // members of `sender`
    std::string title_vi;
    std::string title_en;
};

/// Contract senders whose items are inspected by sample: which methods of identification make one,
/// and what each item still needs.
struct SamplingRule {
    std::vector<std::string> methods;
    Day since;
    std::optional<Day> until;  // last day
    std::vector<std::string> slots_required;
};

struct ReasonRule {
    std::string code;
    std::string vi;
    std::string en;
};

/// What the rules say of a type on a day; a test runs each example of item_types.toml.
struct TypeExample {
    ItemType type{};
    Day on;
    bool joint_inspection{};
    std::vector<std::string> slots;
};

class Rules {
public:
    static Result<Rules> read(std::span<const RuleFile> files);

    /// The rule in force that day; nullptr when there is none yet.
    [[nodiscard]] const TypeRule* type(ItemType type, Day on) const;
    [[nodiscard]] const MethodRule* method(std::string_view code, Day on) const;
    /// nullptr when senders identified so are inspected item by item.
    [[nodiscard]] const SamplingRule* sampling(std::string_view method, Day on) const;
    [[nodiscard]] const ReasonRule* reason(std::string_view code) const;
    /// All methods in force that day, in the order of the file.
    [[nodiscard]] std::vector<const MethodRule*> methods(Day on) const;
    [[nodiscard]] const std::map<std::string, ReasonRule, std::less<>>& reasons() const {
        return reasons_;
    }
    [[nodiscard]] const std::vector<TypeExample>& examples() const { return examples_; }

private:
    std::vector<TypeRule> types_;
    std::vector<MethodRule> methods_;
    std::vector<SamplingRule> sampling_;
    std::map<std::string, ReasonRule, std::less<>> reasons_;
    std::vector<TypeExample> examples_;
};

}  // namespace buuan::acceptance
