// The goods rules: which set decides from which day, the packs themselves, and publishing another.
// A set that was published never goes; what was decided under it can be decided again.
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"
#include "screening/pack.hpp"

namespace buuan::api {
namespace {

struct NewRules {
    std::string pack;  // base64
    Day from;
};
BOOST_DESCRIBE_STRUCT(NewRules, (), (pack, from))

boost::json::object version_json(const register_::RulesVersion& version) {
    return {{"version", version.version},
            {"rules", version.rules.text()},
            {"from", version.from.text()},
            {"entries", version.entries},
            {"source", boost::describe::enum_to_string(version.source, "?")}};
}

/// The set in a document; nullptr where it is none that can be compiled.
node::Goods read_set(std::string_view base64) {
    const auto bytes = from_base64(base64);
    if (!bytes) return nullptr;
    auto content = screening::decode_pack(as_text(*bytes));
    if (!content.ok()) return nullptr;
    auto set = screening::RuleSet::compile(std::move(content).value());
    if (!set.ok()) return nullptr;
    return std::make_shared<const screening::RuleSet>(std::move(set).value());
}

}  // namespace

bool published(const node::Node& node, const Digest& rules) {
    const auto all = node.register_now();
    return std::any_of(all->goods_rules.begin(), all->goods_rules.end(),
                       [&](const auto& each) { return each.second.rules == rules; });
}

Response list_rules(Api& api, const Call& /*call*/) {
    const auto all = api.node.register_now();
    const Day today = Day::of(api.node.now());
    const register_::RulesVersion* deciding = all->rules_on(today);
    boost::json::array versions;
    for (const auto& [number, version] : all->goods_rules) {
        boost::json::object each = version_json(version);
        each["decides_today"] = deciding == &version;
        versions.push_back(std::move(each));
    }
    return Response::json(boost::json::serialize(boost::json::object{
        {"of_the_program", api.node.own_goods().text()}, {"versions", std::move(versions)}}));
}

Response post_rules(Api& api, const Call& call) {
    const auto body = body_of<NewRules>(call);
    if (!body.ok()) return body.error();
    if (body.value().from < Day::of(api.node.now()))
        return http::problem(call.request, 422, "bad_document", {{"from", "day_past"}});
    const node::Goods set = read_set(body.value().pack);
    if (set == nullptr || set->entries().empty())  // which would let everything through
        return http::problem(call.request, 422, "bad_document", {{"pack", "rules_bad"}});
    const auto held = api.node.hold_register();
    const std::size_t before = api.node.register_now()->goods_rules.size();
    const auto version = api.node.publish_rules(held, set, body.value().from,
                                                register_::RulesSource::enterprise, call.actor.by);
    if (!version.ok()) return http::problem(call.request, version.error());
    const bool is_new = api.node.register_now()->goods_rules.size() > before;
    return Response::json(boost::json::serialize(version_json(version.value())),
                          is_new ? 201 : 200);
}

Response get_rules(Api& api, const Call& call) {
    const auto rules = Digest::parse(call.parts.at(0));
    if (!rules || !published(api.node, *rules))
        return http::problem(call.request, 404, "rules_unknown");
    auto pack = api.node.rule_packs().read(*rules);
    if (!pack.ok()) return http::problem(call.request, pack.error());
    return {200, "application/octet-stream", std::move(pack).value(), {}, {}};
}

}  // namespace buuan::api
