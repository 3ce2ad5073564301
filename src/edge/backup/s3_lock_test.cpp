// Locks in a store that keeps what it is given in memory, under a clock that the tests set; and
// what a store must be like to be taken. The real store is in the suite `s3`.
#include "edge/backup/s3_lock.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <thread>

#include "adapters/posix/system_entropy.hpp"
#include "base/answering_server_test.hpp"
#include "base/temporary_folder_test.hpp"
#include "edge/backup/s3_target.hpp"

namespace buuan::backup {
namespace {

/// The four requests of one bucket. Looks at no signature.
class MemoryStore {
public:
    std::vector<std::string> names() {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> all;
        for (const auto& [name, body] : objects_) all.push_back(name);
        return all;
    }
    void put(const std::string& name, const std::string& body) {
        const std::lock_guard lock(mutex_);
        objects_[name] = body;
    }
    std::string get(const std::string& name) {
        const std::lock_guard lock(mutex_);
        return objects_[name];
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        objects_.clear();
    }

    std::atomic<bool> lists_nothing{false};
    std::atomic<bool> careless{false};
    [[nodiscard]] std::string endpoint() const { return server_.url(); }

private:
    static std::string said(const char* status, const std::string& body = {}) {
        return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n\r\n{}", status, body.size(),
                           body);
    }
    std::string answer(const std::string& request) {
        const auto head = request.find("\r\n\r\n");
        const std::string method = request.substr(0, request.find(' '));
        const auto begin = method.size() + 1;
        const std::string path = request.substr(begin, request.find(' ', begin) - begin);
        const std::string body = request.substr(head + 4);
        const std::lock_guard lock(mutex_);
        if (path.starts_with("/sao-luu/?")) return said("200 OK", page(path));
        const std::string name = path.substr(9);
        if (method == "PUT" && !careless &&
            request.find(sha256(as_bytes(body)).text()) == std::string::npos)
            return said("400 Bad Request", "<Error><Code>XAmzContentSHA256Mismatch</Code></Error>");
        if (method == "PUT") objects_[name] = body;
        if (method == "DELETE") objects_.erase(name);
        if (method != "GET") return said("200 OK");
        const auto found = objects_.find(name);
        if (found == objects_.end())
            return said("404 Not Found", "<Error><Code>NoSuchKey</Code></Error>");
        return said("200 OK", found->second);
    }
    std::string page(const std::string& path) {
        std::string prefix = path.substr(path.find("prefix=") + 7);
        for (auto at = prefix.find("%2F"); at != std::string::npos; at = prefix.find("%2F"))
            prefix.replace(at, 3, "/");
        std::string xml = "<ListBucketResult>";
        for (const auto& [name, body] : objects_) {
            const bool right_below =
                name.starts_with(prefix) && name.find('/', prefix.size()) == std::string::npos;
            if (right_below && !lists_nothing)
                xml += "<Contents><Key>" + name + "</Key></Contents>";
        }
        return xml + "</ListBucketResult>";
    }

    std::mutex mutex_;
    std::map<std::string, std::string> objects_;
    AnsweringServer server_{
        [this](const std::string& request) { return AnsweringServer::Reply{answer(request)}; }};
};

struct SetClock final : Clock {
    std::atomic<std::int64_t> ms{1'795'704'274'123};
    Instant now() override { return {ms}; }
    Monotonic elapsed() override { return {ms}; }
};

struct S3LockTest : ::testing::Test {
    MemoryStore store;
    SetClock clock;
    SystemEntropy entropy;
    s3::Client client{{*s3::Endpoint::parse(store.endpoint())},
                      "sao-luu",
                      {"KEY", Personal("secret")},
                      clock,
                      {.tries_max = 1}};

    Result<std::unique_ptr<S3Lock>> take(const std::string& holder) {
        return S3Lock::take(client, "n/locks", holder, clock, entropy);
    }
};

TEST_F(S3LockTest, is_there_while_it_is_held_and_gone_afterwards) {
    {
        const auto lock = take("a");
        ASSERT_TRUE(lock.ok()) << lock.error().what;
        ASSERT_EQ(store.names().size(), 1U);
        EXPECT_EQ(store.get(store.names()[0]), "until 2026-11-26T20:44:34.123Z\nholder a\n");
    }
    EXPECT_TRUE(store.names().empty());
}

TEST_F(S3LockTest, keeps_out_another_machine_until_it_ends_and_says_when) {
    const auto first = take("a");
    ASSERT_TRUE(first.ok());
    const auto second = take("b");
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().kind, FaultKind::busy);
    EXPECT_NE(second.error().what.find("2026-11-26T20:44:34.123Z"), std::string::npos);
    EXPECT_EQ(store.names().size(), 1U) << "the second left its own";
    clock.ms += lock_ms + 1;
    EXPECT_TRUE(take("b").ok());
    EXPECT_EQ(first.value()->confirm().error().kind, FaultKind::busy);
}

TEST_F(S3LockTest, that_a_crash_left_does_not_keep_out_the_node_that_left_it) {
    store.put("n/locks/old", "until 2026-11-26T20:44:34.123Z\nholder a\n");
    EXPECT_EQ(take("b").error().kind, FaultKind::busy);
    const auto lock = take("a");
    ASSERT_TRUE(lock.ok());
    EXPECT_EQ(store.names().size(), 1U);
}

TEST_F(S3LockTest, that_nobody_understands_is_left_alone_and_named) {
    for (const char* text : {"", "until soon\nholder a\n", "until 2026-11-26T20:44:34.123Z\n",
                             "until 2020-11-26T20:44:34.123Z\nholder a",
                             "after 2020-11-26T20:44:34.123Z\nholder a\n"}) {
        store.put("n/locks/what", text);
        const auto lock = take("a");
        ASSERT_FALSE(lock.ok()) << text;
        EXPECT_NE(lock.error().what.find("n/locks/what"), std::string::npos);
        EXPECT_EQ(store.names(), std::vector<std::string>{"n/locks/what"});
    }
}

TEST_F(S3LockTest, is_renewed_in_time_and_lost_by_who_stood_still) {
    const auto lock = take("a");
    ASSERT_TRUE(lock.ok());
    const std::string name = store.names()[0];
    ASSERT_TRUE(lock.value()->keep().ok());
    EXPECT_EQ(store.get(name), "until 2026-11-26T20:44:34.123Z\nholder a\n");
    clock.ms += lock_ms - 1;
    ASSERT_TRUE(lock.value()->keep().ok());
    EXPECT_EQ(store.get(name), "until 2026-11-27T02:44:34.122Z\nholder a\n");
    clock.ms += lock_ms;
    EXPECT_EQ(lock.value()->keep().error().kind, FaultKind::busy);
}

TEST_F(S3LockTest, that_was_taken_away_is_noticed) {
    const auto lock = take("a");
    ASSERT_TRUE(lock.ok());
    ASSERT_TRUE(lock.value()->confirm().ok());
    store.clear();
    EXPECT_EQ(lock.value()->confirm().error().kind, FaultKind::busy);
    clock.ms += lock_renew_ms;
    EXPECT_EQ(lock.value()->keep().error().kind, FaultKind::busy);
    EXPECT_TRUE(store.names().empty()) << "it was put again";
}

TEST_F(S3LockTest, of_many_at_once_is_one_persons_at_most) {
    for (int round = 0; round < 10; ++round) {
        std::atomic<int> held{0};
        std::vector<std::thread> machines;
        for (const char* holder : {"a", "b", "c", "d"}) {
            machines.emplace_back([&, holder] {
                s3::Client own{{*s3::Endpoint::parse(store.endpoint())},
                               "sao-luu",
                               {"KEY", Personal("secret")},
                               clock,
                               {.tries_max = 1}};
                SystemEntropy of_its_own;
                const auto lock = S3Lock::take(own, "n/locks", holder, clock, of_its_own);
                if (!lock.ok()) return;
                EXPECT_EQ(++held, 1) << "two hold it";
                EXPECT_TRUE(lock.value()->confirm().ok());
                --held;
            });
        }
        for (std::thread& each : machines) each.join();
        EXPECT_TRUE(store.names().empty());
    }
}

TEST_F(S3LockTest, is_not_had_in_a_store_that_does_not_list_what_was_put) {
    store.lists_nothing = true;
    EXPECT_EQ(take("a").error().kind, FaultKind::corrupt);
    EXPECT_TRUE(store.names().empty());
}

TEST_F(S3LockTest, a_store_that_takes_what_was_damaged_is_not_used) {
    const TemporaryFolder temporary;
    S3Access access;
    access.endpoint = store.endpoint();
    access.credentials = temporary.path / "s3.key";
    std::ofstream(access.credentials) << "KEY\nsecret\n";
    ASSERT_EQ(::chmod(access.credentials.c_str(), 0600), 0);
    const auto open = [&] {
        return S3Target::open_to_write(access, "s3://sao-luu/n", "a", clock, entropy);
    };
    ASSERT_TRUE(open().ok());
    store.careless = true;
    const auto refused = open();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, "s3_careless");
    EXPECT_TRUE(store.names().empty());
}

TEST(holder, is_of_this_machine_and_folder) {
    const TemporaryFolder one;
    const TemporaryFolder other;
    EXPECT_EQ(holder_of(one.path).size(), 32U);
    EXPECT_EQ(holder_of(one.path), holder_of(one.path / "."));
    EXPECT_NE(holder_of(one.path), holder_of(other.path));
}

}  // namespace
}  // namespace buuan::backup
