// What is made from a class key (one random key per civil day and class, key_ring.hpp). DESIGN.md
// section 4; labels and bytes: docs/formats/vault.md.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/ids.hpp"

namespace buuan::vault {

/// The key that seals one revision of one class of one item.
Secret record_key(const Secret& class_key, const ItemId& item, std::uint32_t revision);
/// The key that seals the object in one slot of one item (a picture, a signature).
Secret object_key(const Secret& class_key, const ItemId& item, std::string_view slot);

/// The blinded reference of an item in one log: 32 hex digits. Within a log it ties an item's
/// entries together; across logs, and once the day's record key is destroyed, nobody can.
std::string item_ref(const Secret& record_class_key, const ItemId& item, const LogName& log);

/// Tells a repeated command from another one, without keeping a digest of personal data that anyone
/// could guess against.
Digest request_digest(const Secret& record_class_key, BytesView request);

/// A number drawn for an item, even over 64 bits: for who has no key it is chance, for who has it
/// the same each time. `label` says what for.
std::uint64_t draw(const Secret& record_class_key, std::string_view label, const ItemId& item);

/// The Ed25519 public key derived from a class key and announced in `class.opened`: who signs with
/// it has the class key.
std::array<std::uint8_t, 32> possession_public_key(const Secret& class_key);
/// Signs with it (docs/formats/possession.md).
std::array<std::uint8_t, 64> sign_possession(const Secret& class_key, BytesView message);

}  // namespace buuan::vault
