#include "register/register_view.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <functional>
#include <set>

#include "adapters/memory/memory_register.hpp"
#include "adapters/rules/rules.hpp"
#include "base/json.hpp"
#include "register/roles.hpp"
#include "register/site_rules.hpp"

namespace buuan::register_ {
namespace {

Day day(const char* text) {
    return Day::parse(text).value();
}
const Day today = day("2026-11-24");
const CounterCode counter{"DBP-1"};
const StaffNumber clerk{"NV-1"};
using Reasons = std::vector<std::string>;

const SiteRules& rules() {
    static const SiteRules read = read_site_rules(embedded_rules()).value();
    return read;
}

/// A sorting centre that is all in order until the end of 2026 and beyond.
Register in_order() {
    Register all;
    all.organisation = Organisation{"Bưu chính Thử Nghiệm", std::nullopt,     "01/GP", "toàn quốc",
                                    day("2020-01-01"),      day("2026-12-31")};
    all.leaders[day("2025-10-01")] = {"Nguyễn Văn Mẫu", "Phó giám đốc", "12/QĐ", day("2025-10-01"),
                                      day("2026-12-31")};
    all.sites[{"DBP"}] = {{"DBP"}, SiteKind::sorting_centre, "Trung tâm",      "11", "Phường Mẫu",
                          "Số 1",  day("2020-01-01"),        day("2026-12-31")};
    all.counters[counter] = {counter, {"DBP"}, "Quầy 1", day("2020-01-01"), day("2026-12-31")};
    all.staff[clerk] = {
        clerk, {"DBP"},           "Giao dịch viên",  day("2020-01-01"), day("2026-12-31"),
        "2",   day("2025-10-01"), day("2025-10-01"), day("2026-12-31")};
    const std::pair<const char*, EquipmentKind> equipment[] = {
        {"XR-1", EquipmentKind::xray_scanner},
        {"CAM-1", EquipmentKind::camera},
        {"FP-1", EquipmentKind::fire_protection}};
    for (const auto& [code, kind] : equipment)
        all.equipment[{code}] = {
            {code}, {"DBP"}, kind, "S-1", day("2025-12-31"), day("2026-12-31"), std::nullopt};
    return all;
}

Place place_of(const Register& all, Day on = today) {
    return all.place(counter, clerk, on, rules()).value();
}

TEST(place, where_all_is_in_order_nothing_is_said) {
    const Place place = place_of(in_order());
    EXPECT_EQ(place.blocks, Reasons{});
    EXPECT_EQ(place.warns, Reasons{});
    EXPECT_EQ(place.site.code.value, "DBP");
    EXPECT_EQ(place.counter.code, counter);
    EXPECT_FALSE(in_order().place({"DBP-9"}, clerk, today, rules()));
    Register siteless = in_order();
    siteless.sites.clear();
    EXPECT_FALSE(siteless.place(counter, clerk, today, rules()));
}

/// A way to break one demand: what is then said.
struct Breach {
    const char* name;
    const char* reason;
    bool blocks;
    std::function<void(Register&)> break_it;
};
void PrintTo(const Breach& breach, std::ostream* out) {
    *out << breach.name;
}

class Expiry : public ::testing::TestWithParam<Breach> {};

TEST_P(Expiry, bites) {
    Register all = in_order();
    GetParam().break_it(all);
    const Place place = place_of(all);
    EXPECT_EQ(place.blocks, GetParam().blocks ? Reasons{GetParam().reason} : Reasons{});
    EXPECT_EQ(place.warns, GetParam().blocks ? Reasons{} : Reasons{GetParam().reason});
}

const Day yesterday = day("2026-11-23");
const Day tomorrow = day("2026-11-25");
INSTANTIATE_TEST_SUITE_P(
    place, Expiry,
    ::testing::Values(
        Breach{"site_closed_yesterday", "site_closed", true,
               [](Register& all) { all.sites.at({"DBP"}).closed_on = yesterday; }},
        Breach{"site_opens_tomorrow", "site_closed", true,
               [](Register& all) { all.sites.at({"DBP"}).opened_on = tomorrow; }},
        Breach{"counter_closed_yesterday", "counter_closed", true,
               [](Register& all) { all.counters.at(counter).closed_on = yesterday; }},
        Breach{"counter_opens_tomorrow", "counter_closed", true,
               [](Register& all) { all.counters.at(counter).opened_on = tomorrow; }},
        Breach{"licence_over", "licence_expired", true,
               [](Register& all) { all.organisation->licence_expires_on = yesterday; }},
        Breach{"no_organisation", "licence_expired", true,
               [](Register& all) { all.organisation.reset(); }},
        Breach{"no_leader", "leader_missing", false, [](Register& all) { all.leaders.clear(); }},
        Breach{"leader_left", "leader_missing", false,
               [](Register& all) { all.leaders.begin()->second.to = yesterday; }},
        Breach{"clerk_unregistered_number", "staff_unknown", true,
               [](Register& all) { all.staff.at(clerk).engaged_on = tomorrow; }},
        Breach{"clerk_left", "staff_unknown", true,
               [](Register& all) { all.staff.at(clerk).left_on = yesterday; }},
        Breach{"duties_never_signed", "duties_unsigned", false,
               [](Register& all) { all.staff.at(clerk).duties_signed_on.reset(); }},
        Breach{"duties_signed_tomorrow", "duties_unsigned", false,
               [](Register& all) { all.staff.at(clerk).duties_signed_on = tomorrow; }},
        Breach{"training_over", "training_expired", false,
               [](Register& all) { all.staff.at(clerk).trained_until = yesterday; }},
        Breach{"never_trained", "training_expired", false,
               [](Register& all) { all.staff.at(clerk).trained_until.reset(); }},
        Breach{"xray_over", "xray_expired", false,
               [](Register& all) { all.equipment.at({"XR-1"}).valid_until = yesterday; }},
        Breach{"xray_elsewhere", "xray_expired", false,
               [](Register& all) { all.equipment.at({"XR-1"}).site = {"HNI"}; }},
        Breach{"camera_retired", "camera_expired", false,
               [](Register& all) { all.equipment.at({"CAM-1"}).retired_on = yesterday; }},
        Breach{"camera_never_inspected", "camera_expired", false,
               [](Register& all) { all.equipment.at({"CAM-1"}).valid_until.reset(); }},
        Breach{"fire_protection_gone", "fire_protection_expired", false,
               [](Register& all) { all.equipment.erase({"FP-1"}); }}),
    [](const auto& each) { return each.param.name; });

TEST(place, every_rule_of_the_file_has_a_breach_above) {
    std::set<std::string> reasons;
    for (const SiteRule& rule : rules().rules) reasons.insert(rule.reason);
    EXPECT_EQ(reasons, (std::set<std::string>{"site_closed", "counter_closed", "licence_expired",
                                              "leader_missing", "staff_unknown", "duties_unsigned",
                                              "training_expired", "xray_expired", "camera_expired",
                                              "fire_protection_expired"}));
}

TEST(place, the_last_day_of_everything_still_counts_and_the_next_one_does_not) {
    const Register all = in_order();
    EXPECT_EQ(place_of(all, day("2026-12-31")).blocks, Reasons{});
    EXPECT_EQ(place_of(all, day("2026-12-31")).warns, Reasons{});
    const Place after = place_of(all, day("2027-01-01"));
    EXPECT_EQ(after.blocks,
              (Reasons{"site_closed", "counter_closed", "licence_expired", "staff_unknown"}));
    EXPECT_EQ(after.warns, (Reasons{"leader_missing", "training_expired", "xray_expired",
                                    "camera_expired", "fire_protection_expired"}));
}

TEST(place, before_a_rule_was_in_force_it_says_nothing) {
    const Place before =
        place_of(in_order(), day("2025-09-09"));  // the leader, the duties and the training of D1
                                                  // and D2 come a day later
    EXPECT_EQ(before.blocks, Reasons{});
    EXPECT_EQ(before.warns, Reasons{});
    EXPECT_EQ(place_of(in_order(), day("2025-09-10")).warns,
              (Reasons{"leader_missing", "duties_unsigned"}));
}

TEST(place, a_service_point_needs_no_scanner_of_its_own) {
    Register all = in_order();
    all.equipment.erase({"XR-1"});
    EXPECT_EQ(place_of(all).warns, Reasons{"xray_expired"});
    all.sites.at({"DBP"}).kind = SiteKind::exchange_office;
    EXPECT_EQ(place_of(all).warns, Reasons{"xray_expired"});
    for (const SiteKind kind : {SiteKind::service_point, SiteKind::transit_warehouse}) {
        all.sites.at({"DBP"}).kind = kind;
        EXPECT_EQ(place_of(all).warns, Reasons{});
    }
}

TEST(place, one_valid_device_of_several_is_enough) {
    Register all = in_order();
    Equipment old = all.equipment.at({"CAM-1"});
    old.code = {"CAM-0"};
    old.valid_until = day("2026-01-01");
    all.equipment[old.code] = old;
    EXPECT_EQ(place_of(all).warns, Reasons{});
}

TEST(place, a_clerk_nobody_registered_may_not_accept) {
    const Place place = in_order().place(counter, {"NV-404"}, today, rules()).value();
    EXPECT_EQ(place.blocks, Reasons{"staff_unknown"});
}

TEST(leader, is_the_one_designated_last_of_those_whose_time_it_is) {
    Register all;
    all.leaders[day("2026-01-01")] = {"Một", "", "", day("2026-01-01"), std::nullopt};
    all.leaders[day("2026-06-01")] = {"Hai", "", "", day("2026-06-01"), day("2026-08-31")};
    EXPECT_FALSE(all.leader_on(day("2025-12-31")));
    EXPECT_EQ(all.leader_on(day("2026-05-31"))->name, "Một");
    EXPECT_EQ(all.leader_on(day("2026-06-01"))->name, "Hai");
    EXPECT_EQ(all.leader_on(day("2026-09-01"))->name, "Một");
}

TEST(site_rules, a_typing_error_shows_at_once) {
    const std::pair<const char*, const char*> broken[] = {
        {"[[rule]\n", "site_equipment.toml: line 1"},
        {"x = 1\n", "site_equipment.toml: there is no [[rule]]"},
        {"rule = [1]\n", "site_equipment.toml: a rule is no table"},
        {"[[rule]]\nreason = \"a\"\nmode = \"warn\"\nsince = 2020-01-01\n",
         "site_equipment.toml: a rule lacks reason, since or mode: a"},
        {"[[rule]]\nreason = \"a\"\nmode = \"warns\"\nsince = 0001-01-01\n",
         "site_equipment.toml: a rule lacks reason, since or mode: a"},
        {"[[rule]]\nreason = \"a\"\nmode = \"warns\"\nsince = 2020-01-01\nsites = [\"shop\"]\n",
         "site_equipment.toml: a: no such kind of site"},
        {"[[rule]]\nreason = \"a\"\nmode = \"warns\"\nsince = 2020-01-01\nequipment = \"xray\"\n",
         "site_equipment.toml: a: no such equipment"},
    };
    for (const auto& [text, what] : broken) {
        const std::vector<RuleFile> files = {{"site_equipment.toml", text}};
        const auto read = read_site_rules(files);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_TRUE(read.error().what.starts_with(what)) << read.error().what;
    }
    // A reason that the program does not know is never met: it blocks rather than being overlooked.
    const std::vector<RuleFile> files = {
        {"site_equipment.toml",
         "[[rule]]\nreason = \"licence_expird\"\nmode = \"blocks\"\nsince = 2020-01-01\n"}};
    EXPECT_EQ(in_order().place(counter, clerk, today, read_site_rules(files).value())->blocks,
              Reasons{"licence_expird"});
    EXPECT_FALSE(read_site_rules({}).ok());
}

TEST(roles, an_unknown_action_is_refused_so_that_no_right_is_lost_or_given_by_a_typing_error) {
    const auto roles = [](const char* text) {
        return read_roles(std::vector<RuleFile>{{"roles.toml", text}});
    };
    EXPECT_TRUE(
        roles("[clerk]\ntitle_vi = \"a\"\ntitle_en = \"b\"\nmay = [\"accept_item\"]\n").ok());
    EXPECT_EQ(roles("[clerk]\ntitle_vi = \"a\"\ntitle_en = \"b\"\nmay = [\"accept_items\"]\n")
                  .error()
                  .what,
              "roles.toml: clerk: no such action: accept_items");
    EXPECT_EQ(roles("[clerk]\ntitle_vi = \"a\"\ntitle_en = \"b\"\nmay = [1]\n").error().kind,
              FaultKind::invalid);
    EXPECT_EQ(roles("[clerk]\ntitle_vi = \"a\"\nmay = []\n").error().what,
              "roles.toml: clerk lacks a title or may");
    EXPECT_EQ(roles("clerk = 1\n").error().what, "roles.toml: clerk is no table");
    EXPECT_EQ(roles("[clerk\n").error().kind, FaultKind::invalid);
    EXPECT_FALSE(read_roles({}).ok());
}

TEST(roles, no_role_of_an_office_can_both_change_accounts_and_open_items) {
    const Roles roles = read_roles(embedded_rules()).value();
    for (const auto& [name, role] : roles) {
        if (name == "system") continue;
        EXPECT_FALSE(role.may.contains(Action::manage_users) &&
                     role.may.contains(Action::open_item))
            << name;
    }
    EXPECT_FALSE(roles.at("sorter").may.contains(Action::open_item));
    EXPECT_FALSE(roles.at("auditor").may.contains(Action::search_items));
    EXPECT_FALSE(roles.at("administrator").may.contains(Action::search_items));
}

/// All rows of a register, as the store would hold them.
std::vector<Row> rows_of(const Register& all) {
    std::vector<Row> rows;
    if (all.organisation) rows.push_back({"organisation", "-", json::write(*all.organisation)});
    for (const auto& [from, row] : all.leaders)
        rows.push_back({"leader", from.text(), json::write(row)});
    for (const auto& [code, row] : all.sites)
        rows.push_back({"site", code.value, json::write(row)});
    for (const auto& [code, row] : all.counters)
        rows.push_back({"counter", code.value, json::write(row)});
    for (const auto& [number, row] : all.staff)
        rows.push_back({"staff", number.value, json::write(row)});
    for (const auto& [code, row] : all.equipment)
        rows.push_back({"equipment", code.value, json::write(row)});
    return rows;
}
bool equal(const Register& a, const Register& b) {
    const auto left = rows_of(a);
    const auto right = rows_of(b);
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const Row& x, const Row& y) {
                          return x.kind == y.kind && x.key == y.key && x.body == y.body;
                      });
}

TEST(register, what_the_log_says_folded_is_what_the_store_loads) {
    Register all = in_order();
    memory::MemoryRegister store;
    Register folded;
    const auto act = [&](const std::string& type, const Row& row) {
        RegisterWrite write;
        write.put.push_back(row);
        ASSERT_TRUE(store.apply(write).ok());
        const auto from_entry = row_of_entry(type, boost::json::parse(row.body).get_object());
        ASSERT_TRUE(from_entry) << type;
        EXPECT_EQ(from_entry->kind, row.kind);
        EXPECT_EQ(from_entry->key, row.key);
        EXPECT_TRUE(folded.take(*from_entry)) << type;
    };
    const std::map<std::string, std::string> first_acts = {{"organisation", "organisation.set"},
                                                           {"leader", "leader.designated"},
                                                           {"site", "site.opened"},
                                                           {"counter", "counter.opened"},
                                                           {"staff", "staff.engaged"},
                                                           {"equipment", "equipment.registered"}};
    for (const Row& row : rows_of(all)) act(first_acts.at(row.kind), row);
    EXPECT_TRUE(equal(folded, *Register::load(store).value()));
    EXPECT_TRUE(equal(folded, all));
    // Later acts replace: the newest row of each is what counts.
    all.sites.at({"DBP"}).closed_on = yesterday;
    all.staff.at(clerk).left_on = yesterday;
    all.equipment.at({"XR-1"}).retired_on = yesterday;
    act("site.closed", {"site", "DBP", json::write(all.sites.at({"DBP"}))});
    act("staff.left", {"staff", "NV-1", json::write(all.staff.at(clerk))});
    act("equipment.retired", {"equipment", "XR-1", json::write(all.equipment.at({"XR-1"}))});
    EXPECT_TRUE(equal(folded, *Register::load(store).value()));
    EXPECT_TRUE(equal(folded, all));
}

TEST(register, entries_of_other_kinds_are_not_the_registers) {
    const boost::json::object data{{"code", "X"}, {"number", "X"}, {"from", "2026-01-01"}};
    for (const char* type : {"item.accepted", "object.stored", "user.created", "class.opened",
                             "clock.jumped", "sealed.act", "sites.opened", "", "."})
        EXPECT_FALSE(row_of_entry(type, data)) << type;
    EXPECT_FALSE(row_of_entry("site.opened", {{"name", "no code"}}));
    EXPECT_FALSE(row_of_entry("site.opened", {{"code", 5}}));
    EXPECT_FALSE(row_of_entry("staff.engaged", {{"code", "X"}}));
    EXPECT_FALSE(Register().take({"user", "x", "{}"}));
}

RulesVersion version(std::uint32_t number, const char* from) {
    return {number, sha256(as_bytes(std::to_string(number))), Day::parse(from).value(), 1,
            RulesSource::enterprise};
}

TEST(register, rules_decide_from_their_day_and_the_last_of_a_day_counts) {
    Register all;
    const Day first_day = Day::parse("2026-03-01").value();
    EXPECT_EQ(all.rules_on(first_day), nullptr);
    for (const RulesVersion& each : {version(1, "2026-03-01"), version(2, "2026-05-01"),
                                     version(3, "2026-04-01"), version(4, "2026-04-01")}) {
        const auto row =
            row_of_entry("rules.published", boost::json::parse(json::write(each)).as_object());
        ASSERT_TRUE(row);
        EXPECT_EQ(row->key, std::to_string(each.version));
        ASSERT_TRUE(all.take(*row));
    }
    const auto on = [&](const char* day) { return all.rules_on(Day::parse(day).value())->version; };
    EXPECT_EQ(on("2020-01-01"), 1U);  // before all of them the first
    EXPECT_EQ(on("2026-03-31"), 1U);
    EXPECT_EQ(on("2026-04-01"), 4U);
    EXPECT_EQ(on("2026-04-30"), 4U);
    EXPECT_EQ(on("2026-05-01"), 2U);
    EXPECT_FALSE(row_of_entry("rules.published", {{"version", "1"}}));
}

TEST(register, a_broken_row_is_named) {
    memory::MemoryRegister store;
    RegisterWrite write;
    write.put.push_back({"site", "DBP", R"({"code":"DBP"})"});
    ASSERT_TRUE(store.apply(write).ok());
    const auto loaded = Register::load(store);
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error().kind, FaultKind::corrupt);
    EXPECT_NE(loaded.error().what.find("site DBP"), std::string::npos);
}

TEST(register, more_rows_than_a_page_are_all_loaded) {
    memory::MemoryRegister store;
    RegisterWrite write;
    for (int n = 0; n < 2500; ++n) {
        const Counter each{{"C-" + std::to_string(n)}, {"DBP"}, "", today, std::nullopt};
        write.put.push_back({"counter", each.code.value, json::write(each)});
    }
    ASSERT_TRUE(store.apply(write).ok());
    EXPECT_EQ(Register::load(store).value()->counters.size(), 2500U);
}

}  // namespace
}  // namespace buuan::register_
