#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"

namespace buuan::api {

Response list_days(Api& api, const Call& call) {
    const auto days = api.node.days().days();
    if (!days.ok()) return http::problem(call.request, days.error());
    boost::json::array out;
    for (const Day day : days.value()) out.emplace_back(day.text());
    return Response::json(boost::json::serialize(boost::json::object{{"days", std::move(out)}}));
}

Response get_metrics(Api& api, const Call&) {
    for (const auto& log : api.node.logs().all()) {
        if (const auto head = log->store->head(); head.ok())
            api.metrics.set("buuan_log_entries_" + log->name.value,
                            static_cast<std::int64_t>(head.value().size));
    }
    const CommitCount committed = api.node.committer().count();
    api.metrics.set("buuan_commit_transactions_total",
                    static_cast<std::int64_t>(committed.transactions));
    api.metrics.set("buuan_commit_writes_total", static_cast<std::int64_t>(committed.writes));
    api.metrics.set("buuan_goods_rules_damaged",
                    api.node.goods(Day::of(api.node.now())).ok() ? 0 : 1);
    if (const auto clock = api.node.retention().clock_row(); clock.ok())
        api.metrics.set("buuan_clock_in_doubt", clock.value().doubt_since ? 1 : 0);
    Response response = Response::text(api.metrics.text());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

Response get_health(Api&, const Call&) {
    return Response::text("ok\n");
}

Response get_ready(Api& api, const Call& call) {
    if (!api.ready) return http::problem(call.request, 503, "unavailable");
    // A node that cannot write must not be sent any work.
    const auto key = api.node.keys().key(Day::of(api.node.now()), DataClass::record);
    if (!key.ok()) return http::problem(call.request, key.error());
    // Without goods rules it still finds, opens and records: work goes on coming.
    if (!api.node.goods(Day::of(api.node.now())).ok())
        return Response::text("ok, but goods_rules_damaged\n");
    return Response::text("ok\n");
}

}  // namespace buuan::api
