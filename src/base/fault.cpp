#include "base/fault.hpp"

namespace buuan {

std::string_view name_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::unavailable:
            return "unavailable";
        case FaultKind::busy:
            return "busy";
        case FaultKind::full:
            return "full";
        case FaultKind::corrupt:
            return "corrupt";
        case FaultKind::denied:
            return "denied";
        case FaultKind::timed_out:
            return "timed_out";
        case FaultKind::invalid:
            return "invalid";
    }
    return "unknown";
}

}  // namespace buuan
