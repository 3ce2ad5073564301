// The lines of a body that streams, one at a time: LF or CRLF at the end, which the last line may
// lack. Bounded: a line that is too long is passed over without being kept, and named.
#pragma once

#include <optional>

#include "edge/http/stream.hpp"

namespace buuan::http {

class BodyLines {
public:
    struct Line {
        std::size_t number{};   // from 1; empty lines count
        std::string_view text;  // valid until the next call
        bool too_long{};        // `text` is empty then
    };

    BodyLines(Stream& stream, std::size_t line_bytes_max)
        : stream_(stream), line_bytes_max_(line_bytes_max) {}
    /// The next line that is not empty; nullopt at the end. A fault of the stream ends it: what
    /// stands after the last line break then is no line.
    Result<std::optional<Line>> next();
    /// Whether next() would wait for the client.
    bool would_wait() { return piece_.find('\n') == piece_.npos && stream_.would_wait(); }

private:
    void keep(std::string_view part);
    Line take(std::string_view end_of_line);

    Stream& stream_;
    const std::size_t line_bytes_max_;
    std::string_view piece_;  // of the stream, still to be read
    std::string begun_;       // a line whose end has not come
    std::string line_;        // the one given out, when it came in pieces
    bool too_long_ = false;
    std::size_t number_ = 0;
};

}  // namespace buuan::http
