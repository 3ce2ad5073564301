#include "edge/http/body_lines.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace buuan::http {
namespace {

/// A body that comes in pieces of one size, and breaks off where that is asked for.
class Pieces final : public Stream {
public:
    Pieces(std::string body, std::size_t size, bool breaks_off)
        : body_(std::move(body)), size_(size), breaks_off_(breaks_off) {}
    Result<std::string_view> read() override {
        if (at_ >= body_.size() && breaks_off_) return Fault{FaultKind::unavailable, "gone"};
        piece_ = body_.substr(std::min(at_, body_.size()), size_);
        at_ += size_;
        return std::string_view(piece_);
    }
    bool would_wait() override { return false; }
    Result<Done> send(Response) override { return Done{}; }

private:
    const std::string body_;
    const std::size_t size_;
    const bool breaks_off_;
    std::string piece_;
    std::size_t at_ = 0;
};

/// "number:text" of each line, "!" in place of what was too long, "fault" where it broke off.
std::vector<std::string> lines_of(const std::string& body, std::size_t piece,
                                  bool breaks_off = false) {
    Pieces pieces(body, piece, breaks_off);
    BodyLines lines(pieces, 5);
    std::vector<std::string> out;
    for (;;) {
        const auto line = lines.next();
        if (!line.ok()) {
            out.emplace_back("fault");
            return out;
        }
        if (!line.value()) return out;
        out.push_back(std::to_string(line.value()->number) + ":" +
                      (line.value()->too_long ? "!" : std::string(line.value()->text)));
    }
}

using Lines = std::vector<std::string>;

TEST(body_lines, are_the_same_however_the_body_comes) {
    const std::string body = "one\n\ntwo\r\n12345\n123456\n\r\n1234567890123\nlast";
    const Lines expected = {"1:one", "3:two", "4:12345", "5:!", "7:!", "8:last"};
    for (std::size_t piece = 1; piece <= body.size(); ++piece)
        EXPECT_EQ(lines_of(body, piece), expected) << piece;
}

TEST(body_lines, a_body_of_nothing_has_none) {
    EXPECT_EQ(lines_of("", 1), Lines{});
    EXPECT_EQ(lines_of("\n\n\r\n", 1), Lines{});
    EXPECT_EQ(lines_of("a\n", 1), Lines{"1:a"});
}

TEST(body_lines, half_a_line_is_none_when_the_body_breaks_off) {
    EXPECT_EQ(lines_of("one\ntw", 3, true), (Lines{"1:one", "fault"}));
}

}  // namespace
}  // namespace buuan::http
