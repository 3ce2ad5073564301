// The phone beside a counter: the counter's calls and the phone's own, over the relay of
// pairings.hpp. What passes is sealed for the other side, so nothing here looks at a body. The
// phone's calls lie on the public door, below the page's own path, and need no session: their
// invitation is the id, which router.hpp's one check asks for before a body is read.
#include <boost/json/serialize.hpp>

#include "base/whole_number.hpp"
#include "edge/api/api.hpp"

namespace buuan::api {
namespace {

using Refused = Pairings::Refused;

Response refusal(const http::Request& request, Refused why) {
    const auto later = [&](std::string_view code, const char* seconds) {
        Response response = http::problem(request, 429, code);
        response.headers.emplace_back("Retry-After", seconds);
        return response;
    };
    switch (why) {
        case Refused::unknown:
            return http::problem(request, 404, "pairing_unknown");
        case Refused::over:
            return http::problem(request, 410, "pairing_over");
        case Refused::expired:
            return http::problem(request, 410, "pairing_expired");
        case Refused::turn:
            return http::problem(request, 409, "pairing_turn");
        case Refused::too_many:
            return http::problem(request, 429, "pairing_pieces");
        case Refused::too_often:
            return later("too_often", "30");
        case Refused::full:
            break;
    }
    return later("pairing_full", "5");
}

/// The number of a piece; 404 for what is none.
Result<std::uint32_t, Response> number_of(const Call& call) {
    const auto number = whole_number<std::uint32_t>(call.parts.at(1));
    if (!number) return http::problem(call.request, 404, "not_found");
    return *number;
}

Response sealed(std::string bytes) {
    return {200, "application/octet-stream", std::move(bytes), {}, {}};
}

Response done(const http::Request& request, std::optional<Refused> refused) {
    return refused ? refusal(request, *refused) : Response::empty();
}

}  // namespace

std::optional<Response> uninvited(Api& api, const http::Request& request, const std::string& id) {
    const auto refused = api.pairings.closed(id, api.node.clock().elapsed());
    if (!refused) return std::nullopt;
    // Nobody guesses 128 bits; but nobody is to try for nothing either.
    const bool guessed = *refused == Refused::unknown;
    if (guessed && !api.strangers.take("pairing", request.peer, api.node.now()))
        return refusal(request, Refused::too_often);
    return refusal(request, *refused);
}

Response post_pairing(Api& api, const Call& call) {
    auto opened =
        api.pairings.open(call.actor.user, api.node.clock().elapsed(), api.node.entropy());
    if (std::holds_alternative<Refused>(opened)) return http::problem(call.request, 503, "busy");
    const std::string& public_url = api.node.config().public_url;
    boost::json::object out{{"pairing", std::get<std::string>(opened)},
                            {"seconds", PairingLimits{}.open_ms_max / 1000}};
    if (!public_url.empty()) out["page"] = public_url + "/dien-thoai";
    return Response::json(boost::json::serialize(out), 201);
}

Response delete_pairing(Api& api, const Call& call) {
    return done(call.request,
                api.pairings.end(call.parts.at(0), call.actor.user, api.node.clock().elapsed()));
}

Response put_pairing_note(Api& api, const Call& call) {
    return done(call.request, api.pairings.tell(call.parts.at(0), call.actor.user,
                                                call.request.body, api.node.clock().elapsed()));
}

Response get_pairing_piece(Api& api, const Call& call) {
    const auto number = number_of(call);
    if (!number.ok()) return number.error();
    auto taken = api.pairings.take(call.parts.at(0), call.actor.user, number.value(),
                                   api.node.clock().elapsed());
    if (const auto* refused = std::get_if<Refused>(&taken)) return refusal(call.request, *refused);
    auto& piece = std::get<std::optional<std::string>>(taken);
    return piece ? sealed(*std::move(piece)) : Response::empty();
}

Response get_phone_note(Api& api, const Call& call) {
    auto asked = api.pairings.ask(call.parts.at(0), api.node.clock().elapsed());
    if (const auto* refused = std::get_if<Refused>(&asked)) return refusal(call.request, *refused);
    auto& [note, due] = std::get<Pairings::ForPhone>(asked);
    Response response = note ? sealed(*std::move(note)) : Response::empty();
    response.headers.emplace_back("Pairing-Due", std::to_string(due));
    return response;
}

Response put_phone_piece(Api& api, const Call& call) {
    const auto number = number_of(call);
    if (!number.ok()) return number.error();
    return done(call.request, api.pairings.put(call.parts.at(0), number.value(), call.request.body,
                                               api.node.clock().elapsed()));
}

}  // namespace buuan::api
