// What the safety office is told to do, and how long before its day, as dated data:
// rules/alerts.toml. docs/guide/office.md.
#pragma once

#include <boost/describe/enum.hpp>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/rule_file.hpp"
#include "register/organisation.hpp"

namespace buuan::register_ {

enum class TaskKind : std::uint8_t {
    leader,             // nobody is responsible for safety and security, or soon nobody is (D1)
    licence,            // there is none, or it ends (E13)
    counter,            // open, at a site that is closed
    site_equipment,     // what a site must have is not there (D3)
    equipment,          // its inspection ends (D3)
    vehicle,            // the same (D4)
    duties,             // not signed (D2)
    training,           // none, or it ends (D2)
    posting,            // the list does not hang at a site, or an older one (D5)
    complaint_answer,   // E11
    complaint_payment,  // E12
    subject_answer,     // Q4
    subject_request,    // Q5
    stopped_item,       // the authority was not told yet (E2)
    hold,               // waits for its second person (E3)
    clock               // is in doubt: nothing is deleted
};
BOOST_DESCRIBE_ENUM(TaskKind, leader, licence, counter, site_equipment, equipment, vehicle, duties,
                    training, posting, complaint_answer, complaint_payment, subject_answer,
                    subject_request, stopped_item, hold, clock)

struct Alert {
    Day since;
    std::string law;                 // an id of docs/law.md
    int days_before{};               // its day that it is told of
    std::optional<int> percent_min;  // so many in a hundred should be in order; none: not counted
    std::set<VehicleKind> vehicles;  // of `vehicle`: which are inspected at all
};

struct AlertRules {
    std::map<TaskKind, std::vector<Alert>> alerts;  // the oldest first, at least one of each kind

    /// The one that began last; the first of all before that.
    [[nodiscard]] const Alert& on(TaskKind kind, Day day) const;
};

Result<AlertRules> read_alert_rules(std::span<const RuleFile> files);

}  // namespace buuan::register_
