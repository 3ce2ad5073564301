// The receipt code on the paper the sender takes home: 16 random bytes in Crockford base32 with a
// check symbol. It is the salt of the item code's commitment in the log, and by its hash the
// acceptance is found there, on the node or on any mirror (DESIGN.md section 6;
// docs/formats/entries-items.md).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/entropy.hpp"

namespace buuan::acceptance {

struct Receipt {
    std::array<std::uint8_t, 16> code{};

    static Receipt make(Entropy& entropy) { return {entropy.bytes<16>()}; }
    /// Lower case, hyphens and O/I/L for 0/1 are understood; the check symbol must fit.
    static std::optional<Receipt> parse(std::string_view typed);
    [[nodiscard]] std::string text() const;  // in groups of five: "0A1B2-…"

    /// SHA-256("buuan/receipt/v1\n" ‖ code): under this an acceptance is found.
    [[nodiscard]] Digest lookup() const;
    /// SHA-256("buuan/item-code/v1\n" ‖ code ‖ item code): what the log says of the item code.
    [[nodiscard]] Digest commitment(std::string_view item_code) const;
};

}  // namespace buuan::acceptance
