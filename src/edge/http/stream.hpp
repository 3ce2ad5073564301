// A request whose body is read while it is worked on, and answered while it still comes: a list of
// a million lines in constant memory. A handler asks for the next bytes when it is done with those
// before; until then nothing more is taken from the socket, so a client is never faster than what
// it is told. A route says that it streams by the size of its body (router.hpp).
#pragma once

#include <limits>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "edge/http/message.hpp"

namespace buuan::http {

/// In place of a body's bound: it has none, and is read through Request::stream.
inline constexpr std::uint64_t body_streamed = std::numeric_limits<std::uint64_t>::max();

/// Bytes. A larger body is read only from who may send it, and through the open door only so many
/// at once (503 for one more).
inline constexpr std::uint64_t body_of_strangers_max = 65'536;
inline constexpr std::size_t large_bodies_max = 32;

class Stream {
public:
    virtual ~Stream() = default;
    /// The next bytes of the body, valid until the next call; empty at its end. Blocks. A fault
    /// when the client is gone or too slow, or what it sends is not HTTP: what came was not all.
    virtual Result<std::string_view> read() = 0;
    /// Whether read() would wait for the client: a time to tell it what is done so far.
    virtual bool would_wait() = 0;
    /// Sends a part of the answer's body; the first part's status, type and headers begin the
    /// answer. Blocks until it is on its way. The handler's own Response is the last part; where
    /// its status is another than the first one's, the answer ends broken off, and the client sees
    /// that.
    virtual Result<Done> send(Response part) = 0;
};

/// A body that is there as a whole, and an answer that is kept: a stream for callers in the same
/// process.
class WholeStream final : public Stream {
public:
    explicit WholeStream(std::string_view body) : body_(body) {}
    Result<std::string_view> read() override { return std::exchange(body_, {}); }
    bool would_wait() override { return false; }
    Result<Done> send(Response part) override {
        sent_ += part.body;
        return Done{};
    }
    /// What was sent before the handler's last word.
    [[nodiscard]] const std::string& sent() const { return sent_; }

private:
    std::string_view body_;
    std::string sent_;
};

}  // namespace buuan::http
