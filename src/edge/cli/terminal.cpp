#include "edge/cli/terminal.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "base/bytes.hpp"

namespace buuan::cli {

Language language() {
    static const Language chosen = [] {
        for (const char* name : {"BUUAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            const char* value = std::getenv(name);
            if (value != nullptr && *value != '\0')
                return std::string_view(value).starts_with("en") ? Language::en : Language::vi;
        }
        return Language::vi;
    }();
    return chosen;
}

void print(std::string_view line) {
    std::cout << line << '\n' << std::flush;
}

void complain(std::string_view line) {
    std::cerr << line << '\n';
}

std::string read_secret(const char* variable, Text prompt) {
    if (const char* given = std::getenv(variable)) return given;
    if (isatty(STDIN_FILENO) == 0) return {};
    std::cerr << prompt.here() << std::flush;
    termios before{};
    tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    std::string password;
    std::getline(std::cin, password);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << '\n';
    return password;
}

std::optional<std::string> read_known_secret(const char* variable, Text prompt) {
    return read_secret(variable, prompt);
}

std::optional<std::string> read_new_secret(const char* variable, Text prompt) {
    std::string first = read_secret(variable, prompt);
    if (std::getenv(variable) != nullptr || isatty(STDIN_FILENO) == 0) return first;
    std::string again = read_secret(variable, {"Gõ lại: ", "Once more: "});
    const bool same = first == again;
    wipe(again.data(), again.size());
    if (same) return first;
    wipe(first.data(), first.size());
    complain(Text{"Hai lần gõ khác nhau.", "The two are not the same."});
    return std::nullopt;
}

}  // namespace buuan::cli
