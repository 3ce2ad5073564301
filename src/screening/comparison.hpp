// What another set of rules would make of past declarations: "these 14 would change". Fed one text
// after the other, it counts every change and keeps the first few of each kind, so that a million
// texts take no more memory than a thousand.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/rule_set.hpp"

namespace buuan::screening {

enum class ChangeKind : std::uint8_t {
    newly_prohibited,
    no_longer_prohibited,
    newly_flagged,      // allowed before; vague, restricted or conditional now
    no_longer_flagged,  // the other way round
    other_outcome,      // flagged before and now, but otherwise
    other_entry,        // the same outcome by another entry: other conditions, another law
};
std::string_view name_of(ChangeKind kind);

struct Decided {
    Outcome outcome{};
    std::string entry;  // of the worst finding; empty: none
    friend bool operator==(const Decided&, const Decided&) = default;
};

struct Change {
    std::string text;  // its beginning, where it is long
    Decided before;
    Decided after;
};

struct Changes {
    std::uint64_t count = 0;
    std::vector<Change> first;
};

class Comparison {
public:
    /// Keeps the first `shown_max` changes of each kind.
    Comparison(const RuleSet& before, const RuleSet& after, Day on, std::size_t shown_max)
        : before_(before), after_(after), on_(on), shown_max_(shown_max) {}

    void take(std::string_view declared);

    [[nodiscard]] std::uint64_t texts() const { return texts_; }
    [[nodiscard]] std::uint64_t changed() const;
    [[nodiscard]] const Changes& of(ChangeKind kind) const {
        return kinds_.at(static_cast<std::size_t>(kind));
    }
    static constexpr std::array all_kinds = {
        ChangeKind::newly_prohibited,  ChangeKind::no_longer_prohibited, ChangeKind::newly_flagged,
        ChangeKind::no_longer_flagged, ChangeKind::other_outcome,        ChangeKind::other_entry};

private:
    const RuleSet& before_;
    const RuleSet& after_;
    const Day on_;
    const std::size_t shown_max_;
    std::uint64_t texts_ = 0;
    std::array<Changes, all_kinds.size()> kinds_;
};

}  // namespace buuan::screening
