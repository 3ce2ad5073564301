#include "edge/node/retention_desk.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/log.hpp"
#include "retention/kept.hpp"

namespace buuan::node {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;

std::map<DataClass, int> ceilings_of(const config::Config& config) {
    return {{DataClass::record, static_cast<int>(config.record_months)},
            {DataClass::identity, static_cast<int>(config.identity_months)},
            {DataClass::picture, static_cast<int>(config.picture_months)},
            {DataClass::footage, static_cast<int>(config.footage_months)},
            {DataClass::minutes, static_cast<int>(config.minutes_months)}};
}

void warn_of(Day day, const retention::Share& share) {
    log::warning("hold_share", {{"day", day.text()},
                                {"held", static_cast<std::int64_t>(share.held)},
                                {"items", static_cast<std::int64_t>(share.items)}});
}

register_::Row row_of(const ClockRow& row) {
    return {"clock", "-", json::write(row)};
}

}  // namespace

RetentionDesk::RetentionDesk(RetentionStores stores, RuleFile terms, const config::Config& config,
                             Clock& clock, Entropy& entropy, RetentionAsks asks)
    : stores_(stores),
      terms_(std::move(terms)),
      ceilings_(ceilings_of(config)),
      node_(config.origin),
      clock_(clock),
      entropy_(entropy),
      asks_(std::move(asks)) {}

Result<retention::Terms> RetentionDesk::terms(Day on) {
    auto terms = retention::read_terms(std::span(&terms_, 1), on);
    if (!terms.ok()) return terms;
    if (auto set = retention::set_ceilings(terms.value(), ceilings_); !set.ok()) return set.error();
    return terms;
}

retention::HoldPorts RetentionDesk::hold_ports() {
    return {{stores_.keys, stores_.objects, node_, asks_.logs()},
            stores_.days,
            stores_.store,
            stores_.holds,
            entropy_};
}

retention::PurgePorts RetentionDesk::purge_ports() {
    return {stores_.keys, stores_.days, stores_.objects, stores_.store, entropy_};
}

retention::HeldReader RetentionDesk::held() {
    return {stores_.holds, stores_.keys, node_};
}

Result<std::vector<retention::DayPlan>> RetentionDesk::plan(Day on) {
    const auto rules = terms(on);
    if (!rules.ok()) return rules.error();
    const auto holds = retention::list_holds(stores_.store);
    if (!holds.ok()) return holds.error();
    return retention::plan(stores_.keys.list(), rules.value(), retention::keys_held(holds.value()),
                           on);
}

// ---- the clock

Result<ClockRow> RetentionDesk::clock_row() {
    const auto found = stores_.store.find("clock", "-");
    if (!found.ok()) return found.error();
    if (!found.value()) return ClockRow{clock_.now(), std::nullopt, 0, std::nullopt};
    auto row = json::read<ClockRow>(*found.value());
    if (!row.ok()) return Fault{FaultKind::corrupt, "the row of the clock is damaged"};
    return std::move(row).value();
}

Result<Done> RetentionDesk::doubt(std::int64_t jump_ms, PendingEntry entry) {
    const std::scoped_lock lock(clock_mutex_);
    auto row = clock_row();
    if (!row.ok()) return row.error();
    row.value().doubt_since = clock_.now();
    row.value().doubt_ms = jump_ms;
    register_::RegisterWrite write;
    write.put.push_back(row_of(row.value()));
    write.entries.push_back(std::move(entry));
    return stores_.store.apply(write);
}

RetentionDesk::Trust RetentionDesk::trust_of(const ClockRow& row, Instant now) {
    if (row.doubt_since) return Trust::none;
    return row.trusted_from && now < *row.trusted_from ? Trust::terms_only : Trust::full;
}

Result<RetentionDesk::Trust> RetentionDesk::look_at_clock(Instant now) {
    const std::scoped_lock lock(clock_mutex_);
    const auto found = stores_.store.find("clock", "-");
    if (!found.ok()) return found.error();
    auto read = clock_row();
    if (!read.ok()) return read.error();
    ClockRow& row = read.value();
    if (row.doubt_since) return Trust::none;
    const std::int64_t since = now - row.seen;
    const bool good = since >= -minute_ms && since <= gap_days_max * day_ms;
    if (good && found.value() && since < hour_ms) return trust_of(row, now);
    if (good) {
        row.seen = std::max(row.seen, now);
        if (since > day_ms) row.trusted_from = now + hour_ms;
    } else {
        log::warning("clock_in_doubt", {{"ms", since}});
        row.doubt_since = now;
        row.doubt_ms = since;
    }
    register_::RegisterWrite write;
    write.put.push_back(row_of(row));
    if (auto saved = stores_.store.apply(write); !saved.ok()) return saved.error();
    return trust_of(row, now);
}

Result<Done> RetentionDesk::confirm_clock(PendingEntry entry) {
    const std::scoped_lock lock(clock_mutex_);
    register_::RegisterWrite write;
    write.put.push_back(row_of({clock_.now(), std::nullopt, 0, std::nullopt}));
    write.entries.push_back(std::move(entry));
    return stores_.store.apply(write);
}

// ---- letting go

Result<Done> RetentionDesk::resume() {
    const std::scoped_lock lock(mutex_);
    if (auto ended = retention::end_unfinished(hold_ports(), clock_.now()); !ended.ok())
        return ended;
    const auto open = retention::open_purges(stores_.store);
    if (!open.ok()) return open.error();
    for (const Day day : open.value()) {
        // A log that is damaged does not keep the node shut; the hourly round tries again.
        if (auto done = finish(day, StaffNumber{"SYSTEM"}); !done.ok())
            log::error("purge_failed", {{"day", day.text()},
                                        {"kind", name_of(done.error().kind)},
                                        {"what", done.error().what}});
    }
    return resume_erasing();
}

Result<Done> RetentionDesk::finish(Day day, const StaffNumber& by) {
    const auto until = asks_.in_backups_until();
    if (!until.ok()) return until.error();
    const auto row = retention::find_purge(stores_.store, day);
    if (!row.ok()) return row.error();
    if (row.value() && row.value()->ends) {
        // What was accepted must be in its log before the file that holds it goes.
        if (auto settled = asks_.settle(); !settled.ok()) return settled;
    }
    return retention::finish_purge(purge_ports(), day, {clock_.now(), by, until.value()});
}

/// What is due of a day, but for what a hold has come to keep since the round began.
Result<retention::Due> RetentionDesk::still_due(retention::Due due) {
    const auto holds = retention::list_holds(stores_.store);
    if (!holds.ok()) return holds.error();
    const auto held = retention::keys_held(holds.value());
    const auto kept = std::erase_if(due.classes, [&](DataClass each) {
        return held.contains({due.day, each});
    });
    due.ends = due.ends && kept == 0;
    return due;
}

Result<Done> RetentionDesk::purge_one(const retention::Terms& terms, const retention::Due& planned,
                                      const StaffNumber& by, Round& round) {
    const auto still = still_due(planned);
    if (!still.ok()) return still.error();
    const retention::Due& due = still.value();
    if (due.classes.empty()) return Done{};
    const auto share =
        retention::hold_what_keeps_itself(hold_ports(), terms, due, clock_.now(), by);
    if (!share.ok()) return share.error();
    if (share.value().alarms()) {
        warn_of(due.day, share.value());
        round.alarms.push_back({due.day, share.value()});
    }
    if (auto begun = retention::begin_purge(purge_ports(), due, {clock_.now(), by, std::nullopt});
        !begun.ok())
        return begun;
    return finish(due.day, by);
}

Result<Done> RetentionDesk::let_go_again(std::span<const vault::KeyName> purged) {
    const std::scoped_lock lock(mutex_);
    std::map<Day, retention::Due> days;
    for (const vault::KeyName& name : purged) {
        if (!stores_.keys.key(name.day, name.data_class).ok()) continue;
        retention::Due& due = days[name.day];
        due.day = name.day;
        due.classes.push_back(name.data_class);
    }
    const auto rules = terms(Day::of(clock_.now()));
    if (!rules.ok()) return rules.error();
    for (const auto& [day, due] : days) {
        const auto kept = retention::hold_what_keeps_itself(hold_ports(), rules.value(), due,
                                                            clock_.now(), StaffNumber{"SYSTEM"});
        if (kept.ok()) continue;
        if (kept.error().kind != FaultKind::corrupt) return kept.error();
        log::error("copies_failed", {{"day", day.text()}, {"what", kept.error().what}});
    }
    return stores_.keys.destroy(purged);
}

/// What has no reserve against a clock that is ahead.
Result<Done> RetentionDesk::end_and_release(const retention::Terms& terms, Instant now,
                                            Round& round) {
    if (auto ended = retention::end_unfinished(hold_ports(), now); !ended.ok()) return ended;
    if (auto followed = retention::follow_the_law(hold_ports(), terms); !followed.ok())
        return followed;
    auto ended = retention::end_what_is_over(hold_ports(), now);
    if (!ended.ok()) return ended.error();
    round.ended = std::move(ended).value();
    const auto released = retention::release_what_no_longer_keeps_itself(hold_ports(), terms, now);
    if (!released.ok()) return released.error();
    round.released = released.value();
    return Done{};
}

Result<Round> RetentionDesk::round(const StaffNumber& by) {
    Round round;
    retention::Terms rules;
    std::vector<retention::Due> due;
    {
        const std::scoped_lock lock(mutex_);
        const Instant now = clock_.now();
        const auto trust = look_at_clock(now);
        if (!trust.ok()) return trust.error();
        round.clock_in_doubt = trust.value() == Trust::none;
        if (round.clock_in_doubt) return round;
        auto read = terms(Day::of(now));
        if (!read.ok()) return read.error();
        rules = std::move(read).value();
        if (auto erased = resume_erasing(); !erased.ok())
            log::error("erasing_failed", {{"what", erased.error().what}});
        if (trust.value() == Trust::full) {
            if (auto done = end_and_release(rules, now, round); !done.ok()) return done.error();
        }
        const auto open = retention::open_purges(stores_.store);
        if (!open.ok()) return open.error();
        for (const Day day : open.value()) {
            if (auto done = finish(day, by); done.ok())
                round.purged.push_back(day);
            else
                round.failed.push_back({day, done.error()});
        }
        const auto plans = plan(Day::of(now));
        if (!plans.ok()) return plans.error();
        due = retention::due(plans.value());
    }
    // A day at a time, so that a hold waits no longer than for one.
    for (const retention::Due& each : due) {
        const std::scoped_lock lock(mutex_);
        if (auto done = purge_one(rules, each, by, round); done.ok())
            round.purged.push_back(each.day);
        else
            round.failed.push_back({each.day, done.error()});
    }
    return round;
}

Result<Done> RetentionDesk::hourly() {
    const Day today = Day::of(clock_.now());
    const Monotonic at = clock_.elapsed();
    if (tried_for_ == today && at.ms - tried_.ms < hour_ms) return Done{};
    tried_for_ = today;
    tried_ = at;
    const auto done = round(StaffNumber{"SYSTEM"});
    if (!done.ok()) return done.error();
    if (done.value().clock_in_doubt)
        log::warning("nothing_is_deleted", {{"why", "clock_in_doubt"}});
    for (const Round::Failure& failure : done.value().failed)
        log::error("purge_failed", {{"day", failure.day.text()},
                                    {"kind", name_of(failure.fault.kind)},
                                    {"what", failure.fault.what}});
    return Done{};
}

// ---- holds

Result<retention::Placed> RetentionDesk::place(const retention::Placing& placing) {
    const std::scoped_lock lock(mutex_);
    auto placed = retention::place_hold(hold_ports(), placing);
    if (!placed.ok()) return placed;
    std::map<Day, std::uint64_t> by_day;
    const std::set<ItemId> missing(placed.value().missing.begin(), placed.value().missing.end());
    for (const ItemId& item : placing.items)
        by_day[Day::of(item.made_at())] += missing.contains(item) ? 0 : 1;
    for (const auto& [day, held] : by_day) {
        const auto items = retention::count_items(stores_.days, day);
        if (!items.ok()) continue;
        const retention::Share share{held, items.value()};
        if (share.alarms()) warn_of(day, share);
    }
    return placed;
}

Result<retention::HoldRow> RetentionDesk::approve(retention::HoldNumber number,
                                                  const StaffNumber& by) {
    const std::scoped_lock lock(mutex_);
    return retention::approve_hold(stores_.store, number, by, clock_.now());
}

Result<retention::HoldRow> RetentionDesk::renew(retention::HoldNumber number, Day until,
                                                const StaffNumber& by,
                                                const StaffNumber& second_person) {
    const std::scoped_lock lock(mutex_);
    return retention::renew_hold(stores_.store, number, {until, by, second_person, clock_.now()});
}

Result<retention::HoldRow> RetentionDesk::end(retention::HoldNumber number) {
    const std::scoped_lock lock(mutex_);
    return retention::end_hold(hold_ports(), number, clock_.now());
}

Result<std::vector<retention::HoldRow>> RetentionDesk::holds() {
    return retention::list_holds(stores_.store);
}

Result<retention::HoldTerms> RetentionDesk::open_terms(const retention::HoldRow& row) {
    return retention::open_terms(hold_ports(), row);
}

Result<Done> RetentionDesk::apply_kept(const ItemId& item, const register_::RegisterWrite& write) {
    const std::scoped_lock lock(mutex_);
    const auto kept =
        std::find_if(write.put.begin(), write.put.end(),
                     [](const register_::Row& row) { return row.kind == retention::kept_rows; });
    if (kept != write.put.end()) {
        const auto before = stores_.store.find(kept->kind, kept->key);
        if (!before.ok()) return before.error();
        const bool is_live = stores_.keys.key(Day::of(item.made_at()), DataClass::record).ok();
        const auto copy = held().find(item);
        if (!copy.ok()) return copy.error();
        if (!before.value() && !is_live && !copy.value())
            return Fault{FaultKind::denied, "item " + item.text() + " is over its term"};
    }
    return stores_.store.apply(write);
}

Result<std::vector<std::pair<ItemId, std::string>>> RetentionDesk::damaged_copies(
    retention::HoldNumber number) {
    constexpr std::size_t page = 500;
    const vault::KeyName name = retention::hold_key(number);
    const auto key = stores_.keys.key(name.day, name.data_class);
    if (!key.ok()) return key.error();
    std::vector<std::pair<ItemId, std::string>> damaged;
    std::optional<ItemId> after;
    for (bool more = true; more;) {
        const auto items = stores_.holds.items(number, after, page);
        if (!items.ok()) return items.error();
        more = items.value().size() == page;
        for (const ItemId& item : items.value()) {
            after = item;
            const auto good =
                retention::verify_copy(stores_.holds, key.value(), {number, item}, node_);
            if (!good.ok()) damaged.emplace_back(item, good.error().what);
        }
    }
    return damaged;
}

Result<std::vector<ItemId>> RetentionDesk::items(retention::HoldNumber number,
                                                 std::size_t count_max) {
    return stores_.holds.items(number, std::nullopt, count_max);
}

}  // namespace buuan::node
