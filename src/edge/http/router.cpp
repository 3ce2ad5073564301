#include "edge/http/router.hpp"

#include <algorithm>
#include <exception>

#include "base/log.hpp"
#include "edge/http/stream.hpp"

namespace buuan::http {
namespace {

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = path.starts_with('/') ? 1 : 0; begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        parts.push_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

bool is_part(std::string_view pattern) {
    return pattern.starts_with('{') && pattern.ends_with('}');
}

/// The parts in braces, or nullopt when the path is not of this pattern.
std::optional<std::vector<std::string>> matched(std::string_view pattern, std::string_view path) {
    const auto wanted = split(pattern);
    const auto given = split(path);
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (i >= given.size()) return std::nullopt;
        if (wanted[i].ends_with("...}")) {
            parts.emplace_back(
                path.substr(static_cast<std::size_t>(given[i].data() - path.data())));
            return parts;
        }
        if (is_part(wanted[i])) {
            if (given[i].empty()) return std::nullopt;
            parts.emplace_back(given[i]);
        } else if (wanted[i] != given[i]) {
            return std::nullopt;
        }
    }
    if (given.size() != wanted.size()) return std::nullopt;
    return parts;
}

}  // namespace

Router::Router(std::vector<Route> routes, Authenticate authenticate, Uninvited uninvited)
    : routes_(std::move(routes)),
      authenticate_(std::move(authenticate)),
      uninvited_(std::move(uninvited)) {}

std::uint64_t Router::body_bytes_max(const Request& request) const {
    for (const Route& route : routes_) {
        const bool here = request.door != Door::open || route.on_public_door;
        if (!here || route.method != request.method) continue;
        const auto parts = matched(route.path, request.path);
        if (!parts) continue;
        // Nobody fills our memory with a large body before we know who it is; without it the answer
        // is 401, 403, or that of an invitation which is not open.
        return route.body_bytes_max <= body_of_strangers_max || may(route, request, *parts)
                   ? route.body_bytes_max
                   : 0;
    }
    return 0;
}

bool Router::may(const Route& route, const Request& request, const Parts& parts) const {
    try {
        return permit(route, request, parts).ok();
    } catch (const std::exception&) {
        return false;  // handle() will meet it again, and tell
    }
}

Result<Actor, Response> Router::permit(const Route& route, const Request& request,
                                       const Parts& parts) const {
    if (std::holds_alternative<Everyone>(route.permission)) return Actor{};
    if (std::holds_alternative<Invited>(route.permission)) {
        if (auto refusal = uninvited_(request, parts.at(0))) return *std::move(refusal);
        return Actor{};
    }
    auto actor = authenticate_(request);
    const auto* action = std::get_if<Action>(&route.permission);
    if (!actor.ok() || action == nullptr || actor.value().allowed(*action)) return actor;
    return problem(request, 403, "not_allowed");
}

Response Router::handle(const Request& request) const {
    try {
        return dispatch(request);
    } catch (const std::exception& error) {
        // Only libraries throw; their words may hold values, so only the kind is logged.
        log::error("exception", {{"request", request.id}, {"type", typeid(error).name()}});
        return problem(request, 500, "internal");
    }
}

Response Router::dispatch(const Request& request) const {
    std::string allowed;
    // HEAD is answered as GET without its body, which the session leaves out.
    const Method wanted = request.method == Method::head ? Method::get : request.method;
    for (const Route& route : routes_) {
        if (request.door == Door::open && !route.on_public_door) continue;
        auto parts = matched(route.path, request.path);
        if (!parts) continue;
        if (route.method != wanted) {
            allowed += (allowed.empty() ? "" : ", ") + std::string(name_of(route.method));
            continue;
        }
        auto actor = permit(route, request, *parts);
        if (!actor.ok()) {
            Response response = actor.error();
            response.route = route.path;
            return response;
        }
        // Callers in the same process have the body whole, and want the answer so.
        WholeStream whole(request.body);
        const Call call{request, std::move(*parts), std::move(actor).value(),
                        request.stream != nullptr ? *request.stream : whole};
        Response response = route.handler(call);
        if (!whole.sent().empty()) response.body.insert(0, whole.sent());
        response.route = route.path;
        return response;
    }
    if (allowed.empty()) return problem(request, 404, "not_found");
    Response response = problem(request, 405, "method_not_allowed");
    response.headers.emplace_back("Allow", allowed);
    return response;
}

}  // namespace buuan::http
