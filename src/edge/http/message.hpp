// Our own request and response. Beast stays behind them (session.cpp, listener.cpp); handlers see
// only these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace buuan::http {

enum class Method : std::uint8_t { get, head, put, post, patch, del, other };
std::string_view name_of(Method method);

/// Which door a request came through; each has its own routes.
enum class Door : std::uint8_t {
    staff,
    open,
    local
};  // `open`: the public listener; `local`: the Unix socket

class Stream;

struct Request {
    Method method{};
    std::string path;                                          // percent-decoded; begins with '/'
    std::string query;                                         // as sent, without '?'
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;
    Stream* stream =
        nullptr;  // in place of `body` where it comes while it is worked on (stream.hpp)
    Door door{};
    bool secure{};                          // over TLS, or the Unix socket
    std::string peer;                       // address; "local" for the socket
    std::optional<std::uint32_t> peer_uid;  // of the Unix socket
    std::string id;                         // for logs and problem answers

    /// The first header of that (lower-case) name, or "".
    [[nodiscard]] std::string_view header(std::string_view name) const;
    /// A query parameter, percent-decoded; nullopt when it is absent.
    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
    /// Whether the reader prefers English; Vietnamese otherwise.
    [[nodiscard]] bool english() const;
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string route;  // the template that answered, for metrics and logs

    static Response json(std::string body, int status = 200) {
        return {status, "application/json", std::move(body), {}, {}};
    }
    static Response text(std::string body, int status = 200) {
        return {status, "text/plain; charset=utf-8", std::move(body), {}, {}};
    }
    static Response empty() { return {204, "", "", {}, {}}; }
};

/// nullopt for a broken escape or a NUL.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace buuan::http
