#include "adapters/curl/http_client.hpp"

#include <curl/curl.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include "base/check.hpp"

namespace buuan {
namespace {

constexpr std::size_t header_bytes_max = 256 * 1024;

struct Receiving {
    ClientResponse response;
    std::size_t bytes_max{};
    std::size_t header_bytes = 0;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* to) {
    auto& receiving = *static_cast<Receiving*>(to);
    if (receiving.response.body.size() + size > receiving.bytes_max) return 0;
    receiving.response.body.append(data, size);
    return size;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* to) {
    auto& receiving = *static_cast<Receiving*>(to);
    receiving.header_bytes += size;
    if (receiving.header_bytes > header_bytes_max) return 0;
    const std::string_view line(data, size);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
    receiving.response.headers.emplace_back(std::move(name), std::string(value));
    return size;
}

/// Called with the address that is about to be connected to, after the one look-up of its name.
curl_socket_t on_socket(void* from, curlsocktype, curl_sockaddr* to) {
    const auto& request = *static_cast<const ClientRequest*>(from);
    std::array<char, NI_MAXHOST> address{};
    const bool named = ::getnameinfo(&to->addr, to->addrlen, address.data(), address.size(),
                                     nullptr, 0, NI_NUMERICHOST) == 0;
    if (!named || !request.may_connect(address.data())) return CURL_SOCKET_BAD;
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

}  // namespace

HttpClient::HttpClient() {
    static std::once_flag once;
    std::call_once(once, [] { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
    curl_ = curl_easy_init();
    CHECK(curl_ != nullptr);
}

HttpClient::~HttpClient() {
    curl_easy_cleanup(curl_);
}

Result<ClientResponse> HttpClient::call(const ClientRequest& request) {
    CURL* curl = curl_;
    curl_easy_reset(curl);  // keeps the connection
    Receiving receiving{{}, request.answer_bytes_max};
    std::unique_ptr<curl_slist, FreeList> headers(curl_slist_append(nullptr, "Expect:"));
    for (const auto& [name, value] : request.headers)
        headers.reset(curl_slist_append(headers.release(), (name + ": " + value).c_str()));
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, request.timeout_ms);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &receiving);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &receiving);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    if (!request.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, request.ca_file.c_str());
    if (request.may_connect) {
        curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_socket);
        curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &request);
    }
    if (request.method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    if (!request.unix_socket.empty())
        curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
    if ((request.method != "GET" && request.method != "HEAD") || !request.body.empty()) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
    }
    const CURLcode code = curl_easy_perform(curl);
    if (code == CURLE_OPERATION_TIMEDOUT) return Fault{FaultKind::timed_out, "no answer in time"};
    if (code != CURLE_OK) return Fault{FaultKind::unavailable, curl_easy_strerror(code)};
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    receiving.response.status = static_cast<int>(status);
    return std::move(receiving.response);
}

}  // namespace buuan
