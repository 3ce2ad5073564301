#include "edge/node/register_fold.hpp"

#include "ledger/log_reader.hpp"

namespace buuan::node {

Result<std::map<std::pair<std::string, std::string>, std::string>> register_of_logs(Node& node) {
    // What a closed log says of the register must not be taken for nothing.
    for (const auto& [name, why] : node.logs().closed())
        return Fault{FaultKind::corrupt, "log " + name.value + " is closed: " + why};
    // By entry id, since that is their order in time, whatever log they are in.
    std::map<EntryId, register_::Row> rows;
    for (const auto& log : node.logs().all()) {
        const std::scoped_lock lock(log->sequencing);
        const auto checked = ledger::check_log(
            *log->store, log->key.verifier(), [&](std::uint64_t, const ledger::Entry& entry) {
                if (auto row = register_::row_of_entry(entry.type, entry.data))
                    rows.insert_or_assign(entry.id, std::move(*row));
            });
        if (!checked.ok()) return checked.error();
        if (!checked.value().problems.empty())
            return Fault{FaultKind::corrupt,
                         "log " + log->name.value + " is damaged. Run buuan check."};
    }
    std::map<std::pair<std::string, std::string>, std::string> folded;
    for (auto& [id, row] : rows) folded[{row.kind, row.key}] = std::move(row.body);
    return folded;
}

Result<std::size_t> rebuild_register(Node& node) {
    const auto held = node.hold_register();
    if (auto settled = node.settle(); !settled.ok()) return settled.error();
    auto folded = register_of_logs(node);
    if (!folded.ok()) return folded.error();
    register_::RegisterWrite write;
    for (const std::string& kind : register_::register_kinds()) {
        const auto before = register_::list_all(node.store(), kind);
        if (!before.ok()) return before.error();
        for (const auto& row : before.value()) write.erase.emplace_back(row.kind, row.key);
    }
    for (auto& [name, body] : folded.value())
        write.put.push_back({name.first, name.second, std::move(body)});
    if (auto applied = node.store().apply(write); !applied.ok()) return applied.error();
    if (auto loaded = node.reload_register(); !loaded.ok()) return loaded.error();
    return write.put.size();
}

}  // namespace buuan::node
