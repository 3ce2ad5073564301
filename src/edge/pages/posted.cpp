#include "edge/pages/posted.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace buuan::pages {
namespace {

constexpr const char* groups_path = "posted/groups.toml";
constexpr std::size_t tables_max = 100;
constexpr std::size_t text_bytes_max = 4000;

Fault wrong(const RuleFile& file, const std::string& what) {
    return {FaultKind::invalid, file.path + ": " + what};
}

Result<toml::table> parsed(const RuleFile& file) {
    try {
        return toml::parse(file.text);
    } catch (const toml::parse_error& error) {
        return wrong(file, "line " + std::to_string(error.source().begin.line) + ": no TOML");
    }
}

/// The tables of one list, with what they lack: every member is a text or a list of texts.
class Tables {
public:
    Tables(const RuleFile& file, const toml::table& root, std::string_view name) : file_(file) {
        const auto* list = root[name].as_array();
        if (list == nullptr || list->empty() || list->size() > tables_max)
            problem_ = "needs 1 to 100 tables [[" + std::string(name) + "]]";
        else
            for (const auto& each : *list)
                if (each.is_table()) tables_.push_back(each.as_table());
    }

    [[nodiscard]] const std::vector<const toml::table*>& all() const { return tables_; }

    std::string text(const toml::table& table, std::string_view name, bool may_be_empty = false) {
        const auto value = table[name].value_exact<std::string>();
        if (!value || value->size() > text_bytes_max || (value->empty() && !may_be_empty))
            problem_ = "lacks a text `" + std::string(name) + "`";
        return value.value_or("");
    }

    std::vector<std::string> texts(const toml::table& table, std::string_view name) {
        std::vector<std::string> out;
        const auto* list = table[name].as_array();
        if (list == nullptr || list->empty() || list->size() > tables_max) {
            problem_ = "lacks a list of texts `" + std::string(name) + "`";
            return out;
        }
        for (const auto& each : *list) {
            const auto value = each.value_exact<std::string>();
            if (!value || value->empty() || value->size() > text_bytes_max)
                problem_ = "`" + std::string(name) + "` holds what is no text";
            out.push_back(value.value_or(""));
        }
        return out;
    }

    [[nodiscard]] std::optional<Fault> fault() const {
        return problem_.empty() ? std::nullopt : std::optional(wrong(file_, problem_));
    }

private:
    const RuleFile& file_;
    std::vector<const toml::table*> tables_;
    std::string problem_;
};

std::optional<Fault> read_groups(const RuleFile& file, Posted& posted) {
    const auto root = parsed(file);
    if (!root.ok()) return root.error();
    Tables tables(file, root.value(), "group");
    for (const auto* table : tables.all())
        posted.groups.push_back(
            {tables.text(*table, "entries"), tables.text(*table, "vi"), tables.text(*table, "en")});
    return tables.fault();
}

const Group& group_of(const Posted& posted, std::string_view id) {
    const auto letters = id.substr(0, id.find('-'));
    const auto found = std::find_if(posted.groups.begin(), posted.groups.end(),
                                    [&](const Group& each) { return each.entries == letters; });
    return found == posted.groups.end() ? posted.groups.back() : *found;
}

Result<std::vector<ConditionsSection>> read_conditions(const RuleFile& file) {
    const auto root = parsed(file);
    if (!root.ok()) return root.error();
    Tables tables(file, root.value(), "section");
    std::vector<ConditionsSection> sections;
    for (const auto* table : tables.all())
        sections.push_back({tables.text(*table, "vi"), tables.text(*table, "en"),
                            tables.text(*table, "source", true),
                            tables.text(*table, "brief_vi", true),
                            tables.text(*table, "brief_en", true), tables.texts(*table, "text_vi"),
                            tables.texts(*table, "text_en")});
    if (const auto fault = tables.fault()) return *fault;
    return sections;
}

}  // namespace

Result<Posted> read_posted(std::span<const RuleFile> files) {
    Posted posted;
    for (const RuleFile& file : files) {
        if (file.path == groups_path) {
            if (const auto fault = read_groups(file, posted)) return *fault;
        } else if (file.path == conditions_path) {
            auto sections = read_conditions(file);
            if (!sections.ok()) return sections.error();
            posted.conditions = std::move(sections).value();
        }
    }
    if (posted.groups.empty() || posted.conditions.empty())
        return Fault{FaultKind::invalid,
                     std::string("the rules lack ") + groups_path + " or " + conditions_path};
    return posted;
}

std::vector<ListedGroup> listed(const Posted& posted, const screening::RuleSet& rules,
                                screening::Outcome outcome, Day on) {
    std::vector<ListedGroup> all;
    for (const Group& group : posted.groups) all.push_back({&group, {}});
    for (const screening::Entry& entry : rules.entries()) {
        if (entry.outcome != outcome || !entry.applies(on)) continue;
        const Group& group = group_of(posted, entry.id);
        all[static_cast<std::size_t>(&group - posted.groups.data())].entries.push_back(&entry);
    }
    std::erase_if(all, [](const ListedGroup& each) { return each.entries.empty(); });
    return all;
}

std::vector<std::string_view> bases_of(const std::vector<const screening::Entry*>& entries) {
    std::vector<std::string_view> all;
    for (const screening::Entry* entry : entries)
        for (const std::string& basis : entry->legal_basis)
            if (std::find(all.begin(), all.end(), basis) == all.end()) all.push_back(basis);
    return all;
}

std::string short_version(const Digest& rules) {
    return rules.text().substr(0, 8);
}

std::string date_text(Day day) {
    return fmt::format("{:02}/{:02}/{}", day.day_of_month(), day.month(), day.year());
}

std::string local_time(Instant at) {
    const Day day = Day::of(at);
    const std::int64_t seconds = (at - day.start()) / 1000;
    return fmt::format("{} {:02}:{:02}:{:02}", date_text(day), seconds / 3600, seconds / 60 % 60,
                       seconds % 60);
}

}  // namespace buuan::pages
