// The screens of the staff's door, and what they and the public's pages are dressed in.
#include "edge/api/api.hpp"
#include "edge/pages/pages.hpp"

namespace buuan::api {

Response get_screen(Api& api, const Call& call) {
    return api.screens.answer(call.request);
}

Response get_asset(Api& api, const Call& call) {
    if (call.request.path != pages::style_path())
        return call.request.door == http::Door::open ? http::problem(call.request, 404, "not_found")
                                                     : api.screens.answer(call.request);
    return {200,
            "text/css; charset=utf-8",
            std::string(pages::style()),
            {{"Cache-Control", "public, max-age=31536000, immutable"}},
            {}};
}

}  // namespace buuan::api
