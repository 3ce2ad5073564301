// Makes commands durable, many in one transaction. It has no thread of its own: the first caller
// leads, that is, it applies all that is waiting, its own among it, grouped by day; who comes
// meanwhile waits, and one of those leads next. So a lone command is applied where it stands, and
// many share a transaction. Promise: commit() returns `written` only after the batch survives a
// power loss; what is refused or faulted left nothing. DESIGN.md section 12.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>

#include "base/day_store.hpp"

namespace buuan {

struct CommitterLimits {
    std::size_t batch_max = 1024;    // writes in one transaction
    std::size_t waiting_max = 8192;  // beyond this commit() answers busy
};

/// What was made durable since the start: how well commands share transactions.
struct CommitCount {
    std::uint64_t transactions = 0;
    std::uint64_t writes = 0;
};

class Committer {
public:
    explicit Committer(DayStore& store, CommitterLimits limits = {})
        : store_(store), limits_(limits) {}
    /// After the last caller has its answer.
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    /// Blocks until the write is durable or refused. From any thread.
    Result<Applied> commit(DayWrite write);
    /// The same for many; answers in order. They share a transaction where they share a day; those
    /// beyond waiting_max are busy.
    std::vector<Result<Applied>> commit_all(std::vector<DayWrite> writes);
    /// Tells of each write that is durable, from whoever leads, before its caller is answered: so
    /// it has to be quick. One listener; an empty one ends it, though a call may still run.
    using Listener = std::function<void(const DayWrite&)>;
    void on_written(Listener listener);
    /// How many wait now.
    std::size_t waiting();
    CommitCount count();

private:
    struct Page;  // what one caller waits for
    struct Waiting {
        Page* page;
        std::size_t at;  // which of its writes
    };
    void settle(Page& page);
    void lead(Page& page) noexcept;
    std::vector<Page*> apply_group(Day day, std::span<const Waiting> group);

    DayStore& store_;
    const CommitterLimits limits_;
    std::mutex mutex_;  // guards what follows
    std::deque<Waiting> waiting_;
    CommitCount count_;
    bool led_ = false;  // somebody leads
    std::shared_ptr<const Listener> listener_;
};

}  // namespace buuan
