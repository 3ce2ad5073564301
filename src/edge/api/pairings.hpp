// The line between a counter and the phone that is its second camera and signature pad, for one
// item. The node is a relay: what it carries is sealed by one of the two and opened by the other
// with a key from the screen's QR code, which is never sent to it. Pieces go one way, phone to
// counter, in turn; the other way there is one note, the latest. Everything lies in memory only and
// is bounded in bytes, in number for each pairing, for each user and altogether, and in time
// (docs/decisions/phone-as-second-camera.md).
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/instant.hpp"

namespace buuan::api {

struct PairingLimits {
    std::size_t waiting_max = 4;                       // pieces that the counter has not taken yet
    std::uint32_t pieces_max = 64;                     // of one pairing, from beginning to end
    std::size_t bytes_waiting_max = 64 * 1024 * 1024;  // of all pairings
    std::size_t open_per_user_max = 4;
    std::size_t known_max = 1'000;  // with those that are over, until they are forgotten
    std::int64_t open_ms_max = 600'000;
    std::int64_t known_ms_max = 1'200'000;     // how long a phone is still told that it is over
    std::uint32_t asked_per_minute_max = 240;  // by the phone
};

class Pairings {
public:
    enum class Refused {
        unknown,
        over,      // the counter ended it: the item is decided, or another was begun
        expired,   // its time is up
        too_many,  // it had all its pieces
        too_often,
        full,
        turn,  // another piece is due, or this one is taken and forgotten
    };
    template <class T>
    using Or = std::variant<T, Refused>;

    /// What the phone is told: what the counter last said, if anything, and which piece is due.
    struct ForPhone {
        std::optional<std::string> note;
        std::uint32_t due{};
    };

    explicit Pairings(PairingLimits limits = {}) : limits_(limits) {}

    // The counter's side. `user`: a pairing is its user's; to everybody else it is unknown.

    /// A new one; its id is 128 random bits, in hex. A user's oldest ends where there are enough:
    /// a browser that was closed has left it, and nobody is to wait for that.
    Or<std::string> open(const std::string& user, Monotonic now, Entropy& entropy);
    std::optional<Refused> tell(const std::string& id, const std::string& user, std::string note,
                                Monotonic now);
    /// The piece of that number, nullopt while it has not come. Who asks for one has those before
    /// it: they are forgotten. So a broken answer loses nothing, and what was taken is never out
    /// twice.
    Or<std::optional<std::string>> take(const std::string& id, const std::string& user,
                                        std::uint32_t number, Monotonic now);
    /// Forgets everything but that it is over.
    std::optional<Refused> end(const std::string& id, const std::string& user, Monotonic now);

    // The phone's side: whoever has the id.

    /// Why this id opens nothing; nullopt where it does. Asked before a body is read.
    std::optional<Refused> closed(const std::string& id, Monotonic now);
    Or<ForPhone> ask(const std::string& id, Monotonic now);
    /// The piece that is due; the last one again, byte for byte, is as good as the first time.
    std::optional<Refused> put(const std::string& id, std::uint32_t number, std::string piece,
                               Monotonic now);

private:
    struct Pairing {
        std::string user;
        Monotonic begun{};
        bool over = false;
        std::optional<std::string> note;
        std::uint32_t due = 0;  // the number of the next piece from the phone
        Digest last;            // of the one before it
        std::deque<std::string> waiting;
        std::int64_t minute = 0;
        std::uint32_t asked = 0;  // in that minute
    };
    void forget_old(Monotonic now);
    void drop_pieces(Pairing& pairing);
    void end(Pairing& pairing);
    void end_oldest_of(const std::string& user, Monotonic now);
    [[nodiscard]] Or<Pairing*> find(const std::string& id, Monotonic now);
    [[nodiscard]] Or<Pairing*> find_own(const std::string& id, const std::string& user,
                                        Monotonic now);
    [[nodiscard]] Or<Pairing*> find_asked(const std::string& id, Monotonic now);
    [[nodiscard]] bool expired(const Pairing& pairing, Monotonic now) const {
        return now.ms - pairing.begun.ms > limits_.open_ms_max;
    }

    const PairingLimits limits_;
    std::mutex mutex_;  // guards all below
    std::map<std::string, Pairing, std::less<>> known_;
    std::size_t bytes_waiting_ = 0;
};

}  // namespace buuan::api
