#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <thread>

#include "base/log.hpp"
#include "edge/http/session.hpp"

namespace buuan::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// One accepting socket; the two kinds differ in how a connection is served.
template <class Protocol>
class Acceptor {
public:
    using Serve = std::function<void(typename Protocol::socket)>;
    Acceptor(asio::io_context& io, Serve serve)
        : acceptor_(io), retry_(io), serve_(std::move(serve)) {}

    error_code open(const typename Protocol::endpoint& endpoint) {
        error_code error;
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(1024, error);
        return error;
    }

    void accept_next() {
        acceptor_.async_accept([this](error_code error, typename Protocol::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (error) {
                // Out of descriptors, most likely: breathe instead of spinning.
                retry_.expires_after(std::chrono::milliseconds(100));
                retry_.async_wait([this](error_code stopped) {
                    if (!stopped) accept_next();
                });
                return;
            }
            serve_(std::move(socket));
            accept_next();
        });
    }

    void close() {
        error_code ignored;
        acceptor_.close(ignored);
        retry_.cancel();
    }

    typename Protocol::acceptor& get() { return acceptor_; }

private:
    typename Protocol::acceptor acceptor_;
    asio::steady_timer retry_;
    Serve serve_;
};

}  // namespace

struct Server::Impl {
    Impl(ServerConfig config_, Handle handle, BodyMax body_max)
        : config(std::move(config_)),
          workers(std::make_unique<WorkerPool>(config.workers, config.waiting_max)),
          context{config,
                  std::move(handle),
                  std::move(body_max),
                  *workers,
                  0,
                  {},
                  {},
                  1,
                  {1},
                  {0},
                  false,
                  std::to_string(::getpid())} {}

    ServerConfig config;
    std::unique_ptr<WorkerPool> workers;
    SessionContext context;
    // Connections that are still open at the end die with io, and count themselves out of the
    // context.
    asio::ssl::context tls{asio::ssl::context::tls_server};
    asio::io_context io{1};
    std::vector<std::unique_ptr<Acceptor<asio::ip::tcp>>> tcp;
    std::vector<std::unique_ptr<Acceptor<asio::local::stream_protocol>>> local;
    std::vector<std::uint16_t> ports;
    std::thread thread;

    bool has_room(const std::string& address) {
        if (context.stopping || context.connections >= config.connections_max) return false;
        if (address == config.proxy_address) return true;
        const auto found = context.per_address.find(address);
        return found == context.per_address.end() ||
               found->second < config.connections_per_address_max;
    }

    Result<Done> load_tls() {
        error_code error;
        tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                            asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                            asio::ssl::context::no_tlsv1_1,
                        error);
        if (!error) tls.use_certificate_chain_file(config.tls_certificate, error);
        if (!error) tls.use_private_key_file(config.tls_key, asio::ssl::context::pem, error);
        if (error)
            return Fault{FaultKind::invalid,
                         "the TLS certificate or key cannot be used: " + error.message()};
        return Done{};
    }

    Result<Done> listen_tcp(const Listen& listen) {
        error_code error;
        const auto address = asio::ip::make_address(listen.address, error);
        if (error) return Fault{FaultKind::invalid, "no IP address: " + listen.address};
        auto acceptor = std::make_unique<Acceptor<asio::ip::tcp>>(
            io, [this, listen](asio::ip::tcp::socket socket) {
                error_code ignored;
                const auto peer = socket.remote_endpoint(ignored);
                if (ignored || !has_room(peer.address().to_string())) return;
                socket.set_option(asio::ip::tcp::no_delay(true), ignored);
                if (listen.tls) {
                    serve_tls(std::move(socket), tls, listen.door, context);
                } else {
                    serve_plain(std::move(socket), listen.door, context);
                }
            });
        if (const error_code failed = acceptor->open({address, listen.port})) {
            return Fault{FaultKind::unavailable, "cannot listen on " + listen.address + ":" +
                                                     std::to_string(listen.port) + ": " +
                                                     failed.message()};
        }
        ports.push_back(acceptor->get().local_endpoint().port());
        tcp.push_back(std::move(acceptor));
        return Done{};
    }

    Result<Done> listen_local(const Listen& listen) {
        ::unlink(listen.address.c_str());
        auto acceptor = std::make_unique<Acceptor<asio::local::stream_protocol>>(
            io, [this](asio::local::stream_protocol::socket socket) {
                if (has_room("local")) serve_local(std::move(socket), context);
            });
        if (const error_code failed =
                acceptor->open(asio::local::stream_protocol::endpoint(listen.address))) {
            return Fault{FaultKind::unavailable,
                         "cannot listen on " + listen.address + ": " + failed.message()};
        }
        ::chmod(listen.address.c_str(), 0600);
        ports.push_back(0);
        local.push_back(std::move(acceptor));
        return Done{};
    }

    void close_acceptors_and_idle() {
        context.stopping = true;
        for (auto& each : tcp) each->close();
        for (auto& each : local) each->close();
        const auto closers = context.closers;
        for (const auto& [number, close] : closers) close();
    }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Server>> Server::start(ServerConfig config, Handle handle,
                                              BodyMax body_max) {
    auto impl = std::make_unique<Impl>(std::move(config), std::move(handle), std::move(body_max));
    bool tls = false;
    for (const Listen& listen : impl->config.listens) tls = tls || listen.tls;
    if (tls) {
        if (auto loaded = impl->load_tls(); !loaded.ok()) return loaded.error();
    }
    for (const Listen& listen : impl->config.listens) {
        auto listening =
            listen.door == Door::local ? impl->listen_local(listen) : impl->listen_tcp(listen);
        if (!listening.ok()) return listening.error();
    }
    for (auto& each : impl->tcp) each->accept_next();
    for (auto& each : impl->local) each->accept_next();
    impl->thread = std::thread([io = &impl->io] {
        const auto keep = asio::make_work_guard(*io);
        io->run();
    });
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::~Server() {
    asio::post(impl_->io, [this] { impl_->close_acceptors_and_idle(); });
    for (std::int64_t waited = 0; impl_->context.running > 0 && waited < impl_->config.stop_ms;
         waited += 5) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    // Answers that are being written have a moment more.
    std::promise<void> flushed;
    auto timer = std::make_shared<asio::steady_timer>(impl_->io);
    asio::post(impl_->io, [timer, &flushed] {
        timer->expires_after(std::chrono::milliseconds(50));
        timer->async_wait([&flushed](error_code) { flushed.set_value(); });
    });
    flushed.get_future().wait();
    impl_->workers.reset();
    impl_->io.stop();
    impl_->thread.join();
    for (const Listen& listen : impl_->config.listens) {
        if (listen.door == Door::local) ::unlink(listen.address.c_str());
    }
}

std::vector<std::uint16_t> Server::ports() const {
    return impl_->ports;
}

}  // namespace buuan::http
