#include "evidence/chunked.hpp"

#include <openssl/hmac.h>
#include <openssl/kdf.h>

#include <algorithm>
#include <cstring>

#include "base/openssl.hpp"

namespace buuan::evidence {
namespace {

constexpr std::string_view info_prefix = "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM";
constexpr std::size_t salt_bytes = 24;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

using Nonce = std::array<std::uint8_t, nonce_bytes>;

struct MessageKeys {
    Secret key;
    Nonce base_nonce{};
    std::array<std::uint8_t, 32> commitment{};
};

using KeyMaterial = SecretBytes<128>;  // 76 bytes are used: key, base nonce, commitment

/// HKDF-Expand of RFC 5869 with SHA-512: two blocks.
KeyMaterial expand(const Secret& key, const Bytes& info) {
    constexpr std::size_t block_bytes = 64;
    KeyMaterial out;
    Bytes input;  // the block before ‖ info ‖ counter
    for (std::uint8_t counter = 1; counter <= 2; ++counter) {
        input.insert(input.end(), info.begin(), info.end());
        input.push_back(counter);
        std::uint8_t* block = out.fill().data() + (counter - 1) * block_bytes;
        CHECK(HMAC(EVP_sha512(), key.view().data(), 32, input.data(), input.size(), block,
                   nullptr) != nullptr);
        wipe(input.data(), input.size());
        input.assign(block, block + block_bytes);
    }
    wipe(input.data(), input.size());
    return out;
}

MessageKeys derive(const Secret& key, BytesView salt, std::string_view context) {
    Bytes info(info_prefix.begin(), info_prefix.end());
    info.push_back(0);
    info.insert(info.end(), salt.begin(), salt.end());
    info.insert(info.end(), context.begin(), context.end());
    const KeyMaterial material = expand(key, info);
    MessageKeys keys;
    std::copy_n(material.view().begin(), 32, keys.key.fill().begin());
    std::copy_n(material.view().begin() + 32, nonce_bytes, keys.base_nonce.begin());
    std::copy_n(material.view().begin() + 32 + nonce_bytes, 32, keys.commitment.begin());
    return keys;
}

Nonce nonce_of(const Nonce& base, std::uint64_t chunk) {
    Nonce nonce = base;
    for (std::size_t i = 0; i < 8; ++i)
        nonce[nonce_bytes - 1 - i] ^= static_cast<std::uint8_t>(chunk >> (8 * i));
    return nonce;
}

EVP_CIPHER_CTX* cipher() {
    // One per thread: making one costs more than a small chunk.
    thread_local const auto context = openssl::owned(EVP_CIPHER_CTX_new());
    return context.get();
}

void encrypt_chunk(const MessageKeys& keys, std::uint64_t number, BytesView plain,
                   std::uint8_t* out) {
    EVP_CIPHER_CTX* context = cipher();
    const Nonce nonce = nonce_of(keys.base_nonce, number);
    int size = 0;
    CHECK(EVP_EncryptInit_ex2(context, EVP_aes_256_gcm(), keys.key.view().data(), nonce.data(),
                              nullptr) == 1);
    CHECK(plain.empty() || EVP_EncryptUpdate(context, out, &size, plain.data(),
                                             static_cast<int>(plain.size())) == 1);
    CHECK(EVP_EncryptFinal_ex(context, out + plain.size(), &size) == 1);
    CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag_bytes, out + plain.size()) == 1);
}

bool open_chunk(const MessageKeys& keys, std::uint64_t number, BytesView sealed,
                std::uint8_t* out) {
    EVP_CIPHER_CTX* context = cipher();
    const Nonce nonce = nonce_of(keys.base_nonce, number);
    const std::size_t plain = sealed.size() - tag_bytes;
    std::array<std::uint8_t, tag_bytes> tag;
    std::copy_n(sealed.begin() + static_cast<std::ptrdiff_t>(plain), tag_bytes, tag.begin());
    int size = 0;
    CHECK(EVP_DecryptInit_ex2(context, EVP_aes_256_gcm(), keys.key.view().data(), nonce.data(),
                              nullptr) == 1);
    CHECK(plain == 0 ||
          EVP_DecryptUpdate(context, out, &size, sealed.data(), static_cast<int>(plain)) == 1);
    CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) == 1);
    return EVP_DecryptFinal_ex(context, out + plain, &size) == 1;
}

Fault broken() {
    return {FaultKind::corrupt, "an object does not open under its key"};
}

Result<MessageKeys> keys_of(BytesView header, const Secret& key, std::string_view context) {
    if (header.size() < header_bytes) return broken();
    MessageKeys keys = derive(key, header.first(salt_bytes), context);
    if (!equal_in_constant_time(keys.commitment, header.subspan(salt_bytes, 32))) return broken();
    return keys;
}

}  // namespace

std::uint64_t sealed_size(std::uint64_t plain_size) {
    return header_bytes + plain_size + (plain_size / chunk_plain_bytes + 1) * tag_bytes;
}

Bytes encrypt_chunked(BytesView plain, const Secret& key, std::string_view context,
                      Entropy& entropy) {
    Bytes out(sealed_size(plain.size()));
    entropy.fill(std::span(out).first(salt_bytes));
    const MessageKeys keys = derive(key, BytesView(out).first(salt_bytes), context);
    std::copy(keys.commitment.begin(), keys.commitment.end(), out.begin() + salt_bytes);
    std::uint8_t* at = out.data() + header_bytes;
    // The last chunk is always short, and empty when the message fills its chunks exactly.
    for (std::uint64_t number = 0; number <= plain.size() / chunk_plain_bytes; ++number) {
        const BytesView rest = plain.subspan(number * chunk_plain_bytes);
        const BytesView chunk = rest.first(std::min(rest.size(), chunk_plain_bytes));
        encrypt_chunk(keys, number, chunk, at);
        at += chunk.size() + tag_bytes;
    }
    return out;
}

Result<Bytes> decrypt_chunked(BytesView sealed, const Secret& key, std::string_view context) {
    if (sealed.size() < header_bytes + tag_bytes) return broken();
    const auto keys = keys_of(sealed.first(header_bytes), key, context);
    if (!keys.ok()) return keys.error();
    BytesView rest = sealed.subspan(header_bytes);
    const std::uint64_t full = rest.size() / chunk_sealed_bytes;
    const std::size_t last = rest.size() % chunk_sealed_bytes;
    if (last < tag_bytes) return broken();
    Bytes plain(full * chunk_plain_bytes + last - tag_bytes);
    // An empty message still has a chunk to authenticate; `out` may then point behind the end but
    // is not written.
    for (std::uint64_t number = 0; number <= full; ++number) {
        const std::size_t size = number < full ? chunk_sealed_bytes : last;
        if (!open_chunk(keys.value(), number, rest.first(size),
                        plain.data() + number * chunk_plain_bytes))
            return broken();
        rest = rest.subspan(size);
    }
    return plain;
}

Result<Bytes> decrypt_chunk(BytesView header, BytesView chunk, std::uint64_t number,
                            const Secret& key, std::string_view context) {
    const auto keys = keys_of(header, key, context);
    if (!keys.ok()) return keys.error();
    if (chunk.size() < tag_bytes || chunk.size() > chunk_sealed_bytes) return broken();
    Bytes plain(chunk.size() - tag_bytes);
    if (!open_chunk(keys.value(), number, chunk, plain.data())) return broken();
    return plain;
}

}  // namespace buuan::evidence
