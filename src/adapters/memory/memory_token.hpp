// A token in memory, for tests: keys that can be listed and lost, and calls that can be made to
// fail. Promises the same as the PKCS#11 token.
#pragma once

#include <sodium.h>

#include <functional>
#include <map>
#include <optional>

#include "base/entropy.hpp"
#include "vault/key_token.hpp"

namespace buuan::memory {

class MemoryToken final : public vault::KeyToken {
public:
    explicit MemoryToken(Entropy& entropy) : entropy_(entropy) {}
    /// Asked before each call with its name and label; a fault is its answer.
    std::function<std::optional<Fault>(std::string_view call, std::string_view label)> fault;

    Result<Done> make_key(std::string_view label) override {
        if (auto f = failing("make_key", label)) return *f;
        Secret key;
        entropy_.fill(key.fill());
        if (!keys_.emplace(std::string(label), std::move(key)).second)
            return Fault{FaultKind::denied, "the token has such a key"};
        return Done{};
    }
    Result<Done> destroy_key(std::string_view label) override {
        if (auto f = failing("destroy_key", label)) return *f;
        keys_.erase(std::string(label));
        return Done{};
    }
    Result<std::vector<std::string>> keys(std::string_view prefix) override {
        if (auto f = failing("keys", prefix)) return *f;
        std::vector<std::string> labels;
        for (const auto& [label, key] : keys_) {
            if (label.starts_with(prefix)) labels.push_back(label);
        }
        return labels;
    }
    Result<Bytes> seal(std::string_view label, BytesView plain) override {
        if (auto f = failing("seal", label)) return *f;
        const auto key = keys_.find(std::string(label));
        if (key == keys_.end()) return Fault{FaultKind::unavailable, "the token has no such key"};
        Bytes sealed(nonce_bytes + plain.size() + tag_bytes);
        entropy_.fill(std::span(sealed).first(nonce_bytes));
        crypto_aead_chacha20poly1305_ietf_encrypt(sealed.data() + nonce_bytes, nullptr,
                                                  plain.data(), plain.size(), nullptr, 0, nullptr,
                                                  sealed.data(), key->second.view().data());
        return sealed;
    }
    Result<Bytes> open(std::string_view label, BytesView sealed) override {
        if (auto f = failing("open", label)) return *f;
        const auto key = keys_.find(std::string(label));
        if (key == keys_.end()) return Fault{FaultKind::unavailable, "the token has no such key"};
        if (sealed.size() < nonce_bytes + tag_bytes) return Fault{FaultKind::denied, "too short"};
        Bytes plain(sealed.size() - nonce_bytes - tag_bytes);
        if (crypto_aead_chacha20poly1305_ietf_decrypt(
                plain.data(), nullptr, nullptr, sealed.data() + nonce_bytes,
                sealed.size() - nonce_bytes, nullptr, 0, sealed.data(),
                key->second.view().data()) != 0)
            return Fault{FaultKind::denied, "it does not open under the token's key"};
        return plain;
    }

private:
    static constexpr std::size_t nonce_bytes = crypto_aead_chacha20poly1305_ietf_NPUBBYTES;
    static constexpr std::size_t tag_bytes = crypto_aead_chacha20poly1305_ietf_ABYTES;

    std::optional<Fault> failing(std::string_view call, std::string_view label) const {
        return fault ? fault(call, label) : std::nullopt;
    }
    Entropy& entropy_;
    std::map<std::string, Secret> keys_;
};

}  // namespace buuan::memory
