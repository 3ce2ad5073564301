// The access log, and the words for what an act may be for.
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "disclosure/act_log.hpp"
#include "edge/api/acts.hpp"
#include "edge/api/api.hpp"
#include "ledger/log_reader.hpp"

namespace buuan::api {
namespace {

using disclosure::ActPage;
using disclosure::ActQuery;
using disclosure::ListedAct;
using Wrong = std::vector<http::FieldProblem>;

constexpr std::size_t code_bytes_max = 64;

std::optional<std::uint64_t> number_of(const std::string& text) {
    if (text.empty() || text.size() > 3) return std::nullopt;
    std::uint64_t number = 0;
    for (const char digit : text) {
        if (digit < '0' || '9' < digit) return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return number;
}

/// What is asked for, or the parameters that are wrong.
Result<ActQuery, Wrong> query_of(const http::Request& request) {
    ActQuery query;
    Wrong wrong;
    const auto read = [&](const char* name, auto use) {
        const auto value = request.parameter(name);
        if (value && !value->empty() && (value->size() > code_bytes_max || !use(*value)))
            wrong.push_back({name, "bad_value"});
    };
    read("before", [&](const std::string& text) { return !(query.before = text).empty(); });
    read("who", [&](const std::string& text) { return !(query.who = text).empty(); });
    read("kind", [&](const std::string& text) { return !(query.kind = text).empty(); });
    read("item", [&](const std::string& text) {
        query.item = ItemId::parse(text);
        return query.item.has_value();
    });
    read("from", [&](const std::string& text) {
        const auto day = Day::parse(text);
        if (day) query.from = day->start();
        return day.has_value();
    });
    read("to", [&](const std::string& text) {
        const auto day = Day::parse(text);
        if (day) query.to = day->end();
        return day.has_value();
    });
    read("count", [&](const std::string& text) {
        const auto number = number_of(text);
        query.count_max = number.value_or(0);
        return number && 1 <= *number && *number <= disclosure::acts_page_max;
    });
    if (!wrong.empty()) return wrong;
    return query;
}

boost::json::object json_of(Api& api, const ListedAct& act) {
    boost::json::object out{{"act", act.id.text()},
                            {"at", act.at.text()},
                            {"proof", boost::describe::enum_to_string(act.proof, "?")},
                            {"opens", act.opens}};
    if (act.index) out["index"] = *act.index;
    if (!act.row) return out;
    out["kind"] = act.row->kind;
    out["user"] = act.row->user;
    out["by"] = act.row->by.value;
    if (act.row->item) out["item"] = act.row->item->text();
    if (!act.searched_by.empty()) out["searched_by"] = act.searched_by;
    tell_purpose(api, out, act.purpose);
    return out;
}

std::shared_ptr<node::Log> log_of_acts(Api& api) {
    return api.node.logs().find(LogName::organisation());
}

disclosure::ActReaders readers_of(Api& api, node::Log& log) {
    return {api.node.store(), *log.store, api.node.keys(), api.node.origin()};
}

}  // namespace

void tell_purpose(Api& api, boost::json::object& act, const std::string& purpose) {
    if (purpose.empty()) return;
    act["purpose"] = purpose;
    const auto& known = api.node.rules().purposes;
    if (const auto words = known.find(purpose); words != known.end())
        act["purpose_text"] = {{"vi", words->second.vi}, {"en", words->second.en}};
}

Response list_purposes(Api& api, const Call&) {
    boost::json::array purposes;
    for (const auto& [code, words] : api.node.rules().purposes)
        purposes.push_back({{"code", code}, {"vi", words.vi}, {"en", words.en}});
    return Response::json(
        boost::json::serialize(boost::json::object{{"purposes", std::move(purposes)}}));
}

Response list_acts(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto query = query_of(call.request);
    if (!query.ok()) return http::problem(call.request, 400, "bad_document", query.error());
    const auto log = log_of_acts(api);
    if (log == nullptr) return http::problem(call.request, 503, "unavailable");
    const auto page = disclosure::list_acts(readers_of(api, *log), query.value());
    if (!page.ok()) return http::problem(call.request, page.error());
    boost::json::array acts;
    for (const ListedAct& each : page.value().acts) acts.push_back(json_of(api, each));
    boost::json::array without_row;
    for (const auto& each : page.value().without_row)
        without_row.push_back({{"index", each.index}, {"hour", each.hour.text()}});
    boost::json::object out{{"acts", std::move(acts)},
                            {"without_row", std::move(without_row)},
                            {"compared", page.value().compared}};
    if (!page.value().next.empty()) out["next"] = page.value().next;
    return Response::json(boost::json::serialize(out));
}

Response get_act_proof(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto id = CommandId::parse(call.parts.at(0));
    const auto log = log_of_acts(api);
    if (!id) return http::problem(call.request, 404, "not_found");
    if (log == nullptr) return http::problem(call.request, 503, "unavailable");
    const auto place = disclosure::place_of_act(readers_of(api, *log), *id);
    if (!place.ok() && place.error().kind == FaultKind::unavailable)
        return http::problem(call.request, 404, "not_found");
    if (!place.ok()) return http::problem(call.request, place.error());
    if (!place.value()) return http::problem(call.request, 409, "not_in_log_yet");
    auto proof = ledger::prove(*log->store, *place.value());
    if (!proof.ok()) return http::problem(call.request, proof.error());
    return Response::text(std::move(proof).value());
}

}  // namespace buuan::api
