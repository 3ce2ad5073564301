// Entries that a command has made durable and that no log holds yet. Whoever stores commands keeps
// them (DayStore, RegisterStore); the ledger's sequencer takes them from here, puts them into the
// tree and says where they went (DESIGN.md section 5).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"

namespace buuan {

struct PendingEntry {
    EntryId id;
    LogName log;
    std::string text;  // canonical JSON, at most 16,384 bytes
};

/// `id` is in its log at `index`.
struct SequencedEntry {
    EntryId id;
    std::uint64_t index{};
};

class PendingEntries {
public:
    virtual ~PendingEntries() = default;
    /// Up to `count_max` entries of `log` without a place yet, oldest first by id within a day.
    virtual Result<std::vector<PendingEntry>> pending(const LogName& log,
                                                      std::size_t count_max) = 0;
    /// Durably notes the places; repeating it changes nothing, unknown ids are ignored.
    virtual Result<Done> mark_sequenced(const LogName& log,
                                        std::span<const SequencedEntry> entries) = 0;
};

}  // namespace buuan
