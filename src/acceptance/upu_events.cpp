#include "acceptance/upu_events.hpp"

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>

#include "acceptance/rule_tables.hpp"

namespace buuan::acceptance {

using namespace rule_tables;

namespace {

constexpr std::string_view file_name = "upu_events.toml";

bool is_code(std::string_view code) {
    return code.size() == 3 &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string read_event(const toml::table& fields, UpuEvents& events) {
    const std::string code = fields["code"].value_or(std::string());
    const auto kind = fields["kind"].value<std::string>();
    if (!is_code(code)) return "has no code of three capital letters";
    if (kind.has_value() == fields.contains("why")) return "has not one of kind and why";
    UpuEvent event;
    event.reason = fields["reason"].value_or(std::string());
    event.relationship = fields["relationship"].value_or(std::string());
    if (kind) {
        EventKind known{};
        if (!boost::describe::enum_from_string(kind->c_str(), known))
            return "has a kind that is not known: " + *kind;
        event.kind = known;
    }
    if (!events.by_code.emplace(code, std::move(event)).second) return "has the code of another";
    return {};
}

std::optional<std::string> or_default(std::optional<std::string> told, const std::string& instead) {
    return told || instead.empty() ? std::move(told) : std::optional(instead);
}

}  // namespace

Result<UpuEvents> UpuEvents::read(std::span<const RuleFile> files) {
    UpuEvents events;
    for (const RuleFile& file : files) {
        if (file.path != file_name) continue;
        const auto table = parse(file);
        if (!table.ok()) return table.error();
        const auto problem =
            each_table(file, table.value(), "event",
                       [&](const toml::table& fields) { return read_event(fields, events); });
        if (problem) return *problem;
    }
    if (events.by_code.empty()) return wrong(std::string(file_name), "lacks event");
    return events;
}

Result<Event, std::string> event_of(UpuReport report, const UpuEvents& events) {
    const auto known = events.by_code.find(report.upu);
    if (known == events.by_code.end()) return std::string("upu_unknown");
    if (!known->second.kind) return std::string("upu_not_an_event");
    Event event;
    event.id = report.id;
    event.kind = *known->second.kind;
    event.site = std::move(report.site);
    event.at = report.at;
    event.reason = or_default(std::move(report.reason), known->second.reason);
    event.relationship = or_default(std::move(report.relationship), known->second.relationship);
    event.received_by = std::move(report.received_by);
    event.remark = std::move(report.remark);
    event.weight_g = report.weight_g;
    return event;
}

}  // namespace buuan::acceptance
