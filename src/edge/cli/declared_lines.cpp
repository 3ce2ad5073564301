#include "edge/cli/declared_lines.hpp"

#include <boost/json/parse.hpp>

#include "adapters/posix/system_clock.hpp"
#include "edge/cli/terminal.hpp"

namespace buuan::cli {
namespace {

constexpr std::size_t line_bytes_max = 16 * 1024 * 1024;

}  // namespace

bool next_line(std::streambuf& in, Line& line) {
    line.text.clear();
    line.too_long = false;
    int c = in.sbumpc();
    if (c == std::char_traits<char>::eof()) return false;
    for (; c != std::char_traits<char>::eof() && c != '\n'; c = in.sbumpc()) {
        if (line.text.size() == line_bytes_max)
            line.too_long = true;
        else
            line.text += static_cast<char>(c);
    }
    return true;
}

Result<std::string, const char*> declared_in(const Line& line) {
    if (line.too_long) return "too_long";
    boost::system::error_code error;
    const auto value = boost::json::parse(line.text, error);
    if (error) return "no_json";
    const auto* object = value.if_object();
    const auto* text = object == nullptr ? nullptr : object->if_contains("text");
    if (text == nullptr || !text->is_string()) return "no_text";
    return std::string(text->get_string());
}

std::optional<Day> day_of_option(const std::string& typed) {
    const auto on = typed.empty() ? Day::of(SystemClock().now()) : Day::parse(typed);
    if (!on)
        complain(
            say({"Ngày {} không hợp lệ; viết như 2026-11-24", "{} is no day; write 2026-11-24"},
                typed));
    return on;
}

}  // namespace buuan::cli
