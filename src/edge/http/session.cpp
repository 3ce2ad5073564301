#include "edge/http/session.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <cctype>
#include <future>

#include "base/canonical.hpp"
#include "edge/http/problem.hpp"
#include "edge/http/stream.hpp"

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
        case beast::http::verb::patch:
            return Method::patch;
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

/// Whether these bytes are no HTTP, unlike those of a peer that went away in the middle.
bool is_not_http(error_code error) {
    static const auto& http =
        beast::http::make_error_code(beast::http::error::bad_method).category();
    return error && error.category() == http && error != beast::http::error::partial_message &&
           error != beast::http::error::end_of_stream;
}

template <class Socket>
inline constexpr bool is_tls = false;
template <class Next>
inline constexpr bool is_tls<beast::ssl_stream<Next>> = true;

/// A body as it comes. Beast's own string_body would set memory aside for whatever length is
/// announced.
struct GrowingBody {
    using value_type = std::string;
    class reader {
    public:
        template <bool is_request, class Fields>
        reader(beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}
        void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, error_code& error) {
            error = {};
            const std::size_t before = body_.size();
            for (const asio::const_buffer each : beast::buffers_range_ref(buffers))
                body_.append(static_cast<const char*>(each.data()), each.size());
            return body_.size() - before;
        }
        void finish(error_code& error) { error = {}; }

    private:
        value_type& body_;
    };
};

template <class Socket>
class Session : public std::enable_shared_from_this<Session<Socket>> {
public:
    Session(Socket socket, Door door, std::string peer, std::optional<std::uint32_t> peer_uid,
            SessionContext& context)
        : socket_(std::move(socket)),
          deadline_(socket_.get_executor()),
          door_(door),
          peer_(std::move(peer)),
          peer_uid_(peer_uid),
          context_(context),
          number_(context.next_connection++) {
        ++context_.connections;
        ++context_.per_address[peer_];
    }

    ~Session() {
        leave_place();
        --context_.connections;
        if (--context_.per_address[peer_] == 0) context_.per_address.erase(peer_);
        context_.closers.erase(number_);
    }

    void start() {
        if constexpr (is_tls<Socket>) {
            expire_after(context_.config.header_ms);
            socket_.async_handshake(asio::ssl::stream_base::server,
                                    [self = this->shared_from_this()](error_code error) {
                                        if (!error) self->read_header();
                                    });
        } else {
            read_header();
        }
    }

private:
    /// What a worker asks of its connection, done on the I/O thread while the worker waits.
    class Exchange final : public Stream {
    public:
        explicit Exchange(Session& session) : session_(session) {}
        Result<std::string_view> read() override {
            return ask<std::string_view>([this](auto asked) { session_.read_piece(asked); });
        }
        bool would_wait() override {
            return ask<bool>([this](auto asked) { session_.tell_whether_to_wait(asked); }).value();
        }
        Result<Done> send(Response part) override {
            return ask<Done>([&](auto asked) { session_.send_part(std::move(part), asked); });
        }

    private:
        template <class T, class Question>
        Result<T> ask(Question question) {
            const auto asked = std::make_shared<std::promise<Result<T>>>();
            asio::post(session_.socket_.get_executor(), [&] { question(asked); });
            return asked->get_future().get();
        }
        Session& session_;
    };
    // Shared, since a worker that has its answer does not wait for who gave it.
    using Read = std::shared_ptr<std::promise<Result<std::string_view>>>;
    using Waits = std::shared_ptr<std::promise<Result<bool>>>;
    using Sent = std::shared_ptr<std::promise<Result<Done>>>;

    void expire_after(std::int64_t ms) {
        deadline_.expires_after(std::chrono::milliseconds(ms));
        deadline_.async_wait([weak = this->weak_from_this()](error_code error) {
            const auto self = error ? nullptr : weak.lock();
            // A deadline that was set anew while this one was on its way here holds.
            if (self && self->deadline_.expiry() <= std::chrono::steady_clock::now()) self->close();
        });
    }

    /// What was waited for is over, also for a deadline that is on its way here.
    void do_not_expire() { deadline_.expires_at(std::chrono::steady_clock::time_point::max()); }

    void close() {
        error_code ignored;
        deadline_.cancel();
        beast::get_lowest_layer(socket_).close(ignored);
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
        socket_.async_read_some(buffer_.prepare(4096), [self = this->shared_from_this()](
                                                           error_code error, std::size_t bytes) {
            if (error) return self->close();
            self->buffer_.commit(bytes);
            self->expire_after(self->context_.config.header_ms);
            self->read_rest_of_header();
        });
    }

    void read_rest_of_header() {
        beast::http::async_read_header(
            socket_, buffer_, *parser_,
            [self = this->shared_from_this()](error_code error, std::size_t) {
                self->on_header(error);
            });
    }

    void on_header(error_code error) {
        first_request_ = false;
        context_.closers.erase(number_);
        // Nothing of the request before, whatever this one turns out to be.
        request_ = Request{};
        streams_ = false;
        request_.id = context_.instance + "-" + std::to_string(context_.next_request++);
        if (error == beast::http::error::header_limit) return refuse(431, "header_too_large");
        // A peer that goes away is no error of ours; what is not HTTP is told so once.
        if (is_not_http(error) || error == beast::http::error::partial_message)
            return refuse(400, "not_http");
        if (error) return close();
        if (!take_request()) return refuse(400, "not_http");

        const std::uint64_t body_max = context_.body_max(request_);
        // Where no body is taken the answer is the same without it: 404, 405, or the page.
        if (body_max == 0 && !parser_->is_done()) return run();
        streams_ = body_max == body_streamed;
        // An answer that begins before its end is known needs chunks.
        if (streams_ && parser_->get().version() < 11) return refuse(505, "needs_http_1_1");
        const auto length = parser_->content_length();
        if (length && *length > body_max) return refuse(413, "too_large");
        if (!take_place(body_max)) return refuse(503, "busy");
        parser_->body_limit(std::max<std::uint64_t>(body_max, 1));
        body_until_ = std::chrono::steady_clock::now() +
                      std::chrono::milliseconds(streams_ ? context_.config.stream_all_ms
                                                         : context_.config.body_all_ms);
        if (view(parser_->get()[beast::http::field::expect]) == "100-continue")
            return say_continue();
        read_body();
    }

    /// Through the open door nobody is known: of large bodies so many at once, whatever each path
    /// allows.
    bool take_place(std::uint64_t body_max) {
        if (door_ != Door::open || body_max <= body_of_strangers_max) return true;
        if (context_.large_bodies >= large_bodies_max) return false;
        ++context_.large_bodies;
        has_place_ = true;
        return true;
    }

    void leave_place() {
        if (has_place_) --context_.large_bodies;
        has_place_ = false;
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
        request_.secure = is_tls<Socket> || door_ == Door::local;
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
        beast::http::async_write(socket_, *continue_,
                                 [self = this->shared_from_this()](error_code error, std::size_t) {
                                     if (error) return self->close();
                                     self->read_body();
                                 });
    }

    void expire_with_body() {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                              body_until_ - std::chrono::steady_clock::now())
                              .count();
        expire_after(std::clamp<std::int64_t>(left, 0, context_.config.body_ms));
    }

    void read_body() {
        if (streams_) return run_streaming();
        if (parser_->is_done()) return run();
        expire_with_body();
        beast::http::async_read_some(
            socket_, buffer_, *parser_,
            [self = this->shared_from_this()](error_code error, std::size_t) {
                if (error == beast::http::error::body_limit) return self->refuse(413, "too_large");
                if (is_not_http(error)) return self->refuse(400, "not_http");
                if (error) return self->close();
                self->read_body();
            });
    }

    void run_streaming() {
        buffer_.reserve(buffer_.max_size());  // Beast reads no more at once than there is room
        exchange_.emplace(*this);
        request_.stream = &*exchange_;
        // At the stop nothing more is read; what is done can still be told.
        context_.closers[number_] = [weak = this->weak_from_this()] {
            const auto self = weak.lock();
            error_code ignored;
            if (self && self->reading_) beast::get_lowest_layer(self->socket_).cancel(ignored);
        };
        run();
    }

    void tell_whether_to_wait(Waits asked) {
        error_code ignored;
        // read_piece has taken all that it could: what the buffer still holds is less than a chunk.
        asked->set_value(!parser_->is_done() &&
                         beast::get_lowest_layer(socket_).available(ignored) == 0);
    }

    void read_piece(Read asked) {
        if (context_.stopping)
            return asked->set_value(Fault{FaultKind::unavailable, "the node is stopping"});
        if (parser_->is_done()) return asked->set_value(std::string_view());
        parser_->get().body().clear();
        expire_with_body();
        reading_ = true;
        beast::http::async_read_some(
            socket_, buffer_, *parser_,
            [self = this->shared_from_this(), asked](error_code error, std::size_t) {
                self->do_not_expire();
                self->reading_ = false;
                if (!error) self->take_what_came(error);
                if (error) {
                    const auto kind =
                        is_not_http(error) ? FaultKind::invalid : FaultKind::unavailable;
                    return asked->set_value(Fault{kind, "the body broke off: " + error.message()});
                }
                if (self->parser_->get().body().empty()) return self->read_piece(asked);
                asked->set_value(std::string_view(self->parser_->get().body()));
            });
    }

    /// A read ends with the first chunk of the body; more may have come with it.
    void take_what_came(error_code& error) {
        while (!error && buffer_.size() > 0 && !parser_->is_done())
            buffer_.consume(parser_->put(buffer_.data(), error));
        if (error == beast::http::error::need_more) error = {};
    }

    void send_part(Response part, Sent asked) {
        part_ = std::move(part.body);
        if (begun_) return send_chunk(asked);
        begun_ = part.status;
        begin_answer(part);
        answer_->chunked(true);
        expire_after(context_.config.write_ms);
        beast::http::async_write_header(
            socket_, *serializer_,
            [self = this->shared_from_this(), asked](error_code error, std::size_t) {
                if (error) return self->on_sent(error, asked);
                self->send_chunk(asked);
            });
    }

    void send_chunk(Sent asked) {
        if (part_.empty()) return on_sent({}, asked);  // an empty chunk would be the last
        expire_after(context_.config.write_ms);
        asio::async_write(socket_, beast::http::make_chunk(asio::buffer(part_)),
                          [self = this->shared_from_this(), asked](error_code error, std::size_t) {
                              self->on_sent(error, asked);
                          });
    }

    void on_sent(error_code error, Sent asked) {
        do_not_expire();
        if (!error) return asked->set_value(Done{});
        asked->set_value(Fault{FaultKind::unavailable, "the answer broke off: " + error.message()});
    }

    /// The handler's own Response ends what it has streamed.
    void finish_streaming(Response last) {
        context_.closers.erase(number_);
        keep_alive_ = parser_->get().keep_alive() && parser_->is_done() && !context_.stopping;
        if (!begun_) return write(std::move(last));
        if (last.status != begun_) return finish();
        part_ = std::move(last.body);
        expire_after(context_.config.write_ms);
        const auto on_written = [self = this->shared_from_this()](error_code error, std::size_t) {
            self->on_written(error);
        };
        if (part_.empty())
            return asio::async_write(socket_, beast::http::make_chunk_last(), on_written);
        asio::async_write(
            socket_, beast::http::make_chunk(asio::buffer(part_)),
            [self = this->shared_from_this(), on_written](error_code error, std::size_t bytes) {
                if (error) return on_written(error, bytes);
                asio::async_write(self->socket_, beast::http::make_chunk_last(), on_written);
            });
    }

    void run() {
        do_not_expire();
        begun_.reset();
        if (!streams_) request_.body = std::move(parser_->get().body());
        // Of a stream it is said before it is known whether the handler will read all.
        keep_alive_ =
            parser_->get().keep_alive() && (streams_ || parser_->is_done()) && !context_.stopping;
        ++context_.running;
        const bool queued = context_.workers.post([self = this->shared_from_this()]() mutable {
            Response response = self->context_.handle(self->request_);
            self->forget_body();
            // Back on the I/O thread, where the connection lives and dies.
            const auto executor = self->socket_.get_executor();
            asio::post(executor,
                       [self = std::move(self), response = std::move(response)]() mutable {
                           --self->context_.running;
                           self->streams_ ? self->finish_streaming(std::move(response))
                                          : self->write(std::move(response));
                       });
        });
        if (queued) return;
        --context_.running;
        forget_body();
        keep_alive_ = keep_alive_ && parser_->is_done();
        write(problem(request_, 503, "busy"));
    }

    /// People, passwords.
    void forget_body() {
        wipe(request_.body.data(), request_.body.size());
        request_.body = std::string();
    }

    /// An answer to what will not be read to its end, after which nothing can follow.
    void refuse(int status, std::string_view code) {
        keep_alive_ = false;
        write(problem(request_, status, code));
    }

    /// Status and headers, without a word about the body.
    void begin_answer(const Response& response) {
        answer_.emplace(static_cast<beast::http::status>(response.status), 11);
        answer_->keep_alive(keep_alive_);
        if (!response.content_type.empty())
            answer_->set(beast::http::field::content_type, response.content_type);
        answer_->set("X-Content-Type-Options", "nosniff");
        answer_->set("Referrer-Policy", "no-referrer");
        if (is_tls<Socket>) answer_->set("Strict-Transport-Security", "max-age=31536000");
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
        serializer_.emplace(*answer_);
    }

    void write(Response response) {
        leave_place();
        const bool head = request_.method == Method::head;
        begin_answer(response);
        // A string body or none; HEAD says how long the body would be, 304 says nothing of it.
        const bool bodiless = response.status == 204 || response.status == 304;
        if (!bodiless) answer_->content_length(response.body.size());
        if (!head) answer_->body() = std::move(response.body);
        expire_after(context_.config.write_ms);
        if (head) {
            beast::http::async_write_header(
                socket_, *serializer_,
                [self = this->shared_from_this()](error_code error, std::size_t) {
                    self->on_written(error);
                });
        } else {
            beast::http::async_write(
                socket_, *serializer_,
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
        beast::get_lowest_layer(socket_).shutdown(asio::socket_base::shutdown_send, ignored);
        expire_after(1000);
        drain();
    }

    void drain() {
        beast::get_lowest_layer(socket_).async_read_some(
            asio::buffer(drained_),
            [self = this->shared_from_this()](error_code error, std::size_t) {
                if (error) return self->close();
                self->drain();
            });
    }

    Socket socket_;
    asio::steady_timer deadline_;
    std::chrono::steady_clock::time_point body_until_{};
    const Door door_;
    const std::string peer_;
    const std::optional<std::uint32_t> peer_uid_;
    SessionContext& context_;
    const std::uint64_t number_;
    beast::flat_buffer buffer_{header_bytes_max * 4};
    std::optional<beast::http::request_parser<GrowingBody>> parser_;
    std::optional<beast::http::response<beast::http::string_body>> answer_;
    std::optional<beast::http::response_serializer<beast::http::string_body>> serializer_;
    std::optional<beast::http::response<beast::http::empty_body>> continue_;
    Request request_;
    std::optional<Exchange> exchange_;
    std::optional<int> begun_;  // the status of an answer that streams
    std::string part_;          // of it, while it is written
    bool streams_ = false;
    bool reading_ = false;
    std::array<char, 4096> drained_;
    bool keep_alive_ = false;
    bool first_request_ = true;
    bool has_place_ = false;
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
    using Socket = beast::ssl_stream<asio::ip::tcp::socket>;
    std::make_shared<Session<Socket>>(Socket(std::move(socket), tls), door, peer, std::nullopt,
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
