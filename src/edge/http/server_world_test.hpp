// What the tests of the server start from: a server that tells back what it was asked, with short
// deadlines and small bounds. For *_test.cpp only.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "edge/http/problem.hpp"
#include "edge/http/raw_client.hpp"
#include "edge/http/server.hpp"

namespace buuan::http {

/// What a handler saw, told back: method, path, query and the length of the body.
inline Response echo(const Request& request) {
    return Response::text(std::string(name_of(request.method)) + " " + request.path + " ?" +
                          request.query + " " + std::to_string(request.body.size()));
}

inline ServerConfig quick() {
    ServerConfig config;
    config.listens = {{Door::staff, "127.0.0.1", 0, false}};
    config.workers = 4;
    config.header_ms = 400;
    config.body_ms = 400;
    config.idle_ms = 600;
    return config;
}

inline constexpr std::uint64_t body_max = 1000;

inline std::uint64_t most_of(const Request& request) {
    if (request.path == "/large") return 1 << 20;
    return request.path == "/none" ? 0 : body_max;
}

/// A server whose paths take 1000 bytes, but "/none", which takes nothing, and "/large", a MiB.
struct Running {
    explicit Running(ServerConfig config = quick(), Server::Handle handle = echo) {
        auto started = Server::start(
            std::move(config),
            [this, handle = std::move(handle)](const Request& request) {
                ++handled;
                return handle(request);
            },
            most_of);
        EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().what);
        server = std::move(started).value();
        port = server->ports().at(0);
    }
    RawClient connect() const { return RawClient::tcp(port); }
    /// The status of the answer to these bytes on a connection of their own; 0: it ends without
    /// one.
    int status_of(std::string_view bytes) const {
        auto client = connect();
        client.send(bytes);
        const auto answer = client.answer();
        return answer ? answer->status : 0;
    }
    std::atomic<int> handled{0};
    std::unique_ptr<Server> server;
    std::uint16_t port{};
};

/// Handlers wait here until they may go on.
class Gate {
public:
    void wait() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void open() {
        const std::scoped_lock lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    void until_waiting(int count) {
        std::unique_lock lock(mutex_);
        ASSERT_TRUE(
            changed_.wait_for(lock, std::chrono::seconds(5), [&] { return waiting_ >= count; }));
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

inline std::string get(std::string_view path, std::string_view headers = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n";
}
inline std::string post(std::string_view path, std::string_view body,
                        std::string_view headers = "") {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace buuan::http
