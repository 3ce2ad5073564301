// How a message to another system is signed, so that its receiver knows from whom it is and that it
// is no old one: Standard Webhooks 1.0 (www.standardwebhooks.com), HMAC-SHA256 over
// "<webhook-id>.<webhook-timestamp>.<body>".
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/instant.hpp"

namespace buuan::webhooks {

/// The text of a secret as its receiver is given it: "whsec_" and base64.
std::string secret_text(const Secret& secret);

/// The header `webhook-signature`: "v1,<base64>".
std::string signature_of(BytesView secret, std::string_view id, std::int64_t seconds,
                         std::string_view body);

}  // namespace buuan::webhooks
