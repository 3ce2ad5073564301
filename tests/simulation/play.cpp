#include "play.hpp"

namespace buuan::simulation {
namespace {

constexpr std::int64_t second = 1000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;

void act(World& world) {
    Random& random = world.random;
    switch (below(random, 17)) {
        case 0:
        case 1:
        case 2:
        case 3:
            return world.accept(true, false);
        case 4:
            return world.accept(false, false);
        case 5:
            return world.accept(false, true);
        case 6:
            return world.accept_batch(1 + below(random, 5));
        case 7:
        case 8:
        case 9:
            return world.send_picture();
        case 10:
        case 11:
            return world.record_event();
        case 12:
            return world.open_item();
        case 13:
            return world.change_register();
        case 14:
            return world.hold_item();
        default:
            return world.do_jobs();
    }
}

/// A trouble comes, stays for some steps, and goes.
void change_troubles(World& world) {
    Random& random = world.random;
    Machine::Troubles& troubles = world.machine.troubles;
    if (troubles.any() || troubles.slow_ms > 0) {
        troubles = {};
        world.tell("the disk works");
        return world.send_again();
    }
    switch (below(random, 5)) {
        case 0:
            troubles.full = true;
            return world.tell("the disk is full");
        case 1:
            troubles.reads_failing = 20 + static_cast<unsigned>(below(random, 200));
            return world.tell("reads fail");
        case 2:
            troubles.writes_failing = 20 + static_cast<unsigned>(below(random, 200));
            return world.tell("writes fail");
        case 3:
            troubles.syncs_failing = 20 + static_cast<unsigned>(below(random, 300));
            return world.tell("syncs fail");
        default:
            troubles.slow_ms = 1 + static_cast<std::int64_t>(below(random, 60));
            return world.tell("the disk is slow");
    }
}

/// Starts until it starts: the power may go while it does.
bool start(World& world) {
    Random& random = world.random;
    for (int tries = 0; tries < 4; ++tries) {
        if (one_in(random, 4)) world.machine.cut_power_before(1 + below(random, 60));
        if (world.start()) {
            world.machine.cut_power_before(0);
            world.tell("started");
            return true;
        }
        if (world.machine.has_power()) break;
        world.tell("the power went while it started");
    }
    if (world.machine.has_power()) return false;
    return world.start();
}

void jump(World& world) {
    Random& random = world.random;
    const std::int64_t by =
        (one_in(random, 2) ? 1 : -1) *
        static_cast<std::int64_t>(below(random, static_cast<std::uint64_t>(4 * hour)));
    world.machine.clock.jump(by);
    world.tell("the clock jumps by " + std::to_string(by / second) + " s");
}

}  // namespace

void play_small_day(World& world) {
    world.accept(true, false);
    world.machine.clock.pass(minute);
    world.send_picture();
    world.accept(false, true);
    world.do_jobs();
    world.accept_batch(2);
    world.record_event();
    world.open_item();
    world.change_register();
    world.send_picture();
    world.do_jobs();
    world.machine.clock.pass(24 * hour);  // keys of a new day, acts of a new hour
    world.do_jobs();
    world.hold_item();
    world.accept(true, false);
    world.purge(world.items().front().day);
    world.do_jobs();
}

std::vector<std::string> play_day(World& world) {
    Random& random = world.random;
    Machine& machine = world.machine;
    const Day day = Day::of(machine.clock.now());
    world.do_jobs();
    for (std::uint64_t steps = 12 + below(random, 20); steps > 0; --steps) {
        machine.clock.pass(second + static_cast<std::int64_t>(below(random, 20)) * minute);
        if (one_in(random, 8)) change_troubles(world);
        if (one_in(random, 12)) jump(world);
        if (one_in(random, 5) && machine.troubles.slow_ms == 0)
            machine.cut_power_before(1 + below(random, 80));
        if (one_in(random, 25)) world.purge(day.plus_days(-1 - static_cast<int>(below(random, 2))));
        act(world);
        if (machine.has_power() && !one_in(random, 30)) continue;
        // Killed after a failed sync, it would start from what only the system remembers: see
        // docs/decisions/simulation.md. So the system goes too.
        if (machine.sync_has_failed()) machine.cut_power();
        world.tell(machine.has_power() ? "killed" : "the power is cut");
        machine.troubles = {};
        world.stop();
        if (!start(world)) break;
        if (one_in(random, 2)) world.send_again();
    }
    machine.cut_power_before(0);
    machine.troubles = {};
    if (world.node() == nullptr || !machine.has_power()) (void)world.start();
    auto broken = world.broken();
    const Day next = std::max(day.plus_days(1), Day::of(machine.clock.now()));
    machine.clock.pass(std::max<std::int64_t>(next.start() + 8 * hour - machine.clock.now(), hour));
    return broken;
}

std::vector<std::string> play(World& world, int days) {
    world.begin();
    auto broken = world.broken();
    for (int n = 0; n < days && broken.empty(); ++n) {
        broken = play_day(world);
        world.tell("--- end of a day");
    }
    return broken;
}

}  // namespace buuan::simulation
