#include "edge/http/body_lines.hpp"

namespace buuan::http {

/// A part of a line that goes on in the next piece.
void BodyLines::keep(std::string_view part) {
    too_long_ = too_long_ || begun_.size() + part.size() > line_bytes_max_;
    too_long_ ? begun_.clear() : void(begun_ += part);
}

BodyLines::Line BodyLines::take(std::string_view end_of_line) {
    Line line{++number_, end_of_line, too_long_ || end_of_line.size() > line_bytes_max_};
    if (!begun_.empty() || too_long_) {
        keep(end_of_line);
        line.too_long = too_long_;
        line_.swap(begun_);
        line.text = line_;
    }
    begun_.clear();
    too_long_ = false;
    if (line.too_long) line.text = {};
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    return line;
}

Result<std::optional<BodyLines::Line>> BodyLines::next() {
    for (;;) {
        const auto end = piece_.find('\n');
        if (end != std::string_view::npos) {
            const Line line = take(piece_.substr(0, end));
            piece_.remove_prefix(end + 1);
            if (line.too_long || !line.text.empty()) return std::optional(line);
            continue;
        }
        keep(piece_);
        const auto piece = stream_.read();
        if (!piece.ok()) return piece.error();
        piece_ = piece.value();
        if (!piece_.empty()) continue;
        if (begun_.empty() && !too_long_) return std::optional<Line>();
        const Line line = take({});
        if (line.too_long || !line.text.empty()) return std::optional(line);
    }
}

}  // namespace buuan::http
