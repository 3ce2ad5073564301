// What the desks of the public's pages share: the facts of a day that every page is made from, and
// how a page is sent.
#pragma once

#include "edge/api/api.hpp"
#include "edge/pages/pages.hpp"

namespace buuan::api {

inline constexpr const char* public_policy =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

inline constexpr std::string_view declaring_script = "/khai-truoc.js";

inline pages::Language language_of(const http::Request& request) {
    const auto wanted = request.parameter("lang");
    const bool english = wanted ? *wanted == "en" : request.english();
    return english ? pages::Language::en : pages::Language::vi;
}

/// Makes an answer from the facts of a day, holding on to the list meanwhile.
template <class Make>
Response answer(Api& api, const Call& call, Day on, Make make) {
    const Day today = Day::of(api.node.now());
    const auto goods = api.node.goods(on);
    if (!goods.ok()) return http::problem(call.request, 503, "goods_rules_damaged");
    const auto all = api.node.register_now();
    const auto* version = all->rules_on(on);
    const Day issued = version == nullptr ? on : version->from;
    return make(pages::Facts{api.node.rules().posted, *goods.value(), issued, on,
                             api.node.config().name, api.node.config().sample, issued > today,
                             language_of(call.request),
                             api.screens.for_everybody(declaring_script)});
}

template <class Make>
Response answer(Api& api, const Call& call, Make make) {
    return answer(api, call, Day::of(api.node.now()), make);
}

inline Response page(std::string html, int status = 200, const char* its_policy = public_policy) {
    return {status,
            "text/html; charset=utf-8",
            std::move(html),
            {{"Content-Security-Policy", its_policy}, {"Vary", "Accept-Language"}},
            {}};
}

}  // namespace buuan::api
