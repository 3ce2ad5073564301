// The clock seam. Only edge, jobs and the recorder's loop ask it; use cases are told the time.
#pragma once

#include "base/instant.hpp"

namespace buuan {

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
    virtual Monotonic elapsed() = 0;
};

}  // namespace buuan
