// One connection. Used by listener.cpp; the implementation is one of the two files that include
// Beast.
#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <map>

#include "edge/http/server.hpp"
#include "edge/http/worker_pool.hpp"

namespace buuan::http {

/// What all connections share. Touched on the I/O thread only, but for `running`.
struct SessionContext {
    const ServerConfig& config;
    Server::Handle handle;
    Server::BodyMax body_max;
    WorkerPool& workers;
    std::size_t connections = 0;
    std::map<std::string, std::size_t> per_address;
    std::map<std::uint64_t, std::function<void()>>
        closers;                   // idle connections are closed at the stop
    std::uint64_t next_connection = 1;
    std::atomic<std::uint64_t> next_request{1};
    std::atomic<std::size_t> running{0};
    bool stopping = false;
    std::string instance;  // makes request ids differ between runs
    std::size_t large_bodies = 0;  // through the open door, on their way or being answered
};

void serve_plain(boost::asio::ip::tcp::socket socket, Door door, SessionContext& context);
void serve_tls(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& tls, Door door,
               SessionContext& context);
void serve_local(boost::asio::local::stream_protocol::socket socket, SessionContext& context);

}  // namespace buuan::http
