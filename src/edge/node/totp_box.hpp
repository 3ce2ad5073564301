// Seals the secrets of second factors under the node's staff key of the quarter they were made in,
// so that they end with it, two years later, and must be set up anew (docs/formats/vault.md).
#pragma once

#include "base/entropy.hpp"
#include "register/secret_box.hpp"
#include "vault/key_ring.hpp"

namespace buuan::node {

class TotpBox final : public register_::SecretBox {
public:
    TotpBox(vault::KeyRing& keys, std::string node, Entropy& entropy)
        : keys_(keys), node_(std::move(node)), entropy_(entropy) {}
    /// "<first day of the quarter>:<sealed, hex>"
    Result<std::string> seal(std::string_view user, const register_::TotpSecret& secret,
                             Instant now) override;
    Result<register_::TotpSecret> open(std::string_view user, std::string_view sealed) override;

private:
    vault::KeyRing& keys_;
    std::string node_;
    Entropy& entropy_;
};

}  // namespace buuan::node
