// What the outside sends to a simulated node: the register of a small enterprise, and the documents
// of its counters. People are made up by seed.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "edge/sample/people.hpp"
#include "machine.hpp"

namespace buuan::simulation {

struct CounterPost {
    const char* counter;
    const char* site;
    const char* province;
};
/// Two sites in two provinces, so two logs beside the organisation's.
inline constexpr CounterPost posts[] = {
    {"Q1", "BC1", "11"}, {"Q2", "BC1", "11"}, {"Q9", "TT2", "01"}};
inline constexpr const char* log_names[] = {"org", "p01", "p11"};

struct Row {
    std::string path;
    boost::json::object body;
};
/// Leader, sites, equipment and counters.
std::vector<Row> enterprise();
Row equipment(const std::string& code, const std::string& site, Day valid_until);
boost::json::object member_of_staff(const std::string& site, const sample::Person& person);

/// Pictures by slot; drawn once, for drawing takes longer than all the rest.
using Pictures = std::map<std::string, const std::string*>;
const std::string& drawn(std::size_t which);
inline constexpr std::size_t drawn_count = 4;

struct Sending {
    const CounterPost* post;
    sample::Person sender;
    sample::Person recipient;
    std::string thing;
    Pictures pictures;  // none: a letter
    bool refused = false;
};
boost::json::object intake(const Sending& sending, Instant at);
/// The same of a business with a contract, inspected by sample.
boost::json::object contract_intake(const Sending& sending, Instant at);

}  // namespace buuan::simulation
