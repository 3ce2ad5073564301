#include "adapters/posix/system_entropy.hpp"

#include <sodium.h>

#include "base/check.hpp"

namespace buuan {

SystemEntropy::SystemEntropy() {
    CHECK(sodium_init() >= 0);
}

void SystemEntropy::fill(std::span<std::uint8_t> out) {
    if (!out.empty()) randombytes_buf(out.data(), out.size());
}

}  // namespace buuan
