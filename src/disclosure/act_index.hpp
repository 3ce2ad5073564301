// Where an act stands besides its time, so that nobody walks over a year of acts to learn who saw
// one item: by the item it was about; by a token of what was searched for, under the act key of its
// day, so that the index tells no more than the sealed act does; and, for what looked over many
// items, by its time alone. Rows of node.db without a body; written with the act, in one
// transaction.
#pragma once

#include <vector>

#include "disclosure/act.hpp"
#include "vault/blind_index.hpp"

namespace buuan::disclosure {

/// The row of an act in the index; none where it names nothing that could be seen.
std::vector<register_::Row> index_rows(const Act& act, Instant now, const Secret& act_key);

/// An act that the index names.
struct IndexedAct {
    Instant at;
    CommandId id;
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
