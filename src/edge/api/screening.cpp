#include "edge/api/api.hpp"
#include "screening/verdict_json.hpp"

namespace buuan::api {
namespace {

constexpr std::size_t text_bytes_max = 4096;

struct Screening {
    std::string text;
    std::optional<Day> on;        // absent: today
    std::optional<Digest> under;  // a set of rules; absent: the one that decides on that day
};
BOOST_DESCRIBE_STRUCT(Screening, (), (text, on, under))

}  // namespace

Response post_screening(Api& api, const Call& call) {
    if (call.request.door == http::Door::open &&
        !api.strangers.take("public", call.request.peer, api.node.now()))
        return http::problem(call.request, 429, "too_often");
    const auto body = body_of<Screening>(call);
    if (!body.ok()) return body.error();
    if (body.value().text.empty())
        return http::problem(call.request, 422, "bad_document", {{"text", "empty"}});
    if (body.value().text.size() > text_bytes_max)
        return http::problem(call.request, 422, "bad_document", {{"text", "too_long"}});
    // Strangers ask what holds today: a past set has to be read and compiled first.
    if (call.request.door == http::Door::open && (body.value().on || body.value().under))
        return http::problem(call.request, 403, "not_allowed");
    const Day today = Day::of(api.node.now());
    const Day on = body.value().on.value_or(today);
    const auto& under = body.value().under;
    if (under && !published(api.node, *under))
        return http::problem(call.request, 422, "bad_document", {{"under", "rules_unknown"}});
    const auto goods = under ? api.node.rule_packs().get(*under) : api.node.goods(on);
    if (!goods.ok())  // what is published now decides from today on
        return http::problem(call.request, 503,
                             under || on < today ? "named_rules_damaged" : "goods_rules_damaged");
    const auto verdict = screening::screen(body.value().text, *goods.value(), on);
    return Response::json(screening::verdict_json(verdict, *goods.value(), body.value().text));
}

}  // namespace buuan::api
