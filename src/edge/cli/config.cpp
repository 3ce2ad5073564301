// buuan config: looks at a configuration file, and says which keys there are.
#include "edge/config/config.hpp"

#include <fmt/format.h>

#include "edge/cli/commands.hpp"

namespace buuan::cli {

Exit config_check(const std::string& file) {
    const auto text = read_input(file, 65'536);
    if (!text) return Exit::unreachable;
    const auto config = config::read_config(*text);
    if (!config.ok()) {
        for (const auto& problem : config.error())
            complain(fmt::format("{}: {}", problem.key, Text{problem.vi, problem.en}.here()));
        return Exit::bad_input;
    }
    print(Text{"Cấu hình đúng.", "The configuration is right."});
    return Exit::done;
}

Exit config_keys() {
    print("| key | default | nghĩa | meaning |");
    print("|---|---|---|---|");
    for (const auto& key : config::documented_keys())
        print(fmt::format("| `{}` | `{}` | {} | {} |", key.key, key.default_value, key.vi, key.en));
    return Exit::done;
}

}  // namespace buuan::cli
