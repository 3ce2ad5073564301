#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace buuan {

void check_failed(const char* expression, const char* file, int line) noexcept {
    // Straight to standard error: the logger may be what is broken.
    std::fprintf(
        stderr,
        "{\"level\":\"fatal\",\"event\":\"check_failed\",\"check\":\"%s\",\"at\":\"%s:%d\"}\n",
        expression, file, line);
    std::abort();
}

}  // namespace buuan
