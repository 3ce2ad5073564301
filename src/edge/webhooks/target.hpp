// Where messages to other systems may go. An administrator types the address, and yet it must not
// lead the node to its own machine or network: the name is looked up once for a connection, and the
// address that came is looked at when it is connected to.
#pragma once

#include <string_view>

namespace buuan::webhooks {

/// "https://host[:port]/path?query" of at most 500 signs that every program reads alike: no name
/// and password, no fragment, no brackets. Plain http only where `private_addresses` are allowed.
bool is_target(std::string_view url, bool private_addresses);

/// Whether a numeric address is one of the public Internet.
bool is_public_address(std::string_view address);

}  // namespace buuan::webhooks
