#include "adapters/s3/sign.hpp"

#include <fmt/format.h>
#include <openssl/hmac.h>

#include <algorithm>

#include "base/check.hpp"

namespace buuan::s3 {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

bool unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
}

std::string encoded(std::string_view text, std::string_view plain_too) {
    std::string out;
    for (const char c : text) {
        if (unreserved(c) || plain_too.find(c) != std::string_view::npos)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string encoded_query(const Call& call) {
    Pairs pairs;
    for (const auto& [name, value] : call.query)
        pairs.emplace_back(encoded(name, ""), encoded(value, ""));
    std::sort(pairs.begin(), pairs.end());
    std::string out;
    for (const auto& [name, value] : pairs) out += (out.empty() ? "" : "&") + name + "=" + value;
    return out;
}

Secret hmac(BytesView key, std::string_view text) {
    Secret out;
    CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), as_bytes(text).data(),
               text.size(), out.fill().data(), nullptr) != nullptr);
    return out;
}

/// The key of one day and region, from which the secret key cannot be had.
Secret signing_key(const Personal& secret_key, std::string_view day, std::string_view region) {
    const std::string_view revealed = secret_key.reveal();
    Bytes first(4 + revealed.size());
    std::copy_n("AWS4", 4, first.begin());
    std::copy(revealed.begin(), revealed.end(), first.begin() + 4);
    Secret key = hmac(first, day);
    wipe(first.data(), first.size());
    key = hmac(key.view(), region);
    key = hmac(key.view(), "s3");
    return hmac(key.view(), "aws4_request");
}

/// "20130524T000000Z", from "2013-05-24T00:00:00.000Z".
std::string compact(Instant at) {
    std::string text = at.text().substr(0, 19) + "Z";
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

}  // namespace

std::string encoded_target(const Call& call) {
    const std::string query = encoded_query(call);
    return encoded(call.path, "/") + (query.empty() ? "" : "?" + query);
}

Pairs signed_headers(const Call& call, const Credentials& credentials, std::string_view region,
                     Instant at) {
    const std::string date = compact(at);
    const std::string day = date.substr(0, 8);
    Pairs headers = call.headers;
    headers.emplace_back("x-amz-content-sha256", call.body_digest.text());
    headers.emplace_back("x-amz-date", date);
    std::sort(headers.begin(), headers.end());
    std::string lines;
    std::string names;
    for (const auto& [name, value] : headers) {
        lines += name + ":" + value + "\n";
        names += (names.empty() ? "" : ";") + name;
    }
    const std::string canonical =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}", call.method, encoded(call.path, "/"),
                    encoded_query(call), lines, names, call.body_digest.text());
    const std::string scope = fmt::format("{}/{}/s3/aws4_request", day, region);
    const std::string to_sign =
        fmt::format("{}\n{}\n{}\n{}", algorithm, date, scope, sha256(as_bytes(canonical)).text());
    const Secret key = signing_key(credentials.secret_key, day, region);
    headers.emplace_back("authorization",
                         fmt::format("{} Credential={}/{},SignedHeaders={},Signature={}", algorithm,
                                     credentials.access_key, scope, names,
                                     to_hex(hmac(key.view(), to_sign).view())));
    return headers;
}

}  // namespace buuan::s3
