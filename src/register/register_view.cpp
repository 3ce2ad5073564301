#include "register/register_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "base/json.hpp"

namespace buuan::register_ {
namespace {

/// Puts the row into the map under the key its own field says.
template <class T, class Key>
bool take_into(std::map<Key, T>& map, const std::string& body, Key T::*key) {
    auto row = json::read<T>(body);
    if (!row.ok()) return false;
    const Key name = row.value().*key;
    map.insert_or_assign(name, std::move(row).value());
    return true;
}

bool open_on(Day day, Day from, const std::optional<Day>& to) {
    return from <= day && (!to || day <= *to);
}

/// Where and by whom an acceptance would be made; what a rule's reason is asked about.
struct Situation {
    const Register& all;
    const Place& place;
    const StaffNumber& clerk;
    Day day;

    [[nodiscard]] const StaffMember* staff() const {
        const auto found = all.staff.find(clerk);
        return found == all.staff.end() ? nullptr : &found->second;
    }

    [[nodiscard]] bool equipment_is_valid(EquipmentKind kind) const {
        return std::any_of(all.equipment.begin(), all.equipment.end(), [&](const auto& each) {
            const Equipment& one = each.second;
            return one.site == place.site.code && one.kind == kind &&
                   (!one.retired_on || day < *one.retired_on) && one.valid_until &&
                   day <= *one.valid_until;
        });
    }

    /// Whether the demand behind a reason is met; an unknown reason never is, so a typing error in
    /// the rules shows at once.
    [[nodiscard]] bool meets(const SiteRule& rule) const {
        const StaffMember* member = staff();
        if (rule.reason == "site_closed")
            return open_on(day, place.site.opened_on, place.site.closed_on);
        if (rule.reason == "counter_closed")
            return open_on(day, place.counter.opened_on, place.counter.closed_on);
        if (rule.reason == "leader_missing") return all.leader_on(day).has_value();
        if (rule.reason == "licence_expired")
            return all.organisation && (!all.organisation->licence_expires_on ||
                                        day <= *all.organisation->licence_expires_on);
        if (rule.reason == "staff_unknown")
            return member != nullptr && open_on(day, member->engaged_on, member->left_on);
        if (rule.reason == "duties_unsigned")
            return member != nullptr && member->duties_signed_on &&
                   *member->duties_signed_on <= day;
        if (rule.reason == "training_expired")
            return member != nullptr && member->trained_until && day <= *member->trained_until;
        if (rule.equipment) return equipment_is_valid(*rule.equipment);
        return false;
    }
};

/// What a row is kept under; empty where the data do not say.
std::string key_of(std::string_view kind, const boost::json::object& data) {
    if (kind == "organisation") return "-";
    if (kind == "rules") {
        const auto* version = data.if_contains("version");
        return version != nullptr && version->is_number() ? boost::json::serialize(*version)
                                                          : std::string();
    }
    const char* name = kind == "leader"    ? "from"
                       : kind == "staff"   ? "number"
                       : kind == "vehicle" ? "plate"
                       : kind == "posting" ? "site"
                       : kind == "device"  ? "id"
                                           : "code";
    const auto* key = data.if_contains(name);
    return key != nullptr && key->is_string() ? std::string(key->get_string()) : std::string();
}

}  // namespace

const std::vector<std::string>& register_kinds() {
    static const std::vector<std::string> kinds = {
        "organisation", "leader",  "site",  "counter", "staff",
        "equipment",    "vehicle", "rules", "posting", "device"};
    return kinds;
}

std::string number_key(std::uint32_t number) {
    return fmt::format("{:08}", number);
}

Result<std::vector<Row>> list_all(RegisterStore& store, const std::string& kind) {
    constexpr std::size_t page = 1000;
    std::vector<Row> all;
    for (std::string after;;) {
        auto rows = store.list(kind, after, page);
        if (!rows.ok()) return rows.error();
        const bool last = rows.value().size() < page;
        for (Row& row : rows.value()) all.push_back(std::move(row));
        if (last) return all;
        after = all.back().key;
    }
}

Result<std::shared_ptr<const Register>> Register::load(RegisterStore& store) {
    auto view = std::make_shared<Register>();
    for (const std::string& kind : register_kinds()) {
        const auto rows = list_all(store, kind);
        if (!rows.ok()) return rows.error();
        for (const Row& row : rows.value()) {
            if (!view->take(row))
                return Fault{FaultKind::corrupt, "the register's row " + kind + " " + row.key +
                                                     " is broken; run buuan rebuild"};
        }
    }
    return std::shared_ptr<const Register>(std::move(view));
}

bool Register::take(const Row& row) {
    if (row.kind == "organisation") {
        auto read = json::read<Organisation>(row.body);
        if (read.ok()) organisation = std::move(read).value();
        return read.ok();
    }
    if (row.kind == "leader") return take_into(leaders, row.body, &Leader::from);
    if (row.kind == "site") return take_into(sites, row.body, &Site::code);
    if (row.kind == "counter") return take_into(counters, row.body, &Counter::code);
    if (row.kind == "staff") return take_into(staff, row.body, &StaffMember::number);
    if (row.kind == "equipment") return take_into(equipment, row.body, &Equipment::code);
    if (row.kind == "vehicle") return take_into(vehicles, row.body, &Vehicle::plate);
    if (row.kind == "rules") return take_into(goods_rules, row.body, &RulesVersion::version);
    if (row.kind == "posting") return take_into(postings, row.body, &Posting::site);
    if (row.kind == "device") return take_into(devices, row.body, &Device::id);
    return false;
}

std::optional<Leader> Register::leader_on(Day day) const {
    // The one designated last of those whose time it is.
    for (auto it = leaders.rbegin(); it != leaders.rend(); ++it) {
        if (open_on(day, it->second.from, it->second.to)) return it->second;
    }
    return std::nullopt;
}

const RulesVersion* Register::rules_on(Day day) const {
    const RulesVersion* found = nullptr;
    for (const auto& [version, each] : goods_rules) {
        const bool begun = each.from <= day;
        if (begun && (found == nullptr || found->from <= each.from)) found = &each;
    }
    if (found != nullptr || goods_rules.empty()) return found;
    return &goods_rules.begin()->second;
}

std::optional<Place> Register::place(const CounterCode& counter, const StaffNumber& clerk, Day day,
                                     const SiteRules& rules) const {
    const auto found = counters.find(counter);
    if (found == counters.end()) return std::nullopt;
    const auto site = sites.find(found->second.site);
    if (site == sites.end()) return std::nullopt;
    Place place{found->second, site->second, {}, {}};
    const Situation situation{*this, place, clerk, day};
    std::vector<std::string> blocks;
    std::vector<std::string> warns;
    for (const SiteRule& rule : rules.rules) {
        const bool here = rule.sites.empty() || std::find(rule.sites.begin(), rule.sites.end(),
                                                          site->second.kind) != rule.sites.end();
        if (!here || day < rule.since || situation.meets(rule)) continue;
        (rule.blocks ? blocks : warns).push_back(rule.reason);
    }
    place.blocks = std::move(blocks);
    place.warns = std::move(warns);
    return place;
}

std::optional<Row> row_of_entry(std::string_view type, const boost::json::object& data) {
    const auto dot = type.find('.');
    const std::string kind(type.substr(0, dot));
    if (std::find(register_kinds().begin(), register_kinds().end(), kind) == register_kinds().end())
        return std::nullopt;
    const std::string key = key_of(kind, data);
    if (key.empty()) return std::nullopt;
    return Row{kind, key, boost::json::serialize(data)};
}

}  // namespace buuan::register_
