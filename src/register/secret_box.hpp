// Where the secret of a second factor lies sealed: it must be read again, and yet open nothing to
// who has the store alone. Who implements it has the keys (edge/node).
#pragma once

#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "register/totp.hpp"

namespace buuan::register_ {

class SecretBox {
public:
    virtual ~SecretBox() = default;
    /// `user` is bound to it: another account's secret does not open as this one's.
    virtual Result<std::string> seal(std::string_view user, const TotpSecret& secret,
                                     Instant now) = 0;
    /// denied when the key it was sealed with is destroyed: it must be set up anew.
    virtual Result<TotpSecret> open(std::string_view user, std::string_view sealed) = 0;
};

}  // namespace buuan::register_
