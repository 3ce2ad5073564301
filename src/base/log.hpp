// For operators: structured lines on standard error, one JSON object each. Only for facts about the
// node; values are codes, counts, ids and durations. A Personal cannot be passed.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace buuan::log {

struct Field {
    std::string_view name;
    std::string value;
    bool is_number = false;

    Field(std::string_view n, std::string_view v) : name(n), value(v) {}
    Field(std::string_view n, const char* v) : name(n), value(v) {}
    template <std::integral N>
    Field(std::string_view n, N v) : name(n), value(std::to_string(v)), is_number(true) {}
};

enum class Level { debug, info, warning, error, off };  // off: a simulation says nothing

void set_level(Level level);
/// `event` is a stable name in snake_case such as "request_done".
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, fields);
}

}  // namespace buuan::log
