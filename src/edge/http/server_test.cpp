#include "edge/http/server.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "edge/http/problem.hpp"
#include "edge/http/raw_client.hpp"

namespace buuan::http {
namespace {

using namespace std::chrono_literals;

/// What a handler saw, told back: method, path, query and the length of the body.
Response echo(const Request& request) {
    return Response::text(std::string(name_of(request.method)) + " " + request.path + " ?" +
                          request.query + " " + std::to_string(request.body.size()));
}

ServerConfig quick() {
    ServerConfig config;
    config.listens = {{Door::staff, "127.0.0.1", 0, false}};
    config.workers = 4;
    config.header_ms = 400;
    config.body_ms = 400;
    config.idle_ms = 600;
    return config;
}

constexpr std::uint64_t body_max = 1000;

std::uint64_t most_of(const Request& request) {
    return request.path == "/none" ? 0 : body_max;
}

/// A server whose paths take 1000 bytes, but "/none", which takes nothing.
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
        ASSERT_TRUE(changed_.wait_for(lock, 5s, [&] { return waiting_ >= count; }));
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

std::string get(std::string_view path, std::string_view headers = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n";
}
std::string post(std::string_view path, std::string_view body, std::string_view headers = "") {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

// ---- what is said in one piece
// ----------------------------------------------------------------------------------------

TEST(server, answers_with_length_and_the_headers_that_protect_a_browser) {
    Running running;
    auto client = running.connect();
    client.send(get("/a?b=c"));
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "GET /a ?b=c 0");
    EXPECT_EQ(answer->headers.at("cache-control"), "no-store");
    EXPECT_EQ(answer->headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer->headers.at("referrer-policy"), "no-referrer");
    EXPECT_EQ(answer->headers.at("content-security-policy"),
              "default-src 'none'; frame-ancestors 'none'");
    EXPECT_FALSE(
        answer->headers.contains("strict-transport-security"));  // a promise only TLS can make
}

TEST(server, pipelined_requests_are_answered_in_their_order) {
    Running running;
    auto client = running.connect();
    client.send(get("/1") + post("/2", "abc") + get("/3"));
    for (const char* expected : {"GET /1 ? 0", "POST /2 ? 3", "GET /3 ? 0"}) {
        const auto answer = client.answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->body, expected);
    }
}

TEST(server, head_says_the_length_and_sends_no_body) {
    Running running;
    auto client = running.connect();
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n" + get("/b"));
    const auto head = client.answer(true);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->headers.at("content-length"),
              std::to_string(std::string("HEAD /a ? 0").size()));
    EXPECT_EQ(client.answer()->body, "GET /b ? 0");
}

TEST(server, a_broken_request_knows_nothing_of_the_one_before) {
    Running running(quick(), [](const Request& request) { return Response::text(request.id); });
    auto client = running.connect();
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\n\r\nBROKEN\r\n\r\n");
    ASSERT_TRUE(client.answer(true));
    const auto refused = client.answer();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 400);
    EXPECT_NE(refused->body.find("Yêu cầu không đúng HTTP."), std::string::npos);
    EXPECT_EQ(refused->body.find("\"instance\":\"\""), std::string::npos)
        << "a problem names its request";
}

TEST(server, a_body_in_chunks_is_put_together) {
    Running running;
    auto client = running.connect();
    client.send(
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: t\r\n\r\n" +
        get("/b"));
    EXPECT_EQ(client.answer()->body, "POST /a ? 7");
    EXPECT_EQ(client.answer()->body, "GET /b ? 0");
}

TEST(server, says_continue_before_it_reads_what_it_was_asked_about) {
    Running running;
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    ASSERT_EQ(client.answer()->status, 100);
    client.send("abc");
    EXPECT_EQ(client.answer()->body, "POST /a ? 3");
}

TEST(server, a_request_of_http_1_0_ends_its_connection) {
    Running running;
    auto client = running.connect();
    client.send("GET /a HTTP/1.0\r\n\r\n");
    EXPECT_EQ(client.answer()->status, 200);
    EXPECT_TRUE(client.closed_within(1500));
}

// ---- what is too slow
// -------------------------------------------------------------------------------------------------

TEST(server, a_header_that_trickles_is_cut_at_its_deadline) {
    Running running;
    auto client = running.connect();
    const auto begin = std::chrono::steady_clock::now();
    client.send("GET / HTTP/1.1\r\n");
    while (!client.closed_within(100)) {
        client.send("X: 1\r\n");
        ASSERT_LT(std::chrono::steady_clock::now() - begin, 3s)
            << "each byte set the deadline anew";
    }
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 350ms);
    EXPECT_EQ(running.handled, 0);
}

TEST(server, a_body_that_stands_still_is_cut) {
    Running running;
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_TRUE(client.closed_within(2000));
    EXPECT_EQ(running.handled, 0);
}

TEST(server, a_body_that_makes_progress_may_take_longer_than_one_deadline) {
    Running running;
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n");
    for (const char* byte : {"a", "b", "c", "d", "e", "f"}) {
        std::this_thread::sleep_for(150ms);
        client.send(byte);
    }
    EXPECT_EQ(client.answer()->body, "POST /a ? 6");
}

TEST(server, a_body_that_never_ends_is_cut_however_steadily_it_comes) {
    ServerConfig config = quick();
    config.body_all_ms = 500;
    Running running(config);
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n");
    for (int i = 0; i < 10; ++i) {
        std::this_thread::sleep_for(100ms);
        client.send("a");
    }
    EXPECT_FALSE(client.answer());
    EXPECT_EQ(running.handled, 0);
}

TEST(server, an_idle_connection_is_closed_but_not_before_its_time) {
    Running running;
    auto client = running.connect();
    client.send(get("/a"));
    ASSERT_TRUE(client.answer());
    EXPECT_FALSE(client.closed_within(300));
    EXPECT_TRUE(client.closed_within(2000));
}

TEST(server, half_a_header_is_no_request) {
    Running running;
    auto client = running.connect();
    client.send("GET /a HTTP/1.1\r\nHost:");
    client.finish_sending();
    EXPECT_EQ(client.answer()->status, 400);
    EXPECT_EQ(running.handled, 0);
}

TEST(server, half_a_body_is_never_handled) {
    Running running;
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    client.finish_sending();
    EXPECT_TRUE(client.closed_within(2000));
    auto chunked = running.connect();
    chunked.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc");
    chunked.finish_sending();
    EXPECT_TRUE(chunked.closed_within(2000));
    EXPECT_EQ(running.handled, 0);
}

// ---- what is too large
// ------------------------------------------------------------------------------------------------

TEST(server, a_header_over_16_kib_is_refused) {
    Running running;
    EXPECT_EQ(running.status_of(get("/a", "X: " + std::string(17'000, 'x') + "\r\n")), 431);
    EXPECT_EQ(running.handled, 0);
}

TEST(server, takes_64_header_lines_and_not_65) {
    Running running;
    const auto lines = [](int count) {
        std::string out;
        for (int i = 0; i < count; ++i) out += "X-" + std::to_string(i) + ": 1\r\n";
        return out;
    };
    EXPECT_EQ(running.status_of(get("/a", lines(63))), 200);  // and Host
    EXPECT_EQ(running.status_of(get("/a", lines(64))), 400);
}

TEST(server, takes_a_target_of_4096_bytes_and_not_one_more) {
    Running running;
    EXPECT_EQ(running.status_of(get("/" + std::string(4095, 'a'))), 200);
    EXPECT_EQ(running.status_of(get("/" + std::string(4096, 'a'))), 400);
}

TEST(server, a_body_that_is_announced_too_large_is_refused_before_it_comes) {
    Running running;
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n");
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_EQ(running.handled, 0);
}

TEST(server, a_body_of_exactly_the_bound_is_taken) {
    Running running;
    EXPECT_EQ(running.status_of(post("/a", std::string(body_max, 'x'))), 200);
    EXPECT_EQ(running.status_of(post("/a", std::string(body_max + 1, 'x'))), 413);
}

TEST(server, chunks_are_refused_where_they_pass_the_bound) {
    Running running;
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 3; ++i) client.send("190\r\n" + std::string(400, 'x') + "\r\n");
    EXPECT_EQ(client.answer()->status, 413);
    auto one = running.connect();
    one.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n");
    EXPECT_EQ(one.answer()->status, 413);
    EXPECT_EQ(running.handled, 0);
}

TEST(server, where_no_body_is_taken_the_answer_does_not_wait_for_it) {
    Running running;
    auto client = running.connect();
    client.send("POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\nabc");
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "POST /none ? 0");
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(client.closed_within(3000)) << "what followed was taken for a request";
}

// ---- what is not HTTP
// -------------------------------------------------------------------------------------------------

TEST(server, lengths_that_cannot_be_believed_are_refused) {
    Running running;
    for (const char* lengths :
         {"Content-Length: -1", "Content-Length: 3x", "Content-Length: 99999999999999999999999",
          "Content-Length: 3\r\nContent-Length: 4",
          "Content-Length: 3\r\nTransfer-Encoding: chunked",
          "Transfer-Encoding: chunked\r\nContent-Length: 3"}) {
        EXPECT_EQ(running.status_of("POST /a HTTP/1.1\r\nHost: x\r\n" + std::string(lengths) +
                                    "\r\n\r\nabc"),
                  400)
            << lengths;
    }
    for (const char* chunk :
         {"zz\r\nabc\r\n0\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "-3\r\nabc\r\n0\r\n\r\n"}) {
        EXPECT_EQ(
            running.status_of("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
                              std::string(chunk)),
            400)
            << chunk;
    }
    EXPECT_EQ(running.handled, 0);
}

TEST(server, paths_that_are_no_text_are_refused) {
    Running running;
    for (const char* path : {"/%", "/%4", "/%zz", "/%00", "/a%00b", "/%ff", "/%c3%28", "/%ed%a0%80",
                             "/%0a", "/%1b[2J", "/%7f", "a", "*", "http://x/a", ""}) {
        EXPECT_EQ(running.status_of(get(path)), 400) << path;
    }
    EXPECT_EQ(running.handled, 0);
}

TEST(server, raw_bytes_that_are_no_request_are_told_so) {
    Running running;
    for (const std::string& bytes :
         {std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello\r\n\r\n"),
          std::string("GET /a\r\n\r\n"), std::string("GET /a HTTP/9.9\r\n\r\n"),
          std::string("GET /a HTTP/1.1\r\nHo st: x\r\n\r\n"),
          std::string("GET /\0 HTTP/1.1\r\n\r\n", 19), std::string("G\x01T /a HTTP/1.1\r\n\r\n")}) {
        EXPECT_EQ(running.status_of(bytes), 400) << bytes;
    }
    EXPECT_EQ(running.handled, 0);
}

TEST(server, a_path_is_decoded_once_and_its_dots_are_left_alone) {
    Running running;
    auto client = running.connect();
    client.send(get("/a/../b/./c") + get("/%61%252e") + get("/%E1%BB%87"));
    EXPECT_EQ(client.answer()->body, "GET /a/../b/./c ? 0");
    EXPECT_EQ(client.answer()->body, "GET /a%2e ? 0");
    EXPECT_EQ(client.answer()->body, "GET /ệ ? 0");
}

// ---- more than it can do at once
// --------------------------------------------------------------------------------------

TEST(server, connections_over_the_bound_are_closed_and_a_place_that_is_left_can_be_taken) {
    ServerConfig config = quick();
    config.connections_max = 2;
    config.idle_ms = 10'000;
    Running running(config);
    auto first = running.connect();
    first.send(get("/1"));
    ASSERT_TRUE(first.answer());
    std::optional<RawClient> second(running.connect());
    second->send(get("/2"));
    ASSERT_TRUE(second->answer());
    auto third = running.connect();
    EXPECT_TRUE(third.closed_within(2000));
    second.reset();
    int status = 0;
    for (int tries = 0; tries < 50 && status != 200; ++tries) {
        std::this_thread::sleep_for(20ms);
        status = running.status_of(get("/4", "Connection: close\r\n"));
    }
    EXPECT_EQ(status, 200);
    first.send(get("/5"));
    EXPECT_TRUE(first.answer()) << "who was there before is not disturbed";
}

TEST(server, one_address_cannot_take_all_places) {
    ServerConfig config = quick();
    config.connections_per_address_max = 1;
    Running running(config);
    auto first = running.connect();
    first.send(get("/1"));
    ASSERT_TRUE(first.answer());
    EXPECT_TRUE(running.connect().closed_within(2000));
}

TEST(server, only_the_proxy_is_believed_about_whom_it_speaks_for) {
    const auto peer_seen = [](const std::string& proxy, const std::string& forwarded) {
        ServerConfig config = quick();
        config.proxy_address = proxy;
        Running running(config,
                        [](const Request& request) { return Response::text(request.peer); });
        auto client = running.connect();
        client.send("GET /a HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + forwarded + "\r\n\r\n");
        return client.answer()->body;
    };
    EXPECT_EQ(peer_seen("127.0.0.1", "203.0.113.7"), "203.0.113.7");
    EXPECT_EQ(peer_seen("127.0.0.1", "10.0.0.1, 203.0.113.7"), "203.0.113.7")
        << "what the client wrote itself comes first";
    EXPECT_EQ(peer_seen("127.0.0.1", "nonsense"), "127.0.0.1");
    EXPECT_EQ(peer_seen("192.0.2.1", "203.0.113.7"), "127.0.0.1");
    EXPECT_EQ(peer_seen("", "203.0.113.7"), "127.0.0.1");
}

TEST(server, a_full_queue_answers_503_and_what_was_queued_is_done) {
    Gate gate;
    ServerConfig config = quick();
    config.workers = 1;
    config.waiting_max = 1;
    Running running(config, [&](const Request& request) {
        if (request.path == "/wait") gate.wait();
        return echo(request);
    });
    auto working = running.connect();
    working.send(get("/wait"));
    gate.until_waiting(1);
    // One of these two waits for the worker, the other finds the queue full.
    auto one = running.connect();
    auto other = running.connect();
    one.send(get("/one"));
    for (int tries = 0; tries < 100; ++tries) {
        other.send(get("/other"));
        if (const auto answer = other.answer(); answer && answer->status == 503) {
            EXPECT_EQ(answer->headers.at("retry-after"), "2");
            break;
        }
        ASSERT_LT(tries, 99);
    }
    gate.open();
    EXPECT_EQ(working.answer()->body, "GET /wait ? 0");
    EXPECT_EQ(one.answer()->body, "GET /one ? 0");
}

// ---- the end
// ----------------------------------------------------------------------------------------------------------

TEST(server, lets_what_runs_finish_before_it_stops) {
    Gate gate;
    auto running = std::make_unique<Running>(quick(), [&](const Request& request) {
        gate.wait();
        return echo(request);
    });
    const auto port = running->port;
    auto client = running->connect();
    client.send(get("/a"));
    gate.until_waiting(1);
    std::thread stopping([&] { running->server.reset(); });
    // No new one gets in while the old one still runs.
    bool refused = false;
    for (int tries = 0; tries < 200 && !refused; ++tries) {
        refused = !RawClient::tcp(port).connected();
        std::this_thread::sleep_for(5ms);
    }
    EXPECT_TRUE(refused);
    gate.open();
    const auto answer = client.answer();
    stopping.join();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "GET /a ? 0");
}

TEST(server, stops_at_once_with_idle_and_half_heard_connections) {
    auto running = std::make_unique<Running>();
    auto idle = running->connect();
    idle.send(get("/a"));
    ASSERT_TRUE(idle.answer());
    auto half_header = running->connect();
    half_header.send("GET /a HT");
    auto half_body = running->connect();
    half_body.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    auto refused = running->connect();
    refused.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\nabc");
    ASSERT_TRUE(refused.answer());
    const auto begin = std::chrono::steady_clock::now();
    running.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
    for (RawClient* client : {&idle, &half_header, &half_body, &refused})
        EXPECT_TRUE(client->closed_within(1000));
}

TEST(server, says_which_address_it_cannot_listen_on) {
    Running running;
    ServerConfig taken = quick();
    taken.listens[0].port = running.port;
    const auto second = Server::start(taken, echo, most_of);
    ASSERT_FALSE(second.ok());
    EXPECT_NE(second.error().what.find(std::to_string(running.port)), std::string::npos);
    ServerConfig no_address = quick();
    no_address.listens[0].address = "bưu điện";
    EXPECT_FALSE(Server::start(no_address, echo, most_of).ok());
}

// ---- TLS and the Unix socket
// ------------------------------------------------------------------------------------------

struct Folder {
    Folder() {
        char name[] = "/tmp/buuan-http-XXXXXX";
        path = ::mkdtemp(name);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path;
};

bool make_certificate(const Folder& folder) {
    const std::string at = folder.path.string();
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
        at + "/key.pem -out " + at + "/certificate.pem 2>/dev/null";
    return std::system(command.c_str()) == 0;
}

ServerConfig over_tls(const Folder& folder) {
    ServerConfig config = quick();
    config.listens[0].tls = true;
    config.tls_certificate = folder.path / "certificate.pem";
    config.tls_key = folder.path / "key.pem";
    return config;
}

Response how_secure(const Request& request) {
    return Response::text(request.secure ? "secure" : "plain");
}

TEST(tls, a_request_is_secure_and_the_browser_is_told_to_stay_with_it) {
    Folder folder;
    ASSERT_TRUE(make_certificate(folder));
    Running running(over_tls(folder), how_secure);
    auto client = running.connect();
    ASSERT_TRUE(client.handshake(folder.path / "certificate.pem"));
    client.send(get("/a") + get("/b"));
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "secure");
    EXPECT_EQ(answer->headers.at("strict-transport-security"), "max-age=31536000");
    EXPECT_EQ(client.answer()->body, "secure");
}

TEST(tls, old_versions_are_not_spoken) {
    Folder folder;
    ASSERT_TRUE(make_certificate(folder));
    Running running(over_tls(folder));
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
        EXPECT_FALSE(running.connect().handshake(folder.path / "certificate.pem", version));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION})
        EXPECT_TRUE(running.connect().handshake(folder.path / "certificate.pem", version));
}

TEST(tls, plain_text_and_silence_are_cut) {
    Folder folder;
    ASSERT_TRUE(make_certificate(folder));
    Running running(over_tls(folder));
    auto silent = running.connect();
    auto plain = running.connect();
    plain.send(get("/a"));
    const auto answer = plain.answer();
    EXPECT_FALSE(answer) << "an answer in the clear to a request in the clear";
    EXPECT_TRUE(silent.closed_within(2000));
    EXPECT_EQ(running.handled, 0);
}

TEST(tls, a_certificate_that_cannot_be_used_is_a_fault_at_the_start) {
    Folder folder;
    ASSERT_TRUE(make_certificate(folder));
    ServerConfig config = over_tls(folder);
    std::ofstream(config.tls_key) << "no key";
    const auto started = Server::start(config, echo, most_of);
    ASSERT_FALSE(started.ok());
    EXPECT_NE(started.error().what.find("TLS"), std::string::npos);
}

TEST(unix_socket, knows_who_is_at_the_other_end_and_leaves_nothing_behind) {
    Folder folder;
    ServerConfig config = quick();
    const std::string path = folder.path / "buuan.sock";
    config.listens = {{Door::local, path, 0, false}};
    {
        Running running(config, [](const Request& request) {
            return Response::text(std::to_string(request.peer_uid.value_or(99'999)) + " " +
                                  (request.secure ? "secure" : "plain") + " " + request.peer);
        });
        EXPECT_EQ(std::filesystem::status(path).permissions(),
                  std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        auto client = RawClient::local(path);
        client.send(get("/a"));
        EXPECT_EQ(client.answer()->body, std::to_string(::getuid()) + " secure local");
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace buuan::http
