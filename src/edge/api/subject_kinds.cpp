#include "edge/api/subject_kinds.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"

namespace buuan::api {

Response list_subject_request_kinds(Api& api, const Call&) {
    const disclosure::SubjectRules& rules = api.node.rules().subjects;
    boost::json::array asks;
    for (const auto& [ask, term] : rules.asks)
        asks.push_back({{"code", boost::describe::enum_to_string(ask, "?")},
                        {"vi", term.vi},
                        {"en", term.en},
                        {"answer_working_days", term.answer_working_days},
                        {"days", term.days},
                        {"days_with_third_party", term.days_with_third_party},
                        {"extension_days", term.extension_days},
                        {"source", term.source}});
    boost::json::array methods;
    for (const auto* method : api.node.rules().acceptance.methods(Day::of(api.node.now()))) {
        if (method->rank < asker_rank_min) continue;
        methods.push_back(
            {{"code", method->code}, {"vi", method->title_vi}, {"en", method->title_en}});
    }
    boost::json::array refusals;
    for (const auto& [code, reason] : rules.refusals)
        refusals.push_back(
            {{"code", code}, {"vi", reason.vi}, {"en", reason.en}, {"source", reason.source}});
    return Response::json(
        boost::json::serialize(boost::json::object{{"asks", std::move(asks)},
                                                   {"methods", std::move(methods)},
                                                   {"refusals", std::move(refusals)}}));
}

}  // namespace buuan::api
