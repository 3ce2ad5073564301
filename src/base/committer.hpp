// Makes commands durable, many in one transaction. Workers call commit() and wait; one thread groups what is waiting by day,
// applies each group, and answers each caller. Promise: commit() returns `written` only after the batch survives a power loss;
// what is refused or faulted left nothing. DESIGN.md section 12.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "base/day_store.hpp"

namespace buuan {

struct CommitterLimits {
    std::size_t batch_max = 1024;    // writes in one transaction
    std::size_t waiting_max = 8192;  // beyond this commit() answers busy
};

class Committer {
public:
    explicit Committer(DayStore& store, CommitterLimits limits = {});
    /// Finishes what is waiting, then stops its thread.
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    /// Blocks until the write is durable or refused. From any thread.
    Result<Applied> commit(DayWrite write);
    /// The same for many; answers in order. They share a transaction where they share a day.
    std::vector<Result<Applied>> commit_all(std::vector<DayWrite> writes);

private:
    struct Waiting;
    void run();
    void apply_group(Day day, std::vector<Waiting*>& group);

    DayStore& store_;
    const CommitterLimits limits_;
    std::mutex mutex_;                 // guards waiting_, stopping_ and every Waiting's answer
    std::condition_variable arrived_;
    std::deque<Waiting*> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace buuan
