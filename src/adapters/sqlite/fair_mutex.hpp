// A mutex that is had in the order of asking. A job that takes a day's mutex again and again would
// otherwise win it each time against a command that has to be woken first (measured: commands stood
// still for all of a round of indexing).
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace buuan::sqlite {

class FairMutex {
public:
    void lock() {
        std::unique_lock lock(mutex_);
        const std::uint64_t mine = asked_++;
        next_.wait(lock, [&] { return served_ == mine; });
    }
    void unlock() {
        {
            const std::scoped_lock lock(mutex_);
            ++served_;
        }
        next_.notify_all();  // few ever wait: the leader of the commands, a job
    }

private:
    std::mutex mutex_;
    std::condition_variable next_;
    std::uint64_t asked_ = 0;
    std::uint64_t served_ = 0;
};

}  // namespace buuan::sqlite
