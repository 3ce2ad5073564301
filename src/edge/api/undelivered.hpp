// What nobody has received yet (E10, LBC Art 17): what the logs say of such an item, with the law's
// clock for it, and the list of all of them. Nothing here is about a person.
#pragma once

#include "acceptance/undelivered.hpp"
#include "edge/api/api.hpp"

namespace buuan::api {

struct Undelivered {
    acceptance::UndeliveredClock clock;
    int attempts = 0;
    std::optional<SiteCode> held_at;    // of the last attempt
    std::optional<std::string> reason;  // the same
    std::optional<Day> unclaimed_on;
    std::optional<Day> public_notice;  // as it was said with that
};
Result<Undelivered> undelivered_of(Api& api, const StoredItem& stored);

boost::json::object clock_json(const acceptance::UndeliveredClock& clock);

Response list_undelivered(Api& api, const Call& call);

}  // namespace buuan::api
