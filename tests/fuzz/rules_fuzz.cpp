// Rule files (TOML) of a folder that the configuration names: read as each of the files that rooms
// look for. A broken one is told, never half taken.
#include "acceptance/rules.hpp"
#include "fuzz.hpp"
#include "register/alert_rules.hpp"
#include "register/roles.hpp"
#include "register/site_rules.hpp"
#include "screening/read_rules.hpp"

namespace buuan::fuzz {

void take(BytesView input) {
    const std::string text(as_text(input));
    const auto as = [&](const char* path) { return std::vector<RuleFile>{{path, text}}; };
    const auto goods = screening::read_rules(as("goods/any.toml"));
    if (goods.ok()) {
        CHECK(screening::read_rules(as("goods/any.toml")).value().rules.digest() ==
              goods.value().rules.digest());
        screening::screen("pin", goods.value().rules, Day{20'000});
    }
    static_cast<void>(screening::read_rules(as("context.toml")).ok());
    for (const char* path : {"item_types.toml", "identity_methods.toml", "refusal_reasons.toml"})
        static_cast<void>(acceptance::Rules::read(as(path)).ok());
    static_cast<void>(register_::read_site_rules(as("site_equipment.toml")).ok());
    static_cast<void>(register_::read_roles(as("roles.toml")).ok());
    static_cast<void>(register_::read_alert_rules(as("alerts.toml")).ok());
}

}  // namespace buuan::fuzz
