#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"

namespace buuan::api {
namespace {

constexpr std::size_t text_bytes_max = 4096;

struct Screening {
    std::string text;
    std::optional<Day> on;
};
BOOST_DESCRIBE_STRUCT(Screening, (), (text, on))

}  // namespace

boost::json::object verdict_json(const screening::Verdict& verdict, const screening::RuleSet& rules,
                                 std::string_view text,
                                 const std::vector<std::size_t>& thing_starts) {
    // Which thing a byte belongs to, and where in it.
    const auto place = [&](boost::json::object& each, const screening::Match& match) {
        std::size_t thing = 0;
        while (thing + 1 < thing_starts.size() && thing_starts[thing + 1] <= match.offset) ++thing;
        if (!thing_starts.empty()) each["thing"] = thing;
        each["offset"] = match.offset - (thing_starts.empty() ? 0 : thing_starts[thing]);
        each["length"] = match.length;
        each["words"] = text.substr(match.offset, match.length);
    };
    boost::json::array findings;
    for (const screening::Finding& finding : verdict.findings) {
        boost::json::object each{{"entry", finding.entry},
                                 {"outcome", screening::name_of(finding.outcome)}};
        if (const screening::Entry* entry = rules.entry(finding.entry)) {
            each["name_vi"] = entry->name_vi;
            each["name_en"] = entry->name_en;
            boost::json::array basis;
            for (const std::string& law : entry->legal_basis) basis.emplace_back(law);
            each["legal_basis"] = std::move(basis);
            if (!entry->conditions.empty()) each["conditions"] = entry->conditions;
        }
        place(each, finding.match);
        each["spelling"] = screening::name_of(finding.spelling);
        findings.push_back(std::move(each));
    }
    boost::json::array set_aside;
    for (const screening::SetAside& aside : verdict.set_aside) {
        boost::json::object each{{"entry", aside.entry},
                                 {"because", screening::name_of(aside.because)},
                                 {"by", text.substr(aside.by.offset, aside.by.length)}};
        place(each, aside.match);
        set_aside.push_back(std::move(each));
    }
    return {{"outcome", screening::name_of(verdict.outcome)},
            {"rules", verdict.rules.text()},
            {"findings", std::move(findings)},
            {"set_aside", std::move(set_aside)}};
}

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
    const auto verdict = screening::screen(body.value().text, api.node.rules().goods,
                                           body.value().on.value_or(Day::of(api.node.now())));
    return Response::json(boost::json::serialize(
        verdict_json(verdict, api.node.rules().goods, body.value().text, {})));
}

}  // namespace buuan::api
