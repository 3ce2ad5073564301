#include "disclosure/act_index.hpp"

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>
#include <optional>

namespace buuan::disclosure {
namespace {

constexpr const char* about_rows = "act_about";    // item, space, time, space, act
constexpr const char* search_rows = "act_search";  // token in hex, space, time, space, act
constexpr const char* many_rows = "act_many";      // time, space, act
constexpr std::size_t text_of_time = 24;

std::string key_of(const std::string& of, Instant at, const CommandId& id) {
    return of + at.text() + " " + id.text();
}

std::string of_token(const Secret& act_key, vault::TokenKind kind, std::string_view value) {
    return to_hex(vault::token_of(act_key, kind, value).bytes) + " ";
}

/// What is left of a key behind its beginning: when, and which act.
std::optional<IndexedAct> read(const std::string& key, std::string_view rest) {
    if (rest.size() <= text_of_time || rest[text_of_time] != ' ') return std::nullopt;
    const auto at = Instant::parse(rest.substr(0, text_of_time));
    const auto id = CommandId::parse(rest.substr(text_of_time + 1));
    if (!at || !id) return std::nullopt;
    return IndexedAct{*at, *id, key};
}

/// Page by page, the first a small one: most of what is asked for is not there, and what stands
/// behind it is somebody else's.
Result<std::vector<IndexedAct>> listed(register_::RegisterStore& store, const char* kind,
                                       const std::string& of, Instant from, Instant to,
                                       std::size_t count_max) {
    constexpr std::size_t page_max = 1'000;
    const std::string end = of + to.text();
    std::string after = of + from.text();
    std::vector<IndexedAct> acts;
    for (std::size_t page = 2;; page = std::min(page * 8, page_max)) {
        const auto rows = store.list(kind, after, page);
        if (!rows.ok()) return rows.error();
        for (const register_::Row& row : rows.value()) {
            if (row.key >= end || acts.size() >= count_max) return acts;
            const auto act = read(row.key, std::string_view(row.key).substr(of.size()));
            if (!act) return Fault{FaultKind::corrupt, std::string("a row ") + kind + " is broken"};
            acts.push_back(*act);
        }
        if (rows.value().size() < page) return acts;
        after = rows.value().back().key;
    }
}

}  // namespace

std::optional<register_::Row> index_row(const Act& act, Instant at, const Secret& act_key) {
    if (act.item) return register_::Row{about_rows, key_of(act.item->text() + " ", at, act.id), ""};
    if (act.searched_by.empty()) return std::nullopt;
    vault::TokenKind kind{};
    if (!boost::describe::enum_from_string(act.searched_by.c_str(), kind))
        return register_::Row{many_rows, key_of("", at, act.id), ""};
    const std::string of = of_token(act_key, kind, act.searched_for.reveal());
    return register_::Row{search_rows, key_of(of, at, act.id), ""};
}

Result<bool> is_indexed(register_::RegisterStore& store, vault::KeyRing& keys,
                        const OpenedAct& act) {
    const auto key = keys.key(Day::of(act.at), DataClass::act);
    if (!key.ok()) return key.error();
    const auto row = index_row(act.act, act.at, key.value());
    if (!row) return true;
    const auto found = store.find(row->kind, row->key);
    if (!found.ok()) return found.error();
    return found.value().has_value();
}

Result<std::vector<IndexedAct>> acts_about(register_::RegisterStore& store, const ItemId& item,
                                           Instant from, Instant to, std::size_t count_max) {
    return listed(store, about_rows, item.text() + " ", from, to, count_max);
}

Result<std::vector<IndexedAct>> searches_for(register_::RegisterStore& store, const Secret& act_key,
                                             vault::TokenKind kind, std::string_view value,
                                             Instant from, Instant to, std::size_t count_max) {
    return listed(store, search_rows, of_token(act_key, kind, value), from, to, count_max);
}

Result<std::vector<IndexedAct>> acts_over_many(register_::RegisterStore& store, Instant from,
                                               Instant to, std::size_t count_max) {
    return listed(store, many_rows, "", from, to, count_max);
}

}  // namespace buuan::disclosure
