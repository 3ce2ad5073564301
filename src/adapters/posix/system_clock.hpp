// The machine's clock.
#pragma once

#include "base/clock.hpp"

namespace buuan {

class SystemClock final : public Clock {
public:
    Instant now() override;
    Monotonic elapsed() override;
};

}  // namespace buuan
