// The machine's randomness (getrandom by libsodium).
#pragma once

#include "base/entropy.hpp"

namespace buuan {

class SystemEntropy final : public Entropy {
public:
    SystemEntropy();
    void fill(std::span<std::uint8_t> out) override;
};

}  // namespace buuan
