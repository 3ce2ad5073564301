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

constexpr std::size_t findings_told_max = 50;

/// What is wrong with the pack, as fields of the document.
std::vector<http::FieldProblem> told(std::span<const screening::RuleProblem> problems) {
    std::vector<http::FieldProblem> fields;
    for (const auto& problem : problems.first(std::min(problems.size(), findings_told_max))) {
        const std::string& vi = problem.what_vi.empty() ? problem.what : problem.what_vi;
        fields.push_back(
            {"pack", "rules_bad", problem.where + ": " + vi, problem.where + ": " + problem.what});
    }
    return fields;
}

/// The set in a document, or all that `buuan rules check` would find wrong with it.
Result<node::Goods, std::vector<http::FieldProblem>> read_set(std::string_view base64) {
    const auto bytes = from_base64(base64);
    if (!bytes) return std::vector<http::FieldProblem>{{"pack", "rules_bad"}};
    auto content = screening::decode_pack(as_text(*bytes));
    if (!content.ok()) return told(std::span(&content.error(), 1));
    if (const auto problems = screening::problems_of(content.value()); !problems.empty())
        return told(problems);
    auto set = screening::RuleSet::compile(std::move(content).value());
    if (!set.ok()) return told(std::span(&set.error(), 1));
    return node::Goods(std::make_shared<const screening::RuleSet>(std::move(set).value()));
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
    const auto set = read_set(body.value().pack);
    if (!set.ok()) return http::problem(call.request, 422, "bad_document", set.error());
    const auto held = api.node.hold_register();
    const std::size_t before = api.node.register_now()->goods_rules.size();
    const auto version = api.node.publish_rules(held, set.value(), body.value().from,
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
    if (!pack.ok()) return http::problem(call.request, 503, "named_rules_damaged");
    return {200, "application/octet-stream", std::move(pack).value(), {}, {}};
}

}  // namespace buuan::api
