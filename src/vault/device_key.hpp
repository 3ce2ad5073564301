// The key that a counter's computer signs with: ECDSA on P-256 with SHA-256, made by the browser's
// WebCrypto, which does not give the private half away. The node holds the public half.
// docs/formats/queue.md.
#pragma once

#include <string_view>

#include "base/bytes.hpp"

namespace buuan::vault {

inline constexpr std::size_t device_signature_bytes = 64;  // r ‖ s, as IEEE P1363 has it

/// Whether these are the SubjectPublicKeyInfo (RFC 5480) of a P-256 key, in its one DER form.
bool is_device_key(BytesView public_key);

/// False also for a key that is none.
bool device_signed(BytesView public_key, std::string_view text, BytesView signature);

}  // namespace buuan::vault
