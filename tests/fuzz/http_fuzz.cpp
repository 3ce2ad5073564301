// What a request becomes behind the HTTP parser (Beast's, which the server's own tests meet over
// sockets): path, query, cookies, and the route. Input: four lines, the path, the query, the
// cookies, the language.
#include <sstream>

#include "edge/http/router.hpp"
#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

using namespace http;

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) out += "%" + to_hex(as_bytes(std::string_view(&c, 1)));
    return out;
}

Router router() {
    const auto echo = [](const Call& call) {
        std::string all;
        for (const std::string& part : call.parts) {
            CHECK(call.request.path.find(part) != std::string::npos);
            all += part;
        }
        return Response::text(all);
    };
    std::vector<Route> routes = {
        {Method::get, "/health", Everyone{}, echo, 0, true},
        {Method::get, "/api/v1/items/{item}", SignedIn{}, echo},
        {Method::post, "/api/v1/items/{item}/events", SignedIn{}, echo, 1'000'000},
        {Method::put, "/phone/{pairing}/{number}", Invited{}, echo, 1'000'000, true},
        {Method::get, "/log/{log}/tile/{rest...}", Everyone{}, echo, 0, true}};
    return Router(
        std::move(routes),
        [](const Request& request) -> Result<Actor, Response> {
            if (request.cookie("session") == "good") return Actor{};
            return problem(request, 401, "not_signed_in");
        },
        [](const Request& request, const std::string& named) -> std::optional<Response> {
            if (named == "open") return std::nullopt;
            return problem(request, 404, "pairing_unknown");
        });
}

}  // namespace

void take(BytesView input) {
    static const Router routes = router();
    std::istringstream lines{std::string(as_text(input))};
    Request request;
    std::string cookies;
    std::string language;
    std::getline(lines, request.path);
    std::getline(lines, request.query);
    std::getline(lines, cookies);
    std::getline(lines, language);
    if (const auto decoded = percent_decoded(request.path, false)) {
        CHECK(percent_decoded(percent_encoded(*decoded), false) ==
              (decoded->find('\0') == std::string::npos ? decoded : std::nullopt));
        CHECK(decoded->size() <= request.path.size());
        request.path = *decoded;
    }
    request.headers = {{"cookie", cookies}, {"accept-language", language}};
    const auto after = request.parameter("after");
    CHECK(!after || after->size() <= request.query.size());
    for (const Door door : {Door::staff, Door::open}) {
        for (const Method method : {Method::get, Method::head, Method::post, Method::put}) {
            request.door = door;
            request.method = method;
            const Response response = routes.handle(request);
            CHECK(response.status == 200 || response.status == 401 || response.status == 404 ||
                  response.status == 405);
            const bool signed_in = request.cookie("session") == "good";
            CHECK(signed_in || routes.body_bytes_max(request) <= 65'536);
            CHECK(door == Door::staff || !response.route.starts_with("/api"));
        }
    }
}

}  // namespace buuan::fuzz
