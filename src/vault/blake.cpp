#include "vault/blake.hpp"

#include <sodium.h>

#include "base/check.hpp"

namespace buuan::vault {

void keyed_hash(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                std::string_view label, std::initializer_list<BytesView> parts) {
    CHECK(label.size() < 256);
    crypto_generichash_state state;
    CHECK(crypto_generichash_init(&state, key.data(), key.size(), out.size()) == 0);
    const auto label_size = static_cast<std::uint8_t>(label.size());
    crypto_generichash_update(&state, &label_size, 1);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(label.data()),
                              label.size());
    for (const BytesView part : parts) {
        const auto size = static_cast<std::uint32_t>(part.size());
        const std::uint8_t length[4] = {
            static_cast<std::uint8_t>(size), static_cast<std::uint8_t>(size >> 8),
            static_cast<std::uint8_t>(size >> 16), static_cast<std::uint8_t>(size >> 24)};
        crypto_generichash_update(&state, length, sizeof length);
        crypto_generichash_update(&state, part.data(), part.size());
    }
    CHECK(crypto_generichash_final(&state, out.data(), out.size()) == 0);
    wipe(&state, sizeof state);
}

}  // namespace buuan::vault
