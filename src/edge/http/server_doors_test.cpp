// Where a server listens and whom it believes: addresses, proxies, TLS, the Unix socket.
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_folder_test.hpp"
#include "edge/http/server_world_test.hpp"

namespace buuan::http {
namespace {

using namespace std::chrono_literals;

bool make_certificate(const TemporaryFolder& folder) {
    const std::string at = folder.path.string();
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
        at + "/key.pem -out " + at + "/certificate.pem 2>/dev/null";
    return std::system(command.c_str()) == 0;
}

ServerConfig over_tls(const TemporaryFolder& folder) {
    ServerConfig config = quick();
    config.listens[0].tls = true;
    config.tls_certificate = folder.path / "certificate.pem";
    config.tls_key = folder.path / "key.pem";
    return config;
}

Response how_secure(const Request& request) {
    return Response::text(request.secure ? "secure" : "plain");
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

TEST(tls, a_request_is_secure_and_the_browser_is_told_to_stay_with_it) {
    TemporaryFolder folder;
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
    TemporaryFolder folder;
    ASSERT_TRUE(make_certificate(folder));
    Running running(over_tls(folder));
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
        EXPECT_FALSE(running.connect().handshake(folder.path / "certificate.pem", version));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION})
        EXPECT_TRUE(running.connect().handshake(folder.path / "certificate.pem", version));
}

TEST(tls, plain_text_and_silence_are_cut) {
    TemporaryFolder folder;
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
    TemporaryFolder folder;
    ASSERT_TRUE(make_certificate(folder));
    ServerConfig config = over_tls(folder);
    std::ofstream(config.tls_key) << "no key";
    const auto started = Server::start(config, echo, most_of);
    ASSERT_FALSE(started.ok());
    EXPECT_NE(started.error().what.find("TLS"), std::string::npos);
}

TEST(unix_socket, knows_who_is_at_the_other_end_and_leaves_nothing_behind) {
    TemporaryFolder folder;
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
