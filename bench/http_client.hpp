// The smallest HTTP client that can load a server: one connection that asks and waits, and many
// keep-alive connections driven by one thread, so that the load costs the two cores little.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace buuan::bench {

struct Reply {
    int status{};
    std::string body;
};

/// One request as bytes; `key` is an API key, empty for none.
std::string request(std::string_view method, std::string_view path, std::string_view body,
                    std::string_view key);

class Connection {
public:
    static Connection to_port(std::uint16_t port);
    static Connection to_socket(const std::string& path);
    ~Connection();
    Connection(Connection&& other) noexcept;
    Connection& operator=(Connection&&) = delete;

    [[nodiscard]] bool open() const { return socket_ >= 0; }
    /// Status 0 when the connection broke.
    Reply ask(std::string_view request);

private:
    explicit Connection(int socket) : socket_(socket) {}
    int socket_;
};

struct Load {
    double seconds{};                  // from the first byte sent to the last answer
    std::vector<double> latencies_ms;  // of each request
    std::size_t failed = 0;            // answers that were not `status`
};

/// Sends all `requests` over `connections` keep-alive connections, each the next one as soon as it
/// has its answer.
Load load(std::uint16_t port, const std::vector<std::string>& requests, std::size_t connections,
          int status);

}  // namespace buuan::bench
