// What a simulated node is kept in: SQLite over the machine's disk, or the adapters in memory,
// whose every call is a step of the machine. And the same with a fault put in on purpose, which the
// simulation must find.
#pragma once

#include "adapters/memory/memory_days.hpp"
#include "adapters/memory/memory_holds.hpp"
#include "adapters/memory/memory_ledger.hpp"
#include "adapters/memory/memory_register.hpp"
#include "edge/node/storage.hpp"
#include "machine.hpp"

namespace buuan::simulation {

/// What somebody took out of the program.
enum class Missing {
    nothing,
    file_syncs,    // syncs of files do nothing
    folder_syncs,  // syncs of folders do nothing
    waiting,       // a day's batch is answered before it is written
};
struct Mutant {
    Missing missing = Missing::nothing;
    std::string below;  // where: the beginning of a path
};

/// The stores that have no disk: they outlive the node, as a database server does.
struct MemoryStores {
    memory::MemoryDays days;
    memory::MemoryRegister rows;
    memory::MemoryHolds holds;
    std::map<LogName, memory::MemoryLedger> logs;
};

std::unique_ptr<node::Storage> sqlite_storage(Machine& machine, const Mutant& mutant);
std::unique_ptr<node::Storage> memory_storage(Machine& machine, MemoryStores& stores,
                                              const Mutant& mutant);

}  // namespace buuan::simulation
