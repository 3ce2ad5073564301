// An item that nobody receives goes through the law's clock, on a clock that is set by hand: told,
// unclaimed, announced, handled; the list of all of them, page by page and site by site.
#include "edge/api/undelivered.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include "edge/node/world_test.hpp"

namespace buuan::api {
namespace {

namespace json = boost::json;

/// "/clock/notices" of a row, as text.
std::string said(const json::object& row, const char* where) {
    const json::value all = row;
    const json::value& found = all.at_pointer(where);
    return found.is_string() ? json::value_to<std::string>(found) : json::serialize(found);
}

struct UndeliveredItems : node::NodeWithItems {
    std::unique_ptr<Api> api;
    std::unique_ptr<http::Router> router;
    std::string key;  // of who works everywhere
    std::string second_person;
    int keys = 0;

    void SetUp() override {
        NodeTest::SetUp();
        api = std::make_unique<Api>(*node);
        router = std::make_unique<http::Router>(make_router(*api));
        key = key_of("");
        for (const char* site : {"BC1", "TT2"})
            tell(http::Method::put, "/api/v1/sites/" + std::string(site),
                 {{"code", site},
                  {"kind", "service_point"},
                  {"name", site},
                  {"province", "11"},
                  {"commune", ""},
                  {"address", ""},
                  {"opened_on", "2020-01-01"}});
        second_person = json::value_to<std::string>(tell(http::Method::post, "/api/v1/staff",
                                                         {{"name", "Lò Thị Hai"},
                                                          {"phone", "0912345670"},
                                                          {"site", "BC1"},
                                                          {"role_title", "Giao dịch viên"},
                                                          {"engaged_on", "2020-01-01"},
                                                          {"duties_version", "1"},
                                                          {"duties_signed_on", "2020-01-01"},
                                                          {"trained_on", "2020-01-01"},
                                                          {"trained_until", "2030-01-01"}})
                                                        .at("number"));
    }
    void TearDown() override {
        router.reset();
        api.reset();
        NodeTest::TearDown();
    }

    /// An API key that is bound to a site, or to none.
    std::string key_of(const std::string& site) {
        const auto bound = site.empty() ? std::nullopt : std::optional(SiteCode{site});
        const std::string name = "khoa-" + std::to_string(++keys);
        const auto made =
            node->access().create_api_key(name, "system", StaffNumber{"AT-1"}, bound, {}, {});
        EXPECT_TRUE(made.ok()) << made.error().what;
        return made.value();
    }
    Response ask(http::Method method, const std::string& path, const std::string& by,
                 const std::string& body = {}) {
        http::Request request;
        request.method = method;
        request.path = path.substr(0, path.find('?'));
        if (path.find('?') != std::string::npos) request.query = path.substr(path.find('?') + 1);
        request.door = http::Door::staff;
        request.peer = "127.0.0.1";
        request.body = body;
        request.headers.emplace_back("authorization", "Bearer " + by);
        return router->handle(request);
    }
    json::object tell(http::Method method, const std::string& path, const json::object& body) {
        const Response answer = ask(method, path, key, json::serialize(body));
        EXPECT_TRUE(answer.status == 200 || answer.status == 201) << path << " " << answer.body;
        return json::parse(answer.body).as_object();
    }
    json::object list(const std::string& by, const std::string& after = {}) {
        const Response answer =
            ask(http::Method::get,
                "/api/v1/undelivered-items" + (after.empty() ? "" : "?after=" + after), by);
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(answer.body.find("Lò Thị Mai"), std::string::npos) << "a person in the list";
        return json::parse(answer.body).as_object();
    }
    json::object only(const std::string& by) {
        const auto items = list(by).at("items").as_array();
        EXPECT_EQ(items.size(), 1U);
        return items.empty() ? json::object() : items[0].as_object();
    }
    /// What is wrong with an event, or the item's state after it.
    std::string event(const ItemId& item, const char* kind, json::object more = {},
                      const char* site = "BC1") {
        clock.at = clock.at + 1000;  // an item's id may be some milliseconds ahead
        more["id"] = CommandId::make(clock.now(), random).text();
        more["kind"] = kind;
        more["site"] = site;
        more["at"] = clock.now().text();
        const Response answer = ask(http::Method::post, "/api/v1/items/" + item.text() + "/events",
                                    key, json::serialize(more));
        const auto answered = json::parse(answer.body).as_object();
        if (const auto* state = answered.if_contains("state"))
            return json::value_to<std::string>(*state);
        std::string reasons;
        if (const auto* errors = answered.if_contains("errors")) {
            for (const auto& each : errors->as_array())
                reasons += json::value_to<std::string>(each.at("reason")) + " ";
        }
        return reasons.empty() ? answer.body : reasons;
    }
};

TEST_F(UndeliveredItems, it_is_told_of_twice_is_unclaimed_is_announced_and_is_handled) {
    const ItemId item = accept(ItemState::accepted);
    EXPECT_TRUE(list(key).at("items").as_array().empty());
    EXPECT_EQ(event(item, "attempted", {{"reason", "nobody_there"}}), "held_for_pickup");
    json::object row = only(key);
    EXPECT_EQ(said(row, "/item"), item.text());
    EXPECT_EQ(said(row, "/item_code"), "BA100000001");
    EXPECT_EQ(said(row, "/accepted_on"), "2026-11-24");
    EXPECT_EQ(said(row, "/attempts"), "1");
    EXPECT_EQ(said(row, "/held_at"), "BC1");
    EXPECT_EQ(said(row, "/reason"), "nobody_there");
    EXPECT_EQ(said(row, "/clock/notices"), "0");
    EXPECT_FALSE(row.contains("settled_from"));

    EXPECT_EQ(event(item, "notice", {{"reason", "call"}}), "held_for_pickup");
    row = only(key);
    EXPECT_EQ(said(row, "/clock/notices"), "1");
    EXPECT_EQ(said(row, "/clock/next_notice_from"), "2026-11-26");
    EXPECT_EQ(said(row, "/clock/unclaimed_from"), "2027-05-25");
    live_until("2026-11-26");
    EXPECT_EQ(event(item, "notice", {{"reason", "letter"}}), "held_for_pickup");
    EXPECT_EQ(event(item, "unclaimed", {{"public_notice", "2026-11-26"}}), "unclaimed_early ");

    live_until("2027-05-25");
    EXPECT_EQ(event(item, "unclaimed", {{"public_notice", "2027-05-24"}}), "public_notice_early ");
    EXPECT_EQ(event(item, "unclaimed", {{"public_notice", "2027-05-26"}}), "unclaimed");
    row = only(key);
    EXPECT_EQ(said(row, "/state"), "unclaimed");
    EXPECT_EQ(said(row, "/unclaimed_on"), "2027-05-25");
    EXPECT_EQ(said(row, "/public_notice"), "2027-05-26");
    EXPECT_EQ(said(row, "/settled_from"), "2027-08-27");

    const json::object council{{"reason", "destroyed"},
                               {"paper", "BB-HĐ 03"},
                               {"public_notice", "2027-05-26"},
                               {"second_person", second_person}};
    live_until("2027-08-26");
    EXPECT_EQ(event(item, "settled", council), "settled_early ");
    live_until("2027-08-27");
    // What was announced when it was called unclaimed counts, not an earlier day typed now.
    json::object earlier = council;
    earlier["public_notice"] = "2027-05-25";
    EXPECT_EQ(event(item, "settled", earlier), "public_notice_early ");
    EXPECT_EQ(event(item, "settled", council), "settled");
    EXPECT_TRUE(list(key).at("items").as_array().empty());
}

TEST_F(UndeliveredItems, where_no_day_of_the_notice_was_said_the_soonest_is_told) {
    const ItemId item = accept(ItemState::held_for_pickup);
    EXPECT_EQ(event(item, "notice", {{"reason", "call"}}), "held_for_pickup");
    live_until("2026-11-26");
    EXPECT_EQ(event(item, "notice", {{"reason", "call"}}), "held_for_pickup");
    live_until("2027-06-01");
    EXPECT_EQ(event(item, "unclaimed"), "unclaimed");
    const json::object row = only(key);
    EXPECT_FALSE(row.contains("public_notice"));
    EXPECT_EQ(said(row, "/settled_from"), "2027-09-02");
}

TEST_F(UndeliveredItems, who_works_at_one_site_has_what_it_accepted_and_what_waits_there) {
    const ItemId item = accept(ItemState::accepted);
    EXPECT_EQ(event(item, "attempted", {{"reason", "nobody_there"}}, "TT2"), "held_for_pickup");
    for (const char* site : {"BC1", "TT2"}) EXPECT_EQ(said(only(key_of(site)), "/held_at"), "TT2");
    EXPECT_TRUE(list(key_of("XX9")).at("items").as_array().empty());
}

TEST_F(UndeliveredItems, one_whose_log_is_damaged_is_named_and_hides_no_other) {
    const ItemId whole = accept(ItemState::held_for_pickup);
    const ItemId damaged = accept(ItemState::held_for_pickup);
    const Day day = Day::of(damaged.made_at());
    DayWrite write;
    write.day = day;
    write.item = damaged;
    write.command = CommandId::make(clock.now(), random);
    write.expects = 1;
    write.after = node->days().find_row(day, damaged).value().value();
    write.after.version = 2;
    write.entries.push_back(
        {EntryId::make(clock.now(), random), LogName::organisation(), "no entry"});
    ASSERT_EQ(node->committer().commit(std::move(write)).value(), Applied::written);
    EXPECT_EQ(said(only(key), "/item"), whole.text());
    EXPECT_EQ(said(list(key), "/not_readable/0"), damaged.text());
}

TEST_F(UndeliveredItems, a_page_looks_at_so_many_and_the_next_goes_on_behind_it) {
    std::set<std::string> waiting;
    for (int i = 0; i < 130; ++i) waiting.insert(accept(ItemState::held_for_pickup).text());
    accept(ItemState::delivered);
    live_until("2026-11-25");
    for (int i = 0; i < 130; ++i) waiting.insert(accept(ItemState::held_for_pickup).text());
    std::set<std::string> seen;
    std::vector<std::size_t> sizes;
    std::string after;
    do {
        const json::object page = list(key, after);
        sizes.push_back(page.at("items").as_array().size());
        for (const auto& each : page.at("items").as_array())
            EXPECT_TRUE(seen.insert(json::value_to<std::string>(each.at("item"))).second);
        const auto* next = page.if_contains("next");
        after = next == nullptr ? "" : json::value_to<std::string>(*next);
    } while (!after.empty());
    EXPECT_EQ(sizes, (std::vector<std::size_t>{200, 60}));
    EXPECT_EQ(seen, waiting);
    // Who works elsewhere is shown nothing of a page, and still the way on.
    const json::object page = list(key_of("XX9"));
    EXPECT_TRUE(page.at("items").as_array().empty());
    EXPECT_TRUE(page.contains("next"));
    EXPECT_EQ(ask(http::Method::get, "/api/v1/undelivered-items?after=x", key).status, 400);
}

}  // namespace
}  // namespace buuan::api
