// What is kept and until when, what may go today, and what proves that a day is gone.
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>

#include "edge/api/api.hpp"
#include "edge/pages/certificate.hpp"
#include "ledger/log_reader.hpp"

namespace buuan::api {
namespace {

/// How far back the calendar shows days of which all is gone.
constexpr int months_shown = 26;

template <class Enum>
std::string name(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

/// One class over all days.
struct ClassSum {
    std::optional<Day> oldest;   // that has its key
    std::optional<Day> next_on;  // when the next one is due
    std::map<retention::Keeping, std::uint64_t> days;
};

std::map<DataClass, ClassSum> sums_of(const std::vector<retention::DayPlan>& plans) {
    std::map<DataClass, ClassSum> sums;
    for (const retention::DayPlan& day : plans) {
        for (const retention::ClassPlan& each : day.classes) {
            ClassSum& sum = sums[each.data_class];
            ++sum.days[each.keeping];
            if (each.keeping == retention::Keeping::gone) continue;
            if (!sum.oldest) sum.oldest = day.day;
            if (!sum.next_on || each.due_on < *sum.next_on) sum.next_on = each.due_on;
        }
    }
    return sums;
}

boost::json::array classes_json(const retention::Terms& terms,
                                const std::vector<retention::DayPlan>& plans) {
    auto sums = sums_of(plans);
    boost::json::array out;
    for (const auto& [data_class, term] : terms.classes) {
        const ClassSum& sum = sums[data_class];
        boost::json::object days;
        for (const auto& [keeping, count] : sum.days) days[name(keeping)] = count;
        boost::json::object each{{"class", name(data_class)},
                                 {"floor_months", term.floor_months},
                                 {"floor_looks", name(term.floor_looks)},
                                 {"source", term.source},
                                 {"days", std::move(days)}};
        if (term.ceiling_months > 0) each["ceiling_months"] = term.ceiling_months;
        if (term.ceiling_days > 0) each["ceiling_days"] = term.ceiling_days;
        if (sum.oldest) each["oldest"] = sum.oldest->text();
        if (sum.next_on) each["next_on"] = sum.next_on->text();
        out.push_back(std::move(each));
    }
    return out;
}

/// What the law wants for longer, and what of it outlives its day.
boost::json::array series_json(const retention::Terms& terms,
                               const std::vector<retention::HoldRow>& holds) {
    boost::json::array out;
    for (const auto& [service, series] : terms.series) {
        std::uint64_t items = 0;
        std::optional<Day> next_on;
        for (const retention::HoldRow& hold : holds) {
            if (hold.service != service || !hold.is_in_force()) continue;
            items += hold.items;
            const Day ends = hold.until.plus_days(1);
            if (!next_on || ends < *next_on) next_on = ends;
        }
        boost::json::object each{{"service", name(service)},
                                 {"floor_months", series.months},
                                 {"source", series.source},
                                 {"items", items}};
        if (next_on) each["next_on"] = next_on->text();
        out.push_back(std::move(each));
    }
    return out;
}

boost::json::object day_json(const retention::DayPlan& plan) {
    boost::json::object classes;
    for (const retention::ClassPlan& each : plan.classes)
        classes[name(each.data_class)] = name(each.keeping);
    return {{"day", plan.day.text()}, {"classes", std::move(classes)}};
}

boost::json::object clock_json(const node::ClockRow& row) {
    boost::json::object out{{"in_doubt", row.doubt_since.has_value()}};
    if (!row.doubt_since) return out;
    out["since"] = row.doubt_since->text();
    out["ms"] = row.doubt_ms;
    return out;
}

Result<Day, Response> day_of(const Call& call) {
    const auto day = Day::parse(call.parts.at(0));
    if (!day) return http::problem(call.request, 404, "day_unknown");
    return *day;
}

/// The row of a day of which something is gone.
Result<retention::PurgeRow, Response> purge_of(Api& api, const Call& call, Day day) {
    auto row = retention::find_purge(api.node.store(), day);
    if (!row.ok()) return http::problem(call.request, row.error());
    if (!row.value() || row.value()->gone.empty())
        return http::problem(call.request, 404, "nothing_gone");
    return std::move(*row.value());
}

boost::json::object gone_json(const retention::GoneClass& gone) {
    boost::json::object out{
        {"at", gone.at.text()}, {"entry", gone.entry.text()}, {"grade", gone.grade}};
    if (gone.in_backups_until) out["in_backups_until"] = gone.in_backups_until->text();
    return out;
}

}  // namespace

Response get_retention(Api& api, const Call& call) {
    const Day today = Day::of(api.node.now());
    const auto asked = call.request.parameter("on");
    const auto on = asked ? Day::parse(*asked) : std::optional(today);
    if (!on || *on < today || today.plus_months(60) < *on)
        return http::problem(call.request, 422, "bad_document", {{"on", "day_unknown"}});
    const auto terms = api.node.retention().terms(*on);
    if (!terms.ok()) return http::problem(call.request, terms.error());
    const auto plans = api.node.retention().plan(*on);
    if (!plans.ok()) return http::problem(call.request, plans.error());
    const auto holds = api.node.retention().holds();
    if (!holds.ok()) return http::problem(call.request, holds.error());
    const auto clock = api.node.retention().clock_row();
    if (!clock.ok()) return http::problem(call.request, clock.error());
    boost::json::array due;
    for (const retention::Due& each : retention::due(plans.value())) {
        boost::json::array classes;
        for (const DataClass data_class : each.classes) classes.emplace_back(name(data_class));
        due.push_back(
            {{"day", each.day.text()}, {"classes", std::move(classes)}, {"ends", each.ends}});
    }
    boost::json::array days;
    for (const retention::DayPlan& plan : plans.value()) {
        if (today.plus_months(-months_shown) <= plan.day) days.push_back(day_json(plan));
    }
    return Response::json(boost::json::serialize(
        boost::json::object{{"today", today.text()},
                            {"on", on->text()},
                            {"clock", clock_json(clock.value())},
                            {"classes", classes_json(terms.value(), plans.value())},
                            {"series", series_json(terms.value(), holds.value())},
                            {"due", std::move(due)},
                            {"days", std::move(days)}}));
}

Response post_purge(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto round = api.node.retention().round(call.actor.by);
    if (!round.ok()) return http::problem(call.request, round.error());
    if (round.value().clock_in_doubt) return http::problem(call.request, 409, "clock_in_doubt");
    boost::json::array purged;
    for (const Day day : round.value().purged) purged.emplace_back(day.text());
    boost::json::array ended;
    for (const retention::HoldNumber number : round.value().ended) ended.emplace_back(number);
    boost::json::array failed;
    for (const auto& each : round.value().failed)
        failed.push_back({{"day", each.day.text()}, {"what", each.fault.what}});
    boost::json::array alarms;
    for (const auto& each : round.value().alarms)
        alarms.push_back(
            {{"day", each.day.text()}, {"held", each.share.held}, {"items", each.share.items}});
    api.node.poke();
    return Response::json(
        boost::json::serialize(boost::json::object{{"purged", std::move(purged)},
                                                   {"holds_ended", std::move(ended)},
                                                   {"released", round.value().released},
                                                   {"failed", std::move(failed)},
                                                   {"alarms", std::move(alarms)}}));
}

Response post_clock_confirmation(Api& api, const Call& call) {
    if (auto refused = bound_to_site(call)) return *refused;
    const auto clock = api.node.retention().clock_row();
    if (!clock.ok()) return http::problem(call.request, clock.error());
    if (!clock.value().doubt_since) return http::problem(call.request, 409, "clock_not_in_doubt");
    auto entry = api.node.entry(LogName::organisation(), "clock.confirmed", std::nullopt,
                                call.actor.by, {{"ms", std::to_string(clock.value().doubt_ms)}});
    if (!entry.ok()) return http::problem(call.request, entry.error());
    if (auto confirmed = api.node.retention().confirm_clock(std::move(entry).value());
        !confirmed.ok())
        return http::problem(call.request, confirmed.error());
    api.node.poke();
    return Response::json("{}");
}

Response get_day(Api& api, const Call& call) {
    const auto day = day_of(call);
    if (!day.ok()) return day.error();
    const auto plans = api.node.retention().plan(Day::of(api.node.now()));
    if (!plans.ok()) return http::problem(call.request, plans.error());
    const auto row = retention::find_purge(api.node.store(), day.value());
    if (!row.ok()) return http::problem(call.request, row.error());
    for (const retention::DayPlan& plan : plans.value()) {
        if (plan.day != day.value()) continue;
        boost::json::array classes;
        for (const retention::ClassPlan& each : plan.classes) {
            boost::json::object one{{"class", name(each.data_class)},
                                    {"keeping", name(each.keeping)},
                                    {"free_from", each.free_from.text()},
                                    {"due_on", each.due_on.text()}};
            if (row.value()) {
                for (const retention::GoneClass& gone : row.value()->gone) {
                    if (gone.data_class == each.data_class) one["gone"] = gone_json(gone);
                }
            }
            classes.push_back(std::move(one));
        }
        return Response::json(boost::json::serialize(
            boost::json::object{{"day", day.value().text()}, {"classes", std::move(classes)}}));
    }
    return http::problem(call.request, 404, "day_unknown");
}

Response get_certificate(Api& api, const Call& call) {
    const auto day = day_of(call);
    if (!day.ok()) return day.error();
    const auto row = purge_of(api, call, day.value());
    if (!row.ok()) return row.error();
    auto pdf = api.printer.pdf(pages::certificate(
        {day.value(), row.value().gone, api.node.config().name, api.node.config().sample},
        call.request.english()));
    if (!pdf.ok()) return http::problem(call.request, pdf.error());
    return Response{200,
                    "application/pdf",
                    std::move(pdf).value(),
                    {{"Vary", "Accept-Language"},
                     {"Content-Disposition",
                      "inline; filename=\"huy-du-lieu-" + day.value().text() + ".pdf\""}},
                    {}};
}

Response get_certificate_proof(Api& api, const Call& call) {
    const auto day = day_of(call);
    if (!day.ok()) return day.error();
    const auto row = purge_of(api, call, day.value());
    if (!row.ok()) return row.error();
    const std::string wanted = call.request.parameter("class").value_or("record");
    for (const retention::GoneClass& gone : row.value().gone) {
        if (name(gone.data_class) != wanted) continue;
        const auto log = api.node.logs().find(LogName::organisation());
        if (log == nullptr) return http::problem(call.request, 503, "unavailable");
        const auto index = log->store->index_of(gone.entry);
        if (!index.ok()) return http::problem(call.request, index.error());
        if (!index.value()) return http::problem(call.request, 409, "not_in_log_yet");
        auto proof = ledger::prove(*log->store, *index.value());
        if (!proof.ok()) return http::problem(call.request, proof.error());
        return Response::text(std::move(proof).value());
    }
    return http::problem(call.request, 404, "nothing_gone");
}

}  // namespace buuan::api
