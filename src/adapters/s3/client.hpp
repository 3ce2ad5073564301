// A small client of one bucket in an S3-compatible store, over libcurl. Promises: TLS is verified;
// every body is signed, so that one that was damaged on its way is refused; every wait and every
// answer is bounded; what may go away by itself is tried again, each time signed anew; an error
// names the object and never a key. One thread at a time; the connection is kept between calls.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/s3/place.hpp"
#include "adapters/s3/sign.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace buuan::s3 {

enum class Wrong : std::uint8_t {
    object,       // there is none of this name
    bucket,       // there is none
    key,          // the access key is not known, or its secret key is another one
    permission,   // the key may not do this
    clock,        // this machine's clock and the store's differ too much
    region,       // the bucket is in another one, or at another endpoint
    certificate,  // it cannot prove that it is who we mean
    unreachable,  // nobody answers, or breaks off each time
    overloaded,   // it says so, or fails, each time
    full,         // a quota, or no space
    damaged,      // it says that what came is not what was sent
    too_large,    // an object that is larger than it may be
    answer        // not what a store answers
};

/// Why it was not done. `what` is for operators: "put s3://bucket/name: 403 AccessDenied".
struct Failure {
    Wrong wrong;
    std::string what;
};
Fault fault_of(const Failure& failure);

struct Patience {
    int tries_max = 5;
    long first_wait_ms = 500;  // before the second try; doubled each time
    long connect_ms = 10'000;
    long stall_s = 30;  // without a byte
    long call_ms = 900'000;
};

class Client {
public:
    Client(Place place, std::string bucket, Credentials credentials, Clock& clock,
           Patience patience = {});
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// The last parts of the names of objects and folders right below `folder`, sorted.
    Result<std::vector<std::string>, Failure> list(std::string_view folder);
    /// The names of all objects below `folder`, without it, sorted: a request for each thousand.
    Result<std::vector<std::string>, Failure> list_below(std::string_view folder);
    Result<Bytes, Failure> get(std::string_view name, std::size_t bytes_max);
    /// When it is answered, it is there.
    Result<Done, Failure> put(std::string_view name, BytesView bytes);
    /// One that is not there is done.
    Result<Done, Failure> remove(std::string_view name);
    /// Sends what is not what was signed, and asks whether the store minds.
    Result<bool, Failure> refuses_what_was_damaged(std::string_view name);

private:
    struct Answer;
    [[nodiscard]] Call call_of(std::string method, std::string_view name) const;
    Result<std::vector<std::string>, Failure> list_pages(std::string_view folder,
                                                         const Pairs& query);
    Result<Answer, Failure> ask(const Call& call, BytesView body, std::size_t bytes_max);
    Result<Answer, Failure> ask_once(const Call& call, BytesView body, std::size_t bytes_max);
    [[nodiscard]] Failure refused(const Call& call, const Answer& answer) const;
    [[nodiscard]] std::string clocks(std::string_view its_date) const;
    [[nodiscard]] std::string named(const Call& call) const;

    const Place place_;
    const std::string bucket_;
    const Credentials credentials_;
    Clock& clock_;
    const Patience patience_;
    void* const curl_;
};

}  // namespace buuan::s3
