#include "edge/webhooks/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/check.hpp"

namespace buuan::webhooks {

std::string secret_text(const Secret& secret) {
    return "whsec_" + to_base64(secret.view());
}

std::string signature_of(BytesView secret, std::string_view id, std::int64_t seconds,
                         std::string_view body) {
    std::string text(id);
    text += '.' + std::to_string(seconds) + '.';
    text += body;
    Bytes mac(EVP_MAX_MD_SIZE);
    unsigned int size = 0;
    CHECK(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), as_bytes(text).data(),
               text.size(), mac.data(), &size) != nullptr);
    mac.resize(size);
    return "v1," + to_base64(mac);
}

}  // namespace buuan::webhooks
