// Complaints and claims as dated data: until when each kind may be filed, how soon it is answered
// and paid, and what a claim is at least (rules/complaints.toml; docs/law.md, E11 and E12). Pure:
// nothing here knows today's date.
#pragma once

#include <boost/describe/enum.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"

namespace buuan::disclosure {

/// From when the time bar of a kind runs.
enum class BarFrom : std::uint8_t { transit_over, delivery };
BOOST_DESCRIBE_ENUM(BarFrom, transit_over, delivery)

struct ComplaintKind {
    std::string vi;
    std::string en;
    int months{};
    BarFrom from{};
    std::string source;
};

struct ComplaintOutcome {
    std::string vi;
    std::string en;
};

struct ComplaintRules {
    std::map<std::string, ComplaintKind> kinds;
    std::map<std::string, ComplaintOutcome> outcomes;
    int transit_days_domestic{};
    int transit_days_international{};
    int answer_months_domestic{};
    int answer_months_international{};
    int pay_days{};
    int fee_times_min{};
};

/// What the clocks of a complaint depend on.
struct ComplaintDates {
    Day accepted;
    std::optional<Day> delivered;
    bool international = false;
};

/// The last day on which this kind may be filed; nullopt while its bar does not run.
std::optional<Day> file_until(const ComplaintRules& rules, const ComplaintKind& kind,
                              const ComplaintDates& dates);
/// The last day to answer what came on `received`.
Day answer_by(const ComplaintRules& rules, Day received, bool international);
/// What a claim is at least, where the law names it: of a domestic item.
std::optional<std::uint64_t> amount_min(const ComplaintRules& rules, std::uint64_t fee_vnd,
                                        bool international);

/// invalid, naming what is wrong; each [[example]] has to come out as it says.
Result<ComplaintRules> read_complaint_rules(std::span<const RuleFile> files);

}  // namespace buuan::disclosure
