// What is stopped (đình chỉ), for whoever has to look at all of it (sorting.cpp).
#pragma once

#include <boost/json/array.hpp>

#include "base/actor.hpp"
#include "base/result.hpp"

namespace buuan::api {

struct Api;

inline constexpr std::size_t stopped_max = 500;

/// The oldest first, somewhat more than `stopped_max` where there are more: where a list is cut,
/// what has waited longest must be on it. Who is bound to a site gets what that site accepted or
/// stopped. Asks each day's index of what is stopped, never its items.
Result<boost::json::array> stopped_items(Api& api, const Actor& actor);

}  // namespace buuan::api
