// Items that keep themselves because something about them is open: a complaint, a claim (DESIGN.md
// section 3). Who opens it writes a row, and takes it away when it is closed; an item with a row
// goes into the self-hold of its day as one does that is undelivered.
//
// Rows in node.db: kind "kept", key: the item's id, a space, and what keeps it ("complaint
// 00000012"). Ids stand in the order of their time, so those of one day stand together.
#pragma once

#include <string>
#include <vector>

#include "register/register_store.hpp"

namespace buuan::retention {

inline constexpr const char* kept_rows = "kept";
/// At most so long after acceptance, whatever becomes of it; as what is undelivered.
inline constexpr int kept_months_max = 24;

std::string kept_key(const ItemId& item, const std::string& what);
/// Whether anything keeps the item.
Result<bool> is_kept(register_::RegisterStore& store, const ItemId& item);
/// Those of a day that anything keeps, each once.
Result<std::vector<ItemId>> kept_of(register_::RegisterStore& store, Day day);

}  // namespace buuan::retention
