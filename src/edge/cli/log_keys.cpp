#include "edge/cli/log_keys.hpp"

#include <algorithm>

#include "edge/cli/commands.hpp"
#include "ledger/proof.hpp"

namespace buuan::cli {

std::optional<std::vector<ledger::VerifierKey>> read_log_keys(
    const std::vector<std::string>& given) {
    std::vector<ledger::VerifierKey> keys;
    const auto take = [&](std::string_view text) {
        const auto key = ledger::VerifierKey::parse(text);
        if (key) keys.push_back(*key);
        if (!key)
            complain(
                say({"Không phải khóa công khai (vkey): {}", "No public key (vkey): {}"}, text));
        return key.has_value();
    };
    for (const std::string& each : given) {
        if (!each.starts_with('@')) {
            if (!take(each)) return std::nullopt;
            continue;
        }
        const auto file = read_input(each.substr(1), ledger::proof_bytes_max);
        if (!file) return std::nullopt;
        std::string_view rest = *file;
        while (!rest.empty()) {
            const auto end = std::min(rest.find('\n'), rest.size());
            const std::string_view line = rest.substr(0, end);
            if (!line.empty() && !take(line)) return std::nullopt;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return keys;
}

}  // namespace buuan::cli
