// A place that keeps keys and lets none out: a PKCS#11 token (src/adapters/pkcs11). Destroying a
// key in it makes everything that was sealed under it unreadable, wherever copies of that lie; this
// is what grade A of deletion rests on (docs/formats/keys.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace buuan::vault {

class KeyToken {
public:
    virtual ~KeyToken() = default;
    /// A new key of that label (1 to 63 bytes), which stays in the token; denied if there is one.
    virtual Result<Done> make_key(std::string_view label) = 0;
    /// Durable when it returns. Done also when there is none.
    virtual Result<Done> destroy_key(std::string_view label) = 0;
    /// Labels of the keys that begin so, sorted.
    virtual Result<std::vector<std::string>> keys(std::string_view prefix) = 0;
    /// Encrypted so that a changed byte is told; unavailable when there is no such key.
    virtual Result<Bytes> seal(std::string_view label, BytesView plain) = 0;
    /// denied when other bytes, or under another key.
    virtual Result<Bytes> open(std::string_view label, BytesView sealed) = 0;
};

}  // namespace buuan::vault
