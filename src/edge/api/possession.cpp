// Possession, proved from afar: the answer to a challenge, a challenge for who has no program to
// make one, and the node's own check (docs/formats/possession.md).
#include "edge/node/possession.hpp"
#include "edge/api/api.hpp"
#include "edge/node/possession_check.hpp"

namespace buuan::api {
namespace {

constexpr std::size_t checks_shown = 100;

struct NewChallenge {
    std::string authority;
    std::vector<ledger::ClassDraws> draws;
};
BOOST_DESCRIBE_STRUCT(NewChallenge, (), (authority, draws))

struct Checks {
    std::vector<node::PossessionCheck> checks;
};
BOOST_DESCRIBE_STRUCT(Checks, (), (checks))

}  // namespace

Response post_possession_answer(Api& api, const Call& call) {
    const auto challenge = ledger::Challenge::parse(call.request.body);
    if (!challenge.ok()) return http::problem(call.request, challenge.error());
    if (const auto wrong = node::not_for_us(api.node, challenge.value()))
        return http::problem(call.request, 422, "bad_document", {{wrong->path, wrong->reason}});
    // Reads a thousand places and more: one at a time, so that counters keep the disk.
    const Gate::Place place(api.possession);
    if (!place) return http::problem(call.request, 503, "busy");
    const auto answer =
        node::answer_challenge(api.node, std::string(call.request.body), challenge.value());
    if (!answer.ok()) return http::problem(call.request, answer.error());
    return Response::json(json::write(answer.value()));
}

Response post_possession_challenge(Api& api, const Call& call) {
    auto body = body_of<NewChallenge>(call);
    if (!body.ok()) return body.error();
    const auto made = node::make_challenge(api.node, std::move(body.value().authority),
                                           std::move(body.value().draws));
    if (!made.ok()) return http::problem(call.request, made.error());
    std::string text = json::write(made.value());
    // Only what will be answered is handed out.
    const auto challenge = ledger::Challenge::parse(text);
    if (!challenge.ok())
        return http::problem(call.request, 422, "bad_document",
                             {{challenge.error().path, challenge.error().reason}});
    return Response::json(std::move(text));
}

Response post_possession_check(Api& api, const Call& call) {
    const Gate::Place place(api.possession);
    if (!place) return http::problem(call.request, 503, "busy");
    const auto check = node::check_possession(api.node, call.actor.by);
    if (!check.ok()) return http::problem(call.request, check.error());
    tell_of_possession(api.metrics, check.value());
    return Response::json(json::write(check.value()));
}

Response list_possession_checks(Api& api, const Call& call) {
    auto checks = node::possession_checks(api.node, checks_shown);
    if (!checks.ok()) return http::problem(call.request, checks.error());
    return Response::json(json::write(Checks{std::move(checks).value()}));
}

void tell_of_possession(http::Metrics& metrics, const node::PossessionCheck& check) {
    metrics.set("buuan_possession_checked_seconds", check.at.ms / 1000);
    for (const auto& [name, of] : check.classes) {
        metrics.set("buuan_possession_drawn_" + name, of.drawn);
        metrics.set("buuan_possession_missing_" + name, of.missing);
    }
}

}  // namespace buuan::api
