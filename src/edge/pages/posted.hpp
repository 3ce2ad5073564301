// What is posted beside the rules themselves: the groups of the list in their order, and
// the conditions of service (D5; Luật Bưu chính, Điều 12, 29; Thông tư 14/2018/TT-BTTTT, Điều 12).
// All of it is data of rules/posted; the enterprise's own conditions may come from a file of its
// own.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"
#include "edge/pages/html.hpp"
#include "screening/rule_set.hpp"

namespace buuan::pages {

struct Group {
    std::string entries;  // the letters its entries' ids begin with
    std::string vi;
    std::string en;
    [[nodiscard]] Text title() const { return {vi, en}; }
};

struct ConditionsSection {
    std::string vi;
    std::string en;
    std::string source;
    std::string brief_vi;  // for the notice; empty: not on it
    std::string brief_en;
    std::vector<std::string> text_vi;
    std::vector<std::string> text_en;

    [[nodiscard]] Text title() const { return {vi, en}; }
    [[nodiscard]] Text brief() const { return {brief_vi, brief_en}; }
    [[nodiscard]] const std::vector<std::string>& text(Language language) const {
        return language == Language::en ? text_en : text_vi;
    }
};

struct Posted {
    std::vector<Group> groups;
    std::vector<ConditionsSection> conditions;
};

inline constexpr const char* conditions_path = "posted/conditions.toml";

/// Takes rules/posted/*.toml and leaves the other files.
Result<Posted> read_posted(std::span<const RuleFile> files);

/// A group with those of its entries that have one outcome and apply on the day.
struct ListedGroup {
    const Group* group;
    std::vector<const screening::Entry*> entries;
};
/// In the order of the groups, without empty ones. An entry that belongs to no group is in the
/// last.
std::vector<ListedGroup> listed(const Posted& posted, const screening::RuleSet& rules,
                                screening::Outcome outcome, Day on);

/// The legal bases of the entries, each once.
std::vector<std::string_view> bases_of(const std::vector<const screening::Entry*>& entries);

/// What the list is called on paper and screen: the first digits of its digest.
std::string short_version(const Digest& rules);
/// "25/11/2026".
std::string date_text(Day day);
/// In Viet Nam's time, to the second: "26/11/2026 02:00:07".
std::string local_time(Instant at);

}  // namespace buuan::pages
