// The client against a store that fails as stores and lines do. The real store is in the suite
// `s3`.
#include "adapters/s3/client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <mutex>

#include "adapters/posix/system_clock.hpp"
#include "base/answering_server_test.hpp"

namespace buuan::s3 {
namespace {

std::string answer(const std::string& status, const std::string& body = {},
                   const std::string& headers = {}) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           headers + "\r\n" + body;
}

std::string refusal(const std::string& status, const std::string& code) {
    return answer(status, "<?xml version=\"1.0\"?><Error><Code>" + code +
                              "</Code><Message>hidden words</Message></Error>");
}

std::string listing(const std::string& inside) {
    return answer("200 OK", "<ListBucketResult>" + inside + "</ListBucketResult>");
}

const std::string cut_off = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf";
const std::string hang_up = "";
const std::string silence = "silence";

/// Gives its answers one after the other, the last one again and again; keeps what it was asked.
class Store {
public:
    explicit Store(std::deque<std::string> answers)
        : answers_(std::move(answers)), server_([this](std::string request) {
              const std::string reply = next(std::move(request));
              return AnsweringServer::Reply{reply == silence ? "" : reply,
                                            reply == cut_off || reply == hang_up};
          }) {}
    [[nodiscard]] std::string endpoint() const { return server_.url(); }
    [[nodiscard]] int connections() const { return server_.connections; }
    std::vector<std::string> asked() {
        const std::lock_guard lock(mutex_);
        return asked_;
    }

private:
    std::string next(std::string request) {
        const std::lock_guard lock(mutex_);
        asked_.push_back(std::move(request));
        std::string reply = answers_.front();
        if (answers_.size() > 1) answers_.pop_front();
        return reply;
    }

    std::mutex mutex_;
    std::deque<std::string> answers_;
    std::vector<std::string> asked_;
    AnsweringServer server_;
};

SystemClock system_clock;
constexpr Patience little{.tries_max = 3, .first_wait_ms = 1, .stall_s = 1, .call_ms = 5000};

std::unique_ptr<Client> client_of(const std::string& endpoint, bool path_style = true) {
    return std::make_unique<Client>(
        Place{.endpoint = *Endpoint::parse(endpoint), .path_style = path_style}, "sao-luu",
        Credentials{"KEY", Personal("hidden-secret")}, system_clock, little);
}

Wrong wrong_of_get(const std::string& reply) {
    Store store({reply});
    const auto got = client_of(store.endpoint())->get("n/a", 100);
    EXPECT_FALSE(got.ok());
    EXPECT_EQ(got.error().what.find("hidden"), std::string::npos) << got.error().what;
    EXPECT_NE(got.error().what.find("sao-luu/n/a"), std::string::npos) << got.error().what;
    return got.error().wrong;
}

TEST(s3_client, puts_gets_and_removes_over_one_connection) {
    Store store({answer("200 OK"), answer("200 OK", "body"), answer("204 No Content")});
    const auto client = client_of(store.endpoint());
    const std::string body("any\0\r\n\r\nbytes", 13);
    ASSERT_TRUE(client->put("n/a", as_bytes(body)).ok());
    const auto got = client->get("n/a", 4);
    ASSERT_TRUE(got.ok()) << got.error().what;
    EXPECT_EQ(as_text(got.value()), "body");
    ASSERT_TRUE(client->remove("n/a").ok());
    EXPECT_EQ(store.connections(), 1);
    const auto asked = store.asked();
    EXPECT_TRUE(asked[0].starts_with("PUT /sao-luu/n/a HTTP/1.1\r\n")) << asked[0];
    EXPECT_TRUE(asked[0].ends_with("\r\n\r\n" + body));
    EXPECT_NE(asked[0].find("x-amz-content-sha256: " + sha256(as_bytes(body)).text() + "\r\n"),
              std::string::npos);
    EXPECT_TRUE(asked[1].starts_with("GET /sao-luu/n/a HTTP/1.1\r\n"));
    EXPECT_TRUE(asked[2].starts_with("DELETE /sao-luu/n/a HTTP/1.1\r\n"));
    for (const std::string& each : asked) {
        EXPECT_EQ(each.find("hidden-secret"), std::string::npos);
        EXPECT_EQ(each.find("Content-Type"), std::string::npos) << "sent, but not signed";
    }
}

TEST(s3_client, names_the_bucket_in_the_host_where_it_is_told_to) {
    // "sao-luu.localhost" is this machine to libcurl, as RFC 6761 has it.
    Store store({answer("200 OK", "body")});
    const std::string port = store.endpoint().substr(17);
    const auto client = client_of("http://localhost:" + port, false);
    const auto got = client->get("n/a", 100);
    ASSERT_TRUE(got.ok()) << got.error().what;
    EXPECT_TRUE(store.asked()[0].starts_with("GET /n/a HTTP/1.1\r\n"));
    EXPECT_NE(store.asked()[0].find("ost: sao-luu.localhost:" + port + "\r\n"), std::string::npos);
}

TEST(s3_client, lists_page_after_page) {
    Store store({listing("<IsTruncated>true</IsTruncated><Contents><Key>n/b</Key></Contents>"
                         "<NextContinuationToken>more/+</NextContinuationToken>"),
                 listing("<Contents><Key>n/c</Key></Contents><CommonPrefixes><Prefix>n/a/</Prefix>"
                         "</CommonPrefixes>")});
    const auto names = client_of(store.endpoint())->list("n");
    ASSERT_TRUE(names.ok()) << names.error().what;
    EXPECT_EQ(names.value(), (std::vector<std::string>{"a", "b", "c"}));
    const auto asked = store.asked();
    EXPECT_TRUE(asked[0].starts_with("GET /sao-luu/?delimiter=%2F&list-type=2&prefix=n%2F HTTP"))
        << asked[0];
    EXPECT_TRUE(asked[1].starts_with("GET /sao-luu/?continuation-token=more%2F%2B&delimiter"))
        << asked[1];
}

TEST(s3_client, lists_what_is_deep_below_only_where_it_asked_for_that) {
    Store store(
        {listing("<Contents><Key>n/b/c</Key></Contents><Contents><Key>n/a</Key></Contents>")});
    const auto client = client_of(store.endpoint());
    EXPECT_EQ(client->list_below("n").value(), (std::vector<std::string>{"a", "b/c"}));
    EXPECT_TRUE(store.asked()[0].starts_with("GET /sao-luu/?list-type=2&prefix=n%2F HTTP"));
    EXPECT_EQ(client->list("n").error().wrong, Wrong::answer);
}

TEST(s3_client, a_listing_that_goes_round_or_is_none_is_a_fault) {
    const std::string round = listing(
        "<IsTruncated>true</IsTruncated><Contents><Key>n/b</Key></Contents>"
        "<NextContinuationToken>same</NextContinuationToken>");
    for (const std::string& reply :
         {round, listing("<Contents><Key>m/b</Key></Contents>"), answer("200 OK", "<html>"),
          answer("200 OK", std::string(9 << 20, ' '))}) {
        Store store({reply});
        EXPECT_FALSE(client_of(store.endpoint())->list("n").ok());
        EXPECT_LE(store.asked().size(), 2U);
    }
}

TEST(s3_client, tries_again_what_may_go_away) {
    for (const std::string& once :
         {refusal("500 Internal Server Error", "InternalError"), refusal("503 Slow", "SlowDown"),
          answer("502 Bad Gateway", "<html>"), answer("429 Too Many Requests"), cut_off, hang_up,
          refusal("400 Bad Request", "BadDigest"), silence}) {
        Store store({once, once, answer("200 OK", "body")});
        const auto client = client_of(store.endpoint());
        const auto got = client->get("n/a", 100);
        ASSERT_TRUE(got.ok()) << once << got.error().what;
        EXPECT_EQ(as_text(got.value()), "body");
        Store again({once, answer("200 OK")});
        const std::string body(300'000, 'x');
        ASSERT_TRUE(client_of(again.endpoint())->put("n/a", as_bytes(body)).ok()) << once;
        EXPECT_TRUE(again.asked().back().ends_with("\r\n\r\n" + body)) << "only a part came again";
    }
}

TEST(s3_client, gives_up_in_the_end_and_says_why) {
    EXPECT_EQ(wrong_of_get(refusal("500 Error", "InternalError")), Wrong::overloaded);
    EXPECT_EQ(wrong_of_get(cut_off), Wrong::unreachable);
    EXPECT_EQ(wrong_of_get(hang_up), Wrong::unreachable);
    EXPECT_EQ(client_of("http://127.0.0.1:1")->get("n/a", 1).error().wrong, Wrong::unreachable);
    Store store({refusal("503 Slow", "SlowDown")});
    EXPECT_FALSE(client_of(store.endpoint())->put("n/a", {}).ok());
    EXPECT_EQ(store.asked().size(), 3U);
}

TEST(s3_client, tells_refusals_apart_and_does_not_ask_again) {
    EXPECT_EQ(wrong_of_get(refusal("404 Not Found", "NoSuchKey")), Wrong::object);
    EXPECT_EQ(wrong_of_get(refusal("404 Not Found", "NoSuchBucket")), Wrong::bucket);
    EXPECT_EQ(wrong_of_get(refusal("403 Forbidden", "InvalidAccessKeyId")), Wrong::key);
    EXPECT_EQ(wrong_of_get(refusal("403 Forbidden", "SignatureDoesNotMatch")), Wrong::key);
    EXPECT_EQ(wrong_of_get(refusal("403 Forbidden", "AccessDenied")), Wrong::permission);
    EXPECT_EQ(wrong_of_get(refusal("403 Forbidden", "QuotaExceeded")), Wrong::full);
    EXPECT_EQ(wrong_of_get(answer("507 Insufficient Storage")), Wrong::full);
    EXPECT_EQ(wrong_of_get(refusal("301 Moved", "PermanentRedirect")), Wrong::region);
    EXPECT_EQ(wrong_of_get(answer("200 OK", std::string(101, 'x'))), Wrong::too_large);
    EXPECT_EQ(wrong_of_get(answer("200 OK", std::string(200'000, 'x'))), Wrong::too_large);
    EXPECT_EQ(wrong_of_get(answer("404 Not Found", "<html>")), Wrong::answer);
    Store store({refusal("403 Forbidden", "AccessDenied")});
    EXPECT_FALSE(client_of(store.endpoint())->put("n/a", {}).ok());
    EXPECT_EQ(store.asked().size(), 1U);
}

TEST(s3_client, tells_both_clocks_where_they_differ) {
    Store store({answer("403 Forbidden", "<Error><Code>RequestTimeTooSkewed</Code></Error>",
                        "Date: Thu, 26 Nov 2020 14:44:34 GMT\r\n")});
    const auto got = client_of(store.endpoint())->get("n/a", 100);
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().wrong, Wrong::clock);
    EXPECT_NE(got.error().what.find("there 2020-11-26T14:44:34.000Z"), std::string::npos)
        << got.error().what;
}

TEST(s3_client, follows_no_redirect) {
    Store elsewhere({answer("200 OK", "body")});
    Store store({answer("307 Temporary Redirect", "",
                        "Location: " + elsewhere.endpoint() + "/sao-luu/n/a\r\n")});
    EXPECT_EQ(client_of(store.endpoint())->get("n/a", 100).error().wrong, Wrong::region);
    EXPECT_TRUE(elsewhere.asked().empty());
}

TEST(s3_client, what_is_gone_already_is_removed) {
    Store store({refusal("404 Not Found", "NoSuchKey")});
    EXPECT_TRUE(client_of(store.endpoint())->remove("n/a").ok());
    Store none({refusal("404 Not Found", "NoSuchBucket")});
    EXPECT_FALSE(client_of(none.endpoint())->remove("n/a").ok());
}

TEST(s3_client, knows_a_store_that_does_not_look_at_what_comes) {
    Store careful({refusal("400 Bad Request", "XAmzContentSHA256Mismatch")});
    EXPECT_TRUE(client_of(careful.endpoint())->refuses_what_was_damaged("n/a").value());
    EXPECT_EQ(careful.asked().size(), 1U);
    Store careless({answer("200 OK")});
    EXPECT_FALSE(client_of(careless.endpoint())->refuses_what_was_damaged("n/a").value());
    Store closed({refusal("403 Forbidden", "AccessDenied")});
    EXPECT_FALSE(client_of(closed.endpoint())->refuses_what_was_damaged("n/a").ok());
}

}  // namespace
}  // namespace buuan::s3
