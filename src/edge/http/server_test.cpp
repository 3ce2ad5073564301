// What a server makes of requests, right and broken, and how it stops.
#include "edge/http/server_world_test.hpp"

namespace buuan::http {
namespace {

using namespace std::chrono_literals;

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

}  // namespace
}  // namespace buuan::http
