#include "vault/derive.hpp"

#include <sodium.h>

#include "base/check.hpp"
#include "vault/blake.hpp"

namespace buuan::vault {
namespace {

struct PossessionPair {
    std::array<std::uint8_t, 32> public_key{};
    SecretBytes<64> secret_key;
};

PossessionPair possession_pair(const Secret& class_key) {
    Secret seed;
    keyed_hash(seed.fill(), class_key.view(), "buuan/possession/v1", {});
    PossessionPair pair;
    CHECK(crypto_sign_seed_keypair(pair.public_key.data(), pair.secret_key.fill().data(),
                                   seed.view().data()) == 0);
    return pair;
}

}  // namespace

Secret record_key(const Secret& class_key, const ItemId& item, std::uint32_t revision) {
    const std::array<std::uint8_t, 4> number = {
        static_cast<std::uint8_t>(revision), static_cast<std::uint8_t>(revision >> 8),
        static_cast<std::uint8_t>(revision >> 16), static_cast<std::uint8_t>(revision >> 24)};
    Secret key;
    keyed_hash(key.fill(), class_key.view(), "buuan/record-key/v1", {item.bytes, number});
    return key;
}

Secret object_key(const Secret& class_key, const ItemId& item, std::string_view slot) {
    Secret key;
    keyed_hash(key.fill(), class_key.view(), "buuan/object-key/v1", {item.bytes, as_bytes(slot)});
    return key;
}

std::string item_ref(const Secret& record_class_key, const ItemId& item, const LogName& log) {
    std::array<std::uint8_t, 16> ref;
    keyed_hash(ref, record_class_key.view(), "buuan/item-ref/v1",
               {item.bytes, as_bytes(log.value)});
    return to_hex(ref);
}

Digest request_digest(const Secret& record_class_key, BytesView request) {
    Digest digest;
    keyed_hash(digest.bytes, record_class_key.view(), "buuan/request/v1", {request});
    return digest;
}

std::uint64_t draw(const Secret& record_class_key, std::string_view label, const ItemId& item) {
    std::array<std::uint8_t, 16> drawn{};
    keyed_hash(drawn, record_class_key.view(), label, {item.bytes});
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof(number); ++i) number = number << 8 | drawn[i];
    return number;
}

std::array<std::uint8_t, 32> possession_public_key(const Secret& class_key) {
    return possession_pair(class_key).public_key;
}

std::array<std::uint8_t, 64> sign_possession(const Secret& class_key, BytesView message) {
    const PossessionPair pair = possession_pair(class_key);
    std::array<std::uint8_t, 64> signature;
    CHECK(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                               pair.secret_key.view().data()) == 0);
    return signature;
}

}  // namespace buuan::vault
