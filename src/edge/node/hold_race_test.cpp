// A hold and a purge of the same day, begun against each other at every step of either: each time
// one of them comes first, and what the hold says is so.
#include <thread>

#include "adapters/memory/memory_days.hpp"
#include "adapters/memory/memory_files.hpp"
#include "adapters/memory/memory_holds.hpp"
#include "adapters/memory/memory_objects.hpp"
#include "adapters/memory/memory_register.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "adapters/rules/rules.hpp"
#include "edge/node/retention_desk.hpp"
#include "edge/node/world_test.hpp"
#include "vault/derive.hpp"
#include "vault/item_tokens.hpp"

namespace buuan::node {
namespace {

constexpr const char* origin = "vidu.example";
const Day accepted_on = Day::parse("2025-10-01").value();

/// Rows whose every change is a step; at one of them the other party begins.
class SteppedRegister final : public memory::MemoryRegister {
public:
    std::function<void()> at_step;
    int step_wanted = -1;
    int steps = 0;

    Result<Done> apply(const register_::RegisterWrite& write) override {
        step();
        auto done = MemoryRegister::apply(write);
        step();
        return done;
    }
    Result<std::optional<std::string>> find(const std::string& kind,
                                            const std::string& key) override {
        step();
        return MemoryRegister::find(kind, key);
    }
    Result<std::vector<register_::Row>> list(const std::string& kind, const std::string& after,
                                             std::size_t count_max) override {
        step();
        return MemoryRegister::list(kind, after, count_max);
    }

private:
    void step() {
        if (std::this_thread::get_id() == owner_ && steps++ == step_wanted && at_step) at_step();
    }
    const std::thread::id owner_ = std::this_thread::get_id();
};

/// One item of a day that is over its term, and a desk.
struct Race {
    HandClock clock;
    SystemEntropy entropy;
    memory::MemoryFiles files;
    memory::MemoryDays days;
    memory::MemoryObjects objects;
    memory::MemoryHolds holds;
    SteppedRegister rows;
    Secret root;
    std::unique_ptr<vault::KeyRing> keys;
    std::unique_ptr<RetentionDesk> desk;
    ItemId item;

    Race() {
        CHECK(vault::KeyRing::create(files, root, entropy).ok());
        keys = vault::KeyRing::open(files, root, entropy).value();
        CHECK(keys->ensure(accepted_on).ok());
        item = ItemId::make(accepted_on.start() + 1, entropy);
        const auto key = keys->key(accepted_on, DataClass::record).value();
        vault::Fields fields;
        fields.emplace("sender.name", Personal("Lò Thị Mai"));
        DayWrite write;
        write.day = accepted_on;
        write.item = item;
        write.command.bytes = item.bytes;
        write.after = {item, ItemType::parcel, ItemState::delivered, 1, {"BC1"}, {"Q1"},
                       1,    {"p11"},          item.made_at()};
        write.records = {{DataClass::record, 1,
                          vault::seal_record(fields, vault::record_key(key, item, 1),
                                             {origin, item, DataClass::record, 1}, entropy)
                              .value()
                              .sealed}};
        CHECK(days.apply(accepted_on, std::span(&write, 1)).ok());
        config::Config config;
        config.origin = origin;
        RuleFile terms;
        for (const RuleFile& file : embedded_rules()) {
            if (file.path == "terms.toml") terms = file;
        }
        desk = std::make_unique<RetentionDesk>(
            RetentionStores{*keys, days, objects, rows, holds}, terms, config, clock, entropy,
            RetentionAsks{[] { return Result<Done>(Done{}); },
                          [] { return std::vector<LogName>{{"p11"}}; },
                          [] { return Result<std::optional<Day>>(std::optional<Day>{}); },
                          {}});
    }
    void purge() { ASSERT_TRUE(desk->round(StaffNumber{"SYSTEM"}).ok()); }
    std::optional<retention::Placed> placed;
    void hold() { place({retention::Ground::complaint, {}, {}, {}, {}, {}, {}}, {item}); }
    void hold_camera() {
        place({retention::Ground::investigation,
               {},
               {},
               {},
               accepted_on.start(),
               accepted_on.start() + 1,
               "CAM-1"},
              {});
    }
    void place(retention::HoldTerms hold_terms, std::vector<ItemId> items) {
        auto done = desk->place({CommandId::make(clock.now(), entropy),
                                 std::move(hold_terms),
                                 std::move(items),
                                 Day::of(clock.now()).plus_months(1),
                                 {"AT-1"},
                                 {"AT-2"},
                                 clock.now()});
        ASSERT_TRUE(done.ok()) << done.error().what;
        placed = std::move(done).value();
    }
    /// Whether the hold won; whichever did, nothing lies in between.
    bool camera_settled() {
        const bool won = placed->row.state == retention::HoldState::placed;
        EXPECT_EQ(placed->days_gone.empty(), won);
        EXPECT_EQ(keys->key(accepted_on, DataClass::footage).ok(), won);
        return won;
    }
    bool settled() {
        EXPECT_EQ(keys->key(accepted_on, DataClass::record).error().kind, FaultKind::denied);
        const bool won = placed->row.state == retention::HoldState::placed;
        EXPECT_EQ(placed->missing.empty(), won);
        EXPECT_EQ(desk->held().open_record(item, DataClass::record).ok(), won);
        EXPECT_EQ(keys->key(retention::hold_key(1).day, DataClass::hold).ok(), won);
        EXPECT_EQ(holds.count(1).value(), won ? 1U : 0U);
        return won;
    }
};

/// `first` runs here; at its step number `at` `second` begins in another thread. Whether that step
/// was reached.
template <class First, class Second>
bool race(Race& race, int at, First first, Second second) {
    std::thread other;
    race.rows.step_wanted = at;
    race.rows.at_step = [&] {
        other = std::thread(second);
        // So that it is under way, or waits, before we go on.
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    };
    first();
    const bool reached = other.joinable();
    if (reached) other.join();
    return reached;
}

TEST(hold_race, a_hold_that_begins_at_any_step_of_a_purge_wins_whole_or_is_told_that_it_is_late) {
    int steps = 0;
    for (int at = 0;; ++at) {
        Race one;
        if (!race(
                one, at, [&] { one.purge(); }, [&] { one.hold(); }))
            break;
        ++steps;
        one.settled();
        ASSERT_FALSE(::testing::Test::HasFailure()) << "step " << at;
    }
    EXPECT_GT(steps, 10) << "the purge is too short to mean anything";
}

TEST(hold_race, a_hold_on_a_camera_keeps_its_recordings_or_is_told_that_they_are_gone) {
    int steps = 0;
    for (int at = 0;; ++at) {
        Race one;
        if (!race(
                one, at, [&] { one.purge(); }, [&] { one.hold_camera(); }))
            break;
        ++steps;
        one.camera_settled();
        ASSERT_FALSE(::testing::Test::HasFailure()) << "step " << at;
    }
    EXPECT_GT(steps, 10) << "the purge is too short to mean anything";
    Race before;
    before.hold_camera();
    before.purge();
    EXPECT_TRUE(before.camera_settled()) << "it was there first";
}

TEST(hold_race, a_purge_that_begins_at_any_step_of_a_hold_waits_for_it) {
    int steps = 0;
    for (int at = 0;; ++at) {
        Race one;
        if (!race(
                one, at, [&] { one.hold(); }, [&] { one.purge(); }))
            break;
        ++steps;
        EXPECT_TRUE(one.settled());
        ASSERT_FALSE(::testing::Test::HasFailure()) << "step " << at;
    }
    EXPECT_GT(steps, 5) << "the hold is too short to mean anything";
}

}  // namespace
}  // namespace buuan::node
