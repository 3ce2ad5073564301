// node.toml. A configuration that is accepted is written as a file that says the same.
#include "edge/config/config.hpp"

#include "fuzz.hpp"

namespace buuan::fuzz {

void take(BytesView input) {
    const auto config = config::read_config(as_text(input));
    if (!config.ok()) {
        CHECK(!config.error().empty());
        return;
    }
    const std::string written = config::write_config(config.value());
    const auto again = config::read_config(written);
    CHECK(again.ok());
    CHECK(config::write_config(again.value()) == written);
}

}  // namespace buuan::fuzz
