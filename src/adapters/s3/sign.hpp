// AWS Signature Version 4 for S3, over the whole request: its method, address, query, headers and
// the SHA-256 of its body, so that a body which was damaged on its way is refused. Pure. Promise:
// the secret key and what is derived from it is wiped; nothing here prints it. Checked against the
// examples that AWS publishes; docs/decisions/s3-of-our-own.md.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/instant.hpp"
#include "base/personal.hpp"

namespace buuan::s3 {

/// Who asks. Personal is our text that is wiped and cannot be printed.
struct Credentials {
    std::string access_key;
    Personal secret_key;
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Call {
    std::string method;
    std::string path;      // "/bucket/name"; neither it nor the query is encoded yet
    Pairs query{};         // no name twice
    Pairs headers{};       // names in lower case, "host" among them; all are signed
    Digest body_digest{};  // of the body that goes with it
};

/// The call's headers and those that the signature adds: x-amz-date, x-amz-content-sha256,
/// authorization.
Pairs signed_headers(const Call& call, const Credentials& credentials, std::string_view region,
                     Instant at);

/// Path and query as they stand in the request, and as they are signed.
std::string encoded_target(const Call& call);

}  // namespace buuan::s3
