#include "vault/ring_file.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "vault/seal.hpp"

namespace buuan::vault {
namespace {

constexpr std::string_view magic_root = "buuan-ring-1\n";
constexpr std::string_view magic_token = "buuan-ring-2\n";
constexpr std::string_view ring_label = "buuan/ring-key/v1";
constexpr std::size_t wrapped_bytes = 73;  // version, nonce, key, tag
constexpr std::size_t header_at = 16;
constexpr std::size_t token_sealed_at = header_at + 64;
constexpr std::size_t token_sealed_max = 256;
constexpr std::size_t wrapped_at = 8;
constexpr std::size_t checksum_at = ring_slot_bytes - 16;

std::string slot_label(const KeyName& name) {
    return "buuan/class-key/v1/" + name.day.text() + "/" +
           std::to_string(static_cast<int>(name.data_class));
}

Result<Secret> as_key(Result<Bytes> opened) {
    if (!opened.ok()) return opened.error();
    Bytes& bytes = opened.value();
    if (bytes.size() != 32) return Fault{FaultKind::corrupt, "a wrapped key has another size"};
    Secret key{std::span<const std::uint8_t, 32>(bytes.data(), 32)};
    wipe(bytes.data(), bytes.size());
    return key;
}

Digest checksum_of(std::span<const std::uint8_t, ring_slot_bytes> slot) {
    return sha256(slot.first<checksum_at>());
}

}  // namespace

Result<RingHeader> RingHeader::make(const Secret& ring_key, const Secret& root, Entropy& entropy) {
    return RingHeader{"", wrap(ring_key.view(), root, ring_label, entropy)};
}

Result<RingHeader> RingHeader::make(const Secret& ring_key, KeyToken& token, std::string label) {
    CHECK(!label.empty() && label.size() < 64);
    auto sealed = token.seal(label, ring_key.view());
    if (!sealed.ok()) return sealed.error();
    if (sealed.value().size() > token_sealed_max)
        return Fault{FaultKind::invalid, "what the token seals is longer than a keyring holds"};
    return RingHeader{std::move(label), std::move(sealed).value()};
}

Result<RingHeader> RingHeader::decode(BytesView bytes) {
    const Fault none{FaultKind::corrupt, "keys/ring does not begin as a keyring"};
    if (bytes.size() != ring_header_bytes) return none;
    const std::string_view magic = as_text(bytes).substr(0, magic_root.size());
    if (magic == magic_root)
        return RingHeader{"", copy_of(bytes.subspan(header_at, wrapped_bytes))};
    const std::size_t label_size = bytes[header_at];
    const std::size_t size = bytes[token_sealed_at] | std::size_t{bytes[token_sealed_at + 1]} << 8;
    if (magic != magic_token || label_size == 0 || label_size > 63 || size > token_sealed_max)
        return none;
    return RingHeader{std::string(as_text(bytes.subspan(header_at + 1, label_size))),
                      copy_of(bytes.subspan(token_sealed_at + 2, size))};
}

Bytes RingHeader::encode() const {
    Bytes bytes(ring_header_bytes);
    const std::string_view magic = token_key.empty() ? magic_root : magic_token;
    std::copy(magic.begin(), magic.end(), bytes.begin());
    if (token_key.empty()) {
        CHECK(sealed.size() == wrapped_bytes);
        std::copy(sealed.begin(), sealed.end(), bytes.begin() + header_at);
        return bytes;
    }
    bytes[header_at] = static_cast<std::uint8_t>(token_key.size());
    std::copy(token_key.begin(), token_key.end(), bytes.begin() + header_at + 1);
    bytes[token_sealed_at] = static_cast<std::uint8_t>(sealed.size());
    bytes[token_sealed_at + 1] = static_cast<std::uint8_t>(sealed.size() >> 8);
    std::copy(sealed.begin(), sealed.end(), bytes.begin() + token_sealed_at + 2);
    return bytes;
}

Result<Secret> RingHeader::open(const Secret& root, KeyToken* token) const {
    if (token_key.empty()) return as_key(unwrap(sealed, root, ring_label));
    if (token == nullptr)
        return Fault{FaultKind::denied, "the keyring's key is in a token, which is not there"};
    return as_key(token->open(token_key, sealed));
}

RingSlot RingSlot::live(const KeyName& name, const Secret& key, const Secret& ring_key,
                        Entropy& entropy) {
    return {KeyState::live, name, wrap(key.view(), ring_key, slot_label(name), entropy)};
}

RingSlot RingSlot::destroyed(const KeyName& name) {
    return {KeyState::destroyed, name, {}};
}

RingSlot RingSlot::unreadable(const KeyName& name) {
    return {KeyState::live, name, Bytes(wrapped_bytes)};
}

RingSlot RingSlot::decode(std::span<const std::uint8_t, ring_slot_bytes> bytes) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number |= std::uint32_t{bytes[4 + i]} << (8 * i);
    RingSlot slot{static_cast<KeyState>(bytes[0]),
                  {Day{static_cast<std::int32_t>(number)}, static_cast<DataClass>(bytes[1])},
                  copy_of(bytes.subspan(wrapped_at, wrapped_bytes))};
    const Digest checksum = checksum_of(bytes);
    const bool right = std::equal(bytes.begin() + checksum_at, bytes.end(), checksum.bytes.begin());
    // Far beyond the calendar the text of a day, which the label holds, repeats itself.
    const bool is_day = Day::parse(slot.name.day.text()) == slot.name.day;
    if (!right || !is_day || (slot.state != KeyState::live && slot.state != KeyState::destroyed))
        slot.state = KeyState::damaged;
    return slot;
}

std::array<std::uint8_t, ring_slot_bytes> RingSlot::encode() const {
    std::array<std::uint8_t, ring_slot_bytes> bytes{};
    bytes[0] = static_cast<std::uint8_t>(state);
    bytes[1] = static_cast<std::uint8_t>(name.data_class);
    const auto number = static_cast<std::uint32_t>(name.day.number);
    for (std::size_t i = 0; i < 4; ++i) bytes[4 + i] = static_cast<std::uint8_t>(number >> (8 * i));
    if (state == KeyState::live) {
        CHECK(wrapped.size() == wrapped_bytes);
        std::copy(wrapped.begin(), wrapped.end(), bytes.begin() + wrapped_at);
    }
    const Digest checksum = checksum_of(bytes);
    std::copy_n(checksum.bytes.begin(), ring_slot_bytes - checksum_at, bytes.begin() + checksum_at);
    return bytes;
}

std::optional<Secret> RingSlot::open_as(const KeyName& as, const Secret& ring_key) const {
    auto key = as_key(unwrap(wrapped, ring_key, slot_label(as)));
    if (!key.ok()) return std::nullopt;
    return std::move(key).value();
}

}  // namespace buuan::vault
