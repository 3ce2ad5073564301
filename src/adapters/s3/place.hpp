// Where a store is and what in it is ours, as people write it: an endpoint,
// "https://s3.example.vn", and an address, "s3://bucket/folder". Promise: what is taken here needs
// no encoding anywhere, and plain HTTP goes nowhere but to this machine: names, sizes and times of
// backups could be read on the way, and a key's signatures used again for a quarter of an hour.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace buuan::s3 {

struct Endpoint {
    bool tls{};
    std::string host;  // with its port where that is not the scheme's own
    /// nullopt where it is not https://host[:port], or http:// to 127.…, [::1] or localhost.
    static std::optional<Endpoint> parse(std::string_view text);
};

struct Address {
    std::string bucket;
    std::string folder;  // "a/b"; empty: the whole bucket
    static bool is_one(std::string_view text) { return text.starts_with("s3://"); }
    static std::optional<Address> parse(std::string_view text);
    [[nodiscard]] std::string text() const;
};

/// How a store is reached.
struct Place {
    Endpoint endpoint;
    std::string region = "us-east-1";
    bool path_style = true;  // the bucket is part of the path, else of the host's name
    std::string ca_file{};   // PEM; empty: the machine's authorities
};

/// "vn-1": letters, digits and hyphens; it becomes part of what is signed.
bool is_region(std::string_view text);

}  // namespace buuan::s3
