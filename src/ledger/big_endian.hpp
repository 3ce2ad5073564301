// Whole numbers as bytes, the high one first, as the ledger's formats write them.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace buuan::ledger {

inline void append_big_endian(Bytes& out, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(number >> shift));
}

/// Of at most 8 bytes.
inline std::uint64_t big_endian(BytesView bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes) value = value << 8 | byte;
    return value;
}

}  // namespace buuan::ledger
