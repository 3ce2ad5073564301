// A token behind PKCS#11 2.40: a smart card, an HSM, or SoftHSM. The vendor's library is loaded
// when a node asks for it; keys are AES-256 objects that are sensitive and not extractable, so they
// leave the token for nobody, and what is sealed is AES-256-GCM (docs/formats/keys.md).
//
// From any thread: one session, one call at a time. A token that is pulled out is unavailable until
// the node is opened again, since the PIN is not kept.
#pragma once

#include <memory>
#include <string>

#include "base/entropy.hpp"
#include "vault/key_token.hpp"

namespace buuan::pkcs11 {

class Pkcs11Token final : public vault::KeyToken {
public:
    /// Loads the library, finds the token by its label, signs in. denied for a wrong PIN;
    /// unavailable where library or token is not there.
    static Result<std::shared_ptr<Pkcs11Token>> open(const std::string& module,
                                                     const std::string& token_label,
                                                     const std::string& pin, Entropy& entropy);
    ~Pkcs11Token() override;

    Result<Done> make_key(std::string_view label) override;
    Result<Done> destroy_key(std::string_view label) override;
    Result<std::vector<std::string>> keys(std::string_view prefix) override;
    Result<Bytes> seal(std::string_view label, BytesView plain) override;
    Result<Bytes> open(std::string_view label, BytesView sealed) override;

private:
    struct Session;
    Pkcs11Token(std::unique_ptr<Session> session, Entropy& entropy);
    std::unique_ptr<Session> session_;
    Entropy& entropy_;
};

}  // namespace buuan::pkcs11
