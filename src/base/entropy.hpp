// The randomness seam: salts, nonces, keys and identifiers come from here, so that a simulation can
// repeat them.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace buuan {

class Entropy {
public:
    virtual ~Entropy() = default;
    /// Fills with bytes fit for keys. Never fails: a machine without randomness is stopped.
    virtual void fill(std::span<std::uint8_t> out) = 0;

    template <std::size_t N>
    std::array<std::uint8_t, N> bytes() {
        std::array<std::uint8_t, N> out;
        fill(out);
        return out;
    }
};

}  // namespace buuan
