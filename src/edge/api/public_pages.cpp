// The pages of the public, from pages/, and the list as a file: what is asked is answered and
// forgotten. The question is in
// the query of a GET so that the page works without a script and can be gone back to; queries are
// in no log, no metric and no ledger (docs/guide/public.md says what a proxy must leave out).
#include "edge/api/public_answer.hpp"
#include "edge/pages/notice.hpp"
#include "edge/pages/pages.hpp"

namespace buuan::api {
namespace {

// The declaration beforehand: its own script and style, the screening's engine. It sends nothing.
constexpr const char* declaring_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

// The phone beside a counter: its own script and style, calls to its own door; pictures that it
// shows are its own.
constexpr const char* phone_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The day that a list is asked for: today, or one on which a set decides that was published and
/// has not begun, so that it can hang on its first day. Past lists are not for the public.
Result<Day, Response> day_of_list(Api& api, const Call& call) {
    const Day today = Day::of(api.node.now());
    const auto asked = call.request.parameter("on");
    if (!asked) return today;
    const auto on = Day::parse(*asked);
    if (!on) return http::problem(call.request, 422, "bad_document", {{"on", "bad_value"}});
    const auto all = api.node.register_now();
    const auto* version = all->rules_on(*on);
    const bool coming = version != nullptr && version->from > today;
    if (*on != today && !coming) return http::problem(call.request, 404, "list_unknown");
    return *on;
}

/// A page that is the same for everybody may be kept for five minutes, and is asked for again by
/// its digest.
Response kept_page(const Call& call, std::string html, const char* its_policy = public_policy) {
    const std::string tag = "\"" + sha256(as_bytes(html)).text().substr(0, 32) + "\"";
    const bool known = call.request.header("if-none-match") == tag;
    Response response = known ? page("", 304, its_policy) : page(std::move(html), 200, its_policy);
    if (known) response.content_type.clear();
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", "public, max-age=300");
    return response;
}

}  // namespace

Response lookup_page(Api& api, const Call& call) {
    const std::string asked = call.request.parameter("q").value_or("");
    const bool busy =
        !asked.empty() && !api.lookups.take("lookup", call.request.peer, api.node.now());
    return answer(api, call, [&](const pages::Facts& facts) {
        return busy ? page(pages::busy_page(facts), 429) : page(pages::lookup_page(facts, asked));
    });
}

Response list_page(Api& api, const Call& call) {
    const auto on = day_of_list(api, call);
    if (!on.ok()) return on.error();
    // A list that has not begun may have to be read from its pack.
    const bool now = on.value() == Day::of(api.node.now());
    if (!now && !api.lookups.take("notice", call.request.peer, api.node.now()))
        return answer(api, call,
                      [](const pages::Facts& facts) { return page(pages::busy_page(facts), 429); });
    return answer(api, call, on.value(), [&](const pages::Facts& facts) {
        return kept_page(call, pages::list_page(facts));
    });
}

Response conditions_page(Api& api, const Call& call) {
    return answer(api, call, [&](const pages::Facts& facts) {
        return kept_page(call, pages::conditions_page(facts));
    });
}

Response declaration_page(Api& api, const Call& call) {
    return answer(api, call, [&](const pages::Facts& facts) {
        return kept_page(call, pages::declaration_page(facts), declaring_policy);
    });
}

Response phone_page(Api& api, const Call& call) {
    return answer(api, call, [&](const pages::Facts& facts) {
        return kept_page(call, pages::phone_page(facts), phone_policy);
    });
}

Response list_pack(Api& api, const Call& call) {
    const auto rules = Digest::parse(call.parts.at(0));
    if (!rules || *rules != api.node.goods_digest(Day::of(api.node.now())))
        return http::problem(call.request, 404, "list_unknown");
    if (!api.lookups.take("pack", call.request.peer, api.node.now()))
        return http::problem(call.request, 429, "too_often");
    auto pack = api.node.rule_packs().read(*rules);
    if (!pack.ok()) return http::problem(call.request, 503, "goods_rules_damaged");
    return {200,
            "application/octet-stream",
            std::move(pack).value(),
            {{"Cache-Control", "public, max-age=31536000, immutable"}},
            {}};
}

Response notice_pdf(Api& api, const Call& call) {
    const std::string asked = call.request.parameter("size").value_or("a3");
    paper::Size size{};
    if (!boost::describe::enum_from_string(asked.c_str(), size))
        return http::problem(call.request, 422, "bad_document", {{"size", "bad_value"}});
    const auto on = day_of_list(api, call);
    if (!on.ok()) return on.error();
    if (!api.lookups.take("notice", call.request.peer, api.node.now()))
        return answer(api, call,
                      [](const pages::Facts& facts) { return page(pages::busy_page(facts), 429); });
    return answer(api, call, on.value(), [&](const pages::Facts& facts) {
        auto pdf = api.printer.pdf(pages::notice(facts, size, api.node.config().public_url));
        if (!pdf.ok()) return http::problem(call.request, pdf.error());
        return Response{
            200,
            "application/pdf",
            std::move(pdf).value(),
            {{"Vary", "Accept-Language"},
             {"Cache-Control", "public, max-age=300"},
             {"Content-Disposition", "inline; filename=\"danh-muc-" + asked + ".pdf\""}},
            {}};
    });
}

}  // namespace buuan::api
