// What is stopped (đình chỉ), for whoever has to look at all of it (sorting.cpp).
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>

#include "base/actor.hpp"
#include "base/result.hpp"

namespace buuan::api {

struct Api;

inline constexpr std::size_t stopped_max = 500;

/// All of it, or what no authority was told of yet (E2).
enum class Stopped : std::uint8_t { all, untold };

/// The oldest first, somewhat more than `stopped_max` where there are more: where a list is cut,
/// what has waited longest must be on it. Who is bound to a site gets what that site accepted or
/// stopped. Asks each day's index of what is stopped, never its items.
Result<boost::json::array> stopped_items(Api& api, const Actor& actor, Stopped which);

}  // namespace buuan::api
