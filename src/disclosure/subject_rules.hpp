// What a data subject may ask for and how soon: dated law as data (rules/subject_requests.toml,
// rules/holidays.toml; docs/law.md, Q4 to Q6). Pure: nothing here knows today's date.
#pragma once

#include <boost/describe/enum.hpp>
#include <map>
#include <span>
#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"
#include "base/work_calendar.hpp"

namespace buuan::disclosure {

/// ND356 Art 5: to see, to be given a copy, to have corrected, to withdraw consent, to have
/// processing restricted, to object, to have erased.
enum class Ask : std::uint8_t { access, provide, correct, withdraw, restrict, object, erase };
BOOST_DESCRIBE_ENUM(Ask, access, provide, correct, withdraw, restrict, object, erase)

struct AskTerm {
    std::string vi;
    std::string en;
    int answer_working_days{};    // to tell the asker what becomes of it
    int days{};                   // to do it
    int days_with_third_party{};  // the same, where somebody else has to do a part
    int extension_days{};         // once
    std::string source;
};

struct RefusalReason {
    std::string vi;
    std::string en;
    std::string source;
};

struct SubjectRules {
    std::map<Ask, AskTerm> asks;  // all of them
    std::map<std::string, RefusalReason> refusals;
    WorkCalendar calendar;
};

/// invalid, naming the file, when one is missing or damaged, an ask has no term, or a term is not
/// longer with a third party.
Result<SubjectRules> read_subject_rules(std::span<const RuleFile> files);

/// The last days for a request that came on `received`.
struct Clocks {
    Day answer_by;
    Day due;
};
Clocks clocks_of(const SubjectRules& rules, Ask ask, Day received, bool third_party, bool extended);

}  // namespace buuan::disclosure
