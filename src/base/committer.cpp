#include "base/committer.hpp"

#include <map>

namespace buuan {

struct Committer::Waiting {
    DayWrite write;
    std::optional<Result<Applied>> answer;
    std::condition_variable answered;
};

Committer::Committer(DayStore& store, CommitterLimits limits) : store_(store), limits_(limits), thread_([this] { run(); }) {}

Committer::~Committer() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

Result<Applied> Committer::commit(DayWrite write) {
    Waiting mine{std::move(write), std::nullopt, {}};
    std::unique_lock lock(mutex_);
    if (stopping_) return Fault{FaultKind::unavailable, "the node is stopping"};
    if (waiting_.size() >= limits_.waiting_max) return Fault{FaultKind::busy, "too many commands are waiting"};
    waiting_.push_back(&mine);
    arrived_.notify_one();
    mine.answered.wait(lock, [&] { return mine.answer.has_value(); });
    return std::move(*mine.answer);
}

std::vector<Result<Applied>> Committer::commit_all(std::vector<DayWrite> writes) {
    std::deque<Waiting> mine;
    std::unique_lock lock(mutex_);
    for (DayWrite& write : writes) {
        Waiting& one = mine.emplace_back();
        one.write = std::move(write);
        if (stopping_) {
            one.answer = Fault{FaultKind::unavailable, "the node is stopping"};
        } else if (waiting_.size() >= limits_.waiting_max) {
            one.answer = Fault{FaultKind::busy, "too many commands are waiting"};
        } else {
            waiting_.push_back(&one);
        }
    }
    arrived_.notify_one();
    std::vector<Result<Applied>> answers;
    for (Waiting& one : mine) {
        one.answered.wait(lock, [&] { return one.answer.has_value(); });
        answers.push_back(std::move(*one.answer));
    }
    return answers;
}

void Committer::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        // All that arrived while the last transaction ran; no timer, so one lone command waits for nobody.
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
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (applied.ok()) {
            group[i]->answer = applied.value()[i];
        } else {
            group[i]->answer = applied.error();
        }
        // Under the lock: the waiter's stack, and this condition variable with it, may be gone right after.
        group[i]->answered.notify_one();
    }
}

}  // namespace buuan
