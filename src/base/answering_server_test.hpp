// An HTTP server of this process that answers with what a test gives it. For *_test.cpp only.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <functional>
#include <list>
#include <string>
#include <thread>
#include <utility>

namespace buuan {

class AnsweringServer {
public:
    struct Reply {
        std::string bytes;  // none: nothing is sent
        bool closes = false;
    };
    /// Of one whole request; called by a thread for each connection.
    using Answer = std::function<Reply(std::string request)>;

    /// On a port of its own or, where there is a path, on that socket.
    explicit AnsweringServer(Answer answer, const std::string& socket_path = {})
        : answer_(std::move(answer)) {
        socket_path.empty() ? bind_port() : bind_path(socket_path);
        EXPECT_EQ(::listen(listener_, 32), 0);
        accepting_ = std::thread([this] { accept_all(); });
    }
    ~AnsweringServer() {
        ::shutdown(listener_, SHUT_RDWR);
        accepting_.join();
        for (Connection& each : open_) {
            ::shutdown(each.socket, SHUT_RDWR);
            each.thread.join();
            ::close(each.socket);
        }
        ::close(listener_);
    }
    AnsweringServer(const AnsweringServer&) = delete;
    AnsweringServer& operator=(const AnsweringServer&) = delete;

    [[nodiscard]] std::string url(const std::string& path = {}) const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }
    std::atomic<int> connections{0};

private:
    struct Connection {
        int socket;
        std::thread thread;
    };

    void bind_port() {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
        socklen_t size = sizeof at;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
        port_ = ntohs(at.sin_port);
    }
    void bind_path(const std::string& path) {
        listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        std::strncpy(at.sun_path, path.c_str(), sizeof at.sun_path - 1);
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    }
    void accept_all() {
        for (;;) {
            const int open = ::accept(listener_, nullptr, nullptr);
            if (open < 0) return;
            ++connections;
            open_.push_back({open, std::thread([this, open] { serve(open); })});
        }
    }
    void serve(int open) {
        std::string request;
        char buffer[65536];
        for (ssize_t got = 0; (got = ::recv(open, buffer, sizeof buffer, 0)) > 0;) {
            request.append(buffer, static_cast<std::size_t>(got));
            if (!is_whole(request)) continue;
            const Reply reply = answer_(std::exchange(request, {}));
            if (!reply.bytes.empty())
                (void)!::send(open, reply.bytes.data(), reply.bytes.size(), MSG_NOSIGNAL);
            if (reply.closes) break;
        }
        ::shutdown(open, SHUT_RDWR);
    }
    static bool is_whole(const std::string& request) {
        const auto end = request.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const auto length = request.find("Content-Length: ");
        return length > end || request.size() >= end + 4 + std::stoul(request.substr(length + 16));
    }

    const Answer answer_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::list<Connection> open_;  // of the accepting thread until it has ended
    std::thread accepting_;
};

}  // namespace buuan
