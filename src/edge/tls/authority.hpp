// A certificate authority of the enterprise's own, for a node that no public authority knows: a
// counter's browser gives camera, encryption and off-line work only to pages that came over HTTPS.
// Promises: an authority is limited by its own certificate to the names and addresses it was made
// for, to servers, and to certificates that are no authorities; what it issues is tried, as a
// client would, before it is given out. Not here: where files lie (cli/tls.cpp), and revoking,
// which clients do not ask a small authority about. docs/guide/install.md, "TLS";
// docs/decisions/own-authority.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/personal.hpp"
#include "base/result.hpp"

namespace buuan::tls {

/// Whom a certificate is for.
struct Subjects {
    std::vector<std::string> names;      // as DNS has them: "quay.example.vn"
    std::vector<std::string> addresses;  // "192.168.1.10", "fd00::10"
    [[nodiscard]] bool empty() const { return names.empty() && addresses.empty(); }
};

enum class Wrong : std::uint8_t {
    nobody,        // neither name nor address
    too_many,      // more than subjects_max
    name_form,     // no host name in lower-case letters, digits and hyphens; or an address
    address_form,  // neither an IPv4 nor an IPv6 address
    unreadable,    // no certificate or no key in PEM, or the key is encrypted
    no_authority,  // a certificate that may sign none
    other_key,     // the key is not the certificate's
    outside,       // not what the authority is limited to
    outlived       // the authority ends before the certificate would
};

inline constexpr std::size_t subjects_max = 50;
inline constexpr std::size_t pem_bytes_max = 65'536;  // of a file with certificates or a key
inline constexpr int server_days_max = 397;           // what browsers take
inline constexpr int authority_days = 3650;

/// A certificate and its key, both in PEM.
struct Pair {
    std::string certificate;
    Personal key;
};

/// A new authority for these and nothing else.
Result<Pair, Wrong> make_authority(const Subjects& subjects, Instant now);

/// A new key and a server's certificate for these, from now on for `days` (1 to server_days_max).
Result<Pair, Wrong> issue(const Pair& authority, const Subjects& subjects, int days, Instant now);

/// Whether the key is the certificate's; not where either cannot be read.
bool is_pair(const Pair& pair);

/// What a certificate says of itself.
struct Facts {
    Subjects subjects;
    Day until;                // its last whole day
    std::string fingerprint;  // SHA-256, as browsers and `openssl x509` show it
};
Result<Facts, Wrong> facts_of(std::string_view certificate);

}  // namespace buuan::tls
