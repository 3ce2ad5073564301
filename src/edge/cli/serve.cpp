// buuan serve: the node with its doors open, until it is told to stop.
#include <fmt/format.h>
#include <malloc.h>
#include <pthread.h>
#include <sys/resource.h>

#include <csignal>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/log.hpp"
#include "edge/api/api.hpp"
#include "edge/cli/commands.hpp"
#include "edge/http/server.hpp"
#include "edge/node/possession_check.hpp"
#include "edge/tls/authority.hpp"
#include "edge/webhooks/deliverer.hpp"

namespace buuan::cli {
namespace {

log::Level level_of(std::string_view name) {
    if (name == "debug") return log::Level::debug;
    if (name == "warning") return log::Level::warning;
    if (name == "error") return log::Level::error;
    return log::Level::info;
}

http::ServerConfig server_config(const config::Config& config, const ServeOptions& options,
                                 const std::filesystem::path& socket) {
    const bool tls = !config.tls_certificate.empty();
    http::ServerConfig server;
    server.listens = {
        {http::Door::staff, config.staff_address,
         static_cast<std::uint16_t>(options.staff_port.value_or(config.staff_port)), tls},
        {http::Door::open, config.public_address,
         static_cast<std::uint16_t>(options.public_port.value_or(config.public_port)), tls},
        {http::Door::local, socket.string(), 0, false}};
    server.proxy_address = config.proxy_address;
    server.tls_certificate = config.tls_certificate;
    server.tls_key = config.tls_key;
    server.workers = static_cast<std::size_t>(config.workers);
    server.connections_max = static_cast<std::size_t>(config.connections_max);
    server.connections_per_address_max =
        static_cast<std::size_t>(config.connections_per_address_max);
    return server;
}

/// Answers a request, counts it and notes it: by route and status, never by path.
http::Response answer(api::Api& api, const http::Router& router, const http::Request& request) {
    const Monotonic begin = api.node.clock().elapsed();
    http::Response response = router.handle(request);
    const std::int64_t ms = api.node.clock().elapsed().ms - begin.ms;
    const std::string_view route =
        response.route.empty() ? "none" : std::string_view(response.route);
    api.metrics.request(std::string(route), response.status, ms);
    log::info("request_done", {{"request", request.id},
                               {"method", http::name_of(request.method)},
                               {"route", route},
                               {"status", response.status},
                               {"ms", ms}});
    return response;
}

/// Blocks the signals that end us in every thread, so that one place waits for them.
sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

/// As many open files as the system lets us have: connections, days and packs all need them.
void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/// Keeps freed memory for the next request instead of giving every page back to the system and
/// faulting it in again, which was a tenth of a batch's time. What is kept goes once a minute.
void keep_freed_memory() {
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TOP_PAD, 1 << 20);
}

/// The screens, where there are any: a node without them serves its API. False: what was asked for
/// cannot be read, which the operator has been told.
bool read_screens(api::Api& api, const ServeOptions& options) {
    std::filesystem::path folder = options.web_folder;
    if (folder.empty()) folder = api.node.config().web_folder;
    if (folder.empty()) folder = web::folder_beside_us();
    if (folder.empty()) return true;
    auto read = web::Files::read(folder);
    if (read.ok()) {
        api.screens = std::move(read).value();
        return true;
    }
    complain(say({"Không đọc được giao diện web trong {}: {}. Dựng lại bằng ./dev web.",
                  "The screens in {} cannot be read: {}. Build them by ./dev web."},
                 folder.string(), read.error().what));
    return false;
}

/// Tells of a key that is not the certificate's: a renewal that was cut off leaves one.
void tell_of_pair(const config::Config& config) {
    if (config.tls_certificate.empty()) return;
    auto certificate = read_input(config.tls_certificate, tls::pem_bytes_max);
    auto key = read_input(config.tls_key, tls::pem_bytes_max);
    if (!certificate || !key || tls::is_pair({std::move(*certificate), Personal(std::move(*key))}))
        return;
    complain(
        Text{"Khóa TLS không khớp với chứng chỉ. Nếu cả hai do buuan tls renew làm ra, lần đó "
             "đã bị ngắt giữa chừng: chạy lại buuan tls renew.",
             "The TLS key is not the certificate's. Where both are from buuan tls renew, it was "
             "cut off: run buuan tls renew again."});
}

/// When the certificate of the doors ends. With it ends the work of every counter, whose browser
/// gives camera and sealing to HTTPS only; so operators are told weeks before, once a day.
class CertificateWatch {
public:
    explicit CertificateWatch(const config::Config& config) {
        if (config.tls_certificate.empty()) return;
        const auto certificate = read_input(config.tls_certificate, tls::pem_bytes_max);
        if (!certificate) return;
        if (const auto facts = tls::facts_of(*certificate); facts.ok())
            last_day_ = facts.value().until;
    }

    void look(Day today, http::Metrics& metrics) {
        if (!last_day_ || today == looked_) return;
        looked_ = today;
        const int left = last_day_->number - today.number;
        metrics.set("buuan_tls_days_left", left);
        if (left <= warned_days)
            log::warning("tls_certificate_ends", {{"last_day", last_day_->text()}, {"days", left}});
    }

private:
    static constexpr int warned_days = 30;
    std::optional<Day> last_day_;
    std::optional<Day> looked_;
};

}  // namespace

Exit serve(const ServeOptions& options) {
    const sigset_t signals = stop_signals();
    raise_file_limit();
    keep_freed_memory();
    SystemClock clock;
    SystemEntropy entropy;
    Exit exit = Exit::done;
    const auto node = open_node(options.folder, clock, entropy, exit);
    if (node == nullptr) return exit;
    log::set_level(level_of(node->config().log_level));
    api::Api api(*node);
    if (!read_screens(api, options)) return Exit::usage;
    const http::Router router = api::make_router(api);
    // What is over its term is gone before a byte is served, also what a backup brought back; of
    // one older than retention_desk.hpp's gap_days_max a person confirms the clock first.
    if (const auto gone = node->retention().hourly(); !gone.ok())
        log::error("retention", {{"what", gone.error().what}});
    auto server = http::Server::start(
        server_config(node->config(), options,
                      std::filesystem::path(options.folder) / "run" / "buuan.sock"),
        [&](const http::Request& request) { return answer(api, router, request); },
        [&](const http::Request& request) { return router.body_bytes_max(request); });
    if (!server.ok()) {
        complain(
            say({"Không mở được cổng: {}", "The doors cannot be opened: {}"}, server.error().what));
        tell_of_pair(node->config());
        return Exit::unreachable;
    }
    CertificateWatch certificate(node->config());
    node->start_jobs();
    if (const auto last = node::possession_checks(*node, 1); last.ok() && !last.value().empty())
        api::tell_of_possession(api.metrics, last.value()[0]);
    std::optional<node::NightCheck> night(std::in_place, *node, [&](const auto& check) {
        api::tell_of_possession(api.metrics, check);
    });
    std::optional<webhooks::Deliverer> deliverer(
        std::in_place, *node, [&](const webhooks::Figures& figures) {
            api.metrics.set("buuan_webhooks_disabled", figures.disabled);
            api.metrics.set("buuan_webhooks_failing", figures.failing);
        });
    const std::string scheme = node->config().tls_certificate.empty() ? "http" : "https";
    print(fmt::format("staff: {}://{}:{}", scheme, node->config().staff_address,
                      server.value()->ports()[0]));
    print(fmt::format("public: {}://{}:{}", scheme, node->config().public_address,
                      server.value()->ports()[1]));
    log::info("serving", {{"version", BUUAN_VERSION}});
    constexpr timespec minute{60, 0};
    int signal = 0;
    do {
        certificate.look(Day::of(node->now()), api.metrics);
        malloc_trim(0);
        signal = sigtimedwait(&signals, nullptr, &minute);
    } while (signal < 0);
    log::info("stopping", {{"signal", signal}});
    api.ready = false;
    night.reset();
    deliverer.reset();
    server.value().reset();  // running requests finish; then the node's jobs, and what is pending
                             // goes into the logs
    return Exit::done;
}

}  // namespace buuan::cli
