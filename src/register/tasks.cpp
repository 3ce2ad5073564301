#include "register/tasks.hpp"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <set>
#include <tuple>

namespace buuan::register_ {
namespace {

bool open_on(Day day, Day from, const std::optional<Day>& to) {
    return from <= day && (!to || day <= *to);
}

/// "Retired on" is the first day without it.
bool in_use_on(Day day, const std::optional<Day>& retired_on) {
    return !retired_on || day < *retired_on;
}

/// Adds tasks of one kind: what is not near yet is none.
class Adder {
public:
    Adder(const TaskFacts& facts, std::vector<Task>& tasks) : facts_(facts), tasks_(tasks) {}

    void add(Task task) {
        const Alert& alert = facts_.alerts.on(task.kind, facts_.today);
        if (facts_.today.plus_days(alert.days_before) < task.due) return;
        task.severity = task.due < facts_.today    ? Severity::overdue
                        : task.due == facts_.today ? Severity::today
                                                   : Severity::soon;
        task.law = alert.law;
        tasks_.push_back(std::move(task));
    }

    /// The demand of rules/site_equipment.toml that is in force; nullptr: nobody demands it.
    const SiteRule* demand(std::string_view reason) const {
        return first_rule([&](const SiteRule& rule) { return rule.reason == reason; });
    }
    const SiteRule* demand(EquipmentKind kind, const Site& site) const {
        return first_rule(
            [&](const SiteRule& rule) { return rule.equipment == kind && applies(rule, site); });
    }
    static bool applies(const SiteRule& rule, const Site& site) {
        return rule.sites.empty() ||
               std::find(rule.sites.begin(), rule.sites.end(), site.kind) != rule.sites.end();
    }

    const TaskFacts& facts() const { return facts_; }
    Day today() const { return facts_.today; }
    bool is_open(const Site& site) const {
        return open_on(facts_.today, site.opened_on, site.closed_on);
    }

private:
    template <class Fits>
    const SiteRule* first_rule(Fits fits) const {
        for (const SiteRule& rule : facts_.sites.rules) {
            if (rule.since <= facts_.today && fits(rule)) return &rule;
        }
        return nullptr;
    }

    const TaskFacts& facts_;
    std::vector<Task>& tasks_;
};

void add_leader(Adder& adder) {
    const SiteRule* rule = adder.demand("leader_missing");
    if (rule == nullptr) return;
    const Register& all = adder.facts().all;
    Task task{.kind = TaskKind::leader, .subject = "D1", .blocks = rule->blocks};
    const auto leader = all.leader_on(adder.today());
    if (!leader) {
        task.missing = true;
        task.due = rule->since;
        for (const auto& [from, each] : all.leaders) {
            if (each.to && *each.to < adder.today())
                task.due = std::max(task.due, each.to->plus_days(1));
        }
        adder.add(std::move(task));
        return;
    }
    if (!leader->to || all.leader_on(leader->to->plus_days(1))) return;
    task.due = *leader->to;
    adder.add(std::move(task));
}

void add_licence(Adder& adder) {
    const SiteRule* rule = adder.demand("licence_expired");
    if (rule == nullptr) return;
    const auto& organisation = adder.facts().all.organisation;
    const bool missing = !organisation || organisation->licence_number.empty();
    if (!missing && !organisation->licence_expires_on) return;
    adder.add({.kind = TaskKind::licence,
               .subject = "E13",
               .missing = missing,
               .blocks = rule->blocks && (!missing || !organisation),
               .due = missing ? rule->since : *organisation->licence_expires_on});
}

void add_counters(Adder& adder) {
    const SiteRule* rule = adder.demand("site_closed");
    const Register& all = adder.facts().all;
    for (const auto& [code, counter] : all.counters) {
        const auto site = all.sites.find(counter.site);
        const bool strands = open_on(adder.today(), counter.opened_on, counter.closed_on) &&
                             site != all.sites.end() && site->second.closed_on &&
                             *site->second.closed_on < adder.today();
        if (!strands) continue;
        adder.add({.kind = TaskKind::counter,
                   .subject = code.value,
                   .site = counter.site,
                   .blocks = rule != nullptr && rule->blocks,
                   .due = *site->second.closed_on});
    }
}

using SiteHas = std::set<std::pair<SiteCode, EquipmentKind>>;

SiteHas equipment_of_sites(const Register& all, Day today) {
    SiteHas has;
    for (const auto& [code, one] : all.equipment) {
        if (in_use_on(today, one.retired_on)) has.emplace(one.site, one.kind);
    }
    return has;
}

/// Each kind that each open site must have, with the rule that says so.
template <class Visit>
void each_demand(const Adder& adder, Visit visit) {
    for (const SiteRule& rule : adder.facts().sites.rules) {
        if (!rule.equipment || adder.today() < rule.since) continue;
        for (const auto& [code, site] : adder.facts().all.sites) {
            if (adder.is_open(site) && Adder::applies(rule, site)) visit(rule, site);
        }
    }
}

void add_site_equipment(Adder& adder) {
    const SiteHas has = equipment_of_sites(adder.facts().all, adder.today());
    each_demand(adder, [&](const SiteRule& rule, const Site& site) {
        if (has.contains({site.code, *rule.equipment})) return;
        adder.add({.kind = TaskKind::site_equipment,
                   .subject = site.code.value,
                   .detail = boost::describe::enum_to_string(*rule.equipment, "?"),
                   .site = site.code,
                   .missing = true,
                   .blocks = rule.blocks,
                   .due = std::max(rule.since, site.opened_on)});
    });
}

/// Whether its inspection is looked at: it has a last day, or its site has to have one that has.
bool is_inspected(const Adder& adder, const Equipment& one) {
    if (!in_use_on(adder.today(), one.retired_on)) return false;
    const auto site = adder.facts().all.sites.find(one.site);
    if (site == adder.facts().all.sites.end() || !adder.is_open(site->second)) return false;
    return one.valid_until || adder.demand(one.kind, site->second) != nullptr;
}

void add_equipment(Adder& adder) {
    const Register& all = adder.facts().all;
    for (const auto& [code, one] : all.equipment) {
        if (!is_inspected(adder, one)) continue;
        const Site& site = all.sites.at(one.site);
        const SiteRule* rule = adder.demand(one.kind, site);
        const Day demanded = std::max(rule == nullptr ? site.opened_on : rule->since,
                                      one.inspected_on.value_or(site.opened_on));
        adder.add({.kind = TaskKind::equipment,
                   .subject = code.value,
                   .detail = boost::describe::enum_to_string(one.kind, "?"),
                   .site = one.site,
                   .missing = !one.valid_until,
                   .blocks = rule != nullptr && rule->blocks,
                   .due = one.valid_until.value_or(demanded)});
    }
}

bool is_inspected(const Adder& adder, const Vehicle& vehicle) {
    const Alert& alert = adder.facts().alerts.on(TaskKind::vehicle, adder.today());
    return in_use_on(adder.today(), vehicle.retired_on) &&
           (vehicle.valid_until || alert.vehicles.contains(vehicle.kind));
}

void add_vehicles(Adder& adder) {
    const Day since = adder.facts().alerts.on(TaskKind::vehicle, adder.today()).since;
    for (const auto& [plate, vehicle] : adder.facts().all.vehicles) {
        if (!is_inspected(adder, vehicle)) continue;
        adder.add({.kind = TaskKind::vehicle,
                   .subject = plate.value,
                   .detail = boost::describe::enum_to_string(vehicle.kind, "?"),
                   .site = vehicle.site,
                   .missing = !vehicle.valid_until,
                   .due = vehicle.valid_until.value_or(since)});
    }
}

void add_staff(Adder& adder) {
    const SiteRule* duties = adder.demand("duties_unsigned");
    const SiteRule* training = adder.demand("training_expired");
    for (const auto& [number, member] : adder.facts().all.staff) {
        if (!open_on(adder.today(), member.engaged_on, member.left_on)) continue;
        const bool is_signed = member.duties_signed_on && *member.duties_signed_on <= adder.today();
        if (duties != nullptr && !is_signed)
            adder.add({.kind = TaskKind::duties,
                       .subject = number.value,
                       .site = member.site,
                       .missing = true,
                       .blocks = duties->blocks,
                       .due = std::max(duties->since, member.engaged_on)});
        if (training == nullptr) continue;
        adder.add(
            {.kind = TaskKind::training,
             .subject = number.value,
             .site = member.site,
             .missing = !member.trained_until,
             .blocks = training->blocks,
             .due = member.trained_until.value_or(std::max(training->since, member.engaged_on))});
    }
}

bool has_to_post(const Adder& adder, const Site& site) {
    return site.kind == SiteKind::service_point && adder.is_open(site);
}

void add_postings(Adder& adder) {
    const Register& all = adder.facts().all;
    const RulesVersion* version = all.rules_on(adder.today());
    const Day since = adder.facts().alerts.on(TaskKind::posting, adder.today()).since;
    for (const auto& [code, site] : all.sites) {
        if (!has_to_post(adder, site)) continue;
        const auto posting = all.postings.find(code);
        const bool missing = posting == all.postings.end();
        if (!missing && posting->second.list == adder.facts().list) continue;
        const Day begun = version == nullptr ? adder.today() : version->from;
        adder.add({.kind = TaskKind::posting,
                   .subject = code.value,
                   .site = code,
                   .missing = missing,
                   .due = missing ? std::max(since, site.opened_on) : begun});
    }
}

void add_matters(Adder& adder) {
    for (const OpenMatter& matter : adder.facts().matters)
        adder.add({.kind = matter.kind,
                   .subject = matter.subject,
                   .label = matter.label,
                   .site = matter.site,
                   .due = matter.due,
                   .owner = matter.owner});
}

}  // namespace

std::string Task::id() const {
    std::string id = boost::describe::enum_to_string(kind, "?");
    id += "." + subject;
    if (kind == TaskKind::site_equipment) id += "." + detail;
    return id;
}

std::vector<Task> tasks_of(const TaskFacts& facts) {
    std::vector<Task> tasks;
    Adder adder(facts, tasks);
    add_leader(adder);
    add_licence(adder);
    add_counters(adder);
    add_site_equipment(adder);
    add_equipment(adder);
    add_vehicles(adder);
    add_staff(adder);
    add_postings(adder);
    add_matters(adder);
    const auto place = [](const Task& task) {
        // What never was there stands behind what ran out or waits for somebody: there may be much
        // of it for long, and a list that is cut must not hide the rest.
        return std::make_tuple(task.severity, !task.blocks, task.missing, task.due, task.kind,
                               std::cref(task.subject), std::cref(task.detail));
    };
    std::sort(tasks.begin(), tasks.end(),
              [&](const Task& a, const Task& b) { return place(a) < place(b); });
    return tasks;
}

namespace {

/// How many there are of a kind, in order or not.
std::uint64_t base_of(const Adder& adder, TaskKind kind, const std::optional<SiteCode>& site) {
    const Register& all = adder.facts().all;
    const auto here = [&](const SiteCode& code) { return !site || *site == code; };
    const auto count = [&](const auto& map, auto counts) {
        return static_cast<std::uint64_t>(std::count_if(
            map.begin(), map.end(), [&](const auto& each) { return counts(each.second); }));
    };
    std::uint64_t demands = 0;
    switch (kind) {
        case TaskKind::site_equipment:
            each_demand(adder, [&](const SiteRule&, const Site& each) {
                if (here(each.code)) ++demands;
            });
            return demands;
        case TaskKind::equipment:
            return count(all.equipment, [&](const Equipment& one) {
                return here(one.site) && is_inspected(adder, one);
            });
        case TaskKind::vehicle:
            return count(all.vehicles, [&](const Vehicle& one) {
                return here(one.site) && is_inspected(adder, one);
            });
        case TaskKind::duties:
        case TaskKind::training:
            return count(all.staff, [&](const StaffMember& member) {
                return here(member.site) &&
                       open_on(adder.today(), member.engaged_on, member.left_on);
            });
        case TaskKind::posting:
            return count(all.sites, [&](const Site& each) {
                return here(each.code) && has_to_post(adder, each);
            });
        default:
            return static_cast<std::uint64_t>(std::count_if(
                adder.facts().matters.begin(), adder.facts().matters.end(),
                [&](const OpenMatter& matter) {
                    return matter.kind == kind && (!site || (matter.site && *matter.site == *site));
                }));
    }
}

}  // namespace

std::vector<Tile> tiles_of(const TaskFacts& facts, const std::vector<Task>& tasks,
                           const std::optional<SiteCode>& site) {
    std::vector<Task> nothing;
    const Adder adder(facts, nothing);
    std::vector<Tile> tiles;
    for (const auto& [kind, alerts] : facts.alerts.alerts) {
        const auto& percent_min = facts.alerts.on(kind, facts.today).percent_min;
        if (!percent_min) continue;
        const std::uint64_t base = base_of(adder, kind, site);
        const auto bad =
            std::count_if(tasks.begin(), tasks.end(), [&, kind = kind](const Task& task) {
                const bool here = !site || (task.site && *task.site == *site);
                return here && task.kind == kind &&
                       (task.missing || task.severity == Severity::overdue);
            });
        if (base > 0)
            tiles.push_back({kind, base - static_cast<std::uint64_t>(bad), base, *percent_min});
    }
    return tiles;
}

}  // namespace buuan::register_
