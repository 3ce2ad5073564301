// How a benchmark says what it measured: a line for people, or with --json one object per line. A
// figure carries what it must be, so that the program that measures it is where its budget stands;
// only a miss by half is an error, since these machines are noisy. docs/performance.md.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace buuan::bench {

struct Peer {
    std::string name;  // what did the same work
    double value{};    // in the figure's unit
};

/// `at_least` for rates and ratios, `at_most` for times and sizes; 0: shown, not judged.
struct Must {
    double at_least = 0;
    double at_most = 0;
};

struct Figure {
    std::string name;
    std::string unit;
    std::vector<double> runs;  // the value is their median
    Must must{};
    Peer peer{};

    [[nodiscard]] double value() const;
};

class Figures {
public:
    explicit Figures(bool json) : json_(json) {}
    void show(const Figure& figure);
    /// A word on the conditions; nothing with --json.
    void note(std::string_view text) const;
    /// What main returns: 1 when some figure missed what it must be by half.
    [[nodiscard]] int exit_code() const { return missed_ ? 1 : 0; }

private:
    bool json_;
    bool missed_ = false;
};

/// The p-th part (0 to 1) of `values`, which it sorts.
double part_of(std::vector<double>& values, double p);

class Stopwatch {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// What bench/run.py hands to every program.
struct Options {
    bool json = false;
    std::string buuan;   // the program to measure
    std::string folder;  // an empty one on a real disk, removed by run.py
    std::size_t runs = 3;
    std::size_t items = 0;  // 0: what the benchmark thinks right

    static Options read(int argc, char** argv);
};

}  // namespace buuan::bench
