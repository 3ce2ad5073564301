// Which leaves a challenge draws: a pure function of the challenge and of the entries that it looks
// at, so that anybody who can read those replays the choice (docs/formats/possession.md). It reads
// a log by single entries and never walks it: a draw that meets no leaf is tried again elsewhere.
#pragma once

#include <functional>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/possession.hpp"

namespace buuan::ledger {

struct DrawnLeaf {
    LeafClass data_class{};
    DrawKind kind{};
    std::uint32_t draw{};
    LogName log;
    std::uint64_t index{};
    Entry entry;  // item.accepted or object.stored
};

using EntryReader = std::function<Result<Entry>(const LogName& log, std::uint64_t index)>;

/// In the order of the format. Draws that come to nothing are left out: few leaves of a class are
/// in the log, or none. A fault is the reader's.
Result<std::vector<DrawnLeaf>> draw_leaves(const Challenge& challenge, const EntryReader& read);

/// The strata in the order in which they are drawn from: places in the challenge's list.
std::vector<std::uint32_t> stratum_order(const Challenge& challenge);

/// What a seed says at one place.
std::uint64_t drawn_number(const Digest& seed, LeafClass data_class, DrawKind kind,
                           std::uint32_t draw, std::uint32_t attempt);

/// How many chunks an object has, and which of them is asked for.
struct DrawnChunk {
    std::uint64_t number{};
    std::uint64_t count{};
};
/// nullopt when the entry does not say how large the picture is.
std::optional<DrawnChunk> drawn_chunk(const Digest& seed, const DrawnLeaf& leaf);

/// The civil days on whose keys an acceptance can lie: an item's id is made within a minute of it.
bool may_lie_on(const Entry& accepted, Day day);

/// A text member of an entry's data, perhaps within an object of it ("record", "sha256"); empty
/// where there is none.
std::string said(const Entry& entry, std::string_view member, std::string_view within = {});

inline constexpr std::uint64_t picture_chunk_bytes = 16'384;  // docs/formats/objects.md
inline constexpr std::int64_t id_ms_max = 60'000;

}  // namespace buuan::ledger
