// Permission, route by route, from the table itself: who is not signed in is told so, and who lacks
// the action is refused, before anything of the request is looked at. docs/reference/permissions.md
// shows the same as a table (tests/docs_test.py keeps it in step).
#include "edge/api/api.hpp"
#include "edge/node/world_test.hpp"

namespace buuan::api {
namespace {

/// A path of the route, naming what does not exist.
std::string path_of(const http::Route& route) {
    std::string path;
    for (std::size_t at = 0; at < route.path.size(); ++at) {
        if (route.path[at] != '{') {
            path += route.path[at];
            continue;
        }
        path += "khong-co";
        at = route.path.find('}', at);
    }
    return path;
}

struct Routes : node::NodeTest {
    std::unique_ptr<Api> api;
    std::unique_ptr<http::Router> router;
    std::map<std::string, std::string> keys;  // an API key by role

    void SetUp() override {
        NodeTest::SetUp();
        api = std::make_unique<Api>(*node);
        router = std::make_unique<http::Router>(make_router(*api));
        for (const auto& [role, _] : node->rules().roles) {
            auto key = node->access().create_api_key("khoa-" + role, role, StaffNumber{"NV-1"}, {},
                                                     {}, {});
            ASSERT_TRUE(key.ok()) << key.error().what;
            keys[role] = key.value();
        }
    }
    void TearDown() override {
        router.reset();
        api.reset();
        NodeTest::TearDown();
    }

    static http::Request request_of(const http::Route& route, const std::string& key,
                                    http::Door door = http::Door::staff) {
        http::Request request;
        request.method = route.method;
        request.path = path_of(route);
        request.door = door;
        request.peer = "127.0.0.1";
        request.body = "{ this is no document";
        if (!key.empty()) request.headers.emplace_back("authorization", "Bearer " + key);
        return request;
    }
    static std::string name_of(const http::Route& route) {
        return std::string(http::name_of(route.method)) + " " + route.path;
    }
    [[nodiscard]] bool may(const std::string& role, Action action) const {
        return node->rules().roles.at(role).may.contains(action);
    }
};

TEST_F(Routes, who_is_not_signed_in_is_told_so_before_anything_is_looked_at) {
    int closed = 0;
    for (const http::Route& route : router->routes()) {
        const bool needs_session = std::holds_alternative<http::SignedIn>(route.permission) ||
                                   std::holds_alternative<Action>(route.permission);
        if (!needs_session) continue;
        ++closed;
        for (const char* key :
             {"", "ba_0000000000000000000000000000000000000000000000000000000000"}) {
            const Response answer = router->handle(request_of(route, key));
            EXPECT_EQ(answer.status, 401) << name_of(route);
            EXPECT_EQ(answer.route, route.path) << name_of(route);
        }
    }
    EXPECT_GT(closed, 80);
}

TEST_F(Routes, a_role_without_the_action_is_refused_before_anything_is_looked_at) {
    int refused = 0;
    for (const http::Route& route : router->routes()) {
        const auto* action = std::get_if<Action>(&route.permission);
        if (action == nullptr) continue;
        for (const auto& [role, key] : keys) {
            if (may(role, *action)) continue;
            ++refused;
            const Response answer = router->handle(request_of(route, key));
            EXPECT_EQ(answer.status, 403) << role << ": " << name_of(route);
            EXPECT_NE(answer.body.find("not_allowed"), std::string::npos) << answer.body;
        }
    }
    EXPECT_GT(refused, 250);
}

TEST_F(Routes, a_role_reaches_the_routes_of_its_actions_and_no_others) {
    // The same table with the same check, whose desks only say that they were reached.
    std::vector<http::Route> table(router->routes().begin(), router->routes().end());
    for (http::Route& route : table)
        route.handler = [](const Call&) { return Response::text("reached"); };
    const http::Router reached(
        std::move(table),
        [this](const http::Request& request) { return authenticate(*api, request); },
        [this](const http::Request& request, const std::string& named) {
            return uninvited(*api, request, named);
        });
    for (const http::Route& route : reached.routes()) {
        if (std::holds_alternative<http::Invited>(route.permission)) continue;
        const auto* action = std::get_if<Action>(&route.permission);
        for (const auto& [role, key] : keys) {
            const bool expected = action == nullptr || may(role, *action);
            EXPECT_EQ(reached.handle(request_of(route, key)).body == "reached", expected)
                << role << ": " << name_of(route);
        }
    }
}

TEST_F(Routes, nothing_but_the_publics_own_pages_is_behind_the_door_of_the_public) {
    for (const http::Route& route : router->routes()) {
        if (route.on_public_door) {
            EXPECT_FALSE(std::holds_alternative<Action>(route.permission)) << name_of(route);
            EXPECT_FALSE(std::holds_alternative<http::SignedIn>(route.permission))
                << name_of(route);
            continue;
        }
        for (const auto& [role, key] : keys) {
            const int status = router->handle(request_of(route, key, http::Door::open)).status;
            EXPECT_TRUE(status == 404 || status == 405) << role << ": " << name_of(route);
        }
    }
}

}  // namespace
}  // namespace buuan::api
