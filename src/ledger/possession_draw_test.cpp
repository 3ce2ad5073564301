#include "ledger/possession_draw.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ledger/note.hpp"
#include "ledger/possession_verify.hpp"

namespace buuan::ledger {
namespace {

const Day today = Day::parse("2026-11-24").value();

/// A log whose leaves are where it says; the rest is something else.
struct MadeLog {
    LogName name;
    std::uint64_t size{};
    std::map<std::uint64_t, Entry> leaves;
};

Entry leaf(Day day, const char* site) {
    Entry entry;
    entry.type = "item.accepted";
    entry.at = entry.seen = day.start() + 3'600'000;
    entry.site = SiteCode{site};
    entry.ref = std::string(32, 'a');
    return entry;
}

EntryReader reader_of(const std::vector<MadeLog>& logs) {
    return [&logs](const LogName& name, std::uint64_t index) -> Result<Entry> {
        const auto log = std::find_if(logs.begin(), logs.end(),
                                      [&](const MadeLog& each) { return each.name == name; });
        CHECK(log != logs.end() && index < log->size);
        const auto found = log->leaves.find(index);
        if (found != log->leaves.end()) return found->second;
        Entry other = leaf(today, "A");
        other.type = "item.scanned";
        return other;
    };
}

Challenge challenge_over(const std::vector<MadeLog>& logs, std::string authority,
                         std::uint32_t uniform) {
    Challenge challenge{1, "a.example", today, {}, std::move(authority), {}, {}};
    for (const MadeLog& log : logs) {
        const Checkpoint checkpoint{"a.example/" + log.name.value, log.size, {}};
        challenge.logs.push_back({log.name, checkpoint.text() + "\n— a.example/x AAAA\n", 0});
    }
    challenge.draws = {{LeafClass::record, 0, uniform}};
    return challenge;
}

std::size_t count_drawn(Day day, Day on) {
    const std::vector<MadeLog> logs{{LogName::organisation(), 1, {{0, leaf(day, "A")}}}};
    Challenge challenge = challenge_over(logs, "words of the asker", 1);
    challenge.on = on;
    return draw_leaves(challenge, reader_of(logs)).value().size();
}

TEST(possession_draw, every_leaf_of_every_log_is_drawn_equally_often) {
    std::vector<MadeLog> logs{{LogName::organisation(), 7, {}}, {LogName::province("11"), 90, {}}};
    for (const std::uint64_t at : {0U, 3U, 6U}) logs[0].leaves[at] = leaf(today, "A");
    // Unevenly: seventeen together, three alone.
    for (std::uint64_t at = 20; at < 37; ++at) logs[1].leaves[at] = leaf(today, "A");
    for (const std::uint64_t at : {40U, 60U, 89U}) logs[1].leaves[at] = leaf(today, "B");
    std::map<std::pair<LogName, std::uint64_t>, int> drawn;
    int all = 0;
    for (int seed = 0; seed < 20; ++seed) {
        const auto leaves = draw_leaves(
            challenge_over(logs, "words number " + std::to_string(seed), 600), reader_of(logs));
        for (const DrawnLeaf& each : leaves.value()) {
            ++drawn[{each.log, each.index}];
            ++all;
        }
    }
    ASSERT_EQ(drawn.size(), 23U);
    const double expected = all / 23.0;
    for (const auto& [place, times] : drawn)
        EXPECT_NEAR(times, expected, 5 * std::sqrt(expected)) << place.second;
}

TEST(possession_draw, the_floor_is_three_calendar_months_back_and_no_day_more) {
    const auto day = [](const char* text) { return Day::parse(text).value(); };
    EXPECT_EQ(count_drawn(day("2026-08-24"), day("2026-11-24")), 1U);
    EXPECT_EQ(count_drawn(day("2026-08-23"), day("2026-11-24")), 0U);
    EXPECT_EQ(count_drawn(day("2026-11-30"), day("2027-02-28")), 1U);
    EXPECT_EQ(count_drawn(day("2026-11-30"), day("2027-03-01")), 0U);
    EXPECT_EQ(count_drawn(day("2027-11-30"), day("2028-02-29")), 1U);
    EXPECT_EQ(count_drawn(day("2026-11-25"), day("2026-11-24")), 0U) << "tomorrow's";
}

TEST(possession_draw, a_stratum_gives_its_own_sites_leaves_only) {
    std::vector<MadeLog> logs{{LogName::organisation(), 40, {}}};
    for (std::uint64_t at = 0; at < 40; ++at) logs[0].leaves[at] = leaf(today, at % 4 ? "A" : "B");
    Challenge challenge = challenge_over(logs, "words of the asker", 0);
    for (std::uint64_t from = 0; from < 40; from += 8)
        challenge.strata.push_back({LogName::organisation(), from, from + 8, SiteCode{"B"}});
    challenge.draws = {{LeafClass::record, 5, 0}};
    const auto leaves = draw_leaves(challenge, reader_of(logs)).value();
    ASSERT_EQ(leaves.size(), 5U);
    std::set<std::uint64_t> stretches;
    for (const DrawnLeaf& each : leaves) {
        EXPECT_EQ(each.entry.site, SiteCode{"B"});
        stretches.insert(each.index / 8);
    }
    EXPECT_EQ(stretches.size(), 5U) << "each stratum once";
}

TEST(possession_draw, a_log_without_leaves_gives_none_within_a_bounded_number_of_looks) {
    const std::vector<MadeLog> logs{{LogName::organisation(), 1'000'000, {}}};
    int looks = 0;
    const EntryReader reader = reader_of(logs);
    const auto leaves = draw_leaves(challenge_over(logs, "words of the asker", 1000),
                                    [&](const LogName& log, std::uint64_t index) {
                                        ++looks;
                                        return reader(log, index);
                                    });
    EXPECT_TRUE(leaves.value().empty());
    EXPECT_EQ(looks, 4500);
}

TEST(possession_draw, an_empty_log_is_no_reason_to_stop) {
    const std::vector<MadeLog> logs{{LogName::organisation(), 0, {}}};
    EXPECT_TRUE(draw_leaves(challenge_over(logs, "words of the asker", 9), reader_of(logs))
                    .value()
                    .empty());
}

TEST(possession_challenge, is_read_within_its_bounds_only) {
    const std::vector<MadeLog> logs{{LogName::organisation(), 9, {}},
                                    {LogName::province("11"), 9, {}}};
    const Challenge whole = challenge_over(logs, "words of the asker", 9);
    const auto where = [&](auto change) {
        Challenge changed = whole;
        change(changed);
        const auto parsed = Challenge::parse(json::write(changed));
        return parsed.ok() ? std::string("read") : parsed.error().path;
    };
    EXPECT_EQ(where([](Challenge&) {}), "read");
    EXPECT_EQ(where([](Challenge& c) { c.buuan_possession_challenge = 2; }),
              "buuan_possession_challenge");
    EXPECT_EQ(where([](Challenge& c) { c.authority = "too short"; }), "authority");
    EXPECT_EQ(where([](Challenge& c) { c.authority = std::string(65'537, 'a'); }), "authority");
    EXPECT_EQ(where([](Challenge& c) { c.logs.erase(c.logs.begin()); }), "logs");
    EXPECT_EQ(where([](Challenge& c) { std::swap(c.logs[0], c.logs[1]); }), "logs[1].log");
    EXPECT_EQ(where([](Challenge& c) { c.logs[1] = c.logs[0]; }), "logs[1].log");
    EXPECT_EQ(where([](Challenge& c) { c.logs[1].from = 10; }), "logs[1].from");
    EXPECT_EQ(where([](Challenge& c) { c.node = "b.example"; }), "logs[0].checkpoint");
    EXPECT_EQ(where([](Challenge& c) { c.draws.clear(); }), "draws");
    EXPECT_EQ(where([](Challenge& c) { c.draws[0].uniform = 1001; }), "draws");
    EXPECT_EQ(where([](Challenge& c) { c.draws[0].uniform = 0xffff'ffff; }), "draws");
    EXPECT_EQ(where([](Challenge& c) { c.draws.push_back(c.draws[0]); }), "draws[1].data_class");
    EXPECT_EQ(where([](Challenge& c) { c.draws[0].strata = 1; }), "draws[0].strata");
    const auto with_stratum = [](const char* log, std::uint64_t from, std::uint64_t to) {
        return [=](Challenge& c) { c.strata = {{LogName{log}, from, to, {}}}; };
    };
    EXPECT_EQ(where(with_stratum("p11", 0, 9)), "read");
    EXPECT_EQ(where(with_stratum("p11", 0, 10)), "strata[0]");
    EXPECT_EQ(where(with_stratum("p11", 4, 4)), "strata[0]");
    EXPECT_EQ(where(with_stratum("p12", 0, 1)), "strata[0]");
}

TEST(possession_bound, three_hundred_held_draws_leave_less_than_one_per_cent) {
    EXPECT_EQ(missing_share_below(300), 994U);   // 0.994 %
    EXPECT_EQ(missing_share_below(298), 1001U);  // 1.001 %
    EXPECT_EQ(missing_share_below(1), 95'000U);
    EXPECT_EQ(missing_share_below(0), 100'000U);
}

}  // namespace
}  // namespace buuan::ledger
