// The second factor: time-based one-time passwords as authenticator apps make them (RFC 6238 over
// RFC 4226: HMAC-SHA-1, six digits, steps of thirty seconds from the Unix epoch).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/instant.hpp"

namespace buuan::register_ {

using TotpSecret = SecretBytes<20>;

/// The six digits of a step.
std::string totp_code(BytesView secret, std::int64_t step);

/// The step whose code this is: now's, or a neighbour's, since clocks differ; and after `last`,
/// since a code that was used is worth nothing (RFC 6238, section 5.2).
std::optional<std::int64_t> totp_step(BytesView secret, std::string_view code, Instant now,
                                      std::int64_t last);

/// RFC 4648 base32 without padding: how a secret is typed into an app.
std::string to_base32(BytesView bytes);

}  // namespace buuan::register_
