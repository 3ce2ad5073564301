// Declarations from a file or standard input, one a line, read one by one: a stream may be endless,
// and no line is held beyond a bound.
#pragma once

#include <optional>
#include <streambuf>
#include <string>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace buuan::cli {

struct Line {
    std::string text;
    bool too_long = false;
};

/// The next line, read no further than the bound; false at the end.
bool next_line(std::streambuf& in, Line& line);

/// The `text` of a line that is a JSON object, or a code of what is wrong with the line.
Result<std::string, const char*> declared_in(const Line& line);

/// The day on which declarations are held against the rules: today where none was typed. nullopt,
/// and said so, when what was typed is no day.
std::optional<Day> day_of_option(const std::string& typed);

}  // namespace buuan::cli
