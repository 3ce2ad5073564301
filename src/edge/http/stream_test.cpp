#include "edge/http/stream.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "edge/http/problem.hpp"
#include "edge/http/raw_client.hpp"
#include "edge/http/server.hpp"

namespace buuan::http {
namespace {

using namespace std::chrono_literals;

/// Sends each piece back as it comes, and a last word.
Response echo(const Request& request) {
    for (;;) {
        const auto piece = request.stream->read();
        if (!piece.ok()) return problem(request, piece.error());
        if (piece.value().empty()) return Response::text("end");
        const auto sent = request.stream->send(Response::text(std::string(piece.value())));
        if (!sent.ok()) return problem(request, sent.error());
    }
}

struct Running {
    explicit Running(Server::Handle handle = echo, std::int64_t stop_ms = 10'000) {
        ServerConfig config;
        config.listens = {{Door::staff, "127.0.0.1", 0, false}};
        config.workers = 2;
        config.body_ms = config.write_ms = 400;
        config.stop_ms = stop_ms;
        auto started = Server::start(
            std::move(config), std::move(handle),
            [](const Request& request) { return request.path == "/whole" ? 1000 : body_streamed; });
        EXPECT_TRUE(started.ok());
        server = std::move(started).value();
    }
    RawClient connect() const { return RawClient::tcp(server->ports().at(0)); }
    std::unique_ptr<Server> server;
};

std::string chunked(std::string_view headers = "") {
    return "POST /a HTTP/1.1\r\nHost: x\r\n" + std::string(headers) +
           "Transfer-Encoding: chunked\r\n\r\n";
}

TEST(stream, is_answered_while_it_still_comes) {
    Running running;
    auto client = running.connect();
    client.send(chunked());
    client.send("3\r\none\r\n");
    ASSERT_EQ(client.header()->status, 200);
    EXPECT_EQ(client.chunk(), "one");
    client.send("3\r\ntwo\r\n");
    EXPECT_EQ(client.chunk(), "two");
    client.send("0\r\n\r\n");
    EXPECT_EQ(client.chunk(), "end");
    EXPECT_EQ(client.chunk(), "");
}

TEST(stream, leaves_its_connection_to_the_next_request) {
    Running running;
    auto client = running.connect();
    const std::string one = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    client.send(one + one + "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    const auto first = client.answer();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->body, "abcend");
    EXPECT_FALSE(first->headers.contains("connection")) << "a client would not send the next";
    EXPECT_EQ(client.answer()->body, "abcend");
    EXPECT_EQ(client.answer()->body, "end");
}

TEST(stream, hands_over_small_chunks_together) {
    std::atomic<int> reads = 0;
    Running running([&](const Request& request) {
        std::size_t bytes = 0;
        for (auto piece = request.stream->read(); piece.ok() && !piece.value().empty();
             piece = request.stream->read()) {
            ++reads;
            bytes += piece.value().size();
        }
        return Response::text(std::to_string(bytes));
    });
    auto client = running.connect();
    std::string body;
    for (int i = 0; i < 1000; ++i) body += "1\r\nx\r\n";
    client.send(chunked() + body + "0\r\n\r\n");
    EXPECT_EQ(client.answer()->body, "1000");
    EXPECT_LT(reads, 100) << "a turn to the other thread for each byte";
}

TEST(stream, takes_no_more_from_its_socket_than_is_worked_on) {
    std::atomic<bool> go = false;
    Running running([&](const Request& request) {
        while (!go) std::this_thread::sleep_for(1ms);
        return echo(request);
    });
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n");
    const std::string much(64 << 20, 'x');
    // What the kernel keeps on both sides; nobody has read it.
    EXPECT_LT(client.taken_of(much, 300), std::size_t{24} << 20);
    go = true;
}

TEST(stream, ends_broken_off_when_its_handler_ends_otherwise_than_it_began) {
    Running running([](const Request& request) {
        (void)request.stream->send(Response::text("begun"));
        return problem(request, 500, "internal");
    });
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    ASSERT_EQ(client.header()->status, 200);
    EXPECT_EQ(client.chunk(), "begun");
    EXPECT_EQ(client.chunk(), std::nullopt) << "a client must see that this is not all";
}

TEST(stream, that_is_refused_before_it_began_is_an_ordinary_answer) {
    Running running([](const Request& request) { return problem(request, 503, "busy"); });
    auto client = running.connect();
    client.send(chunked() + "3\r\none\r\n");
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->headers.at("connection"), "close");
}

TEST(stream, tells_its_handler_that_the_client_went_away_or_stands_still) {
    for (const bool goes : {true, false}) {
        std::atomic<int> faults = 0;
        Running running([&](const Request& request) {
            auto piece = request.stream->read();
            while (piece.ok() && !piece.value().empty()) piece = request.stream->read();
            faults += piece.ok() ? 0 : 1;
            return Response::text("");
        });
        auto client = running.connect();
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
        if (goes) client.finish_sending();
        for (int waited = 0; faults == 0 && waited < 3000; waited += 5)
            std::this_thread::sleep_for(5ms);
        EXPECT_EQ(faults, 1) << goes;
    }
}

TEST(stream, tells_its_handler_that_nobody_reads_the_answer) {
    std::atomic<int> faults = 0;
    Running running([&](const Request& request) {
        for (int i = 0; i < 64; ++i) {
            if (request.stream->send(Response::text(std::string(1 << 20, 'x'))).ok()) continue;
            ++faults;
            return problem(request, 503, "unavailable");
        }
        return Response::text("");
    });
    auto client = running.connect();
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    for (int waited = 0; faults == 0 && waited < 5000; waited += 5)
        std::this_thread::sleep_for(5ms);
    EXPECT_EQ(faults, 1);
}

TEST(stream, what_is_no_http_ends_it) {
    Running running;
    auto client = running.connect();
    client.send(chunked() + "zz\r\n");
    EXPECT_EQ(client.answer()->status, 400);
}

TEST(stream, says_continue_first_and_needs_http_1_1) {
    Running running;
    auto client = running.connect();
    client.send(chunked("Expect: 100-continue\r\n"));
    ASSERT_EQ(client.answer()->status, 100);
    client.send("3\r\none\r\n0\r\n\r\n");
    EXPECT_EQ(client.answer()->body, "oneend");
    auto old = running.connect();
    old.send("POST /a HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_EQ(old.answer()->status, 505);
}

TEST(stream, does_not_hold_up_the_stop) {
    Running running;
    auto client = running.connect();
    client.send(chunked() + "3\r\none\r\n");
    ASSERT_EQ(client.header()->status, 200);
    ASSERT_EQ(client.chunk(), "one");
    const auto begin = std::chrono::steady_clock::now();
    running.server.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 350ms) << "it waited for a deadline";
    EXPECT_EQ(client.chunk(), std::nullopt);
}

TEST(stream, is_nothing_that_other_routes_know) {
    Running running([](const Request& request) {
        return Response::text(std::to_string(request.body.size()) +
                              (request.stream == nullptr ? " whole" : " streamed"));
    });
    auto client = running.connect();
    client.send(
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
        "POST /whole HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_EQ(client.answer()->body, "0 streamed");
    EXPECT_EQ(client.answer()->body, "3 whole");
}

}  // namespace
}  // namespace buuan::http
