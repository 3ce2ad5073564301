#include "adapters/sqlite/day_index.hpp"

#include <array>

#include "adapters/sqlite/schema.hpp"

namespace buuan::sqlite {
namespace {

constexpr std::array migrations = {days_schema_0001};

Day day_of(const Statement& row) {
    return Day{static_cast<std::int32_t>(row.integer(0))};
}

}  // namespace

Result<std::unique_ptr<DayIndex>> DayIndex::open(const Place& place, const std::string& path) {
    auto db = Database::open(place, path, migrations);
    if (!db.ok()) return db.error();
    std::unique_ptr<DayIndex> index(new DayIndex(std::move(db).value()));
    if (auto loaded = index->load(); !loaded.ok()) return loaded.error();
    return index;
}

Result<Done> DayIndex::load() {
    auto closed = db_.prepare("select day from closed_day");
    auto loaded = db_.each(closed, [&](const Statement& row) { closed_.insert(day_of(row)); });
    if (!loaded.ok()) return loaded;
    auto noted = db_.prepare("select day from pending_day");
    return db_.each(noted, [&](const Statement& row) { noted_[day_of(row)]; });
}

Result<Done> DayIndex::run(const char* sql, Day day) {
    auto statement = db_.prepare(sql);
    if (!statement.bind(1, std::int64_t{day.number}).run()) return db_.fault();
    return Done{};
}

bool DayIndex::is_closed(Day day) {
    const std::scoped_lock lock(mutex_);
    return closed_.contains(day);
}

std::set<Day> DayIndex::closed() {
    const std::scoped_lock lock(mutex_);
    return closed_;
}

Result<Done> DayIndex::close(Day day) {
    const std::scoped_lock lock(mutex_);
    if (closed_.contains(day)) return Done{};
    auto noted = run("insert or ignore into closed_day (day) values (?1)", day);
    if (noted.ok()) closed_.insert(day);
    return noted;
}

Result<Done> DayIndex::will_write(Day day) {
    const std::scoped_lock lock(mutex_);
    if (const auto there = noted_.find(day); there != noted_.end()) {
        there->second.this_run = true;
        return Done{};
    }
    auto noted = run("insert or ignore into pending_day (day) values (?1)", day);
    if (noted.ok()) noted_[day].this_run = true;
    return noted;
}

void DayIndex::wrote(Day day) {
    const std::scoped_lock lock(mutex_);
    Noted& noted = noted_[day];
    noted.may_hold = true;
    ++noted.writes;
}

std::vector<DayIndex::Candidate> DayIndex::may_be_pending() {
    const std::scoped_lock lock(mutex_);
    std::vector<Candidate> candidates;
    for (const auto& [day, noted] : noted_) {
        if (noted.may_hold) candidates.push_back({day, noted.writes});
    }
    return candidates;
}

Result<Done> DayIndex::was_empty(const Candidate& candidate) {
    const std::scoped_lock lock(mutex_);
    const auto there = noted_.find(candidate.day);
    if (there == noted_.end() || there->second.writes != candidate.writes) return Done{};
    there->second.may_hold = false;
    if (there->second.this_run) return Done{};
    auto forgotten = run("delete from pending_day where day = ?1", candidate.day);
    if (forgotten.ok()) noted_.erase(there);
    return forgotten;
}

}  // namespace buuan::sqlite
