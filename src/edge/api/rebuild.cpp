// POST /api/v1/rebuilds: the register again from the logs, the search tokens again from the sealed
// records.
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"
#include "edge/api/register_fold.hpp"
#include "vault/derive.hpp"
#include "vault/item_tokens.hpp"

namespace buuan::api {
namespace {

constexpr std::size_t page = 500;

/// The register again from the entries alone; how many rows.
Result<std::size_t> rebuild_register(node::Node& node) {
    const auto held = node.hold_register();
    if (auto settled = node.settle(); !settled.ok()) return settled.error();
    auto folded = register_of_logs(node);
    if (!folded.ok()) return folded.error();
    register_::RegisterWrite write;
    for (const std::string& kind : register_::register_kinds()) {
        const auto before = register_::list_all(node.store(), kind);
        if (!before.ok()) return before.error();
        for (const auto& row : before.value()) write.erase.emplace_back(row.kind, row.key);
    }
    for (auto& [name, body] : folded.value())
        write.put.push_back({name.first, name.second, std::move(body)});
    if (auto applied = node.store().apply(write); !applied.ok()) return applied.error();
    if (auto loaded = node.reload_register(); !loaded.ok()) return loaded.error();
    return write.put.size();
}

/// The tokens of every live day again from the sealed records.
Result<std::size_t> rebuild_tokens(node::Node& node) {
    std::size_t items = 0;
    const auto days = node.days().days();
    if (!days.ok()) return days.error();
    for (const Day day : days.value()) {
        const auto record_key = node.keys().key(day, DataClass::record);
        const auto identity_key = node.keys().key(day, DataClass::identity);
        const auto token_key = node.keys().key(day, DataClass::token);
        if (!record_key.ok() || !token_key.ok()) continue;
        if (auto cleared = node.days().clear_tokens(day); !cleared.ok()) return cleared.error();
        std::optional<ItemId> after;
        for (bool more = true; more;) {
            const auto stored = node.days().scan(day, after, page);
            if (!stored.ok()) return stored.error();
            more = stored.value().size() == page;
            for (const StoredItem& item : stored.value()) {
                after = item.row.id;
                std::vector<Token> tokens;
                for (const SealedRow& record : item.records) {
                    const bool identity = record.data_class == DataClass::identity;
                    if (record.data_class != DataClass::record && !(identity && identity_key.ok()))
                        continue;
                    const auto opened = vault::open_record(
                        record.sealed,
                        vault::record_key(identity ? identity_key.value() : record_key.value(),
                                          item.row.id, record.revision),
                        {node.origin(), item.row.id, record.data_class, record.revision});
                    if (!opened.ok()) return opened.error();
                    const auto some =
                        identity ? vault::tokens_of({}, opened.value().fields, token_key.value())
                                 : vault::tokens_of(opened.value().fields, {}, token_key.value());
                    tokens.insert(tokens.end(), some.begin(), some.end());
                }
                if (auto added = node.days().add_tokens(day, item.row.id, tokens); !added.ok())
                    return added.error();
                ++items;
            }
        }
    }
    return items;
}

}  // namespace

Response post_rebuild(Api& api, const Call& call) {
    const auto rows = rebuild_register(api.node);
    if (!rows.ok()) return http::problem(call.request, rows.error());
    const auto items = rebuild_tokens(api.node);
    if (!items.ok()) return http::problem(call.request, items.error());
    return Response::json(boost::json::serialize(
        boost::json::object{{"register_rows", rows.value()}, {"items", items.value()}}));
}

}  // namespace buuan::api
