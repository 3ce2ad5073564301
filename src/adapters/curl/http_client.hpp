// A small HTTP client over libcurl: for commands that talk to the running node, and for tests.
// Bounded in time and size.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace buuan {

struct ClientRequest {
    std::string method = "GET";
    std::string url{};  // "http://127.0.0.1:8411/path"; with a socket the host is not looked up
    std::string unix_socket{};  // a path, or empty
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{};
    long timeout_ms = 120'000;
    std::size_t answer_bytes_max = 256 * 1024 * 1024;
    std::string ca_file{};  // whom TLS trusts; empty: the machine's authorities
    /// Whether a numeric address that the host's name led to may be connected to; empty: any.
    std::function<bool(const std::string& address)> may_connect{};
};

struct ClientResponse {
    int status{};
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
};

class HttpClient {
public:
    HttpClient();
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    /// Keeps its connection between calls. unavailable when there is nobody, timed_out after
    /// timeout_ms.
    Result<ClientResponse> call(const ClientRequest& request);

private:
    void* curl_;
};

}  // namespace buuan
