#include "edge/http/session.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <cctype>

#include "base/canonical.hpp"
#include "edge/http/problem.hpp"

namespace buuan::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

constexpr std::uint32_t header_bytes_max = 16 * 1024;
constexpr std::size_t target_bytes_max = 4096;
constexpr std::size_t headers_max = 64;

Method method_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get:
            return Method::get;
        case beast::http::verb::head:
            return Method::head;
        case beast::http::verb::put:
            return Method::put;
        case beast::http::verb::post:
            return Method::post;
        case beast::http::verb::delete_:
            return Method::del;
        default:
            return Method::other;
    }
}

/// UTF-8 without control characters: what may stand in an answer again.
bool is_text(std::string_view path) {
    return to_nfc(path) && std::none_of(path.begin(), path.end(),
                                        [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

template <class Stream>
inline constexpr bool is_tls = false;
template <class Next>
inline constexpr bool is_tls<beast::ssl_stream<Next>> = true;

template <class Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
public:
    Session(Stream stream, Door door, std::string peer, std::optional<std::uint32_t> peer_uid,
            SessionContext& context)
        : stream_(std::move(stream)),
          deadline_(stream_.get_executor()),
          door_(door),
          peer_(std::move(peer)),
          peer_uid_(peer_uid),
          context_(context),
          number_(context.next_connection++) {
        ++context_.connections;
        ++context_.per_address[peer_];
    }

    ~Session() {
        --context_.connections;
        if (--context_.per_address[peer_] == 0) context_.per_address.erase(peer_);
        context_.closers.erase(number_);
    }

    void start() {
        if constexpr (is_tls<Stream>) {
            expire_after(context_.config.header_ms);
            stream_.async_handshake(asio::ssl::stream_base::server,
                                    [self = this->shared_from_this()](error_code error) {
                                        if (!error) self->read_header();
                                    });
        } else {
            read_header();
        }
    }

private:
    void expire_after(std::int64_t ms) {
        deadline_.expires_after(std::chrono::milliseconds(ms));
        deadline_.async_wait([weak = this->weak_from_this()](error_code error) {
            const auto self = error ? nullptr : weak.lock();
            // A deadline that was set anew while this one was on its way here holds.
            if (self && self->deadline_.expiry() <= std::chrono::steady_clock::now()) self->close();
        });
    }

    void close() {
        error_code ignored;
        deadline_.cancel();
        beast::get_lowest_layer(stream_).close(ignored);
    }

    void read_header() {
        parser_.emplace();
        parser_->header_limit(header_bytes_max);
        // The limit proper is set when the path is known; nothing of the body is read before.
        parser_->body_limit(std::uint64_t{1} << 40);
        context_.closers[number_] = [weak = this->weak_from_this()] {
            if (const auto self = weak.lock()) self->close();
        };
        // Between requests a connection may idle; once its first byte has come, the header has its
        // own deadline.
        const bool begun = buffer_.size() > 0;
        expire_after(begun || first_request_ ? context_.config.header_ms : context_.config.idle_ms);
        if (begun || first_request_) {
            read_rest_of_header();
            return;
        }
        stream_.async_read_some(buffer_.prepare(4096), [self = this->shared_from_this()](
                                                           error_code error, std::size_t bytes) {
            if (error) return self->close();
            self->buffer_.commit(bytes);
            self->expire_after(self->context_.config.header_ms);
            self->read_rest_of_header();
        });
    }

    void read_rest_of_header() {
        beast::http::async_read_header(
            stream_, buffer_, *parser_,
            [self = this->shared_from_this()](error_code error, std::size_t) {
                self->on_header(error);
            });
    }

    void on_header(error_code error) {
        first_request_ = false;
        context_.closers.erase(number_);
        // Nothing of the request before, whatever this one turns out to be.
        request_ = Request{};
        request_.id = context_.instance + "-" + std::to_string(context_.next_request++);
        if (error == beast::http::error::header_limit) return refuse(431, "header_too_large");
        // A peer that goes away is no error of ours; what is not HTTP is told so once.
        if (error &&
            error.category() ==
                beast::http::make_error_code(beast::http::error::bad_method).category() &&
            error != beast::http::error::end_of_stream) {
            return refuse(400, "not_http");
        }
        if (error) return close();
        if (!take_request()) return refuse(400, "not_http");

        const std::uint64_t body_max = context_.body_max(request_);
        // Where no body is taken the answer is the same without it: 404, 405, or the page.
        if (body_max == 0 && !parser_->is_done()) return run();
        const auto length = parser_->content_length();
        if (length && *length > body_max) return refuse(413, "too_large");
        parser_->body_limit(std::max<std::uint64_t>(body_max, 1));
        body_until_ = std::chrono::steady_clock::now() +
                      std::chrono::milliseconds(context_.config.body_all_ms);
        if (view(parser_->get()[beast::http::field::expect]) == "100-continue")
            return say_continue();
        read_body();
    }

    /// Copies the header; false when it is out of our bounds.
    bool take_request() {
        const auto& message = parser_->get();
        request_.method = method_of(message.method());
        const std::string_view target = view(message.target());
        if (target.empty() || target[0] != '/' || target.size() > target_bytes_max) return false;
        const auto question = target.find('?');
        auto path = percent_decoded(target.substr(0, question), false);
        if (!path || !is_text(*path)) return false;
        request_.path = std::move(*path);
        if (question != std::string_view::npos) request_.query = target.substr(question + 1);
        for (const auto& field : message) {
            if (request_.headers.size() == headers_max) return false;
            std::string name(view(field.name_string()));
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            request_.headers.emplace_back(std::move(name), std::string(view(field.value())));
        }
        // Two ways to say where the body ends are one too many (RFC 9112 section 6.3).
        if (!request_.header("content-length").empty() &&
            !request_.header("transfer-encoding").empty())
            return false;
        request_.door = door_;
        request_.secure = is_tls<Stream> || door_ == Door::local;
        request_.peer = client_address();
        request_.peer_uid = peer_uid_;
        return true;
    }

    /// Who is asking, for the limits: behind our proxy the address that it saw, else the peer.
    std::string client_address() const {
        if (context_.config.proxy_address.empty() || peer_ != context_.config.proxy_address)
            return peer_;
        std::string_view seen = request_.header("x-forwarded-for");
        if (const auto comma = seen.rfind(','); comma != std::string_view::npos)
            seen.remove_prefix(comma + 1);
        while (!seen.empty() && seen.front() == ' ') seen.remove_prefix(1);
        error_code error;
        const auto address = asio::ip::make_address(std::string(seen), error);
        return error ? peer_ : address.to_string();
    }

    void say_continue() {
        continue_.emplace(beast::http::status::continue_, 11);
        beast::http::async_write(stream_, *continue_,
                                 [self = this->shared_from_this()](error_code error, std::size_t) {
                                     if (error) return self->close();
                                     self->read_body();
                                 });
    }

    void read_body() {
        if (parser_->is_done()) return run();
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                              body_until_ - std::chrono::steady_clock::now())
                              .count();
        expire_after(std::clamp<std::int64_t>(left, 0, context_.config.body_ms));
        beast::http::async_read_some(
            stream_, buffer_, *parser_,
            [self = this->shared_from_this()](error_code error, std::size_t) {
                if (error == beast::http::error::body_limit) return self->refuse(413, "too_large");
                if (error &&
                    error.category() ==
                        beast::http::make_error_code(beast::http::error::bad_method).category() &&
                    error != beast::http::error::partial_message) {
                    return self->refuse(400, "not_http");
                }
                if (error) return self->close();
                self->read_body();
            });
    }

    void run() {
        deadline_.cancel();
        request_.body = std::move(parser_->get().body());
        keep_alive_ = parser_->get().keep_alive() && parser_->is_done() && !context_.stopping;
        ++context_.running;
        const bool queued = context_.workers.post([self = this->shared_from_this()]() mutable {
            Response response = self->context_.handle(self->request_);
            // Back on the I/O thread, where the connection lives and dies.
            const auto executor = self->stream_.get_executor();
            asio::post(executor,
                       [self = std::move(self), response = std::move(response)]() mutable {
                           --self->context_.running;
                           self->write(std::move(response));
                       });
        });
        if (queued) return;
        --context_.running;
        write(problem(request_, 503, "busy"));
    }

    /// An answer to what will not be read to its end, after which nothing can follow.
    void refuse(int status, std::string_view code) {
        keep_alive_ = false;
        write(problem(request_, status, code));
    }

    void write(Response response) {
        const bool head = request_.method == Method::head;
        // A string body or none; HEAD says how long the body would be.
        answer_.emplace(static_cast<beast::http::status>(response.status), 11);
        answer_->keep_alive(keep_alive_);
        if (!response.content_type.empty())
            answer_->set(beast::http::field::content_type, response.content_type);
        answer_->set("X-Content-Type-Options", "nosniff");
        answer_->set("Referrer-Policy", "no-referrer");
        if (is_tls<Stream>) answer_->set("Strict-Transport-Security", "max-age=31536000");
        bool cache_said = false;
        bool policy_said = false;
        for (const auto& [name, value] : response.headers) {
            answer_->insert(name, value);
            cache_said = cache_said || name == "Cache-Control";
            policy_said = policy_said || name == "Content-Security-Policy";
        }
        if (!cache_said) answer_->set(beast::http::field::cache_control, "no-store");
        if (!policy_said)
            answer_->set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (response.status != 204) answer_->content_length(response.body.size());
        if (!head) answer_->body() = std::move(response.body);
        expire_after(context_.config.write_ms);
        serializer_.emplace(*answer_);
        if (head) {
            beast::http::async_write_header(
                stream_, *serializer_,
                [self = this->shared_from_this()](error_code error, std::size_t) {
                    self->on_written(error);
                });
        } else {
            beast::http::async_write(
                stream_, *serializer_,
                [self = this->shared_from_this()](error_code error, std::size_t) {
                    self->on_written(error);
                });
        }
    }

    void on_written(error_code error) {
        if (error || !keep_alive_) return finish();
        read_header();
    }

    /// Says goodbye: what we wrote must arrive even if the peer is still sending.
    void finish() {
        error_code ignored;
        beast::get_lowest_layer(stream_).shutdown(asio::socket_base::shutdown_send, ignored);
        expire_after(1000);
        drain();
    }

    void drain() {
        beast::get_lowest_layer(stream_).async_read_some(
            asio::buffer(drained_),
            [self = this->shared_from_this()](error_code error, std::size_t) {
                if (error) return self->close();
                self->drain();
            });
    }

    Stream stream_;
    asio::steady_timer deadline_;
    std::chrono::steady_clock::time_point body_until_{};
    const Door door_;
    const std::string peer_;
    const std::optional<std::uint32_t> peer_uid_;
    SessionContext& context_;
    const std::uint64_t number_;
    beast::flat_buffer buffer_{header_bytes_max * 4};
    std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
    std::optional<beast::http::response<beast::http::string_body>> answer_;
    std::optional<beast::http::response_serializer<beast::http::string_body>> serializer_;
    std::optional<beast::http::response<beast::http::empty_body>> continue_;
    Request request_;
    std::array<char, 4096> drained_;
    bool keep_alive_ = false;
    bool first_request_ = true;
};

std::string address_of(const asio::ip::tcp::socket& socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? std::string("unknown") : endpoint.address().to_string();
}

}  // namespace

void serve_plain(asio::ip::tcp::socket socket, Door door, SessionContext& context) {
    const std::string peer = address_of(socket);
    std::make_shared<Session<asio::ip::tcp::socket>>(std::move(socket), door, peer, std::nullopt,
                                                     context)
        ->start();
}

void serve_tls(asio::ip::tcp::socket socket, asio::ssl::context& tls, Door door,
               SessionContext& context) {
    const std::string peer = address_of(socket);
    using Stream = beast::ssl_stream<asio::ip::tcp::socket>;
    std::make_shared<Session<Stream>>(Stream(std::move(socket), tls), door, peer, std::nullopt,
                                      context)
        ->start();
}

void serve_local(asio::local::stream_protocol::socket socket, SessionContext& context) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return;
    std::make_shared<Session<asio::local::stream_protocol::socket>>(std::move(socket), Door::local,
                                                                    "local", peer.uid, context)
        ->start();
}

}  // namespace buuan::http
