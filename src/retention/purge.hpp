// Letting a day go, in two phases that a power cut may interrupt anywhere (DESIGN.md sections 3,
// 4):
//
//   1. the entry `day.purging` is durable, with what goes: from here on there is no way back;
//   2. the keys are destroyed, which is the deletion; packs are unlinked; the day's file too, once
//      nothing in it outlives it; then the entry `day.purged` is durable.
//
// The cost is that of the day's few files, not of its items. What keeps itself was copied before
// (hold.hpp); whoever calls holds the lock of the retention desk. Entries: docs/formats/
// entries-register.md. Rows in node.db: kind "purge", key: the day.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/day_store.hpp"
#include "base/entropy.hpp"
#include "evidence/object_store.hpp"
#include "register/register_store.hpp"
#include "retention/plan.hpp"
#include "vault/key_ring.hpp"

namespace buuan::retention {

/// A class of a day that is gone, and what proves it.
struct GoneClass {
    DataClass data_class{};
    Instant at;
    EntryId entry;      // day.purged
    std::string grade;  // "A" or "B": vault/key_ring.hpp
    std::optional<Day> in_backups_until;
};
BOOST_DESCRIBE_STRUCT(GoneClass, (), (data_class, at, entry, grade, in_backups_until))

/// What became of a day.
struct PurgeRow {
    std::vector<DataClass> open;  // begun, and not known to be through
    bool ends = false;            // the day's file goes with what is open
    std::vector<GoneClass> gone;
};
BOOST_DESCRIBE_STRUCT(PurgeRow, (), (open, ends, gone))

struct PurgePorts {
    vault::KeyRing& keys;
    DayStore& days;
    evidence::ObjectStore& objects;
    register_::RegisterStore& store;
    Entropy& entropy;
};

/// Who purges, and what the certificate has to say beside the deletion.
struct PurgeContext {
    Instant now;
    StaffNumber by;
    std::optional<Day> in_backups_until;  // the last day on which a key backup is read
};

/// Phase 1. Done also where the same is begun already.
Result<Done> begin_purge(const PurgePorts& ports, const Due& due, const PurgeContext& context);

/// Phase 2, from wherever it stands. busy while an entry of the day waits for its log: nothing but
/// the file is left then, and it is called again.
Result<Done> finish_purge(const PurgePorts& ports, Day day, const PurgeContext& context);

/// Days that were begun and are not through, ascending.
Result<std::vector<Day>> open_purges(register_::RegisterStore& store);
/// nullopt where nothing of the day has gone yet.
Result<std::optional<PurgeRow>> find_purge(register_::RegisterStore& store, Day day);

}  // namespace buuan::retention
