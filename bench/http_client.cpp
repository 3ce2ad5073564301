#include "http_client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

#include "base/check.hpp"
#include "figures.hpp"

namespace buuan::bench {
namespace {

int connect_to(const sockaddr* address, socklen_t size, int family) {
    const int made = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made >= 0 && ::connect(made, address, size) == 0) {
        const int yes = 1;
        if (family == AF_INET) ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        return made;
    }
    if (made >= 0) ::close(made);
    return -1;
}

/// How long the body that begins at `begin` is, its chunks' frames included; nullopt while its end
/// has not come.
std::optional<std::size_t> chunked_length(const std::string& bytes, std::size_t begin) {
    for (std::size_t at = begin;;) {
        const auto line = bytes.find("\r\n", at);
        if (line == std::string::npos) return std::nullopt;
        std::size_t size = 0;
        std::from_chars(bytes.data() + at, bytes.data() + line, size, 16);
        at = line + 2 + size + 2;
        if (at > bytes.size()) return std::nullopt;
        if (size == 0) return at - begin;
    }
}

/// The first whole answer in `bytes`, which it takes away.
std::optional<Reply> take_reply(std::string& bytes) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    std::size_t length = 0;
    if (bytes.find("Transfer-Encoding: chunked") < end) {
        const auto whole = chunked_length(bytes, end + 4);
        if (!whole) return std::nullopt;
        length = *whole;
    }
    if (const auto at = bytes.find("Content-Length: "); at < end)
        std::from_chars(bytes.data() + at + 16, bytes.data() + end, length);
    if (bytes.size() < end + 4 + length) return std::nullopt;
    Reply reply;
    std::from_chars(bytes.data() + 9, bytes.data() + 12, reply.status);
    reply.body = bytes.substr(end + 4, length);
    bytes.erase(0, end + 4 + length);
    return reply;
}

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

struct Client {
    int socket{};
    std::string received;
    Stopwatch asked;
};

}  // namespace

std::string request(std::string_view method, std::string_view path, std::string_view body,
                    std::string_view key) {
    std::string bytes = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n", method, path);
    if (!key.empty()) bytes += fmt::format("Authorization: Bearer {}\r\n", key);
    if (!body.empty())
        bytes +=
            fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    bytes += "\r\n";
    bytes += body;
    return bytes;
}

Connection Connection::to_port(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return Connection(
        connect_to(reinterpret_cast<const sockaddr*>(&address), sizeof address, AF_INET));
}

Connection Connection::to_socket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    CHECK(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return Connection(
        connect_to(reinterpret_cast<const sockaddr*>(&address), sizeof address, AF_UNIX));
}

Connection::Connection(Connection&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

Connection::~Connection() {
    if (socket_ >= 0) ::close(socket_);
}

Reply Connection::ask(std::string_view request) {
    if (!send_all(socket_, request)) return {};
    std::string received;
    char part[16'384];
    for (;;) {
        if (auto reply = take_reply(received)) return std::move(*reply);
        const auto got = ::recv(socket_, part, sizeof part, 0);
        if (got <= 0) return {};
        received.append(part, static_cast<std::size_t>(got));
    }
}

Load load(std::uint16_t port, const std::vector<std::string>& requests, std::size_t connections,
          int status) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    CHECK(poll >= 0);
    std::vector<Client> clients(std::min(connections, requests.size()));
    for (std::size_t i = 0; i < clients.size(); ++i) {
        clients[i].socket =
            connect_to(reinterpret_cast<const sockaddr*>(&address), sizeof address, AF_INET);
        CHECK(clients[i].socket >= 0);
        epoll_event wanted{EPOLLIN, {.u64 = i}};
        CHECK(::epoll_ctl(poll, EPOLL_CTL_ADD, clients[i].socket, &wanted) == 0);
    }
    Load measured;
    measured.latencies_ms.reserve(requests.size());
    std::size_t next = 0;
    std::size_t answered = 0;
    const auto ask_next = [&](Client& client) {
        if (next == requests.size()) return;
        client.asked = {};
        CHECK(send_all(client.socket, requests[next++]));
    };
    const Stopwatch watch;
    for (Client& client : clients) ask_next(client);
    epoll_event ready[64];
    char part[65'536];
    while (answered < requests.size()) {
        const int count = ::epoll_wait(poll, ready, 64, 60'000);
        CHECK(count > 0);  // a minute without any answer
        for (int i = 0; i < count; ++i) {
            Client& client = clients[ready[i].data.u64];
            const auto got = ::recv(client.socket, part, sizeof part, 0);
            CHECK(got > 0);
            client.received.append(part, static_cast<std::size_t>(got));
            const auto reply = take_reply(client.received);
            if (!reply) continue;
            measured.latencies_ms.push_back(client.asked.seconds() * 1000);
            if (reply->status != status) ++measured.failed;
            ++answered;
            ask_next(client);
        }
    }
    measured.seconds = watch.seconds();
    for (const Client& client : clients) ::close(client.socket);
    ::close(poll);
    return measured;
}

}  // namespace buuan::bench
