// What the fuzz targets share. Each <parser>_fuzz.cpp defines `take`, which gets any bytes at all
// and CHECKs what the parser promises: no crash, and no input accepted in two spellings.
// CONTRIBUTING.md, "Fuzzing".
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/entropy.hpp"

namespace buuan::fuzz {

/// One input of the fuzzer; the same bytes always do the same.
void take(BytesView input);

/// Bytes that look random and repeat: 0, 1, 2 … hashed.
class CountedEntropy final : public Entropy {
public:
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) {
            const std::string number = std::to_string(count_++);
            byte = sha256(as_bytes(number)).bytes[0];
        }
    }

private:
    std::uint64_t count_ = 0;
};

/// A key of one byte, again and again.
inline Secret key_of(std::uint8_t byte) {
    Secret key;
    for (auto& each : key.fill()) each = byte;
    return key;
}

}  // namespace buuan::fuzz
