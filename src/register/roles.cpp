#include "register/roles.hpp"

#include <toml++/toml.h>

#include <boost/describe/enum_from_string.hpp>

namespace buuan::register_ {

Result<Roles> read_roles(std::span<const RuleFile> files) {
    Roles roles;
    for (const RuleFile& file : files) {
        if (file.path != "roles.toml") continue;
        toml::table table;
        try {
            table = toml::parse(file.text);
        } catch (const toml::parse_error& error) {
            return Fault{FaultKind::invalid,
                         "roles.toml: line " + std::to_string(error.source().begin.line)};
        }
        for (const auto& [name, node] : table) {
            const std::string role_name(name.str());
            if (!node.is_table())
                return Fault{FaultKind::invalid, "roles.toml: " + role_name + " is no table"};
            const toml::table& fields = *node.as_table();
            Role role{fields["title_vi"].value_or(std::string()),
                      fields["title_en"].value_or(std::string()),
                      {}};
            const auto* may = fields["may"].as_array();
            if (role.title_vi.empty() || role.title_en.empty() || may == nullptr)
                return Fault{FaultKind::invalid,
                             "roles.toml: " + role_name + " lacks a title or may"};
            for (const auto& action : *may) {
                Action known{};
                const std::string text = action.value_or(std::string());
                if (!boost::describe::enum_from_string(text.c_str(), known))
                    return Fault{FaultKind::invalid,
                                 "roles.toml: " + role_name + ": no such action: " + text};
                role.may.insert(known);
            }
            roles.emplace(role_name, std::move(role));
        }
    }
    if (roles.empty()) return Fault{FaultKind::invalid, "roles.toml: there are no roles"};
    return roles;
}

}  // namespace buuan::register_
