// A bounded number of threads over a bounded queue. A request runs on one thread from start to
// finish, so the stack trace is the story.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace buuan::http {

class WorkerPool {
public:
    WorkerPool(std::size_t threads, std::size_t waiting_max);
    /// Finishes what is queued.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False when the queue is full: the caller says 503.
    bool post(std::function<void()> job);

private:
    void run();
    const std::size_t waiting_max_;
    std::mutex mutex_;  // guards waiting_ and stopping_
    std::condition_variable arrived_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace buuan::http
