// A machine made up by seed: a clock that is moved, entropy that repeats, a disk that can be full,
// slow and failing, and a power cord. Everything that a node asks of the world outside comes from
// here, so the same seed gives the same history (docs/decisions/simulation.md).
#pragma once

#include <random>

#include "adapters/memory/memory_files.hpp"
#include "base/clock.hpp"
#include "base/entropy.hpp"

namespace buuan::simulation {

using Random = std::mt19937_64;  // its sequence is fixed by the standard

inline std::uint64_t below(Random& random, std::uint64_t bound) {
    return random() % bound;
}
inline bool one_in(Random& random, std::uint64_t n) {
    return below(random, n) == 0;
}

class MovedClock final : public Clock {
public:
    explicit MovedClock(Instant at) : now_(at) {}
    Instant now() override { return now_; }
    Monotonic elapsed() override { return {elapsed_ms_}; }
    void pass(std::int64_t ms) {
        now_ = now_ + ms;
        elapsed_ms_ += ms;
    }
    /// Somebody sets the wall clock.
    void jump(std::int64_t ms) { now_ = now_ + ms; }

private:
    Instant now_;
    std::int64_t elapsed_ms_ = 0;
};

class RepeatedEntropy final : public Entropy {
public:
    explicit RepeatedEntropy(std::uint64_t seed) : random_(seed) {}
    void fill(std::span<std::uint8_t> out) override {
        for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(random_());
    }

private:
    Random random_;
};

class Machine {
public:
    explicit Machine(std::uint64_t seed);
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    MovedClock clock;
    RepeatedEntropy entropy;
    memory::MemoryFiles disk;

    /// What the disk does besides its work.
    struct Troubles {
        bool full = false;            // nothing can be written
        unsigned reads_failing = 0;   // in a thousand
        unsigned writes_failing = 0;  // in a thousand, of writes and changes of names
        unsigned syncs_failing = 0;   // in a thousand
        std::int64_t slow_ms = 0;     // for each call, at most
        [[nodiscard]] bool any() const {
            return full || reads_failing + writes_failing + syncs_failing > 0;
        }
    };
    Troubles troubles;

    /// The power goes before the n-th change from now on; 1 is the next, 0 none.
    void cut_power_before(std::uint64_t nth) { cut_in_ = nth; }
    [[nodiscard]] bool has_power() const { return power_; }
    void cut_power() { power_ = false; }
    /// Whether a sync has failed since the power came: the system then remembers what the disk may
    /// never have got.
    [[nodiscard]] bool sync_has_failed() const { return sync_has_failed_; }
    /// What the cut left, by seed, is on the disk now.
    void restore_power();

    /// Asked before each call, of the disk and of stores without one.
    std::optional<Fault> step(std::string_view call, std::string_view where);

    [[nodiscard]] std::uint64_t changes() const { return changes_; }
    /// Of all calls so far: two runs with the same digest did the same.
    [[nodiscard]] std::uint64_t history() const { return history_; }

private:
    bool fails(unsigned per_thousand) { return below(random_, 1000) < per_thousand; }

    Random random_;
    bool power_ = true;
    bool sync_has_failed_ = false;
    std::uint64_t cut_in_ = 0;
    std::uint64_t changes_ = 0;
    std::uint64_t history_ = 0;
    unsigned surviving_percent_ = 50;
};

}  // namespace buuan::simulation
