// What the desk of events asks of the courier's route.
#pragma once

#include "acceptance/events.hpp"
#include "edge/api/api.hpp"

namespace buuan::api {

/// Whether a courier's route of today takes no more items than it has; what is on it may be said
/// again.
Result<bool> route_is_full(Api& api, const Actor& actor, const ItemId& item);

/// What an event means for the route that its item is on.
Result<Done> keep_route(Api& api, const Actor& actor, acceptance::EventKind kind,
                        const ItemRow& after);
/// The same for an event that is told again: a power cut may have come between the two stores.
Result<Done> mend_route(Api& api, const Actor& actor, acceptance::EventKind kind,
                        const ItemRow& row);

}  // namespace buuan::api
