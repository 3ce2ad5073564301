// Days as an answer tells them.
#pragma once

#include <boost/json/array.hpp>
#include <vector>

#include "base/instant.hpp"

namespace buuan::api {

/// Days, the newest first, as spans of days that follow one another.
inline boost::json::array spans_json(const std::vector<Day>& days) {
    boost::json::array spans;
    for (std::size_t first = 0; first < days.size();) {
        std::size_t last = first;
        while (last + 1 < days.size() && days[last + 1] == days[last].plus_days(-1)) ++last;
        spans.push_back({{"from", days[last].text()}, {"to", days[first].text()}});
        first = last + 1;
    }
    return spans;
}

}  // namespace buuan::api
