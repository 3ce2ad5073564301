#include "acceptance/rules.hpp"

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>

#include "acceptance/rule_tables.hpp"

namespace buuan::acceptance {

using namespace rule_tables;

namespace {

std::optional<ItemType> type_in(const toml::table& fields) {
    ItemType type{};
    if (!boost::describe::enum_from_string(fields["type"].value_or(std::string()).c_str(), type))
        return std::nullopt;
    return type;
}

}  // namespace

Result<Rules> Rules::read(std::span<const RuleFile> files) {
    Rules rules;
    for (const RuleFile& file : files) {
        if (file.path != "item_types.toml" && file.path != "identity_methods.toml" &&
            file.path != "refusal_reasons.toml")
            continue;
        const auto parsed = parse(file);
        if (!parsed.ok()) return parsed.error();
        const toml::table& table = parsed.value();
        auto problem =
            each_table(file, table, "item_type", [&](const toml::table& fields) -> std::string {
                const auto type = type_in(fields);
                const auto since = day_in(fields, "since");
                if (!type || !since) return "lacks type or since";
                rules.types_.push_back(
                    {*type, *since, fields["declaration"].value_or(false),
                     fields["joint_inspection"].value_or(false),
                     fields["confirmations"].value_or(false), fields["weight"].value_or(false),
                     texts_in(fields, "slots_required"), texts_in(fields, "slots_allowed")});
                return {};
            });
        if (!problem) {
            problem =
                each_table(file, table, "example", [&](const toml::table& fields) -> std::string {
                    const auto type = type_in(fields);
                    const auto on = day_in(fields, "on");
                    if (!type || !on) return "lacks type or on";
                    rules.examples_.push_back({*type, *on,
                                               fields["joint_inspection"].value_or(false),
                                               texts_in(fields, "slots")});
                    return {};
                });
        }
        if (!problem) {
            problem =
                each_table(file, table, "sampling", [&](const toml::table& fields) -> std::string {
                    const auto since = day_in(fields, "since");
                    SamplingRule sampling{texts_in(fields, "methods"), since.value_or(Day{}),
                                          day_in(fields, "until"),
                                          texts_in(fields, "slots_required")};
                    if (!since || sampling.methods.empty()) return "lacks methods or since";
                    rules.sampling_.push_back(std::move(sampling));
                    return {};
                });
        }
        if (!problem) {
            problem =
                each_table(file, table, "method", [&](const toml::table& fields) -> std::string {
                    const auto since = day_in(fields, "since");
                    MethodRule method{fields["code"].value_or(std::string()),
                                      fields["rank"].value_or(0),
                                      since.value_or(Day{}),
                                      texts_in(fields, "needs"),
                                      fields["title_vi"].value_or(std::string()),
                                      fields["title_en"].value_or(std::string())};
                    if (!since || method.code.empty() || method.rank < 1 ||
                        method.title_vi.empty() || method.title_en.empty())
                        return "lacks code, rank, since or a title";
                    rules.methods_.push_back(std::move(method));
                    return {};
                });
        }
        if (!problem) {
            problem =
                each_table(file, table, "reason", [&](const toml::table& fields) -> std::string {
                    ReasonRule reason{fields["code"].value_or(std::string()),
                                      fields["vi"].value_or(std::string()),
                                      fields["en"].value_or(std::string())};
                    if (reason.code.empty() || reason.vi.empty() || reason.en.empty())
                        return "lacks code, vi or en";
                    rules.reasons_.emplace(reason.code, reason);
                    return {};
                });
        }
        if (problem) return *problem;
    }
    if (rules.types_.empty() || rules.methods_.empty() || rules.reasons_.empty())
        return wrong("rules", "item types, identity methods or refusal reasons are missing");
    return rules;
}

const TypeRule* Rules::type(ItemType type, Day on) const {
    const TypeRule* found = nullptr;
    for (const TypeRule& rule : types_) {
        if (rule.type == type && rule.since <= on &&
            (found == nullptr || found->since < rule.since))
            found = &rule;
    }
    return found;
}

const MethodRule* Rules::method(std::string_view code, Day on) const {
    const auto found = std::find_if(methods_.begin(), methods_.end(), [&](const MethodRule& rule) {
        return rule.code == code && rule.since <= on;
    });
    return found == methods_.end() ? nullptr : &*found;
}

std::vector<const MethodRule*> Rules::methods(Day on) const {
    std::vector<const MethodRule*> found;
    for (const MethodRule& rule : methods_) {
        if (rule.since <= on) found.push_back(&rule);
    }
    return found;
}

const SamplingRule* Rules::sampling(std::string_view method, Day on) const {
    const auto found =
        std::find_if(sampling_.begin(), sampling_.end(), [&](const SamplingRule& rule) {
            return rule.since <= on && (!rule.until || on <= *rule.until) &&
                   std::find(rule.methods.begin(), rule.methods.end(), method) !=
                       rule.methods.end();
        });
    return found == sampling_.end() ? nullptr : &*found;
}

const ReasonRule* Rules::reason(std::string_view code) const {
    const auto found = reasons_.find(code);
    return found == reasons_.end() ? nullptr : &found->second;
}

}  // namespace buuan::acceptance
