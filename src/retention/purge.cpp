#include "retention/purge.hpp"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>

#include "base/json.hpp"
#include "ledger/entry.hpp"

namespace buuan::retention {
namespace {

constexpr const char* kind = "purge";

Result<PurgeRow> row_of(register_::RegisterStore& store, Day day) {
    auto found = find_purge(store, day);
    if (!found.ok()) return found.error();
    return found.value() ? std::move(*found.value()) : PurgeRow{};
}

boost::json::array names_of(const std::vector<DataClass>& classes) {
    boost::json::array names;
    for (const DataClass each : classes)
        names.emplace_back(boost::describe::enum_to_string(each, "?"));
    return names;
}

Result<PendingEntry> entry_of(const std::string& type, boost::json::object data,
                              const PurgeContext& context, Entropy& entropy) {
    ledger::Entry entry;
    entry.id = EntryId::make(context.now, entropy);
    entry.salt = entropy.bytes<16>();
    entry.type = type;
    entry.at = context.now;
    entry.seen = context.now;
    entry.by = context.by;
    entry.data = std::move(data);
    auto text = ledger::encode(entry);
    if (!text.ok()) return text.error();
    return PendingEntry{entry.id, LogName::organisation(), std::move(text).value()};
}

/// The row and its entry, in one transaction.
Result<Done> save(register_::RegisterStore& store, Day day, const PurgeRow& row,
                  PendingEntry entry) {
    register_::RegisterWrite write;
    write.put.push_back({kind, day.text(), json::write(row)});
    write.entries.push_back(std::move(entry));
    return store.apply(write);
}

}  // namespace

Result<std::optional<PurgeRow>> find_purge(register_::RegisterStore& store, Day day) {
    const auto found = store.find(kind, day.text());
    if (!found.ok()) return found.error();
    if (!found.value()) return std::optional<PurgeRow>{};
    auto row = json::read<PurgeRow>(*found.value());
    if (!row.ok())
        return Fault{FaultKind::corrupt, "the row of the purge of " + day.text() + " is damaged"};
    return std::optional(std::move(row).value());
}

Result<std::vector<Day>> open_purges(register_::RegisterStore& store) {
    const auto rows = register_::list_all(store, kind);
    if (!rows.ok()) return rows.error();
    std::vector<Day> days;
    for (const register_::Row& each : rows.value()) {
        const auto row = json::read<PurgeRow>(each.body);
        const auto day = Day::parse(each.key);
        if (!row.ok() || !day)
            return Fault{FaultKind::corrupt, "the row of the purge of " + each.key + " is damaged"};
        if (!row.value().open.empty()) days.push_back(*day);
    }
    return days;
}

Result<Done> begin_purge(const PurgePorts& ports, const Due& due, const PurgeContext& context) {
    auto row = row_of(ports.store, due.day);
    if (!row.ok()) return row.error();
    // What was begun before and is not through stays begun: it is owed its entry.
    std::vector<DataClass> open = row.value().open;
    for (const DataClass each : due.classes) {
        if (std::find(open.begin(), open.end(), each) == open.end()) open.push_back(each);
    }
    const bool ends = row.value().ends || due.ends;
    if (row.value().open == open && row.value().ends == ends) return Done{};
    row.value().open = std::move(open);
    row.value().ends = ends;
    auto entry =
        entry_of("day.purging", {{"day", due.day.text()}, {"classes", names_of(row.value().open)}},
                 context, ports.entropy);
    if (!entry.ok()) return entry.error();
    return save(ports.store, due.day, row.value(), std::move(entry).value());
}

Result<Done> finish_purge(const PurgePorts& ports, Day day, const PurgeContext& context) {
    auto found = row_of(ports.store, day);
    if (!found.ok()) return found.error();
    PurgeRow& row = found.value();
    if (row.open.empty()) return Done{};
    std::vector<vault::KeyName> names;
    for (const DataClass each : row.open) names.push_back({day, each});
    if (auto gone = ports.keys.destroy(names); !gone.ok()) return gone;
    for (const DataClass each : row.open) {
        if (auto gone = ports.objects.drop(day, each); !gone.ok()) return gone;
    }
    if (row.ends) {
        if (auto gone = ports.days.drop(day); !gone.ok()) return gone;
    }
    const std::string grade(1, static_cast<char>(ports.keys.grade()));
    boost::json::object data{
        {"day", day.text()}, {"classes", names_of(row.open)}, {"grade", grade}};
    if (context.in_backups_until) data["in_backups_until"] = context.in_backups_until->text();
    auto entry = entry_of("day.purged", std::move(data), context, ports.entropy);
    if (!entry.ok()) return entry.error();
    for (const DataClass each : row.open)
        row.gone.push_back({each, context.now, entry.value().id, grade, context.in_backups_until});
    row.open.clear();
    row.ends = false;
    return save(ports.store, day, row, std::move(entry).value());
}

}  // namespace buuan::retention
