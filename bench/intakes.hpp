// Acceptances to measure with: made-up people by seed, with everything that costs: a parcel whose
// sender is known by a number, two pictures named, an order code, so that an item has every token
// of DESIGN.md section 4 and its record fills one kilobyte.
#pragma once

#include <cstdint>
#include <string>

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "edge/sample/people.hpp"

namespace buuan::bench {

struct Parcel {
    ItemId item;
    std::string intake;  // the body of PUT /api/v1/items/{item}
    std::string sender_phone;
};

class Parcels {
public:
    /// `counter` of the sample node.
    Parcels(std::uint64_t seed, std::string counter)
        : people_(seed), counter_(std::move(counter)) {}
    Parcel next(Instant at);

private:
    sample::People people_;
    std::string counter_;
    std::uint64_t count_ = 0;
};

}  // namespace buuan::bench
