// Makes commands durable, many in one transaction. Workers call commit() and wait; one thread
// groups what is waiting by day, applies each group, and answers each caller. Promise: commit()
// returns `written` only after the batch survives a power loss; what is refused or faulted left
// nothing. DESIGN.md section 12.
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
    /// Finishes what is waiting, lets the callers go, then stops its thread.
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    /// Blocks until the write is durable or refused. From any thread.
    Result<Applied> commit(DayWrite write);
    /// The same for many; answers in order. They share a transaction where they share a day; those
    /// beyond waiting_max are busy.
    std::vector<Result<Applied>> commit_all(std::vector<DayWrite> writes);
    /// How many wait now.
    std::size_t waiting();

private:
    struct Waiting;
    void enter(Waiting& one);
    void leave(std::size_t count);
    void run();
    void apply_group(Day day, std::vector<Waiting*>& group);

    DayStore& store_;
    const CommitterLimits limits_;
    std::mutex mutex_;  // guards all below and every Waiting's answer
    std::condition_variable arrived_;
    std::condition_variable all_left_;
    std::deque<Waiting*> waiting_;
    std::size_t inside_ = 0;  // commands whose caller has not left
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace buuan
