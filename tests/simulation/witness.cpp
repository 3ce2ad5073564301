#include "witness.hpp"

#include <charconv>

#include "base/merkle.hpp"
#include "ledger/log_reader.hpp"

namespace buuan::simulation {
namespace {

Result<std::vector<std::string>> entries_of(ledger::LedgerStore& store, std::uint64_t size) {
    std::vector<std::string> all;
    for (std::uint64_t first = 0; first < size; first += ledger::tile_width) {
        const auto bundle = store.tile(-1, first / ledger::tile_width);
        if (!bundle.ok()) return bundle.error();
        const auto entries = bundle.value() ? ledger::entries_in(*bundle.value()) : std::nullopt;
        if (!entries) return Fault{FaultKind::corrupt, "a bundle is missing or broken"};
        for (const std::string_view entry : *entries) all.emplace_back(entry);
    }
    if (all.size() != size)
        return Fault{FaultKind::corrupt, "there are " + std::to_string(all.size()) +
                                             " entries under a head of " + std::to_string(size)};
    return all;
}

}  // namespace

std::vector<std::string> Witness::see(const std::string& log, const std::string& note) {
    std::vector<std::string> wrong;
    const auto first = note.find('\n');
    const auto second = note.find('\n', first + 1);
    std::uint64_t size = 0;
    std::from_chars(note.data() + first + 1, note.data() + second, size);
    const std::string root = note.substr(second + 1, note.find('\n', second + 1) - second - 1);
    auto& roots = seen_[log].roots;
    if (!roots.empty() && size < roots.rbegin()->first)
        wrong.push_back("log " + log + ": " + std::to_string(roots.rbegin()->first) +
                        " entries were published, the checkpoint says " + std::to_string(size));
    if (roots.emplace(size, root).first->second != root)
        wrong.push_back("log " + log + ": two roots for size " + std::to_string(size));
    return wrong;
}

std::vector<std::string> Witness::read(node::Log& log) {
    const std::string name = "log " + log.name.value;
    Seen& seen = seen_[log.name.value];
    const auto head = log.store->head();
    if (!head.ok()) return {name + ": " + head.error().what};
    auto entries = entries_of(*log.store, head.value().size);
    if (!entries.ok()) return {name + ": " + entries.error().what};
    const auto published = seen.roots.empty() ? 0 : seen.roots.rbegin()->first;
    if (entries.value().size() < published) return {name + ": it is shorter than was published"};

    std::vector<std::string> wrong;
    for (std::size_t i = 0; i < std::min(seen.entries.size(), published); ++i) {
        if (entries.value()[i] != seen.entries[i])
            wrong.push_back(name + ": entry " + std::to_string(i) + " has changed");
    }
    seen.entries = std::move(entries).value();
    std::vector<Digest> leaves;
    for (const std::string& entry : seen.entries)
        leaves.push_back(merkle::leaf_hash(as_bytes(entry)));
    for (auto it = seen.roots.upper_bound(seen.proved); it != seen.roots.end(); ++it) {
        const Digest root = merkle::root_of(std::span(leaves).first(it->first));
        if (to_base64(root.bytes) != it->second)
            wrong.push_back(name + ": the checkpoint of size " + std::to_string(it->first) +
                            " is not of these entries");
    }
    seen.proved = published;
    return wrong;
}

}  // namespace buuan::simulation
