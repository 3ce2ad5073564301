#include "base/committer.hpp"

#include <semaphore.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/check.hpp"

namespace buuan {
namespace {

/// Given once at a time, by another thread. The waiting side may be gone the moment it is given,
/// which POSIX allows for a semaphore, and for a condition variable only with its mutex; and to
/// take that mutex again would queue all those whom one transaction lets go.
class Signal {
public:
    Signal() { CHECK(::sem_init(&semaphore_, 0, 0) == 0); }
    ~Signal() { ::sem_destroy(&semaphore_); }
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;
    void give() { CHECK(::sem_post(&semaphore_) == 0); }
    void take() {
        while (::sem_wait(&semaphore_) != 0) CHECK(errno == EINTR);
    }

private:
    sem_t semaphore_{};
};

}  // namespace

/// What one caller waits for. The caller's until it is in line, the leader's until `signal`.
struct Committer::Page {
    std::vector<DayWrite> writes;
    std::vector<Result<Applied>> answers;  // one for each write
    std::size_t open = 0;                  // how many of them are not the last word yet
    bool leads = false;                    // the signal says: go on as the leader
    Signal signal;
};

Committer::~Committer() {
    CHECK(!led_ && waiting_.empty());
}

/// Puts the page's writes in line, as far as there is room, and returns with all its answers.
void Committer::settle(Page& page) {
    bool leads = false;
    {
        const std::scoped_lock lock(mutex_);
        const std::size_t room =
            limits_.waiting_max - std::min(waiting_.size(), limits_.waiting_max);
        page.open = std::min(room, page.writes.size());
        page.answers.assign(page.writes.size(),
                            Fault{FaultKind::busy, "too many commands are waiting"});
        for (std::size_t at = 0; at < page.open; ++at) waiting_.push_back({&page, at});
        if (page.open == 0) return;
        leads = !std::exchange(led_, true);
    }
    if (!leads) {
        page.signal.take();
        leads = page.leads;
    }
    if (leads) lead(page);
}

/// Applies what is waiting until the leader's own page is answered, then lets another lead. There
/// is no timer: what is taken is what arrived while the last transaction ran. An exception ends the
/// process: it would leave others waiting for a leader that is gone.
void Committer::lead(Page& own) noexcept {
    std::vector<Page*> done;
    while (own.open > 0) {
        std::map<Day, std::vector<Waiting>> groups;
        {
            const std::scoped_lock lock(mutex_);
            for (std::size_t taken = 0; taken < limits_.batch_max && !waiting_.empty(); ++taken) {
                const Waiting one = waiting_.front();
                waiting_.pop_front();
                groups[one.page->writes[one.at].day].push_back(one);
            }
        }
        for (Page* page : done) page->signal.give();
        done.clear();
        for (const auto& [day, group] : groups) {
            for (Page* page : apply_group(day, group)) {
                if (page != &own) done.push_back(page);
            }
        }
    }
    {
        const std::scoped_lock lock(mutex_);
        led_ = !waiting_.empty();
        if (led_) {
            // First, so that the next transaction begins while the others are told of this one.
            Page& next = *waiting_.front().page;
            next.leads = true;
            next.signal.give();
        }
    }
    for (Page* page : done) page->signal.give();
}

/// The pages that have all their answers now.
std::vector<Committer::Page*> Committer::apply_group(Day day, std::span<const Waiting> group) {
    std::vector<DayWrite> batch;
    batch.reserve(group.size());
    for (const Waiting& one : group) batch.push_back(std::move(one.page->writes[one.at]));
    const auto applied = store_.apply(day, batch);
    CHECK(!applied.ok() || applied.value().size() == group.size());
    std::shared_ptr<const Listener> listener;
    if (applied.ok()) {
        const auto written =
            std::count(applied.value().begin(), applied.value().end(), Applied::written);
        const std::scoped_lock lock(mutex_);
        ++count_.transactions;
        count_.writes += static_cast<std::uint64_t>(written);
        listener = listener_;
    }
    for (std::size_t i = 0; listener != nullptr && i < batch.size(); ++i) {
        if (applied.value()[i] == Applied::written) (*listener)(batch[i]);
    }
    std::vector<Page*> answered;
    for (std::size_t i = 0; i < group.size(); ++i) {
        Page& page = *group[i].page;
        page.answers[group[i].at] =
            applied.ok() ? Result<Applied>(applied.value()[i]) : Result<Applied>(applied.error());
        if (--page.open == 0) answered.push_back(&page);
    }
    return answered;
}

Result<Applied> Committer::commit(DayWrite write) {
    Page page;
    page.writes.push_back(std::move(write));
    settle(page);
    return std::move(page.answers.front());
}

std::vector<Result<Applied>> Committer::commit_all(std::vector<DayWrite> writes) {
    Page page;
    page.writes = std::move(writes);
    settle(page);
    return std::move(page.answers);
}

void Committer::on_written(Listener listener) {
    auto shared = listener ? std::make_shared<const Listener>(std::move(listener)) : nullptr;
    const std::scoped_lock lock(mutex_);
    listener_ = std::move(shared);
}

std::size_t Committer::waiting() {
    const std::scoped_lock lock(mutex_);
    return waiting_.size();
}

CommitCount Committer::count() {
    const std::scoped_lock lock(mutex_);
    return count_;
}

}  // namespace buuan
