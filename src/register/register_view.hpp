// The register as one reads it: immutable, loaded from its rows, replaced whole after each act.
// Answers who, what and where on a given day, and whether a counter may accept: expiry bites
// (DESIGN.md section 9).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <boost/json/object.hpp>

#include "register/organisation.hpp"
#include "register/register_store.hpp"
#include "register/site_rules.hpp"

namespace buuan::register_ {

/// A counter with everything an acceptance needs to know about it.
struct Place {
    Counter counter;
    Site site;
    std::vector<std::string>
        blocks;  // reason codes that forbid acceptance: site_closed, leader_missing …
    std::vector<std::string> warns;  // reason codes to show
};

class Register {
public:
    static Result<std::shared_ptr<const Register>> load(RegisterStore& store);

    std::optional<Organisation> organisation;
    std::map<Day, Leader> leaders;  // by first day
    std::map<SiteCode, Site> sites;
    std::map<CounterCode, Counter> counters;
    std::map<StaffNumber, StaffMember> staff;
    std::map<EquipmentCode, Equipment> equipment;
    std::map<PlateNumber, Vehicle> vehicles;
    std::map<std::uint32_t, RulesVersion> goods_rules;  // by version
    std::map<SiteCode, Posting> postings;
    std::map<DeviceId, Device> devices;

    [[nodiscard]] std::optional<Leader> leader_on(Day day) const;
    /// The set of goods rules that decides on a day: of those that have begun the one that began
    /// last, of several that begin on one day the one published last; before all of them the first.
    /// nullptr where none was ever published.
    [[nodiscard]] const RulesVersion* rules_on(Day day) const;
    /// nullopt for a counter that never was.
    [[nodiscard]] std::optional<Place> place(const CounterCode& counter, const StaffNumber& clerk,
                                             Day day, const SiteRules& rules) const;

    /// Takes a row in; false when the kind is not one of the register's or the body is broken.
    bool take(const Row& row);
};

/// The row that a register entry's data stands for; nullopt for entries of other kinds. A pure
/// fold: `buuan rebuild`.
std::optional<Row> row_of_entry(std::string_view type, const boost::json::object& data);

/// The kinds that Register reads.
const std::vector<std::string>& register_kinds();

}  // namespace buuan::register_
