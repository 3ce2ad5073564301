// How long, how large and how many: what a server waits for, takes and holds.
#include "edge/http/server_world_test.hpp"
#include "edge/http/stream.hpp"

namespace buuan::http {
namespace {

using namespace std::chrono_literals;

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

TEST(server, of_large_bodies_the_open_door_takes_so_many_at_once) {
    ServerConfig config = quick();
    config.listens[0].door = Door::open;
    config.body_ms = 10'000;
    Running running(config);
    const std::string begun = "POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc";
    std::vector<RawClient> slow;
    for (std::size_t i = 0; i < large_bodies_max; ++i) {
        slow.push_back(running.connect());
        slow.back().send(begun);
    }
    EXPECT_EQ(running.status_of(post("/large", "0123456789")), 503);
    EXPECT_EQ(running.status_of(post("/a", "0123456789")), 200) << "small ones need no place";
    slow.back().send("defghij");
    EXPECT_EQ(slow.back().answer()->status, 200);
    EXPECT_EQ(running.status_of(post("/large", "0123456789")), 200) << "a place that was left";
    slow.back().send(begun);  // on the same connection, which has waited without a place
    slow.pop_back();
    for (int tries = 0; tries < 50; ++tries) {  // until the server has seen that it went away
        if (running.status_of(post("/large", "0123456789")) == 200) return;
        std::this_thread::sleep_for(20ms);
    }
    FAIL() << "who went away kept its place";
}

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
    // One of these two waits for the worker, the other finds the queue full: which, nobody says.
    auto one = running.connect();
    auto other = running.connect();
    one.send(get("/next"));
    other.send(get("/next"));
    RawClient* refused = nullptr;
    for (int tries = 0; tries < 250 && refused == nullptr; ++tries) {
        if (one.readable_within(10)) refused = &one;
        if (other.readable_within(10)) refused = &other;
    }
    ASSERT_NE(refused, nullptr);
    const auto answer = refused->answer();
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->headers.at("retry-after"), "2");
    gate.open();
    EXPECT_EQ(working.answer()->body, "GET /wait ? 0");
    EXPECT_EQ((refused == &one ? other : one).answer()->body, "GET /next ? 0");
}

}  // namespace
}  // namespace buuan::http
