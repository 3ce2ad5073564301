// The table of routes, and the one place where permission is checked, beside it. A route says who
// may call it, through which doors, and how large its body may be; nothing is inferred from
// handlers.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/actor.hpp"
#include "edge/http/message.hpp"
#include "edge/http/problem.hpp"
#include "edge/http/stream.hpp"

namespace buuan::http {

/// A request that has found its route: the parts of the path in braces, and who is asking.
struct Call {
    const Request& request;
    std::vector<std::string> parts;
    Actor actor;     // of a public route: nobody
    Stream& stream;  // of a route that streams: its body and its answer
};

using Handler = std::function<Response(const Call&)>;

/// Who may call: everyone, whoever names an invitation that is open in the first part of the path,
/// everyone signed in, or those whose role has the action.
struct Everyone {};
struct Invited {};
struct SignedIn {};
using Permission = std::variant<Everyone, Invited, SignedIn, Action>;

struct Route {
    Method method{};
    std::string path;  // "/api/v1/items/{item}"; a last part {rest...} takes the rest
    Permission permission;
    Handler handler;
    std::uint64_t body_bytes_max = 65'536;  // or body_streamed
    bool on_public_door = false;
};

/// Who is asking; the error is the answer to give (401, 403).
using Authenticate = std::function<Result<Actor, Response>(const Request&)>;
/// The answer to give where an invitation is not open (404, 410); nullopt where it is.
using Uninvited = std::function<std::optional<Response>(const Request&, const std::string& named)>;

class Router {
public:
    Router(std::vector<Route> routes, Authenticate authenticate, Uninvited uninvited);

    /// Never throws: an exception of a library becomes a 500 with the request's id.
    [[nodiscard]] Response handle(const Request& request) const;
    /// The largest body that the route takes through this door. What is not known takes none, nor
    /// does a route of large bodies from somebody who may not call it. Never throws.
    [[nodiscard]] std::uint64_t body_bytes_max(const Request& request) const;
    [[nodiscard]] std::span<const Route> routes() const { return routes_; }

private:
    [[nodiscard]] Response dispatch(const Request& request) const;
    using Parts = std::vector<std::string>;
    /// The one permission check: who is asking, or the answer to give.
    [[nodiscard]] Result<Actor, Response> permit(const Route& route, const Request& request,
                                                 const Parts& parts) const;
    [[nodiscard]] bool may(const Route& route, const Request& request, const Parts& parts) const;
    std::vector<Route> routes_;
    Authenticate authenticate_;
    Uninvited uninvited_;
};

}  // namespace buuan::http
