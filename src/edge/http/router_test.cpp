#include "edge/http/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace buuan::http {
namespace {

Request request_to(Method method, std::string path, std::string user = "") {
    Request request;
    request.method = method;
    request.path = std::move(path);
    request.id = "r-1";
    if (!user.empty()) request.headers.emplace_back("user", user);
    return request;
}

Response parts_of(const Call& call) {
    std::string out = call.actor.user + ":";
    for (const auto& part : call.parts) out += " " + part;
    return Response::text(out);
}

/// "clerk" may accept, "sorter" may not; nobody else is known.
Result<Actor, Response> known_by_header(const Request& request) {
    const std::string user(request.header("user"));
    if (user == "clerk") return Actor{user, user, {}, {}, {Action::accept_item}};
    if (user == "sorter") return Actor{user, user, {}, {}, {Action::record_event}};
    return problem(request, 401, "not_signed_in");
}

/// "open" is; everything else was never known.
std::optional<Response> open_invitations(const Request& request, const std::string& named) {
    if (named == "open") return std::nullopt;
    return problem(request, 404, "pairing_unknown");
}

Router router() {
    std::vector<Route> routes;
    routes.push_back({Method::put, "/items/{item}", Action::accept_item, parts_of, 500, false});
    routes.push_back({Method::get, "/items/{item}", SignedIn{}, parts_of, 0, false});
    routes.push_back(
        {Method::post, "/items/{item}/events", Action::record_event, parts_of, 100, false});
    routes.push_back({Method::get, "/tile/{log}/{rest...}", Everyone{}, parts_of, 0, false});
    routes.push_back({Method::post, "/batches", Action::accept_item, parts_of, 1 << 26, false});
    routes.push_back({Method::get, "/r", Everyone{}, parts_of, 0, true});
    routes.push_back({Method::get, "/throws", Everyone{},
                      [](const Call&) -> Response { throw std::runtime_error("Lò Thị Mai"); }, 0,
                      false});
    routes.push_back({Method::put, "/guests/{invitation}", Invited{}, parts_of, 1 << 20, true});
    return Router(std::move(routes), known_by_header, open_invitations);
}

TEST(router, only_who_has_the_action_gets_through) {
    EXPECT_EQ(router().handle(request_to(Method::put, "/items/7", "clerk")).body, "clerk: 7");
    EXPECT_EQ(router().handle(request_to(Method::put, "/items/7", "sorter")).status, 403);
    EXPECT_EQ(router().handle(request_to(Method::put, "/items/7")).status, 401);
    EXPECT_EQ(router().handle(request_to(Method::get, "/items/7", "sorter")).status, 200);
    EXPECT_EQ(router().handle(request_to(Method::get, "/items/7")).status, 401);
    EXPECT_EQ(router().handle(request_to(Method::get, "/r")).status, 200);
}

TEST(router, a_large_body_is_read_only_from_who_may_send_it) {
    EXPECT_EQ(router().body_bytes_max(request_to(Method::post, "/batches", "clerk")), 1U << 26);
    EXPECT_EQ(router().body_bytes_max(request_to(Method::post, "/batches", "sorter")), 0U);
    EXPECT_EQ(router().body_bytes_max(request_to(Method::post, "/batches")), 0U);
}

TEST(router, an_invitation_lets_in_whoever_names_it_and_its_large_body_too) {
    EXPECT_EQ(router().handle(request_to(Method::put, "/guests/open")).body, ": open");
    EXPECT_EQ(router().body_bytes_max(request_to(Method::put, "/guests/open")), 1U << 20);
    EXPECT_EQ(router().handle(request_to(Method::put, "/guests/other", "clerk")).status, 404);
    EXPECT_EQ(router().body_bytes_max(request_to(Method::put, "/guests/other", "clerk")), 0U);
}

TEST(router, head_needs_what_get_needs) {
    EXPECT_EQ(router().handle(request_to(Method::head, "/items/7")).status, 401);
    EXPECT_EQ(router().handle(request_to(Method::head, "/items/7", "sorter")).status, 200);
}

TEST(router, another_method_is_405_and_says_which_there_are) {
    const auto response = router().handle(request_to(Method::del, "/items/7", "clerk"));
    EXPECT_EQ(response.status, 405);
    const std::pair<std::string, std::string> allow{"Allow", "PUT, GET"};
    EXPECT_NE(std::find(response.headers.begin(), response.headers.end(), allow),
              response.headers.end());
    EXPECT_EQ(router().handle(request_to(Method::other, "/items/7")).status, 405);
}

TEST(router, paths_that_are_nearly_right_are_404) {
    for (const char* path : {"/", "", "/items", "/items/", "/items/7/", "/items/7/events/8",
                             "/items//events", "//items/7", "/items/7/../7", "/Items/7",
                             "/items/7/event", "/x/../items/7", "/./items/7", "/tile/p11"}) {
        EXPECT_EQ(router().handle(request_to(Method::get, path, "clerk")).status, 404) << path;
    }
}

TEST(router, the_last_part_may_take_the_rest) {
    EXPECT_EQ(router().handle(request_to(Method::get, "/tile/p11/0/x001/234.p/5")).body,
              ": p11 0/x001/234.p/5");
}

TEST(router, the_public_door_knows_nothing_of_the_other_routes) {
    for (const Method method : {Method::put, Method::get, Method::del}) {
        Request request = request_to(method, "/items/7", "clerk");
        request.door = Door::open;
        const auto response = router().handle(request);
        EXPECT_EQ(response.status, 404) << "405 would say that there is something";
        EXPECT_TRUE(std::none_of(response.headers.begin(), response.headers.end(),
                                 [](const auto& header) { return header.first == "Allow"; }));
    }
    Request page = request_to(Method::get, "/r");
    page.door = Door::open;
    EXPECT_EQ(router().handle(page).status, 200);
}

TEST(router, an_exception_is_a_500_that_does_not_repeat_it) {
    testing::internal::CaptureStderr();
    const auto response = router().handle(request_to(Method::get, "/throws"));
    const std::string logged = testing::internal::GetCapturedStderr();
    EXPECT_EQ(response.status, 500);
    EXPECT_NE(response.body.find("r-1"), std::string::npos);
    EXPECT_EQ(response.body.find("Mai"), std::string::npos);
    EXPECT_EQ(logged.find("Mai"), std::string::npos);
}

TEST(router, a_body_is_as_large_as_its_route_says) {
    EXPECT_EQ(router().body_bytes_max(request_to(Method::put, "/items/7")), 500U);
    EXPECT_EQ(router().body_bytes_max(request_to(Method::post, "/items/7/events")), 100U);
    EXPECT_EQ(router().body_bytes_max(request_to(Method::get, "/items/7")), 0U);
    EXPECT_EQ(router().body_bytes_max(request_to(Method::put, "/nothing")), 0U);
    Request stranger = request_to(Method::put, "/items/7");
    stranger.door = Door::open;
    EXPECT_EQ(router().body_bytes_max(stranger), 0U)
        << "a stranger's bytes would be read for a route that is not theirs";
}

TEST(router, metrics_learn_the_template_and_never_the_path) {
    EXPECT_EQ(router().handle(request_to(Method::put, "/items/7", "clerk")).route, "/items/{item}");
    EXPECT_EQ(router().handle(request_to(Method::put, "/items/7", "sorter")).route,
              "/items/{item}");
    EXPECT_EQ(router().handle(request_to(Method::get, "/Lo-Thi-Mai")).route, "");
}

}  // namespace
}  // namespace buuan::http
