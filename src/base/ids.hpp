// Identifiers that do not mix: an ItemId is not an EntryId, a SiteCode is not a CounterCode. Each
// parses once, at the door, and has exactly one text form. Formats: docs/formats/identifiers.md.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/instant.hpp"

namespace buuan {

class Entropy;

/// RFC 9562 UUID version 7: the first 48 bits are the Unix time in milliseconds. Text: lower case
/// with hyphens.
template <class Tag>
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    static std::optional<Uuid> parse(std::string_view text);
    static Uuid make(Instant at, Entropy& entropy);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] Instant made_at() const;
    friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// Made by the client at the moment of acceptance; fixes the item's day and is the idempotency key
/// (DESIGN.md section 6).
struct ItemTag;
struct EntryTag;
struct CommandTag;
struct DeviceTag;
using ItemId = Uuid<ItemTag>;
/// One entry of a log.
using EntryId = Uuid<EntryTag>;
/// One command on an existing item (an event, an opening, a search); made by the client,
/// idempotency key.
using CommandId = Uuid<CommandTag>;
/// A counter's computer that may accept off line; made by the client.
using DeviceId = Uuid<DeviceTag>;

/// A short code chosen by the enterprise: 1 to 24 of A-Z, 0-9 and hyphen, not starting with a
/// hyphen.
template <class Tag>
struct Code {
    std::string value;

    static std::optional<Code> parse(std::string_view text);
    [[nodiscard]] const std::string& text() const { return value; }
    friend auto operator<=>(const Code&, const Code&) = default;
};
struct SiteTag;
struct CounterTag;
struct EquipmentTag;
struct StaffNumberTag;
using SiteCode = Code<SiteTag>;
using CounterCode = Code<CounterTag>;
using EquipmentCode = Code<EquipmentTag>;
/// A member of staff as the log sees them: a random number per employment and quarter (DESIGN.md
/// section 2).
using StaffNumber = Code<StaffNumberTag>;

/// "org" for the organisation's log, "p" and the two-digit province code for a province's, for
/// example "p11".
struct LogName {
    std::string value;
    static std::optional<LogName> parse(std::string_view text);
    static LogName organisation() { return {"org"}; }
    static LogName province(std::string_view code) { return {"p" + std::string(code)}; }
    [[nodiscard]] const std::string& text() const { return value; }
    friend auto operator<=>(const LogName&, const LogName&) = default;
};

}  // namespace buuan
