#include "base/committer.hpp"

#include <map>

namespace buuan {

struct Committer::Waiting {
    DayWrite write;
    std::optional<Result<Applied>> answer;
    std::condition_variable answered;
};

Committer::Committer(DayStore& store, CommitterLimits limits)
    : store_(store), limits_(limits), thread_([this] { run(); }) {}

Committer::~Committer() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
    std::unique_lock lock(
        mutex_);  // the last callers have their answer, but still need the mutex to leave
    all_left_.wait(lock, [this] { return inside_ == 0; });
}

/// Under the mutex: puts one command in line, or answers it at once.
void Committer::enter(Waiting& one) {
    ++inside_;
    if (stopping_) {
        one.answer = Fault{FaultKind::unavailable, "the node is stopping"};
    } else if (waiting_.size() >= limits_.waiting_max) {
        one.answer = Fault{FaultKind::busy, "too many commands are waiting"};
    } else {
        waiting_.push_back(&one);
    }
}

void Committer::leave(std::size_t count) {
    inside_ -= count;
    if (stopping_ && inside_ == 0) all_left_.notify_one();
}

Result<Applied> Committer::commit(DayWrite write) {
    Waiting mine{std::move(write), std::nullopt, {}};
    std::unique_lock lock(mutex_);
    enter(mine);
    arrived_.notify_one();
    mine.answered.wait(lock, [&] { return mine.answer.has_value(); });
    leave(1);
    return std::move(*mine.answer);
}

std::vector<Result<Applied>> Committer::commit_all(std::vector<DayWrite> writes) {
    std::deque<Waiting> mine;
    for (DayWrite& write : writes) mine.emplace_back().write = std::move(write);
    std::vector<Result<Applied>> answers;
    answers.reserve(mine.size());
    std::unique_lock lock(mutex_);
    for (Waiting& one : mine) enter(one);
    arrived_.notify_one();
    for (Waiting& one : mine) {
        one.answered.wait(lock, [&] { return one.answer.has_value(); });
        answers.push_back(std::move(*one.answer));
    }
    leave(mine.size());
    return answers;
}

std::size_t Committer::waiting() {
    const std::scoped_lock lock(mutex_);
    return waiting_.size();
}

void Committer::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        // All that arrived while the last transaction ran; no timer, so one lone command waits for
        // nobody.
        std::map<Day, std::vector<Waiting*>> groups;
        for (std::size_t taken = 0; taken < limits_.batch_max && !waiting_.empty(); ++taken) {
            groups[waiting_.front()->write.day].push_back(waiting_.front());
            waiting_.pop_front();
        }
        lock.unlock();
        for (auto& [day, group] : groups) apply_group(day, group);
        lock.lock();
    }
}

void Committer::apply_group(Day day, std::vector<Waiting*>& group) {
    std::vector<DayWrite> batch;
    batch.reserve(group.size());
    for (Waiting* one : group) batch.push_back(std::move(one->write));
    const auto applied = store_.apply(day, batch);
    CHECK(!applied.ok() || applied.value().size() == group.size());
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (applied.ok()) {
            group[i]->answer = applied.value()[i];
        } else {
            group[i]->answer = applied.error();
        }
        // Under the lock: the waiter's stack, and this condition variable with it, may be gone
        // right after.
        group[i]->answered.notify_one();
    }
}

}  // namespace buuan
