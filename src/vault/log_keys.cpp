#include "vault/log_keys.hpp"

#include "vault/seal.hpp"

namespace buuan::vault {
namespace {

constexpr std::size_t wrapped_bytes = 73;
constexpr std::size_t day_bytes = 4;

std::string path_of(std::string_view folder, const LogName& log) {
    return std::string(folder) + "/" + log.value + ".key";
}
std::string label_of(const LogName& log) {
    return "buuan/log-key/v1/" + log.value;
}
std::string label_of(const LogName& log, Day until) {
    return "buuan/log-key-before/v1/" + log.value + "/" + until.text();
}

Result<Secret> unwrap_seed(BytesView wrapped, const Secret& root, const std::string& label) {
    auto plain = unwrap(wrapped, root, label);
    if (!plain.ok()) return plain.error();
    Secret seed{std::span<const std::uint8_t, 32>(plain.value().data(), 32)};
    wipe(plain.value().data(), plain.value().size());
    return seed;
}

}  // namespace

Result<std::vector<LogName>> logs_with_keys(Files& files) {
    const auto names = files.list(log_keys_folder);
    if (!names.ok()) return names.error();
    std::vector<LogName> logs;
    for (const std::string& file : names.value()) {
        const auto log = LogName::parse(std::string_view(file).substr(0, file.find('.')));
        if (log && file == log->value + ".key") logs.push_back(*log);
    }
    return logs;
}

Result<LogSeeds> read_log_seeds(Files& files, const Secret& root, const LogName& log) {
    const auto file = read_file(files, path_of(log_keys_folder, log), 1024);
    if (!file.ok()) return file.error();
    const BytesView bytes = file.value();
    const bool changed = bytes.size() == 2 * wrapped_bytes + day_bytes;
    if (bytes.size() != wrapped_bytes && !changed)
        return Fault{FaultKind::corrupt, "the key of log " + log.value + " is damaged"};
    auto now = unwrap_seed(bytes.first(wrapped_bytes), root, label_of(log));
    if (!now.ok()) return now.error();
    LogSeeds seeds{std::move(now).value(), std::nullopt};
    if (!changed) return seeds;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < day_bytes; ++i)
        number |= std::uint32_t{bytes[wrapped_bytes + i]} << (8 * i);
    const Day until{static_cast<std::int32_t>(number)};
    auto before = unwrap_seed(bytes.subspan(wrapped_bytes + day_bytes), root, label_of(log, until));
    if (!before.ok()) return before.error();
    seeds.before = LogSeeds::Before{std::move(before).value(), until};
    return seeds;
}

Result<Done> write_log_seeds(Files& files, const Secret& root, const LogName& log,
                             const LogSeeds& seeds, Entropy& entropy, std::string_view folder) {
    if (auto made = files.make_folders(folder); !made.ok()) return made;
    Bytes bytes = wrap(seeds.now.view(), root, label_of(log), entropy);
    if (seeds.before) {
        const auto number = static_cast<std::uint32_t>(seeds.before->until.number);
        for (std::size_t i = 0; i < day_bytes; ++i)
            bytes.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
        const Bytes before =
            wrap(seeds.before->seed.view(), root, label_of(log, seeds.before->until), entropy);
        bytes.insert(bytes.end(), before.begin(), before.end());
    }
    return replace_file(files, path_of(folder, log), bytes);
}

}  // namespace buuan::vault
