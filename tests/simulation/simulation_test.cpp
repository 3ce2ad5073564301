// What a node keeps through power cuts, full, slow, failing and rotting disks, jumps of the clock
// and an old backup. A failing seed is repeated and told by ./dev sim --seed N.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "play.hpp"

namespace buuan::simulation {
namespace {

std::string text_of(const std::vector<std::string>& lines) {
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
}

class Simulation : public ::testing::TestWithParam<bool> {
protected:
    static Options options(std::uint64_t seed) {
        return {.seed = seed, .in_memory = GetParam(), .mutant = {}};
    }
};

TEST_P(Simulation, power_may_go_before_any_change_of_a_day) {
    std::uint64_t cut = 1;
    for (bool reached = true; reached; ++cut) {
        World world(options(1000 + cut));
        world.begin();
        world.machine.cut_power_before(cut);
        play_small_day(world);
        reached = !world.machine.has_power();
        world.machine.cut_power_before(0);
        ASSERT_TRUE(world.start()) << "cut " << cut;
        const auto broken = world.broken();
        ASSERT_TRUE(broken.empty()) << "cut " << cut << "\n"
                                    << text_of(world.story()) << text_of(broken);
    }
    EXPECT_GT(cut, GetParam() ? 80U : 300U) << "the day is too short to mean anything";
}

TEST_P(Simulation, days_of_many_seeds_break_nothing) {
    std::size_t interrupted = 0, refused = 0, purged = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        World world(options(seed));
        const auto broken = play(world, 2);
        ASSERT_TRUE(broken.empty())
            << "./dev sim --days 2 --seed " << seed << (GetParam() ? " --memory" : "") << "\n"
            << text_of(broken);
        interrupted += world.interrupted();
        refused += world.refused_full();
        purged += world.purged().size();
    }
    EXPECT_GT(interrupted, 50U);
    EXPECT_GT(refused, 10U);
    EXPECT_GT(purged, 5U);
}

TEST_P(Simulation, the_same_seed_is_the_same_history) {
    World one(options(77));
    World two(options(77));
    (void)play(one, 2);
    (void)play(two, 2);
    EXPECT_EQ(one.story(), two.story());
    EXPECT_EQ(one.machine.history(), two.machine.history());
    World other(options(78));
    (void)play(other, 2);
    EXPECT_NE(one.machine.history(), other.machine.history());
}

INSTANTIATE_TEST_SUITE_P(each, Simulation, ::testing::Values(false, true),
                         [](const auto& each) { return each.param ? "memory" : "sqlite"; });

/// A world with a day of work behind it.
std::unique_ptr<World> after_a_day(std::uint64_t seed, Mutant mutant = {}) {
    auto world = std::make_unique<World>(Options{seed, false, std::move(mutant)});
    world->begin();
    play_small_day(*world);
    EXPECT_EQ(text_of(world->broken()), "");
    return world;
}

TEST(simulation, a_full_disk_refuses_and_the_running_node_goes_on_by_itself) {
    const auto world = after_a_day(5);
    world->machine.troubles.full = true;
    for (int n = 0; n < 5; ++n) {
        world->accept(true, false);
        world->do_jobs();
    }
    world->open_item();
    world->change_register();
    EXPECT_EQ(world->refused_full(), 7U);
    EXPECT_EQ(world->open_errands(), 7U);
    world->machine.troubles = {};
    EXPECT_EQ(text_of(world->broken()), "");
}

TEST(simulation, what_was_accepted_in_time_is_told_again_after_any_time) {
    World world({.seed = 11, .in_memory = false, .mutant = {}});
    world.begin();
    world.accept(false, false);
    const Item& item = world.items().back();
    ASSERT_TRUE(item.answered);
    const std::string site(item.sending.post->site);
    const auto sent = [&](Instant at) { return boost::json::serialize(intake(item.sending, at)); };
    const Instant then = item.id.made_at();
    world.machine.clock.pass(std::int64_t{20} * 86'400'000);

    const auto again = world.call(http::Method::put, item.path, sent(then), {}, site);
    EXPECT_EQ(again.status, 200) << again.body;
    EXPECT_NE(again.body.find(item.code), std::string::npos);
    // Another of that day, which nobody heard of, comes too late.
    const ItemId late = ItemId::make(then, world.machine.entropy);
    const auto refused =
        world.call(http::Method::put, "/api/v1/items/" + late.text(), sent(then), {}, site);
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.body.find("day_unknown"), std::string::npos) << refused.body;
}

TEST(simulation, the_register_is_folded_right_although_the_clock_was_set_back) {
    const auto world = after_a_day(6);
    for (int n = 0; n < 8; ++n) {
        world->change_register();
        world->machine.clock.jump(-3'600'000);
    }
    EXPECT_EQ(text_of(world->broken()), "");
}

TEST(simulation, a_node_from_an_old_backup_forks_and_who_saw_the_newer_log_sees_it) {
    // docs/guide/backup.md, "An old backup": a known limit until witnesses answer.
    const auto world = after_a_day(7);
    world->stop();
    memory::MemoryFiles backup;
    backup.copy_from(world->machine.disk);
    ASSERT_TRUE(world->start());
    world->accept(true, false);
    const Item lost = world->items().back();
    const Day purged = *world->purged().begin();
    ASSERT_TRUE(lost.answered);
    EXPECT_EQ(text_of(world->broken()), "");

    world->stop();
    world->machine.disk.copy_from(backup);
    ASSERT_TRUE(world->start());
    EXPECT_EQ(world->call(http::Method::get, lost.path).status, 404);
    const auto checked = world->call(http::Method::post, "/api/v1/checks");
    EXPECT_NE(checked.body.find("\"problems\":[]"), std::string::npos) << "it does not notice";
    EXPECT_FALSE(world->node()->keys().key(purged, DataClass::record).ok())
        << "what was destroyed before the backup stays destroyed";
    const std::string seen = text_of(world->broken());
    EXPECT_NE(seen.find("entries were published, the checkpoint says"), std::string::npos) << seen;
    for (int n = 0; n < 5; ++n) world->accept(false, false);
    const std::string forked = text_of(world->broken());
    EXPECT_NE(forked.find("has changed"), std::string::npos) << forked;
}

TEST(simulation, a_byte_that_rots_is_never_served) {
    std::size_t noticed = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto world = after_a_day(seed % 5);
        world->stop();
        const auto paths = world->machine.disk.paths();
        Random choose(seed);  // the world's own is the same for each of its seeds
        const std::string& path = paths[below(choose, paths.size())];
        Bytes& bytes = world->machine.disk.bytes(path);
        if (bytes.empty()) continue;
        const std::size_t at = below(choose, bytes.size());
        bytes[at] ^= static_cast<std::uint8_t>(1 + below(choose, 255));
        const std::string where = path + " at " + std::to_string(at);

        // It may refuse to start; what it serves is right, or `check` names what is wrong.
        auto opened = world->start();
        if (!opened) {
            ++noticed;
            continue;
        }
        const auto checked = world->call(http::Method::post, "/api/v1/checks");
        const bool named =
            checked.status != 200 || checked.body.find("\"problems\":[]") == std::string::npos;
        noticed += named ? 1 : 0;
        for (const Item& item : world->items()) {
            if (!item.answered || item.sending.refused || world->purged().contains(item.day))
                continue;
            const auto shown = world->call(
                http::Method::post, item.path + "/openings",
                "{\"id\":\"" +
                    CommandId::make(world->machine.clock.now(), world->machine.entropy).text() +
                    "\",\"purpose\":\"internal_check\"}");
            EXPECT_TRUE(shown.status != 200 || !world->differs(item, shown)) << where;
            EXPECT_TRUE(shown.status == 200 || named) << where << ": " << shown.body;
        }
    }
    EXPECT_GT(noticed, 10U);
}

}  // namespace
}  // namespace buuan::simulation
