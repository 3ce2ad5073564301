#include "retention/plan.hpp"

#include <algorithm>
#include <map>

namespace buuan::retention {
namespace {

/// The classes whose sealed bytes, or rows that name them, lie in a day's file.
constexpr DataClass in_day_file[] = {DataClass::record, DataClass::identity, DataClass::token,
                                     DataClass::picture, DataClass::minutes};

Keeping keeping_of(const vault::KeyInfo& key, const ClassPlan& dates, const KeysHeld& held,
                   Day today) {
    if (key.state == vault::KeyState::destroyed) return Keeping::gone;
    if (today < dates.free_from) return Keeping::owed;
    if (today < dates.due_on) return Keeping::kept;
    return held.contains({key.day, key.data_class}) ? Keeping::held : Keeping::due;
}

}  // namespace

std::vector<DayPlan> plan(std::span<const vault::KeyInfo> keys, const Terms& terms,
                          const KeysHeld& held, Day today) {
    std::map<Day, DayPlan> days;
    for (const vault::KeyInfo& key : keys) {
        const auto term = terms.classes.find(key.data_class);
        if (term == terms.classes.end()) continue;  // a hold's key is not a day's
        DayPlan& day = days[key.day];
        day.day = key.day;
        ClassPlan& dates = day.classes.emplace_back();
        dates.data_class = key.data_class;
        dates.free_from = free_from(term->second, key.day);
        dates.due_on = due_on(term->second, key.day);
        dates.keeping = keeping_of(key, dates, held, today);
    }
    std::vector<DayPlan> plans;
    plans.reserve(days.size());
    for (auto& each : days) plans.push_back(std::move(each.second));
    return plans;
}

std::vector<Due> due(std::span<const DayPlan> plans) {
    std::vector<Due> found;
    for (const DayPlan& day : plans) {
        Due going{day.day, {}, false};
        std::size_t over = 0;
        for (const ClassPlan& each : day.classes) {
            if (each.keeping == Keeping::due) going.classes.push_back(each.data_class);
            const bool in_file = std::find(std::begin(in_day_file), std::end(in_day_file),
                                           each.data_class) != std::end(in_day_file);
            if (in_file && (each.keeping == Keeping::due || each.keeping == Keeping::gone)) ++over;
        }
        going.ends = over == std::size(in_day_file);
        if (!going.classes.empty()) found.push_back(std::move(going));
    }
    return found;
}

}  // namespace buuan::retention
