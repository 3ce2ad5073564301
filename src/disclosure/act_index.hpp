// Where an act stands besides its time, so that nobody walks over a year of acts to learn who saw
// one item: by the item it was about; by a token of what was searched for, under the act key of its
// day, so that it tells nobody what was, only that two searches of a day were for the same; and,
// for what looked over many items, by its time alone. Rows of node.db without a body; written with
// the act, in one transaction, and compared with it by the access log.
#pragma once

#include <vector>

#include "disclosure/act.hpp"
#include "vault/blind_index.hpp"

namespace buuan::disclosure {

/// The row of an act in the index; nullopt where it shows no item.
std::optional<register_::Row> index_row(const Act& act, Instant at, const Secret& act_key);

/// Whether an act stands in the index as it must.
Result<bool> is_indexed(register_::RegisterStore& store, vault::KeyRing& keys,
                        const OpenedAct& act);

/// An act that the index names.
struct IndexedAct {
    Instant at;
    CommandId id;
    std::string key;  // of its row
};

/// Acts about this item from `from` on, before `to`, the oldest first, at most count_max.
Result<std::vector<IndexedAct>> acts_about(register_::RegisterStore& store, const ItemId& item,
                                           Instant from, Instant to, std::size_t count_max);

/// Searches for this value, in its normal form, on the day whose act key this is.
Result<std::vector<IndexedAct>> searches_for(register_::RegisterStore& store, const Secret& act_key,
                                             vault::TokenKind kind, std::string_view value,
                                             Instant from, Instant to, std::size_t count_max);

/// Acts that looked over many items: lists, and searches for a part of a text.
Result<std::vector<IndexedAct>> acts_over_many(register_::RegisterStore& store, Instant from,
                                               Instant to, std::size_t count_max);

}  // namespace buuan::disclosure
