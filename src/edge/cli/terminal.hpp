// What the command line says, in Vietnamese or English, and the codes it exits with
// (docs/reference/cli.md). Results go to standard output, problems to standard error.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

namespace buuan::cli {

/// 0 done; 1 the answer is no (refused, not proved, problems found); 2 the command line is wrong; 3
/// the node or a file cannot be reached; 4 the input is wrong; 5 not allowed.
enum class Exit : int { done = 0, no = 1, usage = 2, unreachable = 3, bad_input = 4, denied = 5 };

enum class Language { vi, en };

/// From BUUAN_LANG, LC_ALL, LC_MESSAGES or LANG: "en…" is English, anything else Vietnamese.
Language language();

struct Text {
    std::string_view vi;
    std::string_view en;
    [[nodiscard]] std::string_view here() const { return language() == Language::vi ? vi : en; }
};

/// A sentence with its gaps filled, in the language of the terminal.
template <class... Gaps>
std::string say(Text sentence, const Gaps&... gaps) {
    return fmt::format(fmt::runtime(sentence.here()), gaps...);
}

void print(std::string_view line);     // to standard output, with a line end
void complain(std::string_view line);  // to standard error
inline void print(Text text) {
    print(text.here());
}
inline void complain(Text text) {
    complain(text.here());
}

/// A password from the environment variable of that name or, without echo, from the terminal; empty
/// where there is neither.
std::string read_secret(const char* variable, Text prompt);
/// The same, for a secret that something is sealed under already.
std::optional<std::string> read_known_secret(const char* variable, Text prompt);
/// The same, for one that something will be sealed under: typed twice where it is typed. nullopt,
/// after saying so, when the two differ.
std::optional<std::string> read_new_secret(const char* variable, Text prompt);

}  // namespace buuan::cli
