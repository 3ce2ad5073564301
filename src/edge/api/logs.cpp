#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"
#include "ledger/log_reader.hpp"

namespace buuan::api {
namespace {

constexpr const char* immutable = "public, max-age=31536000, immutable";

std::shared_ptr<node::Log> log_of(Api& api, const Call& call) {
    const auto name = LogName::parse(call.parts.at(0));
    return name ? api.node.logs().find(*name) : nullptr;
}

}  // namespace

Response list_logs(Api& api, const Call& call) {
    const auto restored = api.node.restorations();
    if (!restored.ok()) return http::problem(call.request, restored.error());
    boost::json::array out;
    for (const auto& log : api.node.logs().all()) {
        const auto head = log->store->head();
        if (!head.ok()) return http::problem(call.request, head.error());
        boost::json::object each{{"log", log->name.value},
                                 {"origin", log->key.name()},
                                 {"size", head.value().size},
                                 {"key", log->key.verifier().text()}};
        if (log->before) {
            each["key_before"] = log->before->key.verifier().text();
            each["key_before_until"] = log->before->until.text();
        }
        // No witness says that nothing was shown after that backup.
        if (!restored.value().empty())
            each["unwitnessed_since"] = restored.value().back().backup->text();
        out.push_back(std::move(each));
    }
    return Response::json(boost::json::serialize(boost::json::object{{"logs", std::move(out)}}));
}

Response get_checkpoint(Api& api, const Call& call) {
    const auto log = log_of(api, call);
    if (log == nullptr) return http::problem(call.request, 404, "log_unknown");
    auto note = log->store->checkpoint();
    if (!note.ok()) return http::problem(call.request, note.error());
    return Response::text(std::move(note).value());
}

Response get_tile(Api& api, const Call& call) {
    const auto log = log_of(api, call);
    if (log == nullptr) return http::problem(call.request, 404, "log_unknown");
    const auto tile = ledger::parse_tile_path("tile/" + call.parts.at(1));
    if (!tile) return http::problem(call.request, 404, "tile_unknown");
    const auto bytes = ledger::tile_bytes(*log->store, *tile);
    if (!bytes.ok() && bytes.error().kind == FaultKind::unavailable)
        return http::problem(call.request, 404, "tile_unknown");
    if (!bytes.ok()) return http::problem(call.request, bytes.error());
    return {200,
            "application/octet-stream",
            std::string(as_text(bytes.value())),
            {{"Cache-Control", immutable}},
            {}};
}

}  // namespace buuan::api
