// ./dev sim: plays seeds, and tells the history of the first that breaks something.
//
//     sim [--seed N | --seeds A..B] [--days N] [--memory] [--minutes N]
//
// Without a seed it plays new ones, until the minutes are over (one by default).
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <optional>
#include <random>

#include "play.hpp"

namespace {

using namespace buuan::simulation;

struct Arguments {
    std::optional<std::pair<std::uint64_t, std::uint64_t>> seeds;
    int days = 3;
    int minutes = 1;
    bool memory = false;
};

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<Arguments> read(int argc, char** argv) {
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--memory") {
            arguments.memory = true;
            continue;
        }
        if (++i == argc) return std::nullopt;
        const std::string_view value = argv[i];
        const auto dots = value.find("..");
        const auto first = number_in(value.substr(0, dots));
        const auto last = dots == value.npos ? first : number_in(value.substr(dots + 2));
        if (!first || !last) return std::nullopt;
        if (name == "--seed" || name == "--seeds") {
            arguments.seeds = {*first, *last};
        } else if (name == "--days") {
            arguments.days = static_cast<int>(*first);
        } else if (name == "--minutes") {
            arguments.minutes = static_cast<int>(*first);
        } else {
            return std::nullopt;
        }
    }
    return arguments;
}

bool play_one(std::uint64_t seed, const Arguments& arguments, bool tell) {
    World world({.seed = seed, .in_memory = arguments.memory, .mutant = {}});
    const auto broken = play(world, arguments.days);
    if (tell || !broken.empty()) {
        for (const std::string& line : world.story()) std::printf("%s\n", line.c_str());
        std::printf(
            "seed %llu: %zu items, %zu requests sent again, %llu changes, history %016llx\n",
            static_cast<unsigned long long>(seed), world.items().size(), world.interrupted(),
            static_cast<unsigned long long>(world.machine.changes()),
            static_cast<unsigned long long>(world.machine.history()));
    }
    if (broken.empty()) return true;
    for (const std::string& what : broken) std::printf("BROKEN %s\n", what.c_str());
    std::printf("again: ./dev sim --seed %llu --days %d%s\n", static_cast<unsigned long long>(seed),
                arguments.days, arguments.memory ? " --memory" : "");
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    const auto arguments = read(argc, argv);
    if (!arguments) {
        std::fprintf(stderr, "sim [--seed N | --seeds A..B] [--days N] [--memory] [--minutes N]\n");
        return 2;
    }
    std::uint64_t played = 0;
    if (arguments->seeds) {
        const auto [first, last] = *arguments->seeds;
        for (std::uint64_t seed = first; seed <= last; ++seed, ++played) {
            if (!play_one(seed, *arguments, first == last)) return 1;
        }
    } else {
        const auto end =
            std::chrono::steady_clock::now() + std::chrono::minutes(arguments->minutes);
        std::random_device device;
        for (; std::chrono::steady_clock::now() < end; ++played) {
            if (!play_one(device(), *arguments, false)) return 1;
        }
    }
    std::printf("%llu seeds of %d days: nothing is broken\n",
                static_cast<unsigned long long>(played), arguments->days);
    return 0;
}
