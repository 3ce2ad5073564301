#include "screening/comparison.hpp"

namespace buuan::screening {
namespace {

constexpr std::size_t shown_bytes_max = 300;

Decided decided(std::string_view declared, const RuleSet& rules, Day on) {
    const Verdict verdict = screen(declared, rules, on);
    const Finding* worst = verdict.worst();
    return {verdict.outcome, worst == nullptr ? std::string() : worst->entry};
}

ChangeKind kind_of(Outcome before, Outcome after) {
    if (before == after) return ChangeKind::other_entry;
    if (after == Outcome::prohibited) return ChangeKind::newly_prohibited;
    if (before == Outcome::prohibited) return ChangeKind::no_longer_prohibited;
    if (before == Outcome::allowed) return ChangeKind::newly_flagged;
    if (after == Outcome::allowed) return ChangeKind::no_longer_flagged;
    return ChangeKind::other_outcome;
}

/// Never ends within a letter of UTF-8.
std::string_view beginning(std::string_view text) {
    if (text.size() <= shown_bytes_max) return text;
    std::size_t end = shown_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

}  // namespace

std::string_view name_of(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::newly_prohibited:
            return "newly_prohibited";
        case ChangeKind::no_longer_prohibited:
            return "no_longer_prohibited";
        case ChangeKind::newly_flagged:
            return "newly_flagged";
        case ChangeKind::no_longer_flagged:
            return "no_longer_flagged";
        case ChangeKind::other_outcome:
            return "other_outcome";
        case ChangeKind::other_entry:
            return "other_entry";
    }
    return "other_outcome";
}

void Comparison::take(std::string_view declared) {
    ++texts_;
    Decided before = decided(declared, before_, on_);
    Decided after = decided(declared, after_, on_);
    if (before == after) return;
    const ChangeKind kind = kind_of(before.outcome, after.outcome);
    Changes& changes = kinds_.at(static_cast<std::size_t>(kind));
    ++changes.count;
    if (changes.first.size() < shown_max_)
        changes.first.push_back(
            {std::string(beginning(declared)), std::move(before), std::move(after)});
}

std::uint64_t Comparison::changed() const {
    std::uint64_t sum = 0;
    for (const Changes& each : kinds_) sum += each.count;
    return sum;
}

}  // namespace buuan::screening
