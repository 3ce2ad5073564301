#include "adapters/curl/http_client.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/answering_server_test.hpp"
#include "base/temporary_folder_test.hpp"

namespace buuan {
namespace {

/// Answers each request with what it is given, on a port or a socket of its own; keeps what it was
/// asked.
class Answering {
public:
    explicit Answering(const std::string& answer, const std::string& socket_path = {})
        : server_(
              [this, answer](std::string request) -> AnsweringServer::Reply {
                  asked = std::move(request);
                  return {answer, answer.find("Connection: close") != std::string::npos};
              },
              socket_path) {}
    [[nodiscard]] std::string url(const std::string& path = "/") const { return server_.url(path); }
    [[nodiscard]] int connections() const { return server_.connections; }
    std::string asked;  // the last request; read after the answer came

private:
    AnsweringServer server_;
};

TEST(http_client, brings_status_body_and_headers_in_lower_case) {
    Answering server(
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nX-Two:  spaces \r\nContent-Length: "
        "5\r\n\r\nhello");
    HttpClient client;
    const auto response = client.call(
        {.url = server.url("/api/v1/items?x=1"), .headers = {{"Accept", "text/plain"}}});
    ASSERT_TRUE(response.ok()) << response.error().what;
    EXPECT_EQ(response.value().status, 404);
    EXPECT_EQ(response.value().body, "hello");
    const auto& headers = response.value().headers;
    EXPECT_NE(std::find(headers.begin(), headers.end(),
                        std::pair<std::string, std::string>("content-type", "text/plain")),
              headers.end());
    EXPECT_TRUE(server.asked.starts_with("GET /api/v1/items?x=1 HTTP/1.1\r\n")) << server.asked;
    EXPECT_NE(server.asked.find("Accept: text/plain\r\n"), std::string::npos);
}

TEST(http_client, sends_the_method_and_the_body_with_any_bytes) {
    Answering server("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    HttpClient client;
    const std::string body("a\0b\r\n\r\nc", 8);
    for (const auto* method : {"PUT", "POST", "DELETE"}) {
        const auto response = client.call({.method = method, .url = server.url(), .body = body});
        ASSERT_TRUE(response.ok()) << response.error().what;
        EXPECT_EQ(response.value().status, 201);
        EXPECT_TRUE(server.asked.starts_with(std::string(method) + " / HTTP/1.1\r\n"));
        EXPECT_TRUE(server.asked.ends_with("\r\n\r\n" + body));
    }
    ASSERT_TRUE(client.call({.method = "POST", .url = server.url()}).ok());
    EXPECT_NE(server.asked.find("Content-Length: 0\r\n"), std::string::npos);
}

TEST(http_client, keeps_its_connection_and_forgets_the_last_request) {
    Answering server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    HttpClient client;
    ASSERT_TRUE(client
                    .call({.method = "PUT",
                           .url = server.url(),
                           .body = "secret",
                           .headers = {{"Authorization", "Bearer x"}}})
                    .ok());
    const auto second = client.call({.url = server.url()});
    ASSERT_TRUE(second.ok());
    EXPECT_EQ(second.value().body, "ok");
    EXPECT_EQ(server.connections(), 1);
    EXPECT_TRUE(server.asked.starts_with("GET "));
    EXPECT_EQ(server.asked.find("Bearer"), std::string::npos);
    EXPECT_EQ(server.asked.find("secret"), std::string::npos);
}

TEST(http_client, a_head_request_does_not_wait_for_a_body) {
    Answering server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    HttpClient client;
    const auto response = client.call({.method = "HEAD", .url = server.url(), .timeout_ms = 3000});
    ASSERT_TRUE(response.ok()) << response.error().what;
    EXPECT_EQ(response.value().status, 200);
    EXPECT_TRUE(response.value().body.empty());
}

TEST(http_client, an_answer_over_its_bound_is_not_taken) {
    Answering server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'));
    HttpClient client;
    EXPECT_EQ(client.call({.url = server.url(), .answer_bytes_max = 1000}).value().body.size(),
              1000U);
    EXPECT_FALSE(client.call({.url = server.url(), .answer_bytes_max = 999}).ok());
}

TEST(http_client, an_answer_that_stops_half_way_is_a_fault_and_not_a_short_body) {
    Answering server("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1000\r\n\r\nhalf");
    HttpClient client;
    const auto response = client.call({.url = server.url(), .timeout_ms = 3000});
    ASSERT_FALSE(response.ok());
    EXPECT_EQ(response.error().kind, FaultKind::unavailable);
}

TEST(http_client, an_address_that_may_not_be_connected_to_is_not) {
    Answering server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    HttpClient client;
    std::vector<std::string> seen;
    ClientRequest request{.url = server.url(), .timeout_ms = 3000};
    request.may_connect = [&](const std::string& address) {
        seen.push_back(address);
        return seen.size() > 1;
    };
    EXPECT_EQ(client.call(request).error().kind, FaultKind::unavailable);
    EXPECT_EQ(server.connections(), 0);
    EXPECT_EQ(client.call(request).value().body, "ok");
    EXPECT_EQ(seen, (std::vector<std::string>{"127.0.0.1", "127.0.0.1"}));
}

TEST(http_client, headers_without_end_are_not_taken) {
    std::string answer = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 400; ++i)
        answer += "X-" + std::to_string(i) + ": " + std::string(1000, 'x') + "\r\n";
    Answering server(answer + "Content-Length: 2\r\n\r\nok");
    HttpClient client;
    EXPECT_FALSE(client.call({.url = server.url(), .timeout_ms = 3000}).ok());
}

TEST(http_client, gives_up_in_time) {
    Answering silent("");
    HttpClient client;
    const auto begin = std::chrono::steady_clock::now();
    const auto response = client.call({.url = silent.url(), .timeout_ms = 200});
    ASSERT_FALSE(response.ok());
    EXPECT_EQ(response.error().kind, FaultKind::timed_out);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(http_client, nobody_there_is_unavailable) {
    HttpClient client;
    EXPECT_EQ(client.call({.url = "http://127.0.0.1:1/"}).error().kind, FaultKind::unavailable);
    EXPECT_EQ(
        client.call({.url = "http://localhost/", .unix_socket = "/nowhere/socket"}).error().kind,
        FaultKind::unavailable);
}

TEST(http_client, talks_to_a_socket_and_reads_no_file) {
    const TemporaryFolder temporary;
    const std::string folder = temporary.path.string();
    {
        Answering server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", folder + "/socket");
        HttpClient client;
        const auto response =
            client.call({.url = "http://localhost/x", .unix_socket = folder + "/socket"});
        ASSERT_TRUE(response.ok()) << response.error().what;
        EXPECT_EQ(response.value().body, "ok");
        std::ofstream(folder + "/secret") << "secret";
        EXPECT_FALSE(client.call({.url = "file://" + folder + "/secret"}).ok());
    }
}

}  // namespace
}  // namespace buuan
