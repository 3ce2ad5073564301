// What must be known about days without opening them: which were dropped for good, and which may
// hold entries that no log has yet. Kept in days/index.db and in memory.
//
// Promise: a day with pending entries is always among may_be_pending(), also after a power loss. So
// a day is noted durably before the first write of a run enters it. A day that was noted by an
// earlier run and turns out to be empty is forgotten; one written in this run only leaves the
// memory, so that deliveries, which touch older days all day long, do not pay two syncs each.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "adapters/sqlite/sqlite.hpp"
#include "base/instant.hpp"

namespace buuan::sqlite {

class DayIndex {
public:
    static Result<std::unique_ptr<DayIndex>> open(const Place& place, const std::string& path);

    bool is_closed(Day day);
    std::set<Day> closed();
    /// Durable when it returns.
    Result<Done> close(Day day);

    /// Durable when it returns; call it before a transaction, and wrote() after its commit.
    Result<Done> will_write(Day day);
    void wrote(Day day);

    /// `writes` tells was_empty() whether something came in between.
    struct Candidate {
        Day day;
        std::uint64_t writes;
    };
    /// Ascending.
    std::vector<Candidate> may_be_pending();
    Result<Done> was_empty(const Candidate& candidate);

private:
    explicit DayIndex(Database db) : db_(std::move(db)) {}
    Result<Done> load();
    Result<Done> run(const char* sql, Day day);

    struct Noted {
        bool this_run = false;  // will_write() relies on the durable row
        bool may_hold = true;   // among may_be_pending()
        std::uint64_t writes = 0;
    };
    std::mutex mutex_;  // guards all below; nothing else is locked under it
    Database db_;
    std::set<Day> closed_;
    std::map<Day, Noted> noted_;  // every row of pending_day
};

}  // namespace buuan::sqlite
