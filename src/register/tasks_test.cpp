#include "register/tasks.hpp"

#include <gtest/gtest.h>

#include "adapters/rules/rules.hpp"

namespace buuan::register_ {
namespace {

Day day(const char* text) {
    return Day::parse(text).value();
}
const Day today = day("2026-11-24");
const Digest in_force = sha256(as_bytes("a list"));
using Ids = std::vector<std::string>;

/// A service point and a sorting centre with all that they need, on a day on which nothing is due.
Register in_order() {
    Register all;
    all.organisation = Organisation{"Bưu chính Thử Nghiệm", std::nullopt,     "01/GP", "toàn quốc",
                                    std::nullopt,           day("2028-12-31")};
    all.leaders[day("2025-10-01")] = {"Nguyễn Văn Mẫu", "Phó giám đốc", "12/QĐ", day("2025-10-01"),
                                      std::nullopt};
    const auto site = [&](const char* code, SiteKind kind) {
        all.sites[{code}] = {
            {code}, kind, "Điểm", "11", "Phường Mẫu", "Số 1", day("2020-01-01"), std::nullopt};
    };
    site("BC1", SiteKind::service_point);
    site("TT2", SiteKind::sorting_centre);
    all.counters[{"Q1"}] = {{"Q1"}, {"BC1"}, "Quầy 1", day("2020-01-01"), std::nullopt};
    const auto has = [&](const char* code, const char* place, EquipmentKind kind) {
        all.equipment[{code}] = {{code},       {place},           kind,        "S",
                                 std::nullopt, day("2028-01-01"), std::nullopt};
    };
    has("C1", "BC1", EquipmentKind::camera);
    has("C2", "TT2", EquipmentKind::camera);
    has("P1", "BC1", EquipmentKind::fire_protection);
    has("P2", "TT2", EquipmentKind::fire_protection);
    has("X2", "TT2", EquipmentKind::xray_scanner);
    all.vehicles[{"27C-12345"}] = {{"27C-12345"}, {"TT2"},           VehicleKind::truck,
                                   "KD-1",        day("2028-01-01"), std::nullopt};
    all.staff[{"NV-1"}] = {{"NV-1"},          {"BC1"},           "Giao dịch viên",
                           day("2020-01-01"), std::nullopt,      "2",
                           day("2025-10-01"), day("2025-10-01"), day("2028-01-01")};
    all.postings[{"BC1"}] = {{"BC1"}, {}, in_force, day("2025-10-02"), {}};
    all.goods_rules[1] = {1, in_force, day("2025-10-01"), 10, RulesSource::program};
    return all;
}

struct World {
    Register all = in_order();
    SiteRules sites = read_site_rules(embedded_rules()).value();
    AlertRules alerts = read_alert_rules(embedded_rules()).value();
    std::vector<OpenMatter> matters;

    [[nodiscard]] TaskFacts facts(Day on = today) const {
        return {all, sites, alerts, in_force, matters, on};
    }
    [[nodiscard]] std::vector<Task> tasks(Day on = today) const { return tasks_of(facts(on)); }
    [[nodiscard]] Ids ids(Day on = today) const {
        Ids found;
        for (const Task& task : tasks(on)) found.push_back(task.id());
        return found;
    }
    /// The only one.
    [[nodiscard]] Task one(Day on = today) const {
        const auto found = tasks(on);
        EXPECT_EQ(found.size(), 1U);
        return found.empty() ? Task{} : found.front();
    }
    [[nodiscard]] std::optional<Tile> tile(TaskKind kind,
                                           const std::optional<SiteCode>& site = {}) const {
        const TaskFacts known = facts();
        for (const Tile& each : tiles_of(known, tasks_of(known), site)) {
            if (each.kind == kind) return each;
        }
        return std::nullopt;
    }
};

TEST(tasks, where_all_is_in_order_there_is_nothing_to_do) {
    const World world;
    EXPECT_EQ(world.ids(), Ids{});
    for (const TaskKind kind : {TaskKind::equipment, TaskKind::site_equipment, TaskKind::vehicle,
                                TaskKind::duties, TaskKind::training, TaskKind::posting}) {
        const auto tile = world.tile(kind);
        ASSERT_TRUE(tile);
        EXPECT_EQ(tile->good, tile->base);
        EXPECT_TRUE(tile->is_enough());
    }
    EXPECT_EQ(world.tile(TaskKind::equipment)->base, 5U);
    EXPECT_EQ(world.tile(TaskKind::equipment, SiteCode{"BC1"})->base, 2U);
    EXPECT_FALSE(world.tile(TaskKind::complaint_answer)) << "of nothing there is no share";
}

TEST(tasks, a_day_comes_near_is_reached_and_is_over) {
    World world;
    world.all.equipment.at({"X2"}).valid_until = day("2026-12-24");
    EXPECT_EQ(world.ids(day("2026-11-23")), Ids{});
    EXPECT_EQ(world.one(day("2026-11-24")).severity, Severity::soon);
    EXPECT_EQ(world.one(day("2026-12-24")).severity, Severity::today);
    const Task over = world.one(day("2026-12-25"));
    EXPECT_EQ(over.severity, Severity::overdue);
    EXPECT_EQ(over.id(), "equipment.X2");
    EXPECT_EQ(over.law, "D3");
    EXPECT_EQ(over.due, day("2026-12-24"));
    EXPECT_EQ(over.site, SiteCode{"TT2"});
    EXPECT_FALSE(over.missing);
    EXPECT_FALSE(over.blocks);
}

TEST(tasks, how_early_one_is_told_is_dated_data) {
    World world;
    auto& of_equipment = world.alerts.alerts.at(TaskKind::equipment);
    of_equipment.push_back(of_equipment.front());
    of_equipment.back().since = day("2026-11-25");
    of_equipment.back().days_before = 90;
    world.all.equipment.at({"X2"}).valid_until = day("2027-01-31");
    EXPECT_EQ(world.ids(day("2026-11-24")), Ids{});
    EXPECT_EQ(world.ids(day("2026-11-25")), Ids{"equipment.X2"});
}

TEST(tasks, nobody_responsible_is_one_and_a_successor_takes_it_away) {
    World world;
    world.all.leaders.begin()->second.to = day("2026-12-01");
    EXPECT_EQ(world.one().due, day("2026-12-01"));
    EXPECT_FALSE(world.one().missing);
    EXPECT_EQ(world.one(day("2026-12-05")).due, day("2026-12-02"));
    EXPECT_TRUE(world.one(day("2026-12-05")).missing);
    world.all.leaders[day("2026-12-02")] = {"Trần Thị Mẫu", "Giám đốc", "13/QĐ", day("2026-12-02"),
                                            std::nullopt};
    EXPECT_EQ(world.ids(), Ids{});
    EXPECT_EQ(world.ids(day("2026-12-05")), Ids{});
    world.all.leaders.clear();
    EXPECT_EQ(world.one().due, day("2025-09-10")) << "since the law demands one";
}

TEST(tasks, a_licence_that_is_over_blocks_and_stands_first) {
    World world;
    world.all.equipment.at({"X2"}).valid_until = day("2026-01-01");
    world.all.organisation->licence_expires_on = day("2026-11-20");
    EXPECT_EQ(world.ids(), (Ids{"licence.E13", "equipment.X2"}));
    EXPECT_TRUE(world.tasks().front().blocks);
    world.all.organisation.reset();
    EXPECT_TRUE(world.tasks().front().missing);
}

TEST(tasks, what_a_site_must_have_is_missing_until_it_has_it) {
    World world;
    world.all.equipment.at({"X2"}).retired_on = day("2026-11-01");
    const Task task = world.one();
    EXPECT_EQ(task.id(), "site_equipment.TT2.xray_scanner");
    EXPECT_TRUE(task.missing);
    EXPECT_EQ(world.tile(TaskKind::site_equipment)->good, 4U);
    EXPECT_EQ(world.tile(TaskKind::site_equipment)->base, 5U);
    EXPECT_FALSE(world.tile(TaskKind::site_equipment)->is_enough());
    EXPECT_EQ(world.tile(TaskKind::site_equipment, SiteCode{"BC1"})->good, 2U);
    world.all.equipment[{"X3"}] = {{"X3"}, {"TT2"}, EquipmentKind::xray_scanner, "S", {}, {}, {}};
    EXPECT_EQ(world.ids(), Ids{"equipment.X3"}) << "there is one, but nobody inspected it";
}

TEST(tasks, what_nobody_demands_and_never_ends_is_none) {
    World world;
    world.all.equipment[{"S1"}] = {{"S1"}, {"BC1"}, EquipmentKind::scale, "S", {}, {}, {}};
    world.all.vehicles[{"27-B1-12345"}] = {
        {"27-B1-12345"}, {"BC1"}, VehicleKind::motorcycle, "", {}, {}};
    EXPECT_EQ(world.ids(), Ids{});
    EXPECT_EQ(world.tile(TaskKind::equipment)->base, 5U);
    EXPECT_EQ(world.tile(TaskKind::vehicle)->base, 1U);
    world.all.vehicles.begin()->second.kind = VehicleKind::van;
    EXPECT_EQ(world.ids(), Ids{"vehicle.27-B1-12345"});
}

TEST(tasks, an_inspection_of_a_vehicle_ends) {
    World world;
    world.all.vehicles.begin()->second.valid_until = day("2026-11-30");
    EXPECT_EQ(world.one().id(), "vehicle.27C-12345");
    EXPECT_EQ(world.one().law, "D4");
    world.all.vehicles.begin()->second.retired_on = day("2026-11-01");
    EXPECT_EQ(world.ids(), Ids{});
}

TEST(tasks, staff_sign_and_are_trained_for_as_long_as_they_stay) {
    World world;
    StaffMember& member = world.all.staff.begin()->second;
    member.duties_signed_on.reset();
    member.trained_until.reset();
    EXPECT_EQ(world.ids(), (Ids{"duties.NV-1", "training.NV-1"}));
    EXPECT_EQ(world.tile(TaskKind::duties)->good, 0U);
    member.trained_until = day("2026-12-10");
    member.duties_signed_on = day("2026-11-24");
    EXPECT_EQ(world.one().severity, Severity::soon);
    EXPECT_EQ(world.tile(TaskKind::training)->good, 1U) << "it has not ended yet";
    member.left_on = day("2026-11-23");
    EXPECT_EQ(world.ids(), Ids{});
    EXPECT_FALSE(world.tile(TaskKind::duties));
}

TEST(tasks, a_demand_that_is_not_in_the_rules_is_none) {
    World world;
    world.all.staff.begin()->second.duties_signed_on.reset();
    std::erase_if(world.sites.rules,
                  [](const SiteRule& rule) { return rule.reason == "duties_unsigned"; });
    EXPECT_EQ(world.ids(), Ids{});
}

TEST(tasks, the_list_hangs_at_each_service_point_as_it_is_in_force) {
    World world;
    world.all.postings.at({"BC1"}).list = sha256(as_bytes("an older list"));
    EXPECT_EQ(world.one().due, day("2025-10-01")) << "since the list decides";
    EXPECT_FALSE(world.one().missing);
    EXPECT_EQ(world.tile(TaskKind::posting)->good, 0U);
    world.all.postings.clear();
    EXPECT_TRUE(world.one().missing);
    world.all.sites.at({"BC1"}).closed_on = day("2026-11-23");
    world.all.counters.clear();
    EXPECT_EQ(world.ids(), Ids{});
}

TEST(tasks, a_counter_at_a_closed_site_is_to_be_closed) {
    World world;
    world.all.sites.at({"BC1"}).closed_on = day("2026-11-23");
    EXPECT_EQ(world.one().id(), "counter.Q1");
    EXPECT_TRUE(world.one().blocks);
}

TEST(tasks, what_other_registers_wait_for_is_told_when_it_is_near) {
    World world;
    world.matters = {{TaskKind::complaint_answer, "7", {}, day("2027-01-24"), {}, "3/2026"},
                     {TaskKind::complaint_answer, "6", {}, day("2026-11-20"), {}, "2/2026"},
                     {TaskKind::stopped_item, "e1", SiteCode{"TT2"}, day("2026-11-24"), {}, "BA 1"},
                     {TaskKind::hold, "4", {}, day("2026-11-30"), StaffNumber{"NV-2"}, {}}};
    EXPECT_EQ(world.ids(), (Ids{"complaint_answer.6", "stopped_item.e1", "hold.4"}));
    EXPECT_EQ(world.tasks().back().owner, StaffNumber{"NV-2"});
    EXPECT_EQ(world.tasks().front().label, "2/2026");
    EXPECT_EQ(world.tile(TaskKind::complaint_answer)->good, 1U);
    EXPECT_EQ(world.tile(TaskKind::complaint_answer)->base, 2U);
    EXPECT_FALSE(world.tile(TaskKind::complaint_answer, SiteCode{"TT2"}));
}

std::string why_not(const std::string& text) {
    const std::vector<RuleFile> files = {{"alerts.toml", text}};
    const auto read = read_alert_rules(files);
    return read.ok() ? "" : read.error().what;
}

TEST(alert_rules, say_what_is_wrong_with_them) {
    EXPECT_FALSE(read_alert_rules({}).ok());
    EXPECT_NE(why_not("x = ").find("line 1"), std::string::npos);
    EXPECT_NE(why_not("").find("no [[alert]]"), std::string::npos);
    EXPECT_NE(why_not("[[alert]]\nkind = \"camera\"").find("no kind of task camera"),
              std::string::npos);
    EXPECT_NE(why_not("[[alert]]\nkind = \"leader\"").find("lacks since"), std::string::npos);
    const std::string whole =
        "[[alert]]\nkind = \"vehicle\"\nlaw = \"D4\"\nsince = 2025-09-10\ndays_before = 30\n"
        "source = \"x\"\nreviewed = 2026-11-27\n";
    EXPECT_NE(why_not(whole + "percent_min = 101").find("percent_min"), std::string::npos);
    EXPECT_NE(why_not(whole + "vehicles = [\"boat\"]").find("no such kind of vehicle"),
              std::string::npos);
    EXPECT_NE(why_not(whole + whole).find("vehicle begins twice on one day"), std::string::npos);
    EXPECT_NE(why_not(whole).find("nothing about"), std::string::npos);
}

}  // namespace
}  // namespace buuan::register_
