// The HTTP/1.1 server: one I/O thread accepts, reads and writes with deadlines; workers run the
// handler. Bounded in connections, header, body and time; what does not fit is answered or cut,
// never waited for (DESIGN.md section 13).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "edge/http/message.hpp"

namespace buuan::http {

struct Listen {
    Door door{};
    std::string address;   // IP address; for Door::local the path of the socket
    std::uint16_t port{};  // 0: any free one
    bool tls = false;
};

struct ServerConfig {
    std::vector<Listen> listens;
    std::string proxy_address;  // the peer whose last X-Forwarded-For address is the client; it may
                                // hold any number of connections
    std::string tls_certificate;  // PEM files, when a listen has tls
    std::string tls_key;
    std::size_t workers = 64;
    std::size_t waiting_max = 4096;
    std::size_t connections_max = 2000;
    std::size_t connections_per_address_max = 256;
    std::int64_t header_ms = 10'000;
    std::int64_t body_ms = 30'000;            // without progress
    std::int64_t body_all_ms = 600'000;       // with progress: 64 MiB over a line of 1 Mbit/s
    std::int64_t stream_all_ms = 14'400'000;  // the same of a body that streams
    std::int64_t write_ms = 30'000;
    std::int64_t idle_ms = 60'000;
    std::int64_t stop_ms = 10'000;  // how long running requests may finish
};

class Server {
public:
    using Handle = std::function<Response(const Request&)>;
    /// The largest body that a request may bring, asked when its header has arrived; 0: it is
    /// answered without one; body_streamed: the handler reads it (stream.hpp).
    using BodyMax = std::function<std::uint64_t(const Request&)>;

    static Result<std::unique_ptr<Server>> start(ServerConfig config, Handle handle,
                                                 BodyMax body_max);
    /// Stops accepting, lets running requests finish within stop_ms, closes everything.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The ports in the order of config.listens; 0 for the Unix socket.
    [[nodiscard]] std::vector<std::uint16_t> ports() const;

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace buuan::http
