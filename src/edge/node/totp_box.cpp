#include "edge/node/totp_box.hpp"

#include <algorithm>

#include "vault/derive.hpp"
#include "vault/seal.hpp"

namespace buuan::node {
namespace {

/// Stands where records have their item: what is sealed for one account opens for no other.
ItemId id_of(std::string_view user) {
    const Digest name = sha256({as_bytes("buuan/totp/v1\n"), as_bytes(user)});
    ItemId id;
    std::copy_n(name.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

}  // namespace

Result<std::string> TotpBox::seal(std::string_view user, const register_::TotpSecret& secret,
                                  Instant now) {
    const Day quarter = vault::staff_key_day(Day::of(now));
    const auto key = keys_.key(quarter, DataClass::staff);
    if (!key.ok()) return key.error();
    const ItemId id = id_of(user);
    const Bytes sealed = vault::seal(secret.view(), vault::record_key(key.value(), id, 1),
                                     {node_, id, DataClass::staff, 1}, entropy_);
    return quarter.text() + ":" + to_hex(sealed);
}

Result<register_::TotpSecret> TotpBox::open(std::string_view user, std::string_view sealed) {
    const Fault broken{FaultKind::corrupt, "the second factor of an account is broken"};
    const auto colon = sealed.find(':');
    if (colon == std::string_view::npos) return broken;
    const auto quarter = Day::parse(sealed.substr(0, colon));
    const auto bytes = from_hex(sealed.substr(colon + 1));
    if (!quarter || !bytes) return broken;
    const auto key = keys_.key(*quarter, DataClass::staff);
    if (!key.ok()) return key.error();
    const ItemId id = id_of(user);
    Bytes plain;
    if (auto opened = vault::open(*bytes, vault::record_key(key.value(), id, 1),
                                  {node_, id, DataClass::staff, 1}, plain);
        !opened.ok())
        return opened.error();
    register_::TotpSecret secret;
    const bool right = plain.size() == secret.view().size();
    if (right) std::copy(plain.begin(), plain.end(), secret.fill().begin());
    wipe(plain.data(), plain.size());
    if (!right) return broken;
    return secret;
}

}  // namespace buuan::node
