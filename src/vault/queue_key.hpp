// The queue key of a week: what counters seal to while they are off line, so that what waits in a
// browser opens nowhere but in the node. One way: a counter has the public half only. It is derived
// from the class key `queue` of the week's Monday, so destroying that class key destroys it; and
// the envelope that comes. docs/formats/queue.md; DESIGN.md section 6.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "vault/hpke.hpp"

namespace buuan::vault {

inline constexpr std::size_t envelope_bytes_more = 1 + 10 + hpke_point_bytes + hpke_tag_bytes;

/// The Monday on or before a day: it names the week.
Day week_of(Day day);

/// From the class key `queue` of a week's Monday.
HpkeKey queue_key(const Secret& class_key);

/// What is read of an envelope before it is opened: 0x01 ‖ week (10) ‖ encapsulated key ‖
/// ciphertext.
struct Envelope {
    Day week;
    BytesView sealed;  // of the bytes that were read

    /// Nothing where it is no envelope of this version, or its week is no Monday.
    static std::optional<Envelope> read(BytesView bytes);
    /// `bound`: what it belongs to, an item or an item's slot.
    [[nodiscard]] Result<Bytes> open(const HpkeKey& key, std::string_view bound) const;
};

Result<Bytes> seal_envelope(BytesView plain, Day week, const HpkePoint& to, std::string_view bound,
                            Entropy& entropy);

}  // namespace buuan::vault
