// What a node keeps and lets go: one desk, one lock. A round ends holds that are over, lets go of
// what no longer keeps itself, and purges what is due (DESIGN.md sections 3 and 4). Holds are
// placed and ended here too, so that a hold and a purge never run at the same time.
//
// Nothing is purged while the clock is in doubt: it jumped while the node ran, or stood more than
// `gap_days_max` ahead of where it was last seen, or behind it. A person confirms it then. So much
// may pass unseen, since every term is longer than its floor by more (rules/terms.toml): a clock
// that is wrong by less takes nothing that the law still wants. A hold has no such reserve, nor has
// what a person wants erased: after a gap of over a day neither goes for an hour, in which a clock
// that is set right is noticed.
#pragma once

#include <functional>
#include <mutex>

#include "base/clock.hpp"
#include "disclosure/subject_data.hpp"
#include "edge/config/config.hpp"
#include "retention/hold.hpp"
#include "retention/purge.hpp"

namespace buuan::node {

/// Rows in node.db: kind "clock", key "-".
struct ClockRow {
    Instant seen;                         // when the node last looked
    std::optional<Instant> doubt_since;   // purging has stopped
    std::int64_t doubt_ms{};              // by how much it jumped
    std::optional<Instant> trusted_from;  // after a gap: what has no reserve waits until then
};
BOOST_DESCRIBE_STRUCT(ClockRow, (), (seen, doubt_since, doubt_ms, trusted_from))

struct RetentionStores {
    vault::KeyRing& keys;
    DayStore& days;
    evidence::ObjectStore& objects;
    register_::RegisterStore& store;
    retention::HoldStore& holds;
};

/// What the desk asks of its node.
struct RetentionAsks {
    std::function<Result<Done>()> settle;        // puts pending entries into their logs
    std::function<std::vector<LogName>()> logs;  // as they are at the time
    std::function<Result<std::optional<Day>>()>
        in_backups_until;  // the last day a key backup is read
    std::function<Result<Applied>(DayWrite)> commit;
};

/// What became of the wish to erase what of an item is one person's own.
enum class Erasure : std::uint8_t {
    erased,
    nothing_left,    // it was erased before, or its day's keys are destroyed
    floor_not_over,  // the law still wants it (Q6)
    not_through,     // the item keeps itself: undelivered, stopped, unclaimed, a complaint is open
    held,            // a hold keeps it
    clock_in_doubt,  // nothing is erased before a person has looked, or an hour after a gap
};
BOOST_DESCRIBE_ENUM(Erasure, erased, nothing_left, floor_not_over, not_through, held,
                    clock_in_doubt)

struct Erased {
    Erasure outcome{};
    std::optional<Day> free_from;  // floor_not_over: the first day on which it may go
    std::optional<EntryId> entry;  // erased: what the log says of it
};

/// Rows in node.db, key: the item. What a write has erased and whose bytes may
/// still be there, in a log or a pack.
inline constexpr const char* erasing_rows = "erasing";
struct ErasingRow {
    Day day;
    std::vector<Digest> pictures;  // objects of the class picture
    static ErasingRow of(Day day, const StoredItem& item) {
        ErasingRow row{day, {}};
        for (const ObjectRow& object : item.objects) {
            if (object.data_class == DataClass::picture) row.pictures.push_back(object.object);
        }
        return row;
    }
};
BOOST_DESCRIBE_STRUCT(ErasingRow, (), (day, pictures))

/// What a round did.
struct Round {
    bool clock_in_doubt = false;  // nothing was done
    std::vector<Day> purged;
    std::vector<retention::HoldNumber> ended;
    std::uint64_t released = 0;  // items that no longer keep themselves
    struct Failure {
        Day day;
        Fault fault;
    };
    std::vector<Failure> failed;  // days that are due and could not go
    struct Alarm {
        Day day;
        retention::Share share;
    };
    std::vector<Alarm> alarms;  // days of which over one in a hundred items stays
};

class RetentionDesk {
public:
    RetentionDesk(RetentionStores stores, RuleFile terms, const config::Config& config,
                  Clock& clock, Entropy& entropy, RetentionAsks asks);

    /// What a power cut left: holds half placed are ended, purges half done are finished. Once,
    /// before anything else.
    Result<Done> resume();
    /// Of a restored node: destroys keys that its logs call destroyed, and copies first what keeps
    /// itself, since a hold that had copies of it may have come after the backup. Before resume().
    Result<Done> let_go_again(std::span<const vault::KeyName> purged);
    /// What is due today. By `by`: SYSTEM, or who asked for it.
    Result<Round> round(const StaffNumber& by);
    /// A round at the beginning of each civil day and each hour, so that what could not go is tried
    /// again; called more often it does nothing.
    Result<Done> hourly();

    /// The rules that decide on a day, with our own ceilings.
    Result<retention::Terms> terms(Day on);
    Result<std::vector<retention::DayPlan>> plan(Day on);

    Result<retention::Placed> place(const retention::Placing& placing);
    /// The second person's word. denied for anyone else than the one who was named; invalid where
    /// it has ended.
    Result<retention::HoldRow> approve(retention::HoldNumber number, const StaffNumber& by);
    /// A later last day, for the second person to approve again.
    Result<retention::HoldRow> renew(retention::HoldNumber number, Day until, const StaffNumber& by,
                                     const StaffNumber& second_person);
    Result<retention::HoldRow> end(retention::HoldNumber number);
    Result<std::vector<retention::HoldRow>> holds();
    Result<retention::HoldTerms> open_terms(const retention::HoldRow& row);
    [[nodiscard]] retention::HeldReader held();
    /// Items of the hold, at most `count_max`.
    Result<std::vector<ItemId>> items(retention::HoldNumber number, std::size_t count_max);

    /// Erases what of an item is one person's own, where nothing keeps it (erase.cpp). The item has
    /// to be there. unavailable where there is none.
    Result<Erased> erase(const ItemId& item, disclosure::Parties parties, const StaffNumber& by);

    /// Makes a write durable that says of an item that something keeps it, or no longer does
    /// (retention/kept.hpp): never while it is being decided what goes. denied where something is
    /// to keep it and its data have gone already: nothing is promised of what nobody can open.
    Result<Done> apply_kept(const ItemId& item, const register_::RegisterWrite& write);

    /// Copies of a hold that do not open any more, and why.
    Result<std::vector<std::pair<ItemId, std::string>>> damaged_copies(
        retention::HoldNumber number);

    /// The clock jumped by so much, as `entry` says: nothing is purged until a person confirms it.
    Result<Done> doubt(std::int64_t jump_ms, PendingEntry entry);
    /// A person has looked at the clock, as `entry` says: purging goes on.
    Result<Done> confirm_clock(PendingEntry entry);
    Result<ClockRow> clock_row();

    static constexpr int gap_days_max = 15;

private:
    retention::HoldPorts hold_ports();
    retention::PurgePorts purge_ports();
    /// none: in doubt. terms_only: it was not looked at for over a day.
    enum class Trust { none, terms_only, full };
    static Trust trust_of(const ClockRow& row, Instant now);
    Result<Trust> look_at_clock(Instant now);
    Result<Done> end_and_release(const retention::Terms& terms, Instant now, Round& round);
    Result<retention::Due> still_due(retention::Due due);
    Result<Done> purge_one(const retention::Terms& terms, const retention::Due& due,
                           const StaffNumber& by, Round& round);
    Result<Done> finish(Day day, const StaffNumber& by);
    Result<DayWrite> erasing_write(const StoredItem& stored, disclosure::Parties parties,
                                   const retention::Terms& terms, const StaffNumber& by,
                                   Instant now, const disclosure::ErasingKeys& keys);
    Result<Done> finish_erasing(const ItemId& item, const ErasingRow& row);
    Result<Done> resume_erasing();

    RetentionStores stores_;
    const RuleFile terms_;
    const std::map<DataClass, int> ceilings_;
    const std::string node_;
    Clock& clock_;
    Entropy& entropy_;
    const RetentionAsks asks_;
    std::mutex mutex_;              // purges and holds, one at a time
    std::mutex clock_mutex_;        // the clock's row; never waits for the other
    std::optional<Day> tried_for_;  // of the job that calls hourly()
    Monotonic tried_{0};
};

}  // namespace buuan::node
