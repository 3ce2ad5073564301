#include "vault/seal.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.hpp"

namespace buuan::vault {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t header_bytes = 1 + nonce_bytes;
constexpr std::uint8_t padding_mark = 0x80;

std::size_t padded_size(std::size_t plain) {
    std::size_t size = 256;
    while (size < plain + 1) size *= 2;
    return size;
}

std::uint8_t* put_u32(std::uint32_t value, std::uint8_t* to) {
    for (int shift = 0; shift < 32; shift += 8) *to++ = static_cast<std::uint8_t>(value >> shift);
    return to;
}

/// "buuan/seal/v1" ‖ u32 length of node ‖ node ‖ item (16) ‖ class (1) ‖ u32 revision
Bytes associated_data(const SealContext& context) {
    constexpr std::string_view label = "buuan/seal/v1";
    Bytes out(label.size() + 4 + context.node.size() + context.item.bytes.size() + 1 + 4);
    auto* to = std::copy(label.begin(), label.end(), out.data());
    to = put_u32(static_cast<std::uint32_t>(context.node.size()), to);
    to = std::copy(context.node.begin(), context.node.end(), to);
    to = std::copy(context.item.bytes.begin(), context.item.bytes.end(), to);
    *to++ = static_cast<std::uint8_t>(context.data_class);
    put_u32(context.revision, to);
    return out;
}

Bytes encrypt(BytesView plain, const Secret& key, BytesView bound, Entropy& entropy) {
    Bytes out(header_bytes + plain.size() + tag_bytes);
    out[0] = version;
    entropy.fill(std::span(out).subspan(1, nonce_bytes));
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + header_bytes, nullptr, plain.data(),
                                               plain.size(), bound.data(), bound.size(), nullptr,
                                               out.data() + 1, key.view().data());
    return out;
}

bool decrypt(BytesView sealed, const Secret& key, BytesView bound, Bytes& plain) {
    if (sealed.size() < header_bytes + tag_bytes || sealed[0] != version) return false;
    plain.resize(sealed.size() - header_bytes - tag_bytes);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               plain.data(), nullptr, nullptr, sealed.data() + header_bytes,
               sealed.size() - header_bytes, bound.data(), bound.size(), sealed.data() + 1,
               key.view().data()) == 0;
}

}  // namespace

Bytes seal(BytesView plain, const Secret& key, const SealContext& context, Entropy& entropy) {
    CHECK(plain.size() <= sealed_plain_bytes_max);
    Bytes padded(padded_size(plain.size()));
    std::copy(plain.begin(), plain.end(), padded.begin());
    padded[plain.size()] = padding_mark;
    Bytes sealed = encrypt(padded, key, associated_data(context), entropy);
    wipe(padded.data(), padded.size());
    return sealed;
}

Result<Done> open(BytesView sealed, const Secret& key, const SealContext& context, Bytes& plain) {
    if (decrypt(sealed, key, associated_data(context), plain)) {
        std::size_t size = plain.size();
        constexpr std::array<std::uint8_t, 32> zeros{};
        while (size >= zeros.size() &&
               std::memcmp(plain.data() + size - zeros.size(), zeros.data(), zeros.size()) == 0)
            size -= zeros.size();
        while (size > 0 && plain[size - 1] == 0) --size;
        if (size > 0 && plain[size - 1] == padding_mark && size - 1 <= sealed_plain_bytes_max) {
            plain.resize(size - 1);
            return Done{};
        }
    }
    return Fault{FaultKind::corrupt, "a sealed record does not open: item " + context.item.text()};
}

Bytes wrap(BytesView secret, const Secret& key, std::string_view label, Entropy& entropy) {
    return encrypt(secret, key, as_bytes(label), entropy);
}

Result<Bytes> unwrap(BytesView wrapped, const Secret& key, std::string_view label) {
    Bytes secret;
    if (!decrypt(wrapped, key, as_bytes(label), secret)) {
        return Fault{
            FaultKind::denied,
            "a wrapped key does not open (wrong root key, or damaged): " + std::string(label)};
    }
    return secret;
}

}  // namespace buuan::vault
