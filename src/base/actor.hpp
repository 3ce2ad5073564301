// Who is acting, and what they may do. Permission is checked in one place, beside the route table
// (DESIGN.md section 9); use cases receive an Actor that has passed it and write its staff number
// into entries.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "base/ids.hpp"

namespace buuan {

/// What a role can be allowed; rules/roles.toml lists these names per role.
enum class Action : std::uint8_t {
    accept_item,
    record_event,
    stop_item,
    correct_item,
    open_parcel,  // look into it after its acceptance: LBC Art 13, 14, 17
    search_items,
    open_item,
    read_acts,  // the access log: who searched and opened what
    read_item,
    read_proof,
    put_object,
    read_object,
    import_items,
    screen_text,
    manage_sites,
    manage_staff,
    manage_equipment,
    assign_tasks,    // say who sees to what is to be done
    attest_posting,  // that the list hangs at a site
    manage_users,
    manage_organisation,
    manage_rules,  // publish the rules that contents are held against
    read_register,
    read_log,
    check_node,
    manage_holds,             // keep items beyond their term, with a second person
    approve_hold,             // as the second person who was named
    purge_days,               // let go now what is due, and say that the clock is right
    handle_subject_requests,  // of data subjects: show them their data, erase it
    deliver_items,            // take items out, and see to whom they go
    handle_complaints,        // file and settle complaints and claims
    manage_keys,              // see them
    keep_keys,                // back them up, split, change
    read_metrics,
    answer_possession,  // show sealed bytes to who challenges the node
    sign_in,
};
BOOST_DESCRIBE_ENUM(Action, accept_item, record_event, stop_item, correct_item, open_parcel,
                    search_items, open_item, read_acts, read_item, read_proof, put_object,
                    read_object, import_items, screen_text, manage_sites, manage_staff,
                    manage_equipment, assign_tasks, attest_posting, manage_users,
                    manage_organisation, manage_rules, read_register, read_log, check_node,
                    manage_holds, approve_hold, purge_days, handle_subject_requests, deliver_items,
                    handle_complaints, manage_keys, keep_keys, read_metrics, answer_possession,
                    sign_in)

struct Actor {
    std::string user;  // account name; "console" for the node's own administrator at the machine
    std::string role;  // a role of rules/roles.toml
    StaffNumber by;    // what entries show
    std::optional<SiteCode> site;  // where set, this actor works at this site only
    std::set<Action> may;

    [[nodiscard]] bool allowed(Action action) const { return may.contains(action); }
};

}  // namespace buuan
