#include "edge/api/register_fold.hpp"

#include "ledger/log_reader.hpp"

namespace buuan::api {

Result<std::map<std::pair<std::string, std::string>, std::string>> register_of_logs(
    node::Node& node) {
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

}  // namespace buuan::api
