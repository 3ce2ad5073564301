// For tests of the server: a client that sends exactly the bytes it is told to, over TCP, TLS or a
// Unix socket, and reads one answer at a time.
#pragma once

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace buuan::http {

struct RawAnswer {
    int status{};
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

class RawClient {
public:
    static RawClient tcp(std::uint16_t port) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        RawClient client(::socket(AF_INET, SOCK_STREAM, 0));
        client.connected_ =
            ::connect(client.fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
        return client;
    }

    static RawClient local(const std::string& path) {
        sockaddr_un to{};
        to.sun_family = AF_UNIX;
        std::strncpy(to.sun_path, path.c_str(), sizeof to.sun_path - 1);
        RawClient client(::socket(AF_UNIX, SOCK_STREAM, 0));
        client.connected_ =
            ::connect(client.fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
        return client;
    }

    RawClient(RawClient&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)),
          connected_(other.connected_),
          tls_(std::exchange(other.tls_, nullptr)),
          context_(std::exchange(other.context_, nullptr)),
          buffer_(std::move(other.buffer_)) {}
    RawClient(const RawClient&) = delete;
    ~RawClient() {
        SSL_free(tls_);
        SSL_CTX_free(context_);
        if (fd_ >= 0) ::close(fd_);
    }

    [[nodiscard]] bool connected() const { return connected_; }

    /// False when the peer's certificate is not one of the file's, or the versions do not meet.
    bool handshake(const std::string& certificates, int version_max = 0) {
        context_ = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
        if (SSL_CTX_load_verify_locations(context_, certificates.c_str(), nullptr) != 1)
            return false;
        if (version_max != 0) {
            SSL_CTX_set_security_level(context_, 0);
            SSL_CTX_set_min_proto_version(context_, version_max);
            SSL_CTX_set_max_proto_version(context_, version_max);
        }
        tls_ = SSL_new(context_);
        SSL_set_fd(tls_, fd_);
        SSL_set1_host(tls_, "localhost");
        return SSL_connect(tls_) == 1;
    }

    /// False when the peer has gone.
    bool send(std::string_view bytes) {
        if (tls_ != nullptr)
            return SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())) ==
                   static_cast<int>(bytes.size());
        while (!bytes.empty()) {
            const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    void finish_sending() { ::shutdown(fd_, SHUT_WR); }

    /// The next answer; nullopt when the connection ends first, or after five seconds. `head`: the
    /// answer to HEAD, which has no body.
    std::optional<RawAnswer> answer(bool head = false) {
        auto begun = header();
        if (!begun) return std::nullopt;
        RawAnswer& answer = *begun;
        if (answer.headers.contains("transfer-encoding") && !head) {
            for (auto part = chunk(); !part || !part->empty(); part = chunk()) {
                if (!part) return std::nullopt;
                answer.body += *part;
            }
            return answer;
        }
        const auto length = answer.headers.contains("content-length") && !head
                                ? std::stoul(answer.headers.at("content-length"))
                                : 0UL;
        while (buffer_.size() < length) {
            if (!read_more()) return std::nullopt;
        }
        answer.body = buffer_.substr(0, length);
        buffer_.erase(0, length);
        return answer;
    }

    /// Status and headers of an answer whose chunks are still to come.
    std::optional<RawAnswer> header() {
        while (buffer_.find("\r\n\r\n") == std::string::npos) {
            if (!read_more()) return std::nullopt;
        }
        return take_header();
    }

    /// The next chunk of an answer; empty: the last one.
    std::optional<std::string> chunk() {
        while (buffer_.find("\r\n") == std::string::npos) {
            if (!read_more()) return std::nullopt;
        }
        const std::size_t begin = buffer_.find("\r\n") + 2;
        const std::size_t size = std::stoul(buffer_, nullptr, 16);
        while (buffer_.size() < begin + size + 2) {
            if (!read_more()) return std::nullopt;
        }
        const std::string part = buffer_.substr(begin, size);
        buffer_.erase(0, begin + size + 2);
        return part;
    }

    /// How many of these bytes the peer takes before it takes none for that long.
    std::size_t taken_of(std::string_view bytes, int still_ms) {
        std::size_t taken = 0;
        pollfd writable{fd_, POLLOUT, 0};
        while (taken < bytes.size() && ::poll(&writable, 1, still_ms) == 1) {
            const auto sent = ::send(fd_, bytes.data() + taken, bytes.size() - taken,
                                     MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent <= 0) break;
            taken += static_cast<std::size_t>(sent);
        }
        return taken;
    }

    /// Whether anything comes within that time.
    bool readable_within(int ms) {
        pollfd waiting{fd_, POLLIN, 0};
        return ::poll(&waiting, 1, ms) == 1;
    }

    /// Whether the peer closes within that time without saying anything.
    bool closed_within(int ms) {
        if (!buffer_.empty() || !readable_within(ms)) return false;
        return !read_more();
    }

private:
    explicit RawClient(int fd) : fd_(fd) {}

    bool read_more() {
        char bytes[4096];
        if (tls_ == nullptr && !readable_within(5000)) return false;
        const auto got = tls_ != nullptr ? SSL_read(tls_, bytes, sizeof bytes)
                                         : ::recv(fd_, bytes, sizeof bytes, 0);
        if (got <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }

    RawAnswer take_header() {
        const auto end = buffer_.find("\r\n\r\n");
        const std::string header = buffer_.substr(0, end + 2);
        buffer_.erase(0, end + 4);
        RawAnswer answer;
        answer.status = std::stoi(header.substr(9, 3));
        for (std::size_t at = header.find("\r\n") + 2; at < header.size();) {
            const auto line_end = header.find("\r\n", at);
            const auto colon = header.find(':', at);
            std::string name = header.substr(at, colon - at);
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            answer.headers[name] = header.substr(colon + 2, line_end - colon - 2);
            at = line_end + 2;
        }
        return answer;
    }

    int fd_;
    bool connected_ = false;
    SSL* tls_ = nullptr;
    SSL_CTX* context_ = nullptr;
    std::string buffer_;
};

}  // namespace buuan::http
