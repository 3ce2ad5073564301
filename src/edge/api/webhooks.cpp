#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/log.hpp"
#include "edge/api/api.hpp"
#include "edge/api/webhook_desk.hpp"
#include "edge/webhooks/messenger.hpp"
#include "edge/webhooks/signature.hpp"

namespace buuan::api {
namespace {

using webhooks::Subscription;

struct NewWebhook {
    CommandId id;
    std::string url;
    std::optional<std::vector<std::string>> types;
};
BOOST_DESCRIBE_STRUCT(NewWebhook, (), (id, url, types))

/// Entries of all logs that it was not told yet, of whatever type.
Result<std::uint64_t> behind(Api& api, const Subscription& row) {
    std::uint64_t entries = 0;
    for (const auto& log : api.node.logs().all()) {
        const auto head = log->store->head();
        if (!head.ok()) return head.error();
        const auto cursor =
            std::find_if(row.cursors.begin(), row.cursors.end(),
                         [&](const webhooks::Cursor& each) { return each.log == log->name; });
        const std::uint64_t told = cursor == row.cursors.end() ? 0 : cursor->next;
        entries += head.value().size - std::min(told, head.value().size);
    }
    return entries;
}

Result<boost::json::object> json_of(Api& api, const Subscription& row) {
    const auto waiting = behind(api, row);
    if (!waiting.ok()) return waiting.error();
    boost::json::object out{{"number", row.number},
                            {"url", row.url},
                            {"types", boost::json::array(row.types.begin(), row.types.end())},
                            {"by", row.by.value},
                            {"made_at", row.made_at.text()},
                            {"state", row.disabled_at    ? "disabled"
                                      : row.failures > 0 ? "failing"
                                                         : "working"},
                            {"failures", row.failures},
                            {"entries_behind", waiting.value()}};
    if (row.problem) out["problem"] = *row.problem;
    if (row.next_try) out["next_try"] = row.next_try->text();
    if (row.disabled_at) out["disabled_at"] = row.disabled_at->text();
    if (row.delivered_at) out["delivered_at"] = row.delivered_at->text();
    return out;
}

/// The types in their one order; nullopt where one is not known or none is left.
std::optional<std::vector<std::string>> types_of(const NewWebhook& wanted) {
    const auto* const begin = std::begin(webhooks::types_known);
    if (!wanted.types) return std::vector<std::string>(begin, begin + webhooks::types_default);
    std::vector<std::string> types;
    for (const char* known : webhooks::types_known) {
        if (std::find(wanted.types->begin(), wanted.types->end(), known) != wanted.types->end())
            types.emplace_back(known);
    }
    if (types.empty() || types.size() != wanted.types->size()) return std::nullopt;
    return types;
}

Result<Subscription, Response> named(Api& api, const Call& call) {
    const auto number = number_in_path(call);
    if (!number) return http::problem(call.request, 404, "webhook_unknown");
    auto row = webhooks::find(api.node, *number);
    if (!row.ok()) return http::problem(call.request, row.error());
    if (!row.value()) return http::problem(call.request, 404, "webhook_unknown");
    return std::move(*row.value());
}

}  // namespace

Response list_webhooks(Api& api, const Call& call) {
    const auto rows = webhooks::list(api.node);
    if (!rows.ok()) return http::problem(call.request, rows.error());
    boost::json::array out;
    for (const Subscription& row : rows.value()) {
        auto each = json_of(api, row);
        if (!each.ok()) return http::problem(call.request, each.error());
        out.push_back(std::move(each).value());
    }
    return Response::json(
        boost::json::serialize(boost::json::object{{"webhooks", std::move(out)}}));
}

Response post_webhook(Api& api, const Call& call) {
    const auto body = body_of<NewWebhook>(call);
    if (!body.ok()) return body.error();
    const auto types = types_of(body.value());
    if (!types)
        return http::problem(call.request, 422, "bad_document", {{"types", "webhook_types"}});
    if (!webhooks::may_be_told(api.node, body.value().url))
        return http::problem(call.request, 422, "bad_document", {{"url", "webhook_url"}});
    const auto made =
        webhooks::add(api.node, {body.value().id, body.value().url, *types, call.actor.by});
    if (!made.ok() && made.error().kind == FaultKind::invalid)
        return http::problem(call.request, 409, "item_conflict");
    if (!made.ok() && made.error().kind == FaultKind::busy)
        return http::problem(call.request, 409, "webhooks_too_many");
    if (!made.ok()) return http::problem(call.request, made.error());
    const auto secret = webhooks::secret_of(api.node, made.value());
    if (!secret.ok()) return http::problem(call.request, secret.error());
    log::info("webhook_added",
              {{"webhook", std::to_string(made.value().number)}, {"by", call.actor.by.value}});
    auto out = json_of(api, made.value());
    if (!out.ok()) return http::problem(call.request, out.error());
    out.value()["secret"] = webhooks::secret_text(secret.value());
    return Response::json(boost::json::serialize(out.value()), 201);
}

Response post_webhook_test(Api& api, const Call& call) {
    const auto row = named(api, call);
    if (!row.ok()) return row.error();
    const Gate::Place place(api.webhook_tests);
    if (!place) return http::problem(call.request, 503, "busy");
    const Instant now = api.node.now();
    const std::string message = boost::json::serialize(
        boost::json::object{{"type", "webhook.test"},
                            {"timestamp", now.text()},
                            {"data", boost::json::object{{"webhook", row.value().number}}}});
    const auto outcome = webhooks::Messenger(api.node).send(
        row.value(), EntryId::make(now, api.node.entropy()).text(), message);
    boost::json::object out{{"delivered", !outcome.problem}};
    if (outcome.status != 0) out["status"] = outcome.status;
    if (outcome.problem) out["problem"] = *outcome.problem;
    if (outcome.problem) return Response::json(boost::json::serialize(out));
    // It works again: what waited goes on from where it stopped.
    auto changed = webhooks::change(api.node, row.value().number, [](Subscription& stored) {
        stored.failures = 0;
        stored.problem.reset();
        stored.next_try.reset();
        stored.disabled_at.reset();
    });
    if (!changed.ok()) return http::problem(call.request, changed.error());
    return Response::json(boost::json::serialize(out));
}

Response delete_webhook(Api& api, const Call& call) {
    const auto row = named(api, call);
    if (!row.ok()) return row.error();
    const auto removed = webhooks::remove(api.node, row.value().number);
    if (!removed.ok()) return http::problem(call.request, removed.error());
    log::info("webhook_removed",
              {{"webhook", std::to_string(row.value().number)}, {"by", call.actor.by.value}});
    return Response::empty();
}

}  // namespace buuan::api
