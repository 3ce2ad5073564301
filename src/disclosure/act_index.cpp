#include "disclosure/act_index.hpp"

#include <boost/describe/enum_from_string.hpp>

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

Result<std::vector<IndexedAct>> listed(register_::RegisterStore& store, const char* kind,
                                       const std::string& of, Instant from, Instant to,
                                       std::size_t count_max) {
    const auto rows = store.list(kind, of + from.text(), count_max);
    if (!rows.ok()) return rows.error();
    const std::string end = of + to.text();
    std::vector<IndexedAct> acts;
    for (const register_::Row& row : rows.value()) {
        if (row.key >= end) break;
        const std::string_view rest = std::string_view(row.key).substr(of.size());
        const bool whole = rest.size() > text_of_time && rest[text_of_time] == ' ';
        const auto at = whole ? Instant::parse(rest.substr(0, text_of_time)) : std::nullopt;
        const auto id = whole ? CommandId::parse(rest.substr(text_of_time + 1)) : std::nullopt;
        if (!at || !id)
            return Fault{FaultKind::corrupt, std::string("a row ") + kind + " is broken"};
        acts.push_back({*at, *id});
    }
    return acts;
}

}  // namespace

std::vector<register_::Row> index_rows(const Act& act, Instant now, const Secret& act_key) {
    if (act.item) return {{about_rows, key_of(act.item->text() + " ", now, act.id), ""}};
    vault::TokenKind kind{};
    if (boost::describe::enum_from_string(act.searched_by.c_str(), kind)) {
        const std::string of = of_token(act_key, kind, act.searched_for.reveal());
        return {{search_rows, key_of(of, now, act.id), ""}};
    }
    return {{many_rows, key_of("", now, act.id), ""}};
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
