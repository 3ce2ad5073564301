#include "retention/kept.hpp"

namespace buuan::retention {
namespace {

constexpr std::size_t id_text = 36;

/// The first id that could be made at `at`.
std::string first_id(Instant at) {
    ItemId id;
    for (std::size_t i = 0; i < 6; ++i)
        id.bytes[i] = static_cast<std::uint8_t>(at.ms >> (8 * (5 - i)));
    return id.text();
}

}  // namespace

std::string kept_key(const ItemId& item, const std::string& what) {
    return item.text() + " " + what;
}

Result<bool> is_kept(register_::RegisterStore& store, const ItemId& item) {
    const std::string prefix = kept_key(item, "");
    const auto rows = store.list(kept_rows, prefix, 1);
    if (!rows.ok()) return rows.error();
    return !rows.value().empty() && rows.value().front().key.starts_with(prefix);
}

Result<std::vector<ItemId>> kept_of(register_::RegisterStore& store, Day day) {
    constexpr std::size_t page = 500;
    const std::string end = first_id(day.end());
    std::vector<ItemId> items;
    for (std::string after = first_id(day.start());;) {
        const auto rows = store.list(kept_rows, after, page);
        if (!rows.ok()) return rows.error();
        for (const register_::Row& row : rows.value()) {
            if (end <= row.key) return items;
            after = row.key;
            const auto id = ItemId::parse(row.key.substr(0, id_text));
            if (id && (items.empty() || items.back() != *id)) items.push_back(*id);
        }
        if (rows.value().size() < page) return items;
    }
}

}  // namespace buuan::retention
