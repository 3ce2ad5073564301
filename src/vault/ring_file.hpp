// The bytes of keys/ring: a header that holds the ring's own key, sealed, and slots of a fixed size
// that hold one class key each. docs/formats/vault.md, "Keyring". What the slots mean together is
// key_ring.hpp.
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/data_class.hpp"
#include "base/entropy.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "vault/key_token.hpp"

namespace buuan::vault {

enum class KeyState : std::uint8_t { live = 1, destroyed = 2, damaged = 3 };

/// What a key is for.
struct KeyName {
    Day day;
    DataClass data_class{};
    friend auto operator<=>(const KeyName&, const KeyName&) = default;
};

inline constexpr std::size_t ring_header_bytes = 512;
// Divides a sector, so that a slot is written whole or not at all.
inline constexpr std::size_t ring_slot_bytes = 128;
inline constexpr std::uint64_t ring_bytes_max =
    ring_header_bytes + (std::uint64_t{ring_slot_bytes} << 20);

/// What the ring's key is sealed by: the root key, or the token's key of this label.
struct RingHeader {
    std::string token_key;  // empty: the root key
    Bytes sealed;

    static Result<RingHeader> make(const Secret& ring_key, const Secret& root, Entropy& entropy);
    static Result<RingHeader> make(const Secret& ring_key, KeyToken& token, std::string label);
    /// corrupt when the bytes are no header.
    static Result<RingHeader> decode(BytesView bytes);
    [[nodiscard]] Bytes encode() const;
    /// The ring key; denied under another root key, or without the token's key.
    [[nodiscard]] Result<Secret> open(const Secret& root, KeyToken* token) const;
};

struct RingSlot {
    KeyState state{};  // damaged: the checksum is wrong, or the state is none
    KeyName name;      // of a damaged slot what it says, which may be wrong
    Bytes wrapped;

    static RingSlot live(const KeyName& name, const Secret& key, const Secret& ring_key,
                         Entropy& entropy);
    static RingSlot destroyed(const KeyName& name);
    /// Reads as damaged wherever it stands.
    static RingSlot unreadable(const KeyName& name);
    static RingSlot decode(std::span<const std::uint8_t, ring_slot_bytes> bytes);
    [[nodiscard]] std::array<std::uint8_t, ring_slot_bytes> encode() const;
    /// The class key, if what is wrapped here is the key of that name.
    [[nodiscard]] std::optional<Secret> open_as(const KeyName& as, const Secret& ring_key) const;
};

}  // namespace buuan::vault
