// One entry of a log: a fact that a duty was done, without personal data (DESIGN.md sections 2 and
// 5). The bytes that are hashed are its canonical JSON; docs/formats/entries.md. Promise:
// decode(encode(e)) is e, and decode takes nothing that encode does not make.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "base/entropy.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

namespace buuan::ledger {

inline constexpr std::size_t entry_bytes_max = 16'384;

struct Entry {
    EntryId id;
    std::array<std::uint8_t, 16>
        salt{};        // so that nobody finds an entry by guessing its content against a leaf hash
    std::string type;  // "item.accepted": lower-case words joined by dots
    Instant at;        // when it happened
    Instant seen;      // when the node learned it
    std::optional<SiteCode> site;
    StaffNumber by;
    std::optional<std::string> ref;  // the blinded reference of an item: 32 hex digits
    boost::json::object data;
};

/// invalid when data does not fit canonical JSON or the entry is over entry_bytes_max.
Result<std::string> encode(const Entry& entry);
Result<Entry> decode(std::string_view text);

}  // namespace buuan::ledger
